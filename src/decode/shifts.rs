//! ISO-2022-KR and ISO-2022-CN: seven bits, the wide characters between a shift out and a shift in.

use super::convert;
use super::encoding::Encoding;
use super::pieces::Piece;

const ESCAPE: u8 = 0x1B;
const OUT: u8 = 0x0E;
const IN: u8 = 0x0F;

/// Escapes that say which characters the shift leads to, and the encoding that has them with bit 7 set.
const SETS: [(&[u8; 4], &str); 4] =
    [(b"\x1B$)C", "EUC-KR"), (b"\x1B$)A", "GBK"), (b"\x1B$)G", "EUC-TW"), (b"\x1B$*H", "second plane")];

/// The encoding of ASCII bytes that shift to wide characters and back.
pub(super) fn detect(bytes: &[u8]) -> Option<Encoding> {
    memchr::memchr(OUT, bytes)?;
    let has = |set: usize| memchr::memmem::find(bytes, SETS[set].0).is_some();
    let encoding = match (has(0), has(1) || has(2)) {
        (true, _) => Encoding::ISO_2022_KR,
        (false, true) => Encoding::ISO_2022_CN,
        (false, false) => return None,
    };
    (!pieces(bytes).iter().any(|piece| piece.bad)).then_some(encoding)
}

/// The pieces of both.
pub(super) fn pieces(bytes: &[u8]) -> Vec<Piece> {
    let (mut pieces, mut at, mut set, mut out) = (Vec::new(), 0, None, false);
    while at < bytes.len() {
        let rest = &bytes[at..];
        if let Some((escape, name)) = SETS.iter().find(|(escape, _)| rest.starts_with(*escape)) {
            set = Encoding::find(name).or(set);
            pieces.push(Piece::new(escape.len(), String::new()));
            at += escape.len();
            continue;
        }
        let piece = match rest {
            [OUT | IN, ..] => {
                out = rest[0] == OUT;
                Piece::new(1, String::new())
            }
            [ESCAPE, b'N', lead @ 0x21..=0x7E, trail @ 0x21..=0x7E, ..] => {
                wide(4, Encoding::find("EUC-TW"), &[0x8E, 0xA2, lead | 0x80, trail | 0x80])
            }
            [lead @ 0x21..=0x7E, trail @ 0x21..=0x7E, ..] if out => {
                wide(2, set, &[lead | 0x80, trail | 0x80])
            }
            [byte, ..] if byte.is_ascii() && (!out || *byte <= b' ') => {
                // A line end ends the shift, too.
                out &= *byte != b'\n';
                Piece::new(1, char::from(*byte).into())
            }
            _ => Piece::bad(1),
        };
        at += piece.length;
        pieces.push(piece);
    }
    pieces
}

fn wide(length: usize, set: Option<Encoding>, euc: &[u8]) -> Piece {
    let text = set.and_then(|set| convert::strictly(set, euc).map(std::borrow::Cow::into_owned));
    text.map_or_else(|| Piece::bad(length), |text| Piece::new(length, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_by_its_shifts() {
        for (bytes, encoding, wanted) in [
            (&b"\x1B$)Ca \x0EGQ1[\x0F b"[..], Encoding::ISO_2022_KR, "a 한글 b"),
            (b"\x1B$)A\x0EVPND\x0F b", Encoding::ISO_2022_CN, "中文 b"),
            (b"\x1B$)G\x1B$*H\x0ED!\x1BN!!\x0F", Encoding::ISO_2022_CN, "一乂"),
        ] {
            let text: String = pieces(bytes).iter().map(|piece| &*piece.text).collect();
            assert_eq!((&*text, detect(bytes)), (wanted, Some(encoding)));
        }
        for plain in [&b"a \x0E b"[..], b"\x1B$)C without", b""] {
            assert_eq!(detect(plain), None, "{}", plain.escape_ascii());
        }
    }
}
