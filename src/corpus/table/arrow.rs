//! Arrow's own form (IPC), as a file or a stream: a schema, and batches of rows, each a message.
//!
//! A file is a stream with a list of its messages behind it, so both are read as streams: from pipes and packed files,
//! too. Messages are framed here, not by the crate, so that those in which nothing changes can be copied as they are.

use super::arrow_out::{ArrowSink, Message, encode};
use super::conversion;
use super::convert::Conversion;
use super::rows::{Texts, clean_rows, is_text};
use crate::corpus::desk::{Desk, guarded};
use crate::corpus::format::Setup;
use crate::corpus::open::Opened;
use crate::corpus::parts::{Begin, Opening, Part, PartSink, Parts, Product};
use crate::corpus::problem::Cause;
use crate::corpus::target::Target;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_buffer::Buffer;
use arrow_ipc::reader::{read_dictionary, read_record_batch};
use arrow_ipc::{MessageHeader, root_as_footer, root_as_message};
use arrow_schema::{ArrowError, Schema, SchemaRef};
use std::collections::HashMap;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

/// What a file begins with; a stream has none of it.
pub(super) const MAGIC: &[u8] = b"ARROW1";
/// The first message begins at a multiple of this behind the magic.
pub(super) const ALIGNMENT: usize = 8;
/// What each message begins with, in front of its length.
pub(super) const CONTINUATION: [u8; 4] = [0xFF; 4];
/// Bodies are read in steps of this size, so that a length that is wrong costs no memory.
const STEP: usize = 64 << 20;
/// The largest head of a message, and the largest list at the end of a file.
const LARGEST_HEAD: usize = 256 << 20;

/// A message as it stands in the file.
pub(super) struct Framed {
    pub(super) bytes: Buffer,
    head: Range<usize>,
    /// Where the body begins.
    pub(super) body: usize,
}

impl Framed {
    fn head(&self) -> &[u8] {
        &self.bytes[self.head.clone()]
    }

    fn body(&self) -> Buffer {
        self.bytes.slice(self.body)
    }
}

/// Reads a message; nothing at the end.
fn message(from: &mut dyn Read) -> io::Result<Option<Framed>> {
    let mut bytes = Vec::new();
    take(from, &mut bytes, 4)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes == CONTINUATION {
        take(from, &mut bytes, 4)?;
    }
    let begin = bytes.len();
    let word = bytes.last_chunk::<4>().ok_or_else(cut_short)?;
    let length = usize::try_from(u32::from_le_bytes(*word)).map_err(io::Error::other)?;
    if length == 0 {
        return Ok(None);
    }
    if length > LARGEST_HEAD {
        return Err(damaged("a head of a message that is too long"));
    }
    take(from, &mut bytes, length)?;
    let body = bytes.len();
    if body < begin + length {
        return Err(cut_short());
    }
    let message = root_as_message(&bytes[begin..]).map_err(damaged)?;
    let length = usize::try_from(message.bodyLength()).map_err(damaged)?;
    take(from, &mut bytes, length)?;
    if bytes.len() < body + length {
        return Err(cut_short());
    }
    Ok(Some(Framed { bytes: Buffer::from_vec(bytes), head: begin..body, body }))
}

/// Reads so many bytes more, or what there is.
fn take(from: &mut dyn Read, into: &mut Vec<u8>, mut bytes: usize) -> io::Result<()> {
    while bytes > 0 {
        let step = bytes.min(STEP);
        into.reserve_exact(step);
        if from.take(step as u64).read_to_end(into)? < step {
            return Ok(());
        }
        bytes -= step;
    }
    Ok(())
}

/// Runs the crate on data that may be damaged, over which it stumbles in places.
fn sound<T>(read: impl FnOnce() -> Result<T, ArrowError>) -> io::Result<T> {
    guarded(read).ok_or_else(|| damaged("a message that makes no sense"))?.map_err(damaged)
}

pub(super) fn damaged(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the Arrow data is damaged or cut short ({error})"))
}

fn cut_short() -> io::Error {
    damaged("a message ends before its end")
}

/// What all batches of a file have in common.
pub(super) struct Common {
    pub(super) schema: SchemaRef,
    /// The columns of texts, ascending.
    columns: Vec<usize>,
    /// What they are written as, if it is something else.
    to: Option<Arc<Conversion>>,
}

/// A file being read.
struct Stream {
    reader: Box<dyn Read + Send>,
    is_file: bool,
    common: Arc<Common>,
    dictionaries: Arc<HashMap<i64, ArrayRef>>,
    rows: u64,
    /// Whether a batch of rows has come.
    begun: bool,
    ended: bool,
}

