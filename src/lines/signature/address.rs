//! Addresses of sites, straight or disguised.

use super::super::chars::{Class, look};
use std::ops::Range;

/// Last parts of addresses. A list of those that reading sites and scrapers have, not of all there are.
const ENDS: &[&str] = &[
    "com", "net", "org", "cn", "cc", "info", "top", "xyz", "vip", "la", "me", "tv", "co", "biz", "club",
    "site", "online", "tw", "hk", "so", "us", "io", "in", "pw", "wang", "example",
];
/// First parts that say that an address follows.
const STARTS: &[&str] = &["www", "m", "wap", "http", "https"];

/// An address in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// Characters of the line.
    pub(super) span: Range<usize>,
    /// Written so that programs do not know it: full-width or wide dots, spaces between letters, a dot in words.
    pub(super) disguised: bool,
}

/// The addresses of a line of folded characters; `raw` has them as they were written.
pub(super) fn addresses(letters: &[char], raw: &[char]) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        match read(letters, raw, at) {
            Some(address) => {
                at = address.span.end;
                found.push(address);
            }
            // On behind the word: an address does not begin inside one.
            None => at += word(letters, at).max(1),
        }
    }
    found
}

/// Whether an address ends behind this dot, and Chinese or brackets stand right before it and right behind.
pub(super) fn glued(bytes: &[u8], dot: usize) -> bool {
    /// Longer than this, in bytes, the name of no site is.
    const LONGEST: usize = 40;
    let name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    let end = dot + 1 + bytes[dot + 1..].iter().take(LONGEST).take_while(|b| name(b)).count();
    let ends = ENDS.iter().any(|end_| bytes[dot + 1..end].eq_ignore_ascii_case(end_.as_bytes()));
    if !ends {
        return false;
    }
    let before = bytes[..dot].iter().rev().take(LONGEST);
    let start = dot - before.take_while(|b| name(b) || matches!(b, b'.' | b':' | b'/')).count();
    let wide = |b: Option<&u8>| b.is_some_and(|b| *b >= 0x80 || b"[](){}~".contains(b));
    start > 0 && wide(bytes.get(start - 1)) && (wide(bytes.get(end)) || bytes.get(end) == Some(&b'/'))
}

/// Letters of a name from here on.
fn word(letters: &[char], at: usize) -> usize {
    letters[at..].iter().take_while(|c| is_name(**c)).count()
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

/// The dot that stands here, with how many characters it takes and whether it is a disguise.
fn dot(letters: &[char], raw: &[char], at: usize) -> Option<(usize, bool)> {
    match letters.get(at)? {
        '.' => Some((1, raw[at] != '.')),
        '。' | '·' | '•' | '点' | '_' if letters.get(at + 1).is_some_and(|c| is_name(*c)) => {
            Some((1, true))
        }
        ' ' => match letters.get(at + 1)? {
            '.' if letters.get(at + 2) == Some(&' ') => Some((3, true)),
            _ => None,
        },
        _ => None,
    }
}

/// The address that begins here.
fn read(letters: &[char], raw: &[char], start: usize) -> Option<Address> {
    let before = start.checked_sub(1).map(|i| letters[i]);
    if before.is_some_and(|c| is_name(c) || matches!(c, '.' | '@' | '/' | '_')) {
        return None;
    }
    let mut at = start;
    let mut disguised = false;
    let scheme: String = letters[start..].iter().take_while(|c| c.is_ascii_alphabetic()).collect();
    if matches!(&*scheme, "http" | "https") {
        at += scheme.len();
        let rest = letters[at..].iter().take_while(|c| matches!(c, ':' | '/' | '∶')).count();
        if rest == 0 {
            return None;
        }
        at += rest;
    }
    let mut names: Vec<String> = Vec::new();
    let mut end = None;
    loop {
        let (name, length, spaced) = name(letters, at)?;
        if length == 0 {
            break;
        }
        at += length;
        disguised |= spaced;
        names.push(name);
        // The last part that ends an address.
        if names.len() > 1 && names.last().is_some_and(|name| ENDS.contains(&&**name)) {
            end = Some(at);
        }
        let Some((length, odd)) = dot(letters, raw, at) else { break };
        if word(letters, at + length) == 0 {
            break;
        }
        // A full stop of a sentence is a disguise only inside an address that has begun as one.
        if odd && letters[at] != '.' && !STARTS.contains(&&*names[0]) && letters[at] != '点' {
            break;
        }
        at += length;
        disguised |= odd;
    }
    let mut end = end?;
    let known = names[..names.len() - 1].iter().any(|name| name.len() > 1 && !STARTS.contains(&&**name));
    if !known {
        return None;
    }
    disguised |= (start..end).any(|i| look(raw[i]).1 == Class::Latin && !raw[i].is_ascii());
    if letters.get(end) == Some(&'/') {
        let path =
            |c: &&char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '?' | '=' | '&');
        end += letters[end..].iter().take_while(path).count();
    }
    Some(Address { span: start..end, disguised })
}

/// A part of an address, with how many characters it takes, and whether its letters are spaced.
fn name(letters: &[char], at: usize) -> Option<(String, usize, bool)> {
    let plain = word(letters, at);
    let is_single =
        |i: usize| letters.get(i).is_some_and(|c| is_name(*c)) && letters.get(i + 1) == Some(&' ');
    if plain == 1 && is_single(at) && letters.get(at + 2).is_some_and(|c| is_name(*c)) {
        // `w w w`: single letters with spaces between.
        let mut to = at;
        let mut name = String::new();
        while letters.get(to).is_some_and(|c| is_name(*c)) && word(letters, to) == 1 {
            name.push(letters[to]);
            if letters.get(to + 1) == Some(&' ')
                && letters.get(to + 2).is_some_and(|c| is_name(*c))
                && word(letters, to + 2) == 1
            {
                to += 2;
            } else {
                to += 1;
                break;
            }
        }
        return Some((name, to - at, true));
    }
    Some((letters[at..at + plain].iter().collect(), plain, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Vec<(String, bool)> {
        let raw: Vec<char> = line.chars().collect();
        let letters: Vec<char> = raw.iter().map(|c| look(*c).0).collect();
        let text = |a: &Address| raw[a.span.clone()].iter().collect();
        addresses(&letters, &raw).iter().map(|a| (text(a), a.disguised)).collect()
    }

    #[test]
    fn addresses_are_found_straight_and_disguised() {
        for (line, address, disguised) in [
            ("看见www.example.com桌上", "www.example.com", false),
            ("（biqu.cc）", "biqu.cc", false),
            ("看见www。example。com桌上", "www。example。com", true),
            ("看见ｗｗｗ．ｅｘａｍｐｌｅ．ｃｏｍ桌上", "ｗｗｗ．ｅｘａｍｐｌｅ．ｃｏｍ", true),
            ("看见w w w . example . com桌上", "w w w . example . com", true),
            ("看见www.example点com桌上", "www.example点com", true),
            ("http://m.example.com.cn/book/1.html。", "http://m.example.com.cn/book/1.html", false),
        ] {
            assert_eq!(found(line), [(address.to_owned(), disguised)], "{line}");
        }
        for line in
            ["Node.js和index.html", "版本1.2.3", "me@example.com写信", "他说hello。com是", "www文件夹"]
        {
            assert!(found(line).is_empty(), "{line} {:?}", found(line));
        }
    }
}
