//! Bytes beside the text they stand for.

use super::write::written;
use crate::damage::encoding::Charset;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A file's bytes beside its text. One line of a pairs file, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BytesPair {
    /// The document's id.
    pub id: String,
    /// The bytes as a tool gets them; base64 in JSON.
    #[serde(rename = "damaged_base64", serialize_with = "encode", deserialize_with = "decode")]
    pub damaged: Vec<u8>,
    /// The text as a tool should give it back.
    pub original: String,
    /// `utf-8`, `single-encoding` or `mixed-encoding`; and `stray-byte`, when there is one.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The encodings: all of the bytes, in order.
    #[serde(default)]
    pub spans: Vec<BytesSpan>,
}

/// A stretch in one encoding, or a stray byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BytesSpan {
    /// First byte in the file.
    pub start: usize,
    /// The byte behind the last one in the file.
    pub end: usize,
    /// First byte in the text, as UTF-8.
    pub original_start: usize,
    /// The byte behind the last one in the text.
    pub original_end: usize,
    /// What it is written in; nothing for a stray byte.
    pub encoding: Option<Charset>,
}

impl BytesPair {
    /// Whether the spans cover all of the bytes and of the text, and each stretch of the text is in its encoding.
    pub fn is_explained(&self) -> bool {
        let (mut at, mut original_at) = (0, 0);
        for span in &self.spans {
            let text = self.original.get(span.original_start..span.original_end);
            let (Some(bytes), Some(text)) = (self.damaged.get(span.start..span.end), text) else {
                return false;
            };
            let sound = match span.encoding {
                Some(charset) => written(charset, text).is_some_and(|written| written == bytes),
                None => text.is_empty() && bytes.len() == 1,
            };
            if !sound || (span.start, span.original_start) != (at, original_at) {
                return false;
            }
            (at, original_at) = (span.end, span.original_end);
        }
        (at, original_at) == (self.damaged.len(), self.original.len())
    }

    /// Whether the file is in UTF-8 from end to end, with nothing stray.
    pub fn is_sound(&self) -> bool {
        self.damaged == self.original.as_bytes()
    }
}

fn encode<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}
