//! Bytes to text. Today: UTF-8, or an error that names the place. This is the seam where detection of
//! other and of mixed encodings belongs.

use crate::error::{Error, Result};

/// The text in these bytes, borrowed. A byte order mark stays where it is.
///
/// # Errors
/// [`Error::NotUtf8`] with the offset of the first bad byte.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str> {
    simdutf8::compat::from_utf8(bytes).map_err(|e| {
        let offset = e.valid_up_to();
        Error::NotUtf8 { offset, byte: bytes[offset] }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_offset() {
        let error = decode(b"abc\xD6\xD0").unwrap_err();
        assert!(matches!(error, Error::NotUtf8 { offset: 3, byte: 0xD6 }));
        assert!(error.to_string().contains("byte 3"));
    }
}