/// Opens a file or a stream.
///
/// # Errors
/// When it is damaged, or has no columns of these names, or they hold something else than text.
pub(super) fn open(opened: Opened, setup: &Setup, to: Target) -> Result<Opening, Cause> {
    let mut reader = opened.reader;
    let is_file = opened.head.starts_with(MAGIC);
    let schema = begin(&mut reader, is_file).map_err(Cause::Unreadable)?;
    let Some(parsed) = schema else { return Err(Cause::Unreadable(cut_short())) };
    let (framed, schema) = parsed;
    let mut columns = Vec::new();
    for name in &setup.fields {
        let Some((column, field)) = schema.fields().find(name) else {
            let found = schema.fields().iter().map(|field| field.name().clone()).collect();
            return Err(Cause::ColumnMissing { column: name.clone(), found });
        };
        if !is_text(field.data_type()) {
            let found = field.data_type().to_string();
            return Err(Cause::ColumnNotText { column: name.clone(), found });
        }
        columns.push(column);
    }
    columns.sort_unstable();
    columns.dedup();
    let schema = Arc::new(schema);
    let conversion = conversion(opened.format, &schema, to)?;
    if conversion.is_none() && is_file && !numbers_in_order(&schema) {
        return Err(Cause::Unsupported {
            what: "an Arrow file whose dictionaries are numbered out of order",
            advice: "write it as a stream, or as Parquet first",
        });
    }
    let common = Arc::new(Common { schema, columns, to: conversion.clone() });
    let parts = Box::new(Stream {
        reader,
        is_file,
        common: Arc::clone(&common),
        dictionaries: Arc::default(),
        rows: 0,
        begun: false,
        ended: false,
    });
    if let Some(to) = conversion {
        return Ok(Opening { parts, begin: to.form.begin() });
    }
    let begin: Begin = Box::new(move |sink| {
        let sink = ArrowSink::new(sink, is_file, &common.schema, &framed.bytes)?;
        Ok(Box::new(sink) as Box<dyn PartSink>)
    });
    Ok(Opening { parts, begin: Some(begin) })
}

/// Reads up to the first batch: the schema, with its message.
fn begin(reader: &mut Box<dyn Read + Send>, is_file: bool) -> io::Result<Option<(Framed, Schema)>> {
    if is_file {
        let mut word = Vec::new();
        take(reader, &mut word, ALIGNMENT)?;
        // Some writers fill up to a larger multiple.
        loop {
            word.clear();
            take(reader, &mut word, 4)?;
            if word != [0; 4] {
                break;
            }
        }
        let rest = std::mem::replace(reader, Box::new(io::empty()));
        *reader = Box::new(io::Cursor::new(word).chain(rest));
    }
    let Some(framed) = message(reader)? else { return Ok(None) };
    let message = root_as_message(framed.head()).map_err(damaged)?;
    let fb = message.header_as_schema().ok_or_else(|| damaged("no schema at its beginning"))?;
    if !fb.endianness().equals_to_target_endianness() {
        return Err(damaged("numbers of the other byte order"));
    }
    let schema = sound(|| Ok(arrow_ipc::convert::fb_to_schema(fb)))?;
    Ok(Some((framed, schema)))
}

/// Whether dictionaries have the numbers that a schema written anew would give them.
#[expect(
    deprecated,
    reason = "the list at the end of a file names dictionaries by numbers, which nothing else tells"
)]
fn numbers_in_order(schema: &Schema) -> bool {
    let all = schema.flattened_fields();
    let with = all.iter().filter(|field| matches!(field.data_type(), arrow_schema::DataType::Dictionary(..)));
    with.enumerate().all(|(number, field)| {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        schema.fields_with_dict_id(number).iter().any(|found| std::ptr::eq(*found, *field))
    })
}

impl Parts for Stream {
    fn next(&mut self) -> io::Result<Option<Box<dyn Part>>> {
        if self.ended {
            return Ok(None);
        }
        let Some(framed) = message(&mut *self.reader)? else {
            self.ended = true;
            return if self.is_file && self.common.to.is_none() { self.notes() } else { Ok(None) };
        };
        let message = root_as_message(framed.head()).map_err(damaged)?;
        let mut first = false;
        let rows = match message.header_type() {
            MessageHeader::RecordBatch => {
                let batch = message.header_as_record_batch().ok_or_else(cut_short)?;
                let rows = self.rows;
                first = !std::mem::replace(&mut self.begun, true);
                self.rows += u64::try_from(batch.length()).map_err(damaged)?;
                Some(rows)
            }
            MessageHeader::DictionaryBatch => {
                let batch = message.header_as_dictionary_batch().ok_or_else(cut_short)?;
                let dictionaries = Arc::make_mut(&mut self.dictionaries);
                let schema = &self.common.schema;
                let version = message.version();
                sound(|| read_dictionary(&framed.body(), batch, schema, dictionaries, &version))?;
                None
            }
            other => return Err(damaged(format_args!("a message of the kind {other:?}"))),
        };
        let (common, dictionaries) = (Arc::clone(&self.common), Arc::clone(&self.dictionaries));
        Ok(Some(Box::new(Batch { framed, rows, first, common, dictionaries })))
    }
}

