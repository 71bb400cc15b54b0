//! Documents one by one, for looking at them.

use super::batch::Batch;
use super::desk::{Desk, Orders};
use super::format::{Format, Kind, Setup, Unit};
use super::open::open;
use super::plan::Input;
use super::problem::{Cause, Problem};
use super::records::{Record, Records};
use crate::decode::{Decoded, Decoder};
use std::ops::ControlFlow;
use std::sync::Arc;

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
    id: Option<String>,
}

impl Document<'_> {
    /// The id that the record has of its own: of JSON the field `id`, when it is a string or a number.
    pub fn id(&self) -> Option<String> {
        self.id.clone()
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
/// documents(&path.into(), None, &["text"], &Decoder::new(), |document| {
///     ids.extend(document.map(|d| (d.line, d.id())));
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(ids, [(Some(1), None), (Some(2), Some("7".to_owned()))]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn documents(
    input: &Input,
    format: Option<Format>,
    text_fields: &[impl AsRef<str>],
    decoder: &Decoder,
    mut each: impl FnMut(Result<Document<'_>, Problem>) -> ControlFlow<()>,
) -> Result<(), Problem> {
    let name: Arc<str> = input.name().into();
    let problem = |line, cause| Problem { file: name.to_string(), line, cause };
    let setup = Setup {
        fields: text_fields.iter().map(|field| field.as_ref().to_owned()).collect(),
        unit: Unit::File,
        longest: LONGEST,
    };
    let opened = open(input, format, 0, &Arc::default(), &Arc::default())
        .and_then(|opened| Ok((opened.layout(&setup)?, opened)));
    let (layout, mut opened) = opened.map_err(|cause| problem(None, cause))?;
    let orders = Orders::to_read(decoder.clone());
    let mut splitter = layout.splitter();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let cut = match splitter.next(&mut opened.reader, &mut bytes) {
            Ok(Some(cut)) => cut,
            Ok(None) => return Ok(()),
            Err(error) => return Err(problem(None, Cause::Unreadable(error))),
        };
        if let Kind::TooLong { first } = cut.kind {
            if first && each(Err(problem(Some(cut.line), Cause::TooLong(LONGEST)))).is_break() {
                return Ok(());
            }
            continue;
        }
        let batch = Batch { bytes, cut, file: Arc::clone(&name) };
        let mut desk = Desk::new(&orders, &name, None);
        let flow = match layout.records(&batch, &mut desk) {
            Ok(records) => in_order(&records, desk.found.problems, |document| match document {
                Ok((record, source, text)) => {
                    let as_it_is = record.decoded.is_none().then(|| Decoder::new().decode(source.as_bytes()));
                    let Some(decoded) = record.decoded.as_ref().or(as_it_is.as_ref()) else {
                        return ControlFlow::Continue(());
                    };
                    each(Ok(Document {
                        file: &name,
                        line: record.line,
                        text,
                        decoded,
                        id: layout.id(source),
                    }))
                }
                Err(problem) => each(Err(problem)),
            }),
            Err(cause) => each(Err(problem(None, cause))),
        };
        if flow.is_break() {
            return Ok(());
        }
        bytes = batch.bytes;
    }
}

/// A document of this size is the longest that is looked at.
const LONGEST: usize = 256 << 20;

/// A record, its source, and a text of it; or why there is none.
type Found<'r> = Result<(&'r Record<'r>, &'r str, &'r str), Problem>;

/// Goes through records and problems by their lines.
fn in_order(
    records: &Records<'_>,
    problems: Vec<Problem>,
    mut each: impl FnMut(Found<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut problems = problems.into_iter().peekable();
    for (record, source, texts) in records.iter() {
        while let Some(problem) = problems.next_if(|problem| problem.line < record.line) {
            each(Err(problem))?;
        }
        for text in texts {
            each(Ok((record, source, text)))?;
        }
    }
    problems.try_for_each(|problem| each(Err(problem)))
}
