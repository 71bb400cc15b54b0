//! Tables written as something else, and other documents written as tables.

use super::arrow_out::{ArrowSink, Message, encode, encode_schema};
use super::fits::fits;
use crate::corpus::compression::{Compression, Packer};
use crate::corpus::convert::Form;
use crate::corpus::format::Format;
use crate::corpus::json;
use crate::corpus::parts::{Begin, PartSink, Product, own};
use crate::corpus::problem::Cause;
use crate::corpus::sink::Sink;
use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression as Codec, GzipLevel, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::{CompressionType, MetadataVersion};
use arrow_json::reader::infer_json_schema_from_iterator;
use arrow_json::writer::LineDelimited;
use arrow_json::{ReaderBuilder, WriterBuilder};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use arrow_select::take::take;
use std::io;
use std::sync::Arc;

/// Groups of rows in new Parquet files have about so many bytes: enough to pack well, little enough to hold.
const GROUP: usize = 32 << 20;

/// How rows become a table.
#[derive(Debug, Clone)]
pub(in crate::corpus) struct TableForm {
    schema: SchemaRef,
    to: Format,
    packed: Compression,
}

impl TableForm {
    /// A table of the rows that have these columns.
    ///
    /// Texts that are written as numbers of a dictionary are spelled out.
    pub(super) fn of(schema: &SchemaRef, to: Format, packed: Option<Compression>) -> Self {
        let fields = schema.fields().iter().map(|field| match field.data_type() {
            DataType::Dictionary(_, values) => {
                Arc::new(field.as_ref().clone().with_data_type((**values).clone()))
            }
            _ => Arc::clone(field),
        });
        let schema = Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone());
        // Parquet is made to be packed; Arrow's own form to be looked into as it stands.
        let usual = if to == Format::Parquet { Compression::Zstd } else { Compression::Plain };
        Self { schema: Arc::new(schema), to, packed: packed.unwrap_or(usual) }
    }

    /// A table of texts.
    ///
    /// # Errors
    /// None; a build without tables has some.
    #[expect(clippy::unnecessary_wraps, reason = "a build without tables has errors")]
    pub(in crate::corpus) fn of_names(
        columns: &[String],
        to: Format,
        packed: Option<Compression>,
    ) -> Result<Self, Cause> {
        let fields: Vec<_> = columns.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
        Ok(Self::of(&Arc::new(Schema::new(fields)), to, packed))
    }

    /// A table of what these lines of JSON hold; the last may be cut short.
    ///
    /// # Errors
    /// When the lines are too different for one table.
    pub(in crate::corpus) fn of_lines(
        head: &[u8],
        to: Format,
        packed: Option<Compression>,
    ) -> Result<Self, Cause> {
        let lines = head.split(|byte| matches!(byte, b'\n' | b'\r'));
        let values = lines.filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok());
        let values = values.filter(serde_json::Value::is_object).map(Ok::<_, ArrowError>);
        let schema =
            infer_json_schema_from_iterator(values).map_err(|error| Cause::NoTable(error.to_string()))?;
        let mut fields: Vec<_> = schema.fields().iter().map(known).collect();
        // In the order of the first record; what comes later comes behind.
        let first =
            head.split(|byte| matches!(byte, b'\n' | b'\r')).find_map(|line| json::members(line).ok());
        let first = first.unwrap_or_default();
        fields.sort_by_key(|field| {
            first.iter().position(|(name, _)| name == field.name()).unwrap_or(usize::MAX)
        });
        Ok(Self::of(&Arc::new(Schema::new(fields)), to, packed))
    }

    /// Whether an object can be a row.
    pub(in crate::corpus) fn takes(&self, object: &[u8]) -> Result<(), Cause> {
        fits(object, self.schema.fields()).map_err(Cause::DoesNotFit)
    }

    /// The rows of lines that [`TableForm::takes`].
    pub(in crate::corpus) fn rows(&self, lines: &[u8]) -> io::Result<Product> {
        let builder = ReaderBuilder::new(Arc::clone(&self.schema)).with_coerce_primitive(true);
        let count = memchr::memchr_iter(b'\n', lines).count();
        let mut decoder = builder.with_batch_size(count.max(1)).build_decoder().map_err(unfit)?;
        decoder.decode(lines).map_err(unfit)?;
        self.product(decoder.flush().map_err(unfit)?.into_iter().collect())
    }

    fn product(&self, rows: Vec<RecordBatch>) -> io::Result<Product> {
        let rows =
            rows.iter().map(|rows| self.spelled_out(rows)).collect::<Result<Vec<_>, _>>().map_err(unfit)?;
        if self.to == Format::Parquet {
            return Ok(Product::Own(Box::new(rows)));
        }
        let codec = match self.packed {
            Compression::Zstd => Some(CompressionType::ZSTD),
            Compression::Lz4 => Some(CompressionType::LZ4_FRAME),
            _ => None,
        };
        let rows = rows.iter().filter(|rows| rows.num_rows() > 0);
        let messages =
            rows.map(|rows| encode(rows, MetadataVersion::V5, codec)).collect::<io::Result<_>>()?;
        Ok(Product::Own(Box::new(Message::Many(messages))))
    }

    /// Rows without dictionaries.
    fn spelled_out(&self, rows: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let column = |column: &ArrayRef| match column.as_any_dictionary_opt() {
            Some(dictionary) => take(dictionary.values(), dictionary.keys(), None),
            None => Ok(Arc::clone(column)),
        };
        let columns = rows.columns().iter().map(column).collect::<Result<_, _>>()?;
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
    }

    /// Begins a file of such a table.
    pub(in crate::corpus) fn begin(&self) -> Begin {
        let form = self.clone();
        Box::new(move |sink| {
            Ok(match form.to {
                Format::Parquet => Box::new(ParquetSink::new(sink, &form)?) as Box<dyn PartSink>,
                _ => {
                    let message = encode_schema(&form.schema)?;
                    Box::new(ArrowSink::new(sink, true, &form.schema, &message)?)
                }
            })
        })
    }
}

