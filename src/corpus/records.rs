//! The documents of a batch: where their texts stand, what they say, what becomes of them.

use super::batch::Batch;
use super::desk::{Desk, Fate};
use super::format::Layout;
use super::problem::Cause;
use crate::decode::Decoded;
use std::borrow::Cow;
use std::ops::Range;

/// Records with their texts, as a layout finds them in a batch.
#[derive(Default)]
pub(super) struct Records<'b> {
    /// The batch as text, when all of it is UTF-8.
    pub(super) text: Option<&'b str>,
    pub(super) records: Vec<Record<'b>>,
    /// The texts of all records, in order.
    pub(super) values: Vec<Value>,
}

/// A document: a record, a line, a row, a file.
pub(super) struct Record<'b> {
    /// Where it stands in the batch.
    pub(super) span: Range<usize>,
    /// Its line in the file; nothing for a file that is one document.
    pub(super) line: Option<u64>,
    /// The record as UTF-8, when the batch is something else.
    pub(super) source: Option<String>,
    /// How the source was made, when it has other bytes than the batch.
    pub(super) decoded: Option<Decoded<'b>>,
    /// Not to be cleaned, but to be there when all is written in another format.
    pub(super) untouched: bool,
    /// The end of its texts in [`Records::values`]; they begin where those of the record before it end.
    pub(super) values_end: usize,
}

/// A text of a record.
pub(super) struct Value {
    /// Where it stands in the record's source.
    pub(super) span: Range<usize>,
    /// What it says, where that is not what stands there.
    pub(super) text: Option<String>,
}

impl<'b> Records<'b> {
    /// Records of a batch that is UTF-8, or not.
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        // One check of the whole batch is cheaper than one of each record; a batch that fails it is rare.
        Self { text: simdutf8::basic::from_utf8(bytes).ok(), ..Self::default() }
    }

    /// The record's source, for a record that stands here.
    pub(super) fn read(
        &self,
        batch: &'b Batch,
        span: Range<usize>,
        line: u64,
        desk: &mut Desk<'_>,
    ) -> Option<Source<'b>> {
        if let Some(text) = self.text {
            return Some(Source { text: text[span].into(), decoded: None });
        }
        let bytes = &batch.bytes[span];
        let decoded = desk.decode(line, bytes)?;
        let text = decoded.as_json().into_owned();
        let same = text.as_bytes() == bytes;
        Some(Source { text: text.into(), decoded: (!same).then_some(decoded) })
    }

    /// Adds a record with its texts.
    pub(super) fn push(
        &mut self,
        span: Range<usize>,
        line: Option<u64>,
        source: Source<'b>,
        values: impl IntoIterator<Item = Value>,
    ) {
        self.values.extend(values);
        let Source { text, decoded } = source;
        let source = self.text.is_none().then(|| text.into_owned());
        let values_end = self.values.len();
        self.records.push(Record { span, line, source, decoded, untouched: false, values_end });
    }

    /// Adds a record that is not to be cleaned.
    pub(super) fn push_untouched(&mut self, span: Range<usize>, line: u64, source: Source<'b>) {
        self.push(span, Some(line), source, []);
        if let Some(record) = self.records.last_mut() {
            record.untouched = true;
        }
    }

    /// The records with their sources and texts.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Record<'b>, &str, impl Iterator<Item = &str>)> {
        let mut first = 0;
        self.records.iter().map(move |record| {
            let source = self.source(record);
            let values = &self.values[std::mem::replace(&mut first, record.values_end)..record.values_end];
            let texts =
                values.iter().map(|value| value.text.as_deref().unwrap_or(&source[value.span.clone()]));
            (record, source, texts)
        })
    }

    /// The source of a record.
    fn source<'r>(&'r self, record: &'r Record<'b>) -> &'r str {
        match (&record.source, self.text) {
            (Some(source), _) => source,
            (None, Some(text)) => &text[record.span.clone()],
            // Without the whole batch as text every record has its own.
            (None, None) => "",
        }
    }
}

/// A record as text.
pub(super) struct Source<'b> {
    pub(super) text: Cow<'b, str>,
    /// How it was made, when it has other bytes than the batch.
    pub(super) decoded: Option<Decoded<'b>>,
}

/// What is to be written, when it is not the same as was read.
pub(super) type Changed = Option<Vec<u8>>;

/// Cleans the records of a batch. What needs no repair is copied as it is.
///
/// # Errors
/// When nothing of the file can be used.
pub(super) fn clean<L: Layout + ?Sized>(
    batch: &Batch,
    layout: &L,
    desk: &mut Desk<'_>,
) -> Result<Changed, Cause> {
    let records = layout.records(batch, desk)?;
    desk.look_up(records.iter().map(|(_, _, texts)| texts));
    let mut fates = Vec::with_capacity(records.records.len());
    for (record, source, texts) in records.iter() {
        fates.push(desk.record(batch, record, texts, || layout.id(source)));
    }
    let mut output: Changed = None;
    let mut copied = 0;
    let mut first = 0;
    for (record, fate) in records.records.iter().zip(&fates) {
        let values = &records.values[first..record.values_end];
        first = record.values_end;
        let judged = match fate {
            Fate::Keep if record.decoded.is_none() => continue,
            Fate::Keep => &[][..],
            Fate::Drop { reject } => {
                let output = output.get_or_insert_with(|| Vec::with_capacity(batch.bytes.len()));
                output.extend_from_slice(&batch.bytes[copied..record.span.start]);
                copied = record.span.end;
                if *reject {
                    desk.reject(&batch.bytes[record.span.clone()]);
                }
                continue;
            }
            Fate::Change(judged) => judged,
        };
        let source = records.source(record);
        let output = output.get_or_insert_with(|| Vec::with_capacity(batch.bytes.len()));
        output.extend_from_slice(&batch.bytes[copied..record.span.start]);
        copied = record.span.end;
        layout.write(source, values, judged, output);
    }
    if let Some(output) = &mut output {
        output.extend_from_slice(&batch.bytes[copied..]);
    }
    Ok(output)
}
