//! The edits of each row, as a column: a list of what the command's `--edits` writes for a document.

use arrow_array::builder::{Float32Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field, FieldRef, Fields};
use mojimend::EditLog;
use std::sync::Arc;

/// The edits of the rows of one array.
pub(super) struct Log {
    rows: Vec<Option<Arc<EditLog>>>,
}

impl Log {
    pub(super) fn new(rows: usize) -> Self {
        Self { rows: vec![None; rows] }
    }

    pub(super) fn set(&mut self, row: usize, edits: EditLog) {
        self.rows[row] = Some(Arc::new(edits));
    }

    /// Takes the edits of a row of another log.
    pub(super) fn copy(&mut self, row: usize, other: &Self, from: usize) {
        self.rows[row].clone_from(&other.rows[from]);
    }

    /// The column: null where the text is null, an empty list where nothing changed.
    pub(super) fn finish(self, texts: &dyn Array) -> ArrayRef {
        let fields = fields();
        let values = StructBuilder::from_fields(fields.clone(), 0);
        let mut lists = ListBuilder::new(values).with_field(item(fields));
        let nulls = texts.logical_nulls();
        for (row, edits) in self.rows.into_iter().enumerate() {
            for edit in edits.iter().flat_map(|edits| edits.iter()) {
                append(lists.values(), edit);
            }
            lists.append(nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row)));
        }
        Arc::new(lists.finish())
    }
}

/// The column's name and type. Its fields are called as in the command's edit log.
pub(super) fn field(name: &str) -> FieldRef {
    Arc::new(Field::new(name, DataType::List(item(fields())), true))
}

fn item(fields: Fields) -> FieldRef {
    Arc::new(Field::new("item", DataType::Struct(fields), true))
}

fn fields() -> Fields {
    let field = |name: &str, kind| Field::new(name, kind, true);
    Fields::from(vec![
        // Signed, since Spark has no other numbers.
        field("start", DataType::Int64),
        field("end", DataType::Int64),
        field("before", DataType::Utf8),
        field("after", DataType::Utf8),
        field("rule", DataType::Utf8),
        field("confidence", DataType::Float32),
        field("reason", DataType::Utf8),
    ])
}

fn append(row: &mut StructBuilder, edit: &mojimend::Edit) {
    for (index, place) in [edit.span.start, edit.span.end].into_iter().enumerate() {
        if let Some(builder) = row.field_builder::<Int64Builder>(index) {
            builder.append_value(place as i64);
        }
    }
    for (index, text) in [(2, &*edit.before), (3, &*edit.after), (4, edit.rule.code), (6, &*edit.reason)] {
        if let Some(builder) = row.field_builder::<StringBuilder>(index) {
            builder.append_value(text);
        }
    }
    if let Some(builder) = row.field_builder::<Float32Builder>(5) {
        builder.append_value(edit.confidence);
    }
    row.append(true);
}
