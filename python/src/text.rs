//! Python's strings as UTF-8, and back.
//!
//! A `str` can hold lone surrogates, which UTF-8 cannot. They are read as U+FFFD and written back as they were:
//! each is three bytes long in both forms, so that a place in the one is the same place in the other.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};
use std::borrow::Cow;

/// The text of a `str`.
pub(crate) enum Text<'a> {
    /// As Python keeps it; lives as long as the object.
    Utf8(&'a str),
    /// With lone surrogates.
    Surrogates {
        /// Surrogates read as U+FFFD.
        readable: String,
        /// Surrogates in three bytes each, as if they were characters.
        raw: Vec<u8>,
    },
}

impl<'a> Text<'a> {
    /// Reads a `str`. The first reading of one that is not ASCII makes Python keep its UTF-8 beside it.
    pub(crate) fn read(text: &'a Bound<'_, PyString>) -> PyResult<Self> {
        if let Some(utf8) = utf8(text) {
            return Ok(Self::Utf8(utf8));
        }
        let encoded = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
        let raw = encoded.cast::<PyBytes>()?.as_bytes().to_vec();
        Ok(Self::Surrogates { readable: readable(&raw), raw })
    }

    /// What is cleaned.
    pub(crate) fn readable(&self) -> &str {
        match self {
            Self::Utf8(text) => text,
            Self::Surrogates { readable, .. } => readable,
        }
    }

    /// The text after cleaning, as a `str`.
    pub(crate) fn written<'py>(
        &self,
        py: Python<'py>,
        cleaned: &mojimend::Cleaned<'_>,
    ) -> PyResult<Bound<'py, PyString>> {
        let Self::Surrogates { raw, .. } = self else { return Ok(PyString::new(py, &cleaned.text)) };
        let mut out = Vec::with_capacity(raw.len());
        let mut at = 0;
        for edit in &cleaned.edits {
            out.extend_from_slice(&raw[at..edit.span.start]);
            out.extend_from_slice(edit.after.as_bytes());
            at = edit.span.end;
        }
        out.extend_from_slice(&raw[at..]);
        let bytes = PyBytes::new(py, &out);
        Ok(bytes.call_method1("decode", ("utf-8", "surrogatepass"))?.cast_into()?)
    }
}

/// UTF-8 with surrogates in it, each of them replaced by U+FFFD.
fn readable(raw: &[u8]) -> String {
    const REPLACEMENT: &[u8; 3] = b"\xEF\xBF\xBD";
    let mut bytes = raw.to_vec();
    for at in 0..bytes.len().saturating_sub(2) {
        if bytes[at] == 0xED && bytes[at + 1] >= 0xA0 {
            bytes[at..at + 3].copy_from_slice(REPLACEMENT);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The UTF-8 that Python keeps of a string, if it has no lone surrogates.
#[cfg(unix)]
fn utf8<'a>(text: &'a Bound<'_, PyString>) -> Option<&'a str> {
    use pyo3::ffi::{Py_ssize_t, PyErr_Clear, PyObject};
    unsafe extern "C" {
        // In CPython since 3.3 with this signature, and in the stable ABI since 3.10. What the stable ABI of 3.9 has
        // instead copies every string.
        fn PyUnicode_AsUTF8AndSize(unicode: *mut PyObject, size: *mut Py_ssize_t) -> *const std::ffi::c_char;
    }
    let mut size = 0;
    // SAFETY: `text` is a `str`, and the thread is attached as long as there is a `Bound`.
    let data = unsafe { PyUnicode_AsUTF8AndSize(text.as_ptr(), &raw mut size) };
    if data.is_null() {
        // SAFETY: attached, as above. The exception tells of the surrogates.
        unsafe { PyErr_Clear() };
        return None;
    }
    // SAFETY: Python gives `size` bytes of UTF-8, which it keeps unchanged until the string is freed; `text` holds it.
    Some(unsafe {
        std::str::from_utf8_unchecked(std::slice::from_raw_parts(data.cast(), size.cast_unsigned()))
    })
}

/// The library of the stable ABI on Windows has no way to UTF-8 without a copy in Python 3.9.
#[cfg(not(unix))]
fn utf8<'a>(_: &'a Bound<'_, PyString>) -> Option<&'a str> {
    None
}

/// An object that is a `str`.
pub(crate) fn string<'a, 'py>(text: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyString>> {
    text.cast::<PyString>().map_err(|_| {
        let kind =
            text.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
        let hint = match kind.as_str() {
            "bytes" | "bytearray" | "memoryview" => "; for bytes of any encoding use clean_bytes",
            "list" | "tuple" => "; for many texts use clean_batch",
            "NoneType" => "; clean_batch and clean_arrow pass None on",
            _ => "",
        };
        PyTypeError::new_err(format!("expected str; got {kind}{hint}"))
    })
}

/// The bytes of an object like `bytes`.
pub(crate) fn bytes<'a>(data: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, [u8]>> {
    if let Ok(bytes) = data.cast::<PyBytes>() {
        return Ok(Cow::Borrowed(bytes.as_bytes()));
    }
    if let Ok(array) = data.cast::<PyByteArray>() {
        return Ok(Cow::Owned(array.to_vec()));
    }
    if data.is_instance_of::<PyMemoryView>() {
        let copy = data.call_method0("tobytes")?;
        return Ok(Cow::Owned(copy.cast::<PyBytes>()?.as_bytes().to_vec()));
    }
    let hint =
        if data.is_instance_of::<PyString>() { "; str is already decoded: use clean or inspect" } else { "" };
    let kind = data.get_type().name()?;
    Err(PyTypeError::new_err(format!("expected bytes, bytearray or memoryview; got {kind}{hint}")))
}