impl Stream {
    /// The notes in the list at the end of a file, which belong to the whole of it.
    fn notes(&mut self) -> io::Result<Option<Box<dyn Part>>> {
        let mut list = Vec::new();
        take(&mut *self.reader, &mut list, LARGEST_HEAD)?;
        let end = list.len().saturating_sub(4 + MAGIC.len());
        let footer = root_as_footer(&list[..end]).map_err(damaged)?;
        let notes: Vec<(String, String)> = footer
            .custom_metadata()
            .into_iter()
            .flatten()
            .map(|note| {
                (note.key().unwrap_or_default().to_owned(), note.value().unwrap_or_default().to_owned())
            })
            .collect();
        Ok((!notes.is_empty()).then(|| Box::new(Notes(notes)) as Box<dyn Part>))
    }
}

struct Notes(Vec<(String, String)>);

impl Part for Notes {
    fn bytes(&self) -> usize {
        0
    }

    fn clean(self: Box<Self>, _: &Arc<str>, _: &mut Desk<'_>) -> io::Result<Product> {
        Ok(Product::Own(Box::new(Message::Notes(self.0))))
    }
}

/// A batch of rows, or a dictionary.
struct Batch {
    framed: Framed,
    /// Of rows, how many come before.
    rows: Option<u64>,
    /// Whether no rows come before.
    first: bool,
    common: Arc<Common>,
    dictionaries: Arc<HashMap<i64, ArrayRef>>,
}

impl Part for Batch {
    fn knows_all(&self) -> bool {
        true
    }

    fn bytes(&self) -> usize {
        self.framed.bytes.len()
    }

    fn clean(self: Box<Self>, file: &Arc<str>, desk: &mut Desk<'_>) -> io::Result<Product> {
        let Some(before) = self.rows else {
            let Framed { bytes, body, .. } = self.framed;
            return Ok(match self.common.to {
                Some(_) => Product::Nothing,
                None => Product::Own(Box::new(Message::Dictionary { bytes, body })),
            });
        };
        if let Some(to) = &self.common.to {
            let rows = match self.changed(before, file, desk)? {
                Some(changed) => changed,
                None => self.decode(None)?,
            };
            return to.product(vec![rows], self.first);
        }
        let product = match self.changed(before, file, desk)? {
            Some(changed) if changed.num_rows() == 0 => return Ok(Product::Nothing),
            Some(changed) => {
                let (bytes, body) = self.encode(&changed)?;
                Message::Rows { bytes, body }
            }
            None => {
                let Framed { bytes, body, .. } = self.framed;
                Message::Rows { bytes, body }
            }
        };
        Ok(Product::Own(Box::new(product)))
    }
}

impl Batch {
    /// The rows with their texts repaired; nothing when all stay as they are.
    fn changed(&self, before: u64, file: &Arc<str>, desk: &mut Desk<'_>) -> io::Result<Option<RecordBatch>> {
        let columns = &self.common.columns;
        let texts = self.decode(Some(columns))?;
        let texts = texts.columns().iter().map(Texts::new).collect::<io::Result<Vec<_>>>()?;
        let mut row = before;
        let cleaned = clean_rows(&texts, &mut row, file, desk);
        let keeps_all = cleaned.keep.true_count() == cleaned.keep.len();
        if keeps_all && cleaned.changed.iter().all(Option::is_none) {
            return Ok(None);
        }
        let all = self.decode(None)?;
        let mut arrays = all.columns().to_vec();
        for (column, changed) in columns.iter().zip(cleaned.changed) {
            if let Some(changed) = changed {
                arrays[*column] = changed;
            }
        }
        let all = RecordBatch::try_new(all.schema(), arrays).map_err(damaged)?;
        if keeps_all {
            return Ok(Some(all));
        }
        arrow_select::filter::filter_record_batch(&all, &cleaned.keep).map(Some).map_err(damaged)
    }

    fn decode(&self, columns: Option<&[usize]>) -> io::Result<RecordBatch> {
        let message = root_as_message(self.framed.head()).map_err(damaged)?;
        let batch = message.header_as_record_batch().ok_or_else(cut_short)?;
        let (schema, version) = (Arc::clone(&self.common.schema), message.version());
        let body = self.framed.body();
        sound(|| read_record_batch(&body, batch, schema, &self.dictionaries, columns, &version))
    }

    /// The rows as a message packed as it was.
    fn encode(&self, rows: &RecordBatch) -> io::Result<(Buffer, usize)> {
        let message = root_as_message(self.framed.head()).map_err(damaged)?;
        let batch = message.header_as_record_batch();
        let packed = batch.and_then(|batch| batch.compression()).map(|packed| packed.codec());
        encode(rows, message.version(), packed)
    }
}
