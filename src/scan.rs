//! One cheap pass over a text that says which repairs are worth running.

/// Which repairs a text asks for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks;

/// A text with its marks.
pub(crate) struct Document<'a> {
    pub(crate) text: &'a str,
    pub(crate) marks: Marks,
}
impl<'a> Document<'a> {
    pub(crate) fn new(text: &'a str, marks: Marks) -> Self {
        Self { text, marks }
    }
}
pub(crate) fn scan(text: &str) -> Option<Marks> {
    text.contains('(').then_some(Marks)
}
