//! Documents one by one, for looking at them.

use super::format::{Format, Splitter, records};
use super::json;
use super::open::open;
use super::plan::Input;
use super::problem::{Cause, Problem};
use crate::decode::{Decoded, Decoder};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// A text as it stands in a file.
#[derive(Debug)]
pub struct Document<'a> {
    /// The file it is in, as the user named it.
    pub file: &'a str,
    /// The line of its record, from 1; nothing when the file is one document.
    pub line: Option<u64>,
    /// The text.
    pub text: &'a str,
    /// What the bytes were: of the file, or of the record.
    pub decoded: &'a Decoded<'a>,
    record: &'a str,
}

impl Document<'_> {
    /// The record's field `id`, when it is a string or a number.
    pub fn id(&self) -> Option<String> {
        self.line.and_then(|_| json::id(self.record))
    }
}

/// Reads the documents of a file one after another, unpacked and decoded, until `each` breaks off. Uses
/// memory for one batch. Documents that cannot be read come as problems.
///
/// The decoder makes text of bytes that are not UTF-8.
///
/// For cleaning use [`Job`](super::Job), which does the same on all cores.
///
/// # Errors
/// When the file cannot be opened or read to its end.
///
/// ```
/// use mojimend::corpus::documents;
/// use mojimend::decode::Decoder;
/// use std::ops::ControlFlow;
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("a.jsonl");
/// # std::fs::write(&path, "{\"text\":\"one\"}\n{\"id\":7,\"text\":\"two\"}\n")?;
/// let mut ids = Vec::new();
/// documents(&path.into(), None, "text", &Decoder::new(), |document| {
///     ids.extend(document.map(|d| (d.line, d.id())));
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(ids, [(Some(1), None), (Some(2), Some("7".to_owned()))]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn documents(
    input: &Input,
    format: Option<Format>,
    text_field: &str,
    decoder: &Decoder,
    mut each: impl FnMut(Result<Document<'_>, Problem>) -> ControlFlow<()>,
) -> Result<(), Problem> {
    let name = input.name();
    let problem = |line, cause| Problem { file: name.clone(), line, cause };
    let mut opened =
        open(input, format, &Arc::new(AtomicU64::new(0))).map_err(|cause| problem(None, cause))?;
    let mut splitter = Splitter::new(opened.format);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let first = match splitter.next(&mut opened.reader, &mut bytes) {
            Ok(Some(first)) => first,
            Ok(None) => return Ok(()),
            Err(error) => return Err(problem(None, Cause::Unreadable(error))),
        };
        let flow = match opened.format {
            Format::Text => {
                let decoded = decoder.decode(&bytes);
                each(match decoded.binary() {
                    None => Ok(Document {
                        file: &name,
                        line: None,
                        text: &decoded.text,
                        decoded: &decoded,
                        record: "",
                    }),
                    Some(controls) => Err(problem(None, Cause::NotText(controls))),
                })
            }
            Format::Jsonl => records(&bytes, first).try_for_each(|(line, record)| {
                let decoded = decoder.decode(record);
                let record = &*decoded.as_json();
                match json::string(record, text_field) {
                    Ok(value) => each(Ok(Document {
                        file: &name,
                        line: Some(line),
                        text: &value.text,
                        decoded: &decoded,
                        record,
                    })),
                    Err(cause) => each(Err(problem(Some(line), cause))),
                }
            }),
        };
        if flow.is_break() {
            return Ok(());
        }
    }
}
