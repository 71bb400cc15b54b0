//! The whole: the only file that knows the order of the steps.

use crate::bytes::CleanedBytes;
use crate::config::{Action, Config};
use crate::decode::{Decoded, Decoder};
use crate::edit::{Edit, EditLog, Finding};
use crate::lines;
use crate::normalise;
use crate::repair;
use crate::rule::{self, RULES, Rule};
use crate::scan::{self, Document};
use crate::survey;
use std::borrow::Cow;

/// Cleans texts. Cheap to make and to share between threads; keeps nothing from one text to the next.
///
/// ```
/// let cleaner = mojimend::Cleaner::new();
/// let cleaned = cleaner.clean("推進(jìn)衛(wèi)生健康事業(yè)");
/// assert_eq!(cleaned.text, "推進衛生健康事業");
/// ```
#[derive(Debug, Clone)]
pub struct Cleaner {
    config: Config,
    decoder: Decoder,
    /// Whether there is anything to look for in a text.
    idle: bool,
    /// Whether text that was read in a wrong encoding is looked for.
    misread: bool,
    lines: lines::Model,
}

/// Rules with codes of this letter are about bytes, not about the text they become.
const OF_BYTES: char = 'B';

/// Passes over one text at most. Two suffice for the seeds, three for nearly all generated damage.
const PASSES: usize = 8;
/// As many more where text is normalised, which goes on in the end.
const NORMALISING_PASSES: usize = 8;

/// What a pass is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Damage, and normalisation where there is none.
    Repair,
    /// Normalisation alone: the repairs have nothing to say, and only marks have changed since.
    Normalise,
}

/// What became of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleaned<'a> {
    /// The text: borrowed from the input when nothing was changed, owned otherwise.
    pub text: Cow<'a, str>,
    /// What was changed. [`EditLog::apply`] on the input gives `text`, [`EditLog::undo`] on `text` gives
    /// the input.
    pub edits: EditLog,
    /// What looks damaged and was left alone, sorted by place.
    pub findings: Vec<Finding>,
}

impl Cleaned<'_> {
    /// Whether anything was changed.
    pub fn is_changed(&self) -> bool {
        !self.edits.is_empty()
    }
}

/// Makes a [`Cleaner`] with other settings.
///
/// ```
/// use mojimend::{Action, Cleaner, rule};
/// let cleaner = Cleaner::builder().action(&rule::INJECTED_ANNOTATION, Action::Report).build();
/// let cleaned = cleaner.clean("推進(jìn)衛(wèi)生健康事業(yè)");
/// assert!(!cleaned.is_changed());
/// assert_eq!(cleaned.findings.len(), 3);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Builder {
    config: Config,
}

impl Builder {
    /// Takes all settings from a configuration.
    #[must_use]
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Sets what is done about one kind of damage.
    #[must_use]
    pub fn action(mut self, rule: &Rule, action: Action) -> Self {
        self.config.rules.set(rule, action);
        self
    }

    /// Edits less sure than this (0 to 1) are reported, not made. Values outside are pulled in.
    #[must_use]
    pub fn min_confidence(mut self, confidence: f32) -> Self {
        self.config.min_confidence = confidence.clamp(0.0, 1.0);
        self
    }

    /// Leaves all text as it is: what remains is to make text from bytes.
    ///
    /// ```
    /// let cleaner = mojimend::Cleaner::builder().decode_only().build();
    /// assert_eq!(cleaner.clean_bytes("衛(wèi)生".as_bytes()).text(), "衛(wèi)生");
    /// ```
    #[must_use]
    pub fn decode_only(mut self) -> Self {
        for rule in RULES.iter().filter(|rule| !rule.code.starts_with(OF_BYTES)) {
            self.config.rules.set(rule, Action::Off);
        }
        self
    }

    /// The cleaner.
    pub fn build(self) -> Cleaner {
        // Here and not on the first text, so that clean text never allocates.
        let lines = lines::Model::new(&self.config.lines);
        let decoder = self.config.decode.decoder();
        let of_bytes = |rule: &Rule| rule.code.starts_with(OF_BYTES);
        let off = |rule: &&Rule| self.config.rules.action(rule) == Action::Off;
        let misread = self.config.rules.action(&rule::MISREAD) != Action::Off;
        if misread {
            repair::mojibake::warm();
        }
        let idle = RULES.iter().filter(|rule| !of_bytes(rule)).all(off);
        if !idle {
            survey::warm();
        }
        Cleaner { config: self.config, decoder, idle, misread, lines }
    }
}

