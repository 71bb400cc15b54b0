#![doc = include_str!("signature.md")]

use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::edit::Edit;
use crate::rule;
use regex::Regex;
use std::sync::LazyLock;

/// The formulas that such signatures are made of, with an address.
#[allow(clippy::expect_used, reason = "the expression is constant, and a test compiles it")]
static SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        [\(（\[【]?
        (?:本文(?:来自|來自|由|转自|轉自)|(?:转载|轉載)(?:请|請)(?:注明|註明)(?:来源|來源|出处|出處)?|更多(?:精彩|内容|內容)(?:尽在|盡在|请看|請看|请访问)?|(?:最新章节|最新章節|手机阅读|手機閱讀|手打|首发|首發)(?:请到|尽在|盡在)?)
        [：:\x20]*
        (?:https?://)?(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,12}(?:/[\w./-]*)?
        [\)）\]】]?
        |
        [\[【](?:https?://)?www\.(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,12}[\]】]",
    )
    .expect("constant expression")
});
/// Sure of a signature that is glued between characters of a sentence; surer if it stands on the page again.
const ONCE: f32 = 0.8;
const AGAIN: f32 = 0.97;

/// Whether a text may hold signatures: an address right behind Chinese. Allocates nothing.
pub(crate) fn may_have(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, b"www.")
        .any(|at| at > 0 && (bytes[at - 1] >= 0x80 || bytes[at - 1] == b'['))
        || memchr::memchr_iter(b'.', bytes).any(|at| glued(bytes, at))
}

/// Whether the name before this dot is glued to a character beyond ASCII, and so is what follows the dot.
fn glued(bytes: &[u8], dot: usize) -> bool {
    let name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    let before = bytes[..dot].iter().rev().take_while(|b| name(b)).count();
    let after = bytes[dot + 1..].iter().take_while(|b| name(b)).count();
    let is_wide =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|b| *b >= 0x80 || *b == b')');
    before > 1 && after > 1 && is_wide(dot.checked_sub(before + 1)) && is_wide(Some(dot + 1 + after))
}

/// Proposes to remove signatures that stand in the middle of a sentence.
pub(crate) fn propose(text: &str, proposals: &mut Proposals) {
    let found: Vec<_> = SIGNATURE.find_iter(text).collect();
    for signature in &found {
        let before = text[..signature.start()].chars().next_back();
        let after = text[signature.end()..].chars().next();
        let in_sentence = |c: Option<char>| c.is_some_and(|c| is_han(c) || matches!(c, '，' | '、'));
        // Where a sentence ends or begins, an author may have put it.
        if !(before.is_some_and(is_han) && in_sentence(after)) {
            continue;
        }
        let again = found.iter().filter(|other| other.as_str() == signature.as_str()).count() > 1;
        proposals.edits.push(Edit {
            span: signature.range(),
            before: signature.as_str().into(),
            after: "".into(),
            rule: &rule::SITE_SIGNATURE,
            confidence: if again { AGAIN } else { ONCE },
            reason: "the signature of a site in the middle of a sentence".into(),
        });
    }
}
