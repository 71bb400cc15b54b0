//! Heads of WARC records and of HTTP responses, written anew for another content.

use super::warc::field_line;
use sha1::{Digest, Sha1};

/// A head of WARC for a block of another content: its length, its encoding, and digests of SHA-1, which are what crawlers
/// write; other digests are those of what was there before, and go.
pub(super) fn warc(head: &[u8], block: &[&[u8]], payload: &[u8], out: &mut Vec<u8>) {
    let length: usize = block.iter().map(|part| part.len()).sum();
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        let is = |name: &[u8]| field_line(line, name).is_some();
        if is(b"content-length") {
            out.extend_from_slice(format!("Content-Length: {length}\r\n").as_bytes());
        } else if is(b"content-type") {
            out.extend_from_slice(&in_utf8(line));
        } else if is(b"warc-block-digest") {
            digest(line, block, out);
        } else if is(b"warc-payload-digest") {
            digest(line, &[payload], out);
        } else {
            out.extend_from_slice(line);
        }
    }
}

/// A head of HTTP for another body.
pub(super) fn http(head: &[u8], body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(head.len());
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        if field_line(line, b"content-length").is_some() {
            out.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
        } else if field_line(line, b"content-type").is_some() {
            out.extend_from_slice(&in_utf8(line));
        } else {
            out.extend_from_slice(line);
        }
    }
    out
}

/// The line that names the type of a content, which is UTF-8 now, whatever it was.
fn in_utf8(line: &[u8]) -> Vec<u8> {
    const NAME: &[u8] = b"charset=";
    let Some(at) = line.to_ascii_lowercase().windows(NAME.len()).position(|part| part == NAME) else {
        return line.to_vec();
    };
    let begin = at + NAME.len();
    let is_end = |byte: &u8| matches!(byte, b';' | b'\r' | b'\n' | b' ');
    let end = line[begin..].iter().position(is_end).map_or(line.len(), |end| begin + end);
    let said = &line[begin..end];
    if said.trim_ascii().eq_ignore_ascii_case(b"utf-8") || said.eq_ignore_ascii_case(b"\"utf-8\"") {
        return line.to_vec();
    }
    [&line[..begin], b"UTF-8", &line[end..]].concat()
}

/// A line with the digest of another content, if it is of the usual kind.
fn digest(line: &[u8], parts: &[&[u8]], out: &mut Vec<u8>) {
    const KIND: &[u8] = b"sha1:";
    let Some(at) = line.windows(KIND.len()).position(|part| part.eq_ignore_ascii_case(KIND)) else { return };
    let mut sha1 = Sha1::new();
    parts.iter().for_each(|part| sha1.update(part));
    out.extend_from_slice(&line[..at + KIND.len()]);
    base32(&sha1.finalize(), out);
    out.extend_from_slice(b"\r\n");
}

/// Five bits a letter (RFC 4648). Digests of SHA-1 have 32 letters and nothing left over.
fn base32(bytes: &[u8], out: &mut Vec<u8>) {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    for five in bytes.chunks_exact(5) {
        let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        out.extend(
            (0..8).rev().map(|letter| LETTERS[usize::try_from(bits >> (5 * letter) & 31).unwrap_or(0)]),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_what_common_crawl_writes() {
        let mut out = Vec::new();
        digest(b"WARC-Payload-Digest: sha1:OLD\r\n", &[b"", b""], &mut out);
        // That of nothing, which stands at every empty page.
        assert_eq!(out, b"WARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\n");
        out.clear();
        digest(b"WARC-Block-Digest: md5:0\r\n", &[b"x"], &mut out);
        assert_eq!(out, b"");
    }

    #[test]
    fn what_was_declared_is_utf_8_now() {
        for (before, after) in [
            ("Content-Type: text/plain; charset=gb2312\r\n", "Content-Type: text/plain; charset=UTF-8\r\n"),
            (
                "content-type: text/plain; Charset=\"big5\"; x=y\r\n",
                "content-type: text/plain; Charset=UTF-8; x=y\r\n",
            ),
            ("Content-Type: text/plain; charset=utf-8\r\n", "Content-Type: text/plain; charset=utf-8\r\n"),
            ("Content-Type: text/plain\r\n", "Content-Type: text/plain\r\n"),
        ] {
            assert_eq!(String::from_utf8(in_utf8(before.as_bytes())).unwrap(), after);
        }
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nServer: x\r\n\r\n";
        assert_eq!(http(head, b"abc"), b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nServer: x\r\n\r\n");
    }
}