/// A field of a type that can be written: of one that is always `null` nothing is known.
fn known(field: &FieldRef) -> FieldRef {
    let kind = match field.data_type() {
        DataType::Null => DataType::Utf8,
        DataType::List(item) => DataType::List(known(item)),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(known).collect()),
        other => other.clone(),
    };
    Arc::new(field.as_ref().clone().with_data_type(kind))
}

fn unfit(error: ArrowError) -> io::Error {
    io::Error::other(format!("rows cannot be made of these records ({error})"))
}

/// A Parquet file of rows.
struct ParquetSink {
    writer: ArrowWriter<Sink>,
    to_stdout: bool,
}

impl ParquetSink {
    fn new(sink: Sink, form: &TableForm) -> io::Result<Self> {
        let codec = match form.packed {
            Compression::Gzip => Codec::GZIP(GzipLevel::default()),
            Compression::Lz4 => Codec::LZ4_RAW,
            Compression::Plain => Codec::UNCOMPRESSED,
            _ => Codec::ZSTD(ZstdLevel::try_new(3).map_err(unwritable)?),
        };
        let properties = WriterProperties::builder().set_compression(codec).build();
        let to_stdout = sink.is_stdout();
        let writer =
            ArrowWriter::try_new(sink, Arc::clone(&form.schema), Some(properties)).map_err(unwritable)?;
        Ok(Self { writer, to_stdout })
    }
}

impl PartSink for ParquetSink {
    fn write(&mut self, product: Product) -> io::Result<()> {
        let rows: Vec<RecordBatch> = own(product)?;
        for rows in rows {
            self.writer.write(&rows).map_err(unwritable)?;
            if self.writer.in_progress_size() >= GROUP {
                self.writer.flush().map_err(unwritable)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<Sink> {
        self.writer.into_inner().map_err(unwritable)
    }

    fn is_stdout(&self) -> bool {
        self.to_stdout
    }
}

/// An error of the writer: what the system said, if it did.
pub(super) fn unwritable(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(format!("the table cannot be written ({other})")),
    }
}

/// What the rows of a table are written as.
pub(super) struct Conversion {
    pub(super) form: Form,
    /// How bytes are packed.
    pub(super) packed: Compression,
}

impl Conversion {
    /// Writes the rows of a part. `first`: it is the first of its file.
    pub(super) fn product(&self, rows: Vec<RecordBatch>, first: bool) -> io::Result<Product> {
        if let Form::Table(form) = &self.form {
            return form.product(rows);
        }
        let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(Vec::new());
        rows.iter().try_for_each(|rows| writer.write(rows)).and_then(|()| writer.finish()).map_err(
            |error| io::Error::other(format!("these columns cannot be written as JSON ({error})")),
        )?;
        let lines = writer.into_inner();
        let mut bytes = Vec::with_capacity(lines.len());
        if first {
            self.form.head(&mut bytes);
        }
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            self.form.write(line, &mut bytes).map_err(io::Error::other)?;
        }
        if self.packed == Compression::Plain {
            return Ok(Product::Bytes(bytes));
        }
        let mut packed = Vec::new();
        if !bytes.is_empty() {
            Packer::default().pack(self.packed, &bytes, &mut packed)?;
        }
        Ok(Product::Bytes(packed))
    }
}