/// What the passes say about one text: edits and findings, not yet weighed against each other.
#[derive(Debug, Default)]
pub(crate) struct Proposals {
    pub(crate) edits: Vec<Edit>,
    pub(crate) findings: Vec<Finding>,
}

impl Default for Cleaner {
    fn default() -> Self {
        Self::new()
    }
}

impl Cleaner {
    /// A cleaner with the default settings, which change nothing in honest text.
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// A cleaner with settings of your own.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Cleans a text. Borrows, and allocates nothing, when there is nothing to do. Never panics.
    ///
    /// For bytes use [`Cleaner::clean_bytes`].
    pub fn clean<'a>(&self, text: &'a str) -> Cleaned<'a> {
        if self.idle {
            return untouched(text);
        }
        let (mut cleaned, mut stage) = self.pass(text, Stage::Repair, false);
        // What one pass mends is evidence for the next: a page proven damaged, a word that occurs again. Going
        // on until nothing changes is also what makes cleaning twice the same as cleaning once.
        let more = if self.config.normalise.is_nothing() { 0 } else { NORMALISING_PASSES };
        for _ in 1..PASSES + more {
            if !cleaned.is_changed() {
                break;
            }
            let (Cleaned { text: output, edits, findings }, next) =
                self.pass(&cleaned.text, stage, is_mirrored(&cleaned.edits));
            // Where no repair looked, there is nothing new to tell.
            if stage == Stage::Repair {
                cleaned.findings = findings
                    .into_iter()
                    .map(|finding| Finding { span: cleaned.edits.origin(finding.span.clone()), ..finding })
                    .collect();
            }
            stage = next;
            let edits = if edits.is_empty() { None } else { Some((output.into_owned(), edits)) };
            let Some((output, edits)) = edits else { break };
            cleaned.edits = cleaned.edits.then(text, &cleaned.text, edits);
            cleaned.text = Cow::Owned(output);
        }
        if cleaned.edits.is_empty() {
            Cleaned { findings: cleaned.findings, ..untouched(text) }
        } else {
            cleaned
        }
    }

    /// Looks at a text once, and says what the next look has to be for. Normalisation has its turn when the repairs
    /// have nothing more to do; `mirrored` says that they proved the page a mirror's.
    fn pass<'a>(&self, text: &'a str, stage: Stage, mirrored: bool) -> (Cleaned<'a>, Stage) {
        let repaired = if stage == Stage::Repair { self.repair(text) } else { untouched(text) };
        if repaired.is_changed() || self.config.normalise.is_nothing() {
            return (repaired, Stage::Repair);
        }
        let mut proposals = Proposals { findings: repaired.findings, ..Proposals::default() };
        if mirrored {
            normalise::propose(text, &self.config.normalise.for_mirror(), &mut proposals);
        } else {
            normalise::propose(text, &self.config.normalise, &mut proposals);
        }
        let normalised = self.settle(text, proposals);
        let settled = normalise::keeps_settled(&normalised.edits)
            && normalised.is_changed()
            && !scan::has_new_signs(text, &normalised.text);
        (normalised, if settled { Stage::Normalise } else { Stage::Repair })
    }

    /// Looks for damage once.
    fn repair<'a>(&self, text: &'a str) -> Cleaned<'a> {
        let patterns = &self.config.lines.patterns;
        let marks = match scan::scan(text, &self.lines, self.misread) {
            Some(marks) => marks,
            None if lines::custom::any_match(text, patterns) => scan::Marks::default(),
            None => return untouched(text),
        };
        let document = Document::new(text, marks);
        let mut proposals = Proposals::default();
        repair::propose(&document, &self.config.misread, &mut proposals);
        lines::propose(&document, &self.lines, patterns, &mut proposals);
        self.settle(text, proposals)
    }

    /// Cleans bytes of any encoding, and of several. Borrows, and allocates nothing, when they are valid UTF-8 with
    /// nothing to repair. Never fails and never panics: bytes that are no characters become U+FFFD, or what
    /// [`config::Decode`](crate::config::Decode) says, with a finding.
    ///
    /// ```
    /// let cleaner = mojimend::Cleaner::new();
    /// assert_eq!(cleaner.clean_bytes("事業(yè)發(fā)展進(jìn)行".as_bytes()).text(), "事業發展進行");
    /// assert_eq!(cleaner.clean_bytes(b"\xD6\xD0\xCE\xC4\xB7\xA2\xD5\xB9").text(), "中文发展");
    /// ```
    pub fn clean_bytes<'a>(&self, bytes: &'a [u8]) -> CleanedBytes<'a> {
        self.clean_decoded(self.decoder.decode(bytes))
    }

    /// Cleans text that was made from bytes, for example with an encoding that only this document declares.
    ///
    /// ```
    /// use mojimend::{Cleaner, decode::Encoding};
    /// let cleaner = Cleaner::new();
    /// let declared = Encoding::find("big5").expect("a known encoding");
    /// let decoded = cleaner.decoder().clone().declared(declared).decode(b"\xA4\xA4\xA4\xE5");
    /// assert_eq!(cleaner.clean_decoded(decoded).text(), "中文");
    /// ```
    pub fn clean_decoded<'a>(&self, decoded: Decoded<'a>) -> CleanedBytes<'a> {
        let found = self.findings(&decoded);
        let mut cleaned = CleanedBytes::new(decoded, |text| self.clean(text));
        if !found.is_empty() {
            cleaned.findings.extend(found);
            cleaned.findings.sort_by_key(|f| (f.span.start, f.span.end));
        }
        cleaned
    }

    /// What was wrong with bytes, as far as the settings want to know: see [`Decoded::findings`].
    pub fn findings(&self, decoded: &Decoded<'_>) -> Vec<Finding> {
        let mut findings = decoded.findings();
        findings.retain(|f| self.config.rules.action(f.rule) != Action::Off);
        findings
    }

    /// What makes text from bytes, as the settings say.
    pub fn decoder(&self) -> &Decoder {
        &self.decoder
    }

    /// Members to add to the JSON object that a cleaned text came from, a comma before each; empty when none are
    /// asked for.
    #[cfg(feature = "corpus")]
    pub(crate) fn fields(&self, text: &str, findings: &[Finding]) -> String {
        lines::notes::fields(text, findings, &self.config.lines, self.lines.lexicon())
    }

    /// Turns proposals into a result: settings decide what is made, what is only reported, what is dropped.
    fn settle<'a>(&self, text: &'a str, proposals: Proposals) -> Cleaned<'a> {
        let mut findings = proposals.findings;
        findings.retain(|f| self.config.rules.action(f.rule) != Action::Off);
        let mut edits = Vec::with_capacity(proposals.edits.len());
        // Edits of a rule come together.
        let mut known: Option<(&Rule, Action, bool)> = None;
        for edit in proposals.edits {
            let (_, action, held) =
                *known.filter(|(rule, ..)| std::ptr::eq(*rule, edit.rule)).get_or_insert_with(|| {
                    (edit.rule, self.config.rules.action(edit.rule), self.config.lines.holds_back(edit.rule))
                });
            known = Some((edit.rule, action, held));
            match action {
                Action::Repair if edit.confidence >= self.config.min_confidence && !held => edits.push(edit),
                Action::Off => {}
                Action::Repair | Action::Report => findings.push(finding(edit)),
            }
        }
        findings.sort_by_key(|f| (f.span.start, f.span.end));
        // Text that was misread and is left as it is tells nothing else: what looks like damage in it is part of it.
        let misread: Vec<&Finding> = findings.iter().filter(|f| f.rule == &rule::MISREAD).collect();
        edits.retain(|edit| {
            if misread.is_empty() {
                return true;
            }
            let inside = |f: &&Finding| f.span.start <= edit.span.start && edit.span.end <= f.span.end;
            // Controls that are part of misread text are left by their own rule.
            edit.rule == &rule::MISREAD
                || edit.rule == &rule::CONTROL_CHARACTER
                || !misread.iter().any(inside)
        });
        let edits = EditLog::resolve(edits);
        if edits.is_empty() {
            return Cleaned { findings, ..untouched(text) };
        }
        match edits.apply(text) {
            Ok(cleaned) => Cleaned { text: Cow::Owned(cleaned), edits, findings },
            // A pass that misquotes its input is a bug; the text is worth more than the repair.
            Err(_) => {
                debug_assert!(false, "a pass proposed an edit that does not fit its input");
                untouched(text)
            }
        }
    }
}

/// Whether edits prove a page to be a hijacked mirror's, which made Traditional of Simplified.
fn is_mirrored(edits: &EditLog) -> bool {
    const OF_MIRRORS: [&Rule; 3] = [&rule::INJECTED_ANNOTATION, &rule::BYTE_SHIFT, &rule::STRAY_CONTROL];
    edits.iter().any(|edit| OF_MIRRORS.iter().any(|rule| std::ptr::eq(*rule, edit.rule)))
}

fn untouched(text: &str) -> Cleaned<'_> {
    Cleaned { text: Cow::Borrowed(text), edits: EditLog::default(), findings: Vec::new() }
}

fn finding(edit: Edit) -> Finding {
    Finding { span: edit.span, rule: edit.rule, confidence: edit.confidence, reason: edit.reason }
}
