//! What the machine can do at best with the same bytes: what rows are measured beside.

use std::hint::black_box;

/// Something to measure beside.
pub(crate) struct Reference<'a> {
    pub(crate) name: &'static str,
    /// How many it goes over.
    pub(crate) bytes: usize,
    pub(crate) run: Box<dyn FnMut() + 'a>,
}

/// Copying.
pub(crate) fn memcpy(text: &str) -> Reference<'_> {
    let mut copy = vec![0; text.len()];
    let run = move || {
        copy.copy_from_slice(black_box(text.as_bytes()));
        assert_eq!(black_box(&copy).last(), text.as_bytes().last());
    };
    Reference { name: "memcpy", bytes: text.len(), run: Box::new(run) }
}

/// Checking UTF-8, as fast as is known.
pub(crate) fn utf8(text: &str) -> Reference<'_> {
    let run = || assert!(simdutf8::basic::from_utf8(black_box(text.as_bytes())).is_ok());
    Reference { name: "UTF-8 check (simdutf8)", bytes: text.len(), run: Box::new(run) }
}

/// Looking for a byte that is not there.
pub(crate) fn search(text: &str) -> Reference<'_> {
    const ABSENT: u8 = 0xFF;
    let run = || assert!(memchr::memchr(ABSENT, black_box(text.as_bytes())).is_none());
    Reference { name: "search for a byte (memchr)", bytes: text.len(), run: Box::new(run) }
}

/// Reading the same text from GBK: what a decoder without doubts does. Measured in bytes of UTF-8, as all else.
pub(crate) fn gbk(text: &str) -> Reference<'_> {
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let run = move || assert!(encoding_rs::GBK.decode(black_box(&gbk)).0.len() >= text.len() / 2);
    Reference { name: "GBK decoding (encoding_rs)", bytes: text.len(), run: Box::new(run) }
}
