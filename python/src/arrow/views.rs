//! Text with views: string_view and binary_view. Only the rows that change are written anew.

use super::Cleaner;
use super::changes::{self, Change};
use super::edits::Log;
use super::strings::not_utf8;
use arrow_array::builder::{StringViewBuilder, make_view};
use arrow_array::{Array, ArrayRef, BinaryViewArray, StringViewArray};
use arrow_buffer::{Buffer, ScalarBuffer};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Cleans an array; `same` is the array itself.
pub(super) fn clean(
    cleaner: &Cleaner,
    array: &StringViewArray,
    same: &ArrayRef,
    log: Option<&mut Log>,
) -> Result<ArrayRef, String> {
    let bytes = array.clone().to_binary_view();
    let bad = |row: &usize| bytes.is_valid(*row) && simdutf8::basic::from_utf8(bytes.value(*row)).is_err();
    let check = |mut rows: Range<usize>| rows.find(bad).map_or(Ok(()), |row| Err(not_utf8(row)));
    // The low half of a view is the length of its value.
    let size = |row: usize| (array.views()[row] & u128::from(u32::MAX)) as usize;
    let text = |row: usize| array.is_valid(row).then(|| array.value(row));
    let changes = changes::find(cleaner, array.len(), size, check, text, log)?;
    if changes.is_empty() { Ok(Arc::clone(same)) } else { rebuild(array, &changes) }
}

/// Reads bytes in whatever encoding they are in, and cleans the text.
pub(super) fn decode(
    cleaner: &Cleaner,
    array: &BinaryViewArray,
    log: Option<&mut Log>,
) -> Result<ArrayRef, String> {
    let decoder = cleaner.cleaner.decoder();
    let read = |bytes| decoder.decode(bytes).text;
    let text = if array.iter().flatten().all(|bytes| matches!(read(bytes), Cow::Borrowed(_))) {
        // SAFETY: the decoder borrows what is UTF-8, and only that; nobody looks at what a null hides.
        unsafe { array.clone().to_string_view_unchecked() }
    } else {
        let mut builder = StringViewBuilder::with_capacity(array.len());
        for bytes in array {
            builder.append_option(bytes.map(read));
        }
        builder.finish()
    };
    let same: ArrayRef = Arc::new(text.clone());
    clean(cleaner, &text, &same, log)
}

/// The array with other values in some rows.
fn rebuild(array: &StringViewArray, changes: &[Change]) -> Result<ArrayRef, String> {
    let mut views = array.views().to_vec();
    let mut buffers: Vec<Buffer> = array.data_buffers().to_vec();
    let too_much = || "too much changed text for one string_view array; use smaller batches".to_owned();
    let index = u32::try_from(buffers.len()).map_err(|_| too_much())?;
    let mut bytes = Vec::with_capacity(changes.iter().map(|change| change.text.len()).sum());
    for change in changes {
        let offset = i32::try_from(bytes.len()).map_err(|_| too_much())?;
        i32::try_from(change.text.len()).map_err(|_| too_much())?;
        views[change.row] = make_view(change.text.as_bytes(), index, offset.cast_unsigned());
        bytes.extend_from_slice(change.text.as_bytes());
    }
    buffers.push(Buffer::from_vec(bytes));
    let nulls = array.nulls().cloned();
    // SAFETY: old views point into the old buffers, which are all here; a new view was made for the place in the last
    // buffer where its String was copied to.
    let array = unsafe { StringViewArray::new_unchecked(ScalarBuffer::from(views), buffers, nulls) };
    Ok(Arc::new(array))
}
