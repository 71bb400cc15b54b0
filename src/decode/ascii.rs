//! What ASCII costs, whatever the language and the encoding: only differences from it count, so that text that
//! all readings share need not be looked at.

use crate::packed::STEPS_PER_NAT;

/// Prices in steps, of the ASCII bytes: letters, digits and spaces as in most languages, set by hand.
static PRICES: [i32; 128] = {
    let mut prices = [nats(6.0); 128];
    let mut byte = 0;
    while byte < 128 {
        match byte as u8 {
            b'a'..=b'z' => prices[byte] = nats(3.0),
            b'A'..=b'Z' => prices[byte] = nats(5.0),
            b'0'..=b'9' => prices[byte] = nats(4.0),
            b' ' | b'\n' => prices[byte] = nats(2.0),
            b',' | b'.' => prices[byte] = nats(4.0),
            _ => {}
        }
        byte += 1;
    }
    prices
};

const fn nats(nats: f32) -> i32 {
    (nats * STEPS_PER_NAT) as i32
}

/// What an ASCII byte costs, in steps; other bytes nothing.
pub(super) fn steps(byte: u8) -> i32 {
    PRICES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// Where the next byte that is not ASCII stands from a place on; the length if there is none.
pub(super) fn skip(line: &[u8], from: usize) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut at = from;
    while let Some(chunk) = line.get(at..at + 8).and_then(|chunk| <[u8; 8]>::try_from(chunk).ok()) {
        let high = u64::from_le_bytes(chunk) & HIGH;
        if high != 0 {
            return at + high.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    line[at..].iter().position(|byte| *byte >= 0x80).map_or(line.len(), |more| at + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_is_skipped() {
        for length in 0..20 {
            let mut line = vec![b'a'; length];
            assert_eq!(skip(&line, 0), length);
            line.extend(b"\xE9 and more text\xE9");
            assert_eq!(skip(&line, 0), length);
            assert_eq!(skip(&line, length + 1), line.len() - 1);
        }
    }
}
