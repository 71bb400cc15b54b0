//! Encodings of seven bits: ISO-2022-JP and HZ.

use super::encoding::Encoding;
use super::pieces::Piece;
use crate::lattice::model::Model;

const ESCAPE: u8 = 0x1B;
/// Chinese text costs less than this a character; what stands between `~{` and `~}` in programs costs more.
const COMMON_NATS: f32 = 9.0;

/// The encoding of ASCII bytes that switch to two bytes a character and hold them well.
pub(super) fn detect(bytes: &[u8]) -> Option<Encoding> {
    let japanese = [&b"\x1B$B"[..], b"\x1B$@", b"\x1B(J", b"\x1B(I"];
    if memchr::memchr(ESCAPE, bytes).is_some()
        && japanese.iter().any(|escape| memchr::memmem::find(bytes, escape).is_some())
        && encoding_rs::ISO_2022_JP.decode_without_bom_handling_and_without_replacement(bytes).is_some()
    {
        return Some(Encoding::ISO_2022_JP);
    }
    let open = memchr::memmem::find(bytes, b"~{")?;
    memchr::memmem::find(&bytes[open..], b"~}")?;
    let pieces = hz(bytes);
    let wide = || pieces.iter().flat_map(|piece| piece.text.chars()).filter(|c| !c.is_ascii());
    let nats: f32 = wide().map(|c| Model::get().plain(c)).sum();
    let common = nats <= COMMON_NATS * wide().count() as f32;
    (wide().next().is_some() && common && !pieces.iter().any(|piece| piece.bad)).then_some(Encoding::HZ)
}

/// The pieces of ISO-2022-JP.
pub(super) fn iso_2022_jp(bytes: &[u8]) -> Vec<Piece> {
    let (mut pieces, mut at, mut state) = (Vec::new(), 0, &b"\x1B(B"[..]);
    while at < bytes.len() {
        let rest = &bytes[at..];
        if let [ESCAPE, b'$' | b'(', b'@' | b'B' | b'I' | b'J', ..] = rest {
            state = &rest[..3];
            pieces.push(Piece::new(3, String::new()));
            at += 3;
            continue;
        }
        let wide = state[1] == b'$' && rest[0] > b' ';
        let length = if wide { 2 } else { 1 }.min(rest.len());
        let text = [state, &rest[..length]].concat();
        let text = encoding_rs::ISO_2022_JP.decode_without_bom_handling_and_without_replacement(&text);
        pieces.push(text.map_or_else(|| Piece::bad(length), |text| Piece::new(length, text.into_owned())));
        at += length;
    }
    pieces
}

/// The pieces of HZ, RFC 1843.
pub(super) fn hz(bytes: &[u8]) -> Vec<Piece> {
    let (mut pieces, mut at, mut wide) = (Vec::new(), 0, false);
    while at < bytes.len() {
        let (length, text) = match &bytes[at..] {
            [b'~', b'{', ..] if !wide => (2, Some(String::new())),
            [b'~', b'}', ..] if wide => (2, Some(String::new())),
            [b'~', b'~', ..] if !wide => (2, Some("~".to_owned())),
            [b'~', b'\n', ..] if !wide => (2, Some(String::new())),
            [lead @ 0x21..=0x77, trail @ 0x21..=0x7E, ..] if wide => {
                let pair = [lead | 0x80, trail | 0x80];
                let text = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&pair);
                (2, text.map(std::borrow::Cow::into_owned))
            }
            [byte, ..] if !wide || *byte <= b' ' => (1, byte.is_ascii().then(|| char::from(*byte).into())),
            _ => (1, None),
        };
        wide = match &bytes[at..at + length] {
            b"~{" if !wide => true,
            // A line end ends the wide characters too.
            b"~}" | b"\n" => false,
            _ => wide,
        };
        pieces.push(text.map_or_else(|| Piece::bad(length), |text| Piece::new(length, text)));
        at += length;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| &*piece.text).collect()
    }

    #[test]
    fn reads_by_its_escapes() {
        let hz_bytes = b"ab ~{VPND~} ~~c";
        assert_eq!(detect(hz_bytes), Some(Encoding::HZ));
        assert_eq!(text(&hz(hz_bytes)), "ab 中文 ~c");
        let jis = b"a\x1B$BF|K\\\x1B(B b";
        assert_eq!(detect(jis), Some(Encoding::ISO_2022_JP));
        assert_eq!(text(&iso_2022_jp(jis)), "a日本 b");
        for plain in [&b"a ~{b} ~} c"[..], b"\x1B[1mbold\x1B[0m", b"~{ no end"] {
            assert_eq!(detect(plain), None, "{}", plain.escape_ascii());
        }
    }
}
