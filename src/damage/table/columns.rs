//! What the rows and columns of a table are.

use arrow_schema::{DataType, Field, Fields, Schema};
use std::borrow::Cow;
use std::io;
use std::sync::Arc;

/// The columns, in their order.
pub(super) const ID: &str = "id";
pub(super) const DAMAGED: &str = "damaged";
pub(super) const ORIGINAL: &str = "original";
pub(super) const KINDS: &str = "kinds";
pub(super) const SPANS: &str = "spans";
/// The numbers of a span, in their order.
pub(super) const ENDS: [&str; 4] = ["start", "end", "original_start", "original_end"];

/// A pair as a row of a table.
pub trait Row: Sized {
    /// What a span says besides its place: the name of that column.
    const LABEL: &'static str;
    /// Whether the damaged side is bytes in any encoding, not text.
    const BYTES: bool;

    /// The row of this pair.
    fn cells(&self) -> Cells<'_>;

    /// The pair of a row.
    ///
    /// # Errors
    /// When a cell holds something that no pair has.
    fn from_cells(cells: Cells<'_>) -> io::Result<Self>;
}

/// The cells of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells<'a> {
    /// The document's id.
    pub id: &'a str,
    /// The damaged side.
    pub damaged: &'a [u8],
    /// The right answer.
    pub original: &'a str,
    /// What was done.
    pub kinds: Vec<&'a str>,
    /// Where.
    pub spans: Vec<Place<'a>>,
}

/// A span as it stands in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Place<'a> {
    /// Start and end in the damaged side, start and end in the original, in bytes.
    pub ends: [usize; 4],
    /// What [`Row::LABEL`] names.
    pub label: Option<Cow<'a, str>>,
}

pub(super) fn schema<R: Row>() -> Arc<Schema> {
    let damaged = if R::BYTES { DataType::Binary } else { DataType::Utf8 };
    Arc::new(Schema::new(vec![
        Field::new(ID, DataType::Utf8, false),
        Field::new(DAMAGED, damaged, false),
        Field::new(ORIGINAL, DataType::Utf8, false),
        Field::new(KINDS, DataType::List(kind()), false),
        Field::new(SPANS, DataType::List(span::<R>()), false),
    ]))
}

pub(super) fn kind() -> Arc<Field> {
    Arc::new(Field::new("item", DataType::Utf8, false))
}

pub(super) fn span<R: Row>() -> Arc<Field> {
    Arc::new(Field::new("item", DataType::Struct(ends::<R>()), false))
}

pub(super) fn ends<R: Row>() -> Fields {
    let ends = ENDS.iter().map(|name| Field::new(*name, DataType::Int64, false));
    ends.chain([Field::new(R::LABEL, DataType::Utf8, R::BYTES)]).collect()
}

/// An error about what stands in a table.
pub(super) fn odd(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.into())
}
