//! Arrow's own form, being written: messages one behind the other, and for a file the list of them.

use super::arrow::{ALIGNMENT, CONTINUATION, MAGIC, damaged};
use crate::corpus::parts::{PartSink, Product, own};
use crate::corpus::sink::Sink;
use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::convert::{IpcSchemaEncoder, metadata_to_fb};
use arrow_ipc::writer::{
    DictionaryTracker, IpcDataGenerator, IpcWriteContext, IpcWriteOptions, write_message,
};
use arrow_ipc::{Block, CompressionType, FooterBuilder, MetadataVersion};
use arrow_schema::{Schema, SchemaRef};
use flatbuffers::FlatBufferBuilder;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

/// Something to write behind what is there.
pub(super) enum Message {
    Dictionary {
        bytes: Buffer,
        body: usize,
    },
    Rows {
        bytes: Buffer,
        body: usize,
    },
    /// Batches of rows, and where the body of each begins.
    Many(Vec<(Buffer, usize)>),
    /// For the list at the end of a file.
    Notes(Vec<(String, String)>),
}

/// Rows as a message: its bytes, and where its body begins.
pub(super) fn encode(
    rows: &RecordBatch,
    version: MetadataVersion,
    packed: Option<CompressionType>,
) -> io::Result<(Buffer, usize)> {
    let options = IpcWriteOptions::try_new(ALIGNMENT, false, version)
        .and_then(|options| options.try_with_compression(packed))
        .map_err(damaged)?;
    let generator = IpcDataGenerator::default();
    // The dictionaries have been written; what the tracker makes of them again is dropped.
    let mut tracker = DictionaryTracker::new(false);
    generator.schema_to_bytes_with_dictionary_tracker(&rows.schema(), &mut tracker, &options);
    let mut context = IpcWriteContext::default();
    let (_, message) = generator.encode(rows, &mut tracker, &options, &mut context).map_err(damaged)?;
    let mut bytes = Vec::with_capacity(message.arrow_data.len() + message.ipc_message.len() + 64);
    let (body, _) = write_message(&mut bytes, message, &options).map_err(damaged)?;
    Ok((Buffer::from_vec(bytes), body))
}

/// The schema of a file that is written anew, as its first message.
pub(super) fn encode_schema(schema: &Schema) -> io::Result<Vec<u8>> {
    let options = IpcWriteOptions::try_new(ALIGNMENT, false, MetadataVersion::V5).map_err(damaged)?;
    let mut tracker = DictionaryTracker::new(false);
    let message =
        IpcDataGenerator::default().schema_to_bytes_with_dictionary_tracker(schema, &mut tracker, &options);
    let mut bytes = Vec::new();
    write_message(&mut bytes, message, &options).map_err(damaged)?;
    Ok(bytes)
}

pub(super) struct ArrowSink {
    sink: Sink,
    is_file: bool,
    schema: SchemaRef,
    dictionaries: Vec<Block>,
    rows: Vec<Block>,
    notes: HashMap<String, String>,
}

impl ArrowSink {
    /// Begins a file or a stream with the message of its schema.
    pub(super) fn new(mut sink: Sink, is_file: bool, schema: &SchemaRef, message: &[u8]) -> io::Result<Self> {
        if is_file {
            let mut magic = [0; ALIGNMENT];
            magic[..MAGIC.len()].copy_from_slice(MAGIC);
            sink.write(&magic)?;
        }
        sink.write(message)?;
        let (schema, notes) = (Arc::clone(schema), HashMap::new());
        Ok(Self { sink, is_file, schema, dictionaries: Vec::new(), rows: Vec::new(), notes })
    }

    fn append(&mut self, bytes: &[u8], body: usize) -> io::Result<Block> {
        let number = |bytes: usize| i64::try_from(bytes).map_err(io::Error::other);
        let offset = i64::try_from(self.sink.written()).map_err(io::Error::other)?;
        let head = i32::try_from(body).map_err(io::Error::other)?;
        self.sink.write(bytes)?;
        Ok(Block::new(offset, head, number(bytes.len() - body)?))
    }

    fn list(&self) -> Vec<u8> {
        let mut fbb = FlatBufferBuilder::new();
        let (dictionaries, rows) = (fbb.create_vector(&self.dictionaries), fbb.create_vector(&self.rows));
        let mut tracker = DictionaryTracker::new(false);
        let schema = IpcSchemaEncoder::new()
            .with_dictionary_tracker(&mut tracker)
            .schema_to_fb_offset(&mut fbb, &self.schema);
        let notes = (!self.notes.is_empty()).then(|| metadata_to_fb(&mut fbb, &self.notes));
        let mut footer = FooterBuilder::new(&mut fbb);
        footer.add_version(MetadataVersion::V5);
        footer.add_schema(schema);
        footer.add_dictionaries(dictionaries);
        footer.add_recordBatches(rows);
        if let Some(notes) = notes {
            footer.add_custom_metadata(notes);
        }
        let footer = footer.finish();
        fbb.finish(footer, None);
        fbb.finished_data().to_vec()
    }
}

impl PartSink for ArrowSink {
    fn write(&mut self, product: Product) -> io::Result<()> {
        match own(product)? {
            Message::Dictionary { bytes, body } => {
                let block = self.append(&bytes, body)?;
                self.dictionaries.push(block);
            }
            Message::Rows { bytes, body } => {
                let block = self.append(&bytes, body)?;
                self.rows.push(block);
            }
            Message::Many(messages) => {
                for (bytes, body) in messages {
                    let block = self.append(&bytes, body)?;
                    self.rows.push(block);
                }
            }
            Message::Notes(notes) => self.notes.extend(notes),
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Sink> {
        self.sink.write(&CONTINUATION)?;
        self.sink.write(&[0; 4])?;
        if self.is_file {
            let list = self.list();
            self.sink.write(&list)?;
            let length = i32::try_from(list.len()).map_err(io::Error::other)?;
            self.sink.write(&length.to_le_bytes())?;
            self.sink.write(MAGIC)?;
        }
        Ok(self.sink)
    }

    fn is_stdout(&self) -> bool {
        self.sink.is_stdout()
    }
}
