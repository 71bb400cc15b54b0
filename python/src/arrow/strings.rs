//! Text with offsets: string and large_string, and their relatives of bytes.

use super::Cleaner;
use super::changes::{self, Change};
use super::edits::Log;
use arrow_array::types::ByteArrayType;
use arrow_array::{
    Array, ArrayRef, GenericBinaryArray, GenericByteArray, GenericStringArray, OffsetSizeTrait,
};
use arrow_buffer::{ArrowNativeType, Buffer, OffsetBuffer, ScalarBuffer};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Cleans an array; `same` is the array itself.
pub(super) fn clean<O: OffsetSizeTrait>(
    cleaner: &Cleaner,
    array: &GenericStringArray<O>,
    same: &ArrayRef,
    log: Option<&mut Log>,
) -> Result<ArrayRef, String> {
    find(cleaner, array, same, |rows| check(array, rows), log)
}

fn find<O: OffsetSizeTrait>(
    cleaner: &Cleaner,
    array: &GenericStringArray<O>,
    same: &ArrayRef,
    check: impl Fn(Range<usize>) -> Result<(), String> + Sync,
    log: Option<&mut Log>,
) -> Result<ArrayRef, String> {
    let offsets = array.value_offsets();
    let size = |row: usize| (offsets[row + 1] - offsets[row]).as_usize();
    let text = |row: usize| array.is_valid(row).then(|| array.value(row));
    let changes = changes::find(cleaner, array.len(), size, check, text, log)?;
    if changes.is_empty() { Ok(Arc::clone(same)) } else { Ok(rebuild(array, &changes)?) }
}

/// Producers promise UTF-8, and not all keep it; what Rust takes for text must be text.
fn check<O: OffsetSizeTrait>(array: &GenericStringArray<O>, rows: Range<usize>) -> Result<(), String> {
    let offsets = &array.value_offsets()[rows.start..=rows.end];
    let start = offsets[0].as_usize();
    let values = &array.values()[start..offsets[rows.len()].as_usize()];
    let boundary = |at: &O| {
        let at = at.as_usize() - start;
        values.get(at).is_none_or(|byte| byte & 0xC0 != 0x80)
    };
    if simdutf8::basic::from_utf8(values).is_ok() && offsets.iter().all(boundary) {
        return Ok(());
    }
    let bytes = |row: usize| {
        let row = row - rows.start;
        &array.values()[offsets[row].as_usize()..offsets[row + 1].as_usize()]
    };
    let bad = rows.clone().find(|row| array.is_valid(*row) && std::str::from_utf8(bytes(*row)).is_err());
    match bad {
        Some(row) => Err(not_utf8(row)),
        // Only what nulls hide is no UTF-8, and nobody looks there.
        None => Ok(()),
    }
}

pub(super) fn not_utf8(row: usize) -> String {
    format!(
        "row {row} is not UTF-8 though the type says so; pass the column as binary, and its encoding will be found"
    )
}

/// Reads bytes in whatever encoding they are in, and cleans the text.
pub(super) fn decode<O: OffsetSizeTrait>(
    cleaner: &Cleaner,
    array: &GenericBinaryArray<O>,
    log: Option<&mut Log>,
) -> Result<ArrayRef, String> {
    let decoder = cleaner.cleaner.decoder();
    let change = |row: usize| match decoder.decode(array.value(row)).text {
        Cow::Owned(text) => Some(Change { row, text }),
        Cow::Borrowed(_) => None,
    };
    let changes: Vec<_> = (0..array.len()).filter(|row| array.is_valid(*row)).filter_map(change).collect();
    let text = if changes.is_empty() {
        let (offsets, values, nulls) = array.clone().into_parts();
        // SAFETY: the decoder borrows what is UTF-8, and only that; nobody looks at what a null hides.
        Arc::new(unsafe { GenericStringArray::<O>::new_unchecked(offsets, values, nulls) })
    } else {
        rebuild(array, &changes)?
    };
    find(cleaner, &text, &(Arc::clone(&text) as ArrayRef), |_| Ok(()), log)
}

/// The array with other values in some rows. What is not changed must be UTF-8.
fn rebuild<T>(
    array: &GenericByteArray<T>,
    changes: &[Change],
) -> Result<Arc<GenericStringArray<T::Offset>>, String>
where
    T: ByteArrayType,
{
    let offsets = array.value_offsets();
    let at = |row: usize| offsets[row].as_usize();
    let values: &[u8] = array.value_data();
    let removed: usize = changes.iter().map(|change| at(change.row + 1) - at(change.row)).sum();
    let added: usize = changes.iter().map(|change| change.text.len()).sum();
    let length = at(array.len()) - at(0) - removed + added;
    if T::Offset::from_usize(length).is_none() {
        return Err(format!(
            "the clean text is {length} bytes long, more than a string array holds; use large_string or smaller batches"
        ));
    }
    let mut bytes = Vec::with_capacity(length);
    let mut ends: Vec<T::Offset> = Vec::with_capacity(array.len() + 1);
    ends.push(T::Offset::default());
    let mut row = 0;
    let mut keep = |until: usize, bytes: &mut Vec<u8>, ends: &mut Vec<T::Offset>| {
        let (start, reached) = (at(row), bytes.len());
        bytes.extend_from_slice(&values[start..at(until)]);
        // Nothing is beyond the length that was checked above.
        ends.extend((row + 1..=until).map(|row| T::Offset::usize_as(at(row) - start + reached)));
        row = until + 1;
    };
    for change in changes {
        keep(change.row, &mut bytes, &mut ends);
        bytes.extend_from_slice(change.text.as_bytes());
        ends.push(T::Offset::usize_as(bytes.len()));
    }
    keep(array.len(), &mut bytes, &mut ends);
    let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
    let (values, nulls) = (Buffer::from_vec(bytes), array.nulls().cloned());
    // SAFETY: the offsets grow and end where the values do; between two of them stands a value that was UTF-8, a
    // String, or what a null hides, where nobody looks.
    let array = unsafe { GenericStringArray::<T::Offset>::new_unchecked(offsets, values, nulls) };
    Ok(Arc::new(array))
}
