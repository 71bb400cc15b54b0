//! Text written in one encoding and read in another, once or several times, with and without loss.
//!
//! ```
//! use mojimend::damage::{Channel, Dice, encoding::{Charset, Misread, Step}};
//! let gbk = Misread::new(vec![Step::new(Charset::UTF_8, Charset::GBK)]);
//! let damaged = gbk.run("用户", &mut Dice::new(1, "doc", "encoding"));
//! assert_eq!(damaged.text, "鐢ㄦ埛");
//! ```

mod charset;
mod pairs;
mod scope;
mod step;

pub use charset::Charset;
pub(crate) use pairs::misreading;
pub use pairs::{HYBRIDS, LOSSLESS, LOSSY, misreadings};
pub use scope::Scope;
pub use step::{Odd, Step};

use super::{Channel, Damaged, Dice, Kind};

/// An encoding suits a text when it has this share of its first characters beyond ASCII.
const SUITABLE: f64 = 0.97;
const SAMPLE: usize = 2000;

/// Text read in the wrong encoding.
#[derive(Debug, Clone)]
pub struct Misread {
    steps: Vec<Step>,
    scope: Scope,
}

impl Misread {
    /// These rounds, one after another, over the whole document.
    pub fn new(steps: Vec<Step>) -> Self {
        Self { steps, scope: Scope::Document }
    }

    /// The same over a part of the document.
    #[must_use]
    pub fn over(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// Whether a text can have been written in the first encoding: nobody wrote Chinese in Shift_JIS, though
    /// some of its lines would fit.
    fn suits(&self, text: &str) -> bool {
        let Some(first) = self.steps.first().filter(|first| first.written != Charset::UTF_8) else {
            return true;
        };
        let mut bytes = Vec::new();
        let (mut all, mut held) = (0, 0);
        for c in text.chars().filter(|c| !c.is_ascii()).take(SAMPLE) {
            all += 1;
            held += usize::from(first.written.encode(c, &mut bytes));
        }
        held as f64 >= all as f64 * SUITABLE
    }

    /// All rounds over one stretch; nothing when one of them cannot be done.
    fn rounds(&self, text: &str) -> Option<Damaged> {
        let mut damaged = Damaged::untouched(text);
        for step in &self.steps {
            let changes = step.misread(&damaged.text)?;
            let changes = changes.into_iter().map(|(place, becomes)| (place, becomes, Kind::WrongEncoding));
            let next = Damaged::from_changes(&damaged.text, changes);
            damaged = damaged.then(next);
        }
        Some(damaged)
    }
}

impl Channel for Misread {
    /// `utf-8-as-gbk`, with what gets lost, and with `-x3` for three equal rounds.
    fn name(&self) -> String {
        let names: Vec<String> = self.steps.iter().map(Step::name).collect();
        match names.as_slice() {
            [] => "unharmed".to_owned(),
            [first, rest @ ..] if !rest.is_empty() && rest.iter().all(|name| name == first) => {
                format!("{first}-x{}", names.len())
            }
            _ => names.join("-then-"),
        }
    }

    fn kind(&self) -> Kind {
        Kind::WrongEncoding
    }

    fn run(&self, text: &str, dice: &mut Dice) -> Damaged {
        let mut changes = Vec::new();
        if !self.suits(text) {
            return Damaged::untouched(text);
        }
        for place in self.scope.places(text, dice) {
            let Some(damaged) = self.rounds(&text[place.clone()]) else { continue };
            changes.extend(damaged.spans.iter().map(|span| {
                let original = place.start + span.original_start..place.start + span.original_end;
                (original, damaged.text[span.damaged()].to_owned(), Kind::WrongEncoding)
            }));
        }
        Damaged::from_changes(text, changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(written: &str, read: &str) -> Step {
        Step::new(Charset::find(written).unwrap(), Charset::find(read).unwrap())
    }

    fn run(steps: Vec<Step>, text: &str) -> Damaged {
        let damaged = Misread::new(steps).run(text, &mut Dice::new(1, "doc", "encoding"));
        assert!(damaged.is_explained(), "{damaged:?}");
        damaged
    }

    #[test]
    fn known_mojibake_comes_out() {
        for (written, read, text, seen) in [
            ("utf-8", "gbk", "用户", "鐢ㄦ埛"),
            ("utf-8", "cp1252", "中文", "ä¸\u{AD}æ–‡"),
            ("gbk", "latin-1", "文件", "ÎÄ¼þ"),
            ("utf-8", "cp1251", "Привет", "РџСЂРёРІРµС‚"),
            ("utf-8", "cp437", "é", "├⌐"),
            ("koi8-r", "cp1251", "Привет", "рТЙЧЕФ"),
            ("gbk", "big5", "文件", "恅璃"),
        ] {
            assert_eq!(run(vec![step(written, read)], text).text, seen, "{written} {read}");
        }
    }

    #[test]
    fn lost_bytes_are_shown_as_asked() {
        let lossy = |odd| run(vec![step("utf-8", "gbk").losing(odd)], "中文字1").text;
        // Nine bytes: the last one has no partner, as a digit is none.
        assert_eq!(lossy(Odd::QuestionMark), "涓枃瀛?1");
        assert_eq!(lossy(Odd::Refused), "中文字1");
        assert_eq!(lossy(Odd::Replacement).chars().filter(|c| *c == '\u{FFFD}').count(), 1);
        assert!(!lossy(Odd::Nothing).contains('?'));
        let greedy = Step { swallows: true, ..step("utf-8", "gbk").losing(Odd::QuestionMark) };
        assert_eq!(run(vec![greedy], "中文字1").text, "涓枃瀛?");
    }

    #[test]
    fn rounds_stack() {
        let once = step("utf-8", "cp1252");
        assert_eq!(run(vec![once.clone(), once.clone()], "für").text, "fÃƒÂ¼r");
        let damaged = run(vec![once.clone(), once], "a für b");
        assert_eq!(damaged.spans.len(), 1);
        assert_eq!(&damaged.original[damaged.spans[0].original()], "ü");
    }

    #[test]
    fn nothing_is_left_of_some() {
        let kun = vec![
            step("gbk", "utf-8").losing(Odd::Replacement),
            step("utf-8", "gbk").losing(Odd::QuestionMark),
        ];
        assert!(run(kun, "编码").text.contains("锟斤拷"));
    }

    #[test]
    fn hybrids_read_what_they_can() {
        let damaged = run(vec![step("gbk", "hybrid")], "模板你");
        assert_eq!(damaged.text, "Ä£°åÄã".replace("Ä£", "ģ"));
        let damaged = run(vec![step("gbk", "hybrid-1252")], "模板鏡");
        assert_eq!(damaged.text, "Ä£°åçR".replace("Ä£", "ģ"));
    }

    #[test]
    fn spans_are_the_changed_characters() {
        let damaged = run(vec![step("utf-8", "latin-1")], "plain é plain é");
        assert_eq!(damaged.spans.len(), 2);
        assert!(damaged.spans.iter().all(|s| &damaged.text[s.damaged()] == "Ã©"));
    }
}
