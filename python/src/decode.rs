//! Bytes of unknown and of mixed encoding.

use crate::errors;
use crate::inspect::Characters;
use crate::text;
use mojimend::decode::{Decoder, Encoding, OnError, UndecodableKind};
use pyo3::prelude::*;

type Place = (usize, usize);
/// Bytes of the input, characters of the text, name of the encoding, confidence.
type SegmentRow = (Place, Place, &'static str, f32);
/// Bytes of the input, characters of the text, the bytes, what they look like.
type UndecodableRow = (Place, Place, Vec<u8>, &'static str);

/// What is known of the document beside its bytes.
struct Known {
    /// Read in this encoding, whatever the bytes say.
    encoding: Option<String>,
    /// Evidence: what the document says of itself.
    declared: Option<String>,
    /// Evidence: the language of the document.
    language: Option<String>,
    /// `replace` or `escape`.
    errors: String,
}

impl Known {
    fn decoder(&self, py: Python<'_>) -> PyResult<Decoder> {
        let mut decoder = Decoder::new().on_error(match self.errors.as_str() {
            "escape" => OnError::Escape,
            _ => OnError::Replace,
        });
        if let Some(name) = &self.encoding {
            decoder = decoder.force(find(py, name)?);
        }
        // A declaration that nobody understands is no evidence, and no error: pages declare anything.
        if let Some(encoding) = self.declared.as_deref().and_then(Encoding::find) {
            decoder = decoder.declared(encoding);
        }
        if let Some(language) = &self.language {
            decoder = decoder.language(language);
        }
        Ok(decoder)
    }
}

fn find(py: Python<'_>, name: &str) -> PyResult<Encoding> {
    Encoding::find(name).ok_or_else(|| {
        errors::config(
            py,
            &format!("no encoding is called {name:?}; use a label of the web such as \"gbk\", \"big5\" or \"windows-1252\""),
        )
    })
}

/// Text, segments, undecodable bytes.
#[pyfunction]
pub(crate) fn decode(
    data: &Bound<'_, PyAny>,
    encoding: Option<String>,
    declared: Option<String>,
    language: Option<String>,
    errors: String,
) -> PyResult<(String, Vec<SegmentRow>, Vec<UndecodableRow>)> {
    let py = data.py();
    let decoder = Known { encoding, declared, language, errors }.decoder(py)?;
    let bytes = text::bytes(data)?;
    py.detach(|| {
        let decoded = decoder.decode(&bytes);
        let mut places = Characters::new(&decoded.text);
        let segment = |segment: &mojimend::decode::Segment| {
            let name = segment.encoding.name();
            ((segment.input.start, segment.input.end), places.of(&segment.text), name, segment.confidence)
        };
        let segments = decoded.segments().iter().map(segment).collect();
        let mut places = Characters::new(&decoded.text);
        let bad = |bad: &mojimend::decode::Undecodable| {
            let kind = match bad.kind {
                UndecodableKind::Truncated => "truncated",
                UndecodableKind::Garbage => "garbage",
            };
            ((bad.input.start, bad.input.end), places.of(&bad.text), bad.bytes.clone(), kind)
        };
        let undecodable = decoded.undecodable.iter().map(bad).collect();
        Ok((decoded.text.into_owned(), segments, undecodable))
    })
}
