//! todo
pub(crate) fn may_have_keywords(_t: &str) -> bool {
    false
}
pub(crate) fn propose(d: &crate::scan::Document<'_>, p: &mut crate::cleaner::Proposals) {
    let _ = (d.text, d.marks.lines, p);
}
