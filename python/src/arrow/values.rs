//! Arrays of text in all the forms that Arrow has for it.

use super::edits::Log;
use super::{Cleaner, strings, views};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use std::sync::Arc;

/// The type of what comes out; None for what is no text.
pub(super) fn type_of(kind: &DataType) -> Option<DataType> {
    Some(match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => kind.clone(),
        DataType::Binary => DataType::Utf8,
        DataType::LargeBinary => DataType::LargeUtf8,
        DataType::BinaryView => DataType::Utf8View,
        DataType::Dictionary(keys, values) => DataType::Dictionary(keys.clone(), Box::new(type_of(values)?)),
        _ => return None,
    })
}

/// The clean array: the same one if nothing had to change.
pub(super) fn clean(cleaner: &Cleaner, array: &ArrayRef, log: Option<&mut Log>) -> Result<ArrayRef, String> {
    match array.data_type() {
        DataType::Utf8 => strings::clean(cleaner, array.as_string::<i32>(), array, log),
        DataType::LargeUtf8 => strings::clean(cleaner, array.as_string::<i64>(), array, log),
        DataType::Binary => strings::decode(cleaner, array.as_binary::<i32>(), log),
        DataType::LargeBinary => strings::decode(cleaner, array.as_binary::<i64>(), log),
        DataType::Utf8View => views::clean(cleaner, array.as_string_view(), array, log),
        DataType::BinaryView => views::decode(cleaner, array.as_binary_view(), log),
        DataType::Dictionary(..) => dictionary(cleaner, array, log),
        DataType::Null => Ok(Arc::clone(array)),
        other => Err(format!("{other} is no text")),
    }
}

/// Cleans the values of a dictionary, each once; the keys stay.
fn dictionary(cleaner: &Cleaner, array: &ArrayRef, log: Option<&mut Log>) -> Result<ArrayRef, String> {
    let dictionary = array.as_any_dictionary();
    let values = dictionary.values();
    let mut of_values = log.is_some().then(|| Log::new(values.len()));
    let cleaned = clean(cleaner, values, of_values.as_mut())?;
    if let (Some(log), Some(of_values)) = (log, of_values) {
        for (row, key) in dictionary.normalized_keys().into_iter().enumerate() {
            if dictionary.is_valid(row) {
                log.copy(row, &of_values, key);
            }
        }
    }
    if Arc::ptr_eq(&cleaned, values) { Ok(Arc::clone(array)) } else { Ok(dictionary.with_values(cleaned)) }
}
