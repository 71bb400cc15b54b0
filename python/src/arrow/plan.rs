//! Which columns are cleaned, and what comes out.

use super::edits::{self, Log};
use super::{Cleaner, values};
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::{DataType, Field, FieldRef, Fields};
use std::sync::Arc;

/// What was asked for.
pub(crate) struct Columns {
    /// The columns with text; of an array without columns, none.
    pub(crate) names: Option<Vec<String>>,
    /// The name of a column to add, with the edits of each row.
    pub(crate) edits: Option<String>,
}

/// What is done to each array.
pub(super) struct Plan {
    /// What comes out.
    pub(super) field: FieldRef,
    /// The columns to clean; none: all of it is text.
    columns: Option<Vec<usize>>,
    edits: bool,
}

impl Plan {
    pub(super) fn new(field: &FieldRef, asked: &Columns) -> Result<Self, String> {
        let DataType::Struct(fields) = field.data_type() else {
            if asked.edits.is_some() {
                return Err("edits are a column of a table; this is an array without columns".to_owned());
            }
            let cleaned = values::type_of(field.data_type()).ok_or_else(|| not_text(field))?;
            return Ok(Self {
                field: Arc::new(field.as_ref().clone().with_data_type(cleaned)),
                columns: None,
                edits: false,
            });
        };
        let names = asked.names.as_deref().unwrap_or_default();
        let mut columns = Vec::with_capacity(names.len());
        let mut cleaned: Vec<FieldRef> = fields.iter().cloned().collect();
        for name in names {
            let (index, column) = fields.find(name).ok_or_else(|| missing(name, fields))?;
            let kind = values::type_of(column.data_type()).ok_or_else(|| not_text(column))?;
            cleaned[index] = Arc::new(column.as_ref().clone().with_data_type(kind));
            columns.push(index);
        }
        if let Some(name) = &asked.edits {
            if columns.len() != 1 {
                return Err(format!("edits are those of one column; {} were named", columns.len()));
            }
            if fields.find(name).is_some() {
                return Err(format!("there is a column {name:?} already; give the edits another name"));
            }
            cleaned.push(edits::field(name));
        }
        let kind = DataType::Struct(Fields::from(cleaned));
        Ok(Self {
            field: Arc::new(field.as_ref().clone().with_data_type(kind)),
            columns: Some(columns),
            edits: asked.edits.is_some(),
        })
    }

    /// Cleans an array of the type that the plan was made for.
    pub(super) fn run(&self, cleaner: &Cleaner, array: ArrayRef) -> Result<ArrayRef, String> {
        let Some(columns) = &self.columns else {
            return values::clean(cleaner, &array, None);
        };
        let Some(table) = array.as_any().downcast_ref::<StructArray>() else {
            return Err(format!("expected a batch, got {}", array.data_type()));
        };
        let mut cleaned = table.columns().to_vec();
        for index in columns {
            let mut log = self.edits.then(|| Log::new(table.len()));
            cleaned[*index] = values::clean(cleaner, table.column(*index), log.as_mut())?;
            if let Some(log) = log {
                cleaned.push(log.finish(table.column(*index).as_ref()));
            }
        }
        let same = cleaned.len() == table.num_columns()
            && cleaned.iter().zip(table.columns()).all(|(new, old)| Arc::ptr_eq(new, old));
        if same {
            return Ok(array);
        }
        let DataType::Struct(fields) = self.field.data_type() else {
            return Err("a plan for columns without columns".to_owned());
        };
        let table = StructArray::try_new(fields.clone(), cleaned, table.nulls().cloned());
        table.map(|table| Arc::new(table) as ArrayRef).map_err(|error| error.to_string())
    }
}

fn missing(name: &str, fields: &Fields) -> String {
    let names: Vec<_> = fields.iter().map(|field| field.name().as_str()).collect();
    format!("there is no column {name:?}; there are: {}", names.join(", "))
}

fn not_text(field: &Field) -> String {
    let name = if field.name().is_empty() { String::new() } else { format!("column {:?}: ", field.name()) };
    format!(
        "{name}{} is no text; clean columns of string, large_string, string_view, binary, large_binary, binary_view, or \
         dictionaries of these",
        field.data_type()
    )
}
