//! What was wrong with bytes, as findings: one file for each rule.

mod declaration;
mod mixed;
pub(crate) mod rules;
mod truncated;
mod undecodable;

use super::Decoded;
use crate::edit::Finding;

impl Decoded<'_> {
    /// What was wrong with the bytes, sorted by place; spans are bytes of the text. Allocates nothing when nothing
    /// was.
    ///
    /// ```
    /// use mojimend::decode::Decoder;
    /// let decoded = Decoder::new().decode(b"\xD6\xD0\xCE\xC4\xB7\xA2\xD5\xB9\xBD\xF8\xD0");
    /// let findings = decoded.findings();
    /// assert_eq!(findings[0].rule.code, "B102");
    /// assert_eq!(decoded.origin(findings[0].span.clone()), 10..11);
    /// ```
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        undecodable::propose(self, &mut findings);
        truncated::propose(self, &mut findings);
        declaration::propose(self, &mut findings);
        mixed::propose(self, &mut findings);
        findings.sort_by_key(|finding| (finding.span.start, finding.span.end, finding.rule.code));
        findings
    }
}

/// Bytes as hexadecimal digits, with spaces between.
fn hex(bytes: &[u8]) -> String {
    /// More would hide the message.
    const MOST: usize = 16;
    let digits: Vec<String> = bytes.iter().take(MOST).map(|byte| format!("{byte:02X}")).collect();
    digits.join(" ") + if bytes.len() > MOST { " …" } else { "" }
}
