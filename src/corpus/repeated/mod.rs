#![doc = include_str!("repeated.md")]

mod seen;

use crate::edit::{Edit, EditLog, Finding};
use crate::rule::{Rule, Safety};
use seen::Seen;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use twox_hash::XxHash3_64;

/// `L301`: a line that stands on an earlier page.
pub static REPEATED_LINE: Rule = Rule {
    code: "L301",
    name: "repeated-line",
    summary: "a line that stands on an earlier page of the run; only with --dedup-lines",
    safety: Safety::Safe,
    // Whatever else is to be done in a line that goes is done with it.
    precedence: 60,
    explanation: include_str!("repeated.md"),
};

/// The lines of a run.
pub(super) struct Repeated {
    /// Shorter lines, in characters, stay.
    least: usize,
    state: Mutex<State>,
    turned: Condvar,
}

struct State {
    seen: Seen,
    /// The piece of work whose turn it is. Work is done in any order, lines are looked up in that of the inputs.
    turn: u64,
    /// Later ones that need no turn any more.
    passed: BTreeSet<u64>,
}

/// A line of a text: where it stands, with its end, and its hash.
struct Line {
    span: Range<usize>,
    hash: u64,
}

/// The lines of a document, text by text.
pub(super) type Lines = Vec<Vec<Range<usize>>>;

impl Repeated {
    pub(super) fn new(least: usize) -> Self {
        let state = State { seen: Seen::default(), turn: 0, passed: BTreeSet::new() };
        Self { least, state: Mutex::new(state), turned: Condvar::new() }
    }

    /// Only whole steps are made while it is held: what a panic leaves is sound.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lines(&self, text: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let span = at..at + line.len();
            at = span.end;
            let bare = line.trim();
            // Bytes are counted first: they are never fewer than characters.
            if bare.len() >= self.least && bare.chars().nth(self.least.saturating_sub(1)).is_some() {
                lines.push(Line { span, hash: XxHash3_64::oneshot(bare.as_bytes()) });
            }
        }
        lines
    }
}

/// The turn of a piece of work, which passes when it is dropped, or before.
pub(super) struct Turn<'a> {
    repeated: &'a Repeated,
    number: u64,
    /// Whether the next documents that are looked up are all that will be.
    is_last: Cell<bool>,
    has_passed: Cell<bool>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(repeated: &'a Repeated, number: u64) -> Self {
        Self { repeated, number, is_last: Cell::new(false), has_passed: Cell::new(false) }
    }

    /// The documents that are looked up next are all there are: the turn passes before they are cleaned, which is what
    /// takes time.
    pub(super) fn last(&self) {
        self.is_last.set(true);
    }

    /// Finds, for each of these documents, the lines that stand in earlier ones. Waits until the work before has done
    /// the same.
    pub(super) fn repeated<'t>(
        &self,
        documents: impl Iterator<Item = impl Iterator<Item = &'t str>>,
    ) -> Vec<Lines> {
        let all: Vec<Vec<Vec<Line>>> =
            documents.map(|texts| texts.map(|text| self.repeated.lines(text)).collect()).collect();
        debug_assert!(!self.has_passed.get(), "documents are looked up in turn");
        let state = self.repeated.lock();
        let not_yet = |state: &mut State| state.turn < self.number;
        let mut state =
            self.repeated.turned.wait_while(state, not_yet).unwrap_or_else(PoisonError::into_inner);
        let mut found = Vec::with_capacity(all.len());
        for texts in all {
            let is_seen = |line: &&Line| state.seen.has(line.hash);
            let of_text =
                |lines: &Vec<Line>| lines.iter().filter(is_seen).map(|line| line.span.clone()).collect();
            found.push(texts.iter().map(of_text).collect());
            for line in texts.iter().flatten() {
                state.seen.add(line.hash);
            }
        }
        drop(state);
        if self.is_last.get() {
            self.pass();
        }
        found
    }

    fn pass(&self) {
        if self.has_passed.replace(true) {
            return;
        }
        let mut state = self.repeated.lock();
        state.passed.insert(self.number);
        loop {
            let turn = state.turn;
            if !state.passed.remove(&turn) {
                break;
            }
            state.turn += 1;
        }
        drop(state);
        self.repeated.turned.notify_all();
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.pass();
    }
}

const REASON: &str = "stands on an earlier page of the run";

/// The edits of a text with those that take out these lines.
pub(super) fn without(text: &str, edits: EditLog, lines: &[Range<usize>]) -> EditLog {
    let removed = lines.iter().map(|span| Edit {
        span: span.clone(),
        before: text[span.clone()].into(),
        after: "".into(),
        rule: &REPEATED_LINE,
        confidence: 1.0,
        reason: REASON.into(),
    });
    EditLog::resolve(edits.as_slice().iter().cloned().chain(removed).collect())
}

/// The same lines where they are only reported.
pub(super) fn findings(lines: &[Range<usize>]) -> impl Iterator<Item = Finding> {
    lines.iter().map(|span| Finding {
        span: span.clone(),
        rule: &REPEATED_LINE,
        confidence: 1.0,
        reason: REASON.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeated(turn: &Turn<'_>, documents: &[&[&str]]) -> Vec<Lines> {
        turn.repeated(documents.iter().map(|texts| texts.iter().copied()))
    }

    #[test]
    fn lines_of_earlier_documents_are_found() {
        let all = Repeated::new(3);
        let first = repeated(&Turn::new(&all, 0), &[&["one\ntwo\none\n"], &["  two \r\nab\nthree"]]);
        assert_eq!(first, [vec![vec![]], vec![vec![0..8]]]);
        // Several texts of a document do not repeat each other.
        let second = repeated(&Turn::new(&all, 1), &[&["four\n", "four\nthree"], &["four"]]);
        assert_eq!(second, [vec![vec![], vec![5..10]], vec![vec![0..4]]]);
    }

    #[test]
    fn turns_are_in_order_whoever_comes_first() {
        let all = Repeated::new(1);
        let first = Turn::new(&all, 0);
        drop(Turn::new(&all, 1));
        let (found_first, found_second) = std::thread::scope(|scope| {
            let later = scope.spawn(|| repeated(&Turn::new(&all, 2), &[&["line"]]));
            std::thread::sleep(std::time::Duration::from_millis(20));
            first.last();
            (repeated(&first, &[&["line"]]), later.join().unwrap())
        });
        assert_eq!((found_first, found_second), (vec![vec![vec![]]], vec![vec![vec![0..4]]]));
    }

    #[test]
    fn a_removed_line_takes_other_edits_with_it() {
        let edit = |span: Range<usize>, before: &str| Edit {
            span,
            before: before.into(),
            after: "x".into(),
            rule: &crate::rule::MISREAD,
            confidence: 1.0,
            reason: "".into(),
        };
        let edits = EditLog::resolve(vec![edit(1..2, "b"), edit(5..6, "e")]);
        let lines = std::slice::from_ref(&(4..8));
        let edits = without("abc\ndef\n", edits, lines);
        assert_eq!(edits.apply("abc\ndef\n").unwrap(), "axc\n");
    }
}
