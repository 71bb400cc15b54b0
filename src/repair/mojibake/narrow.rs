//! Characters of UTF-8 that were read one byte at a time, found without a model: which characters may begin one and
//! which may go on with it, in each encoding of one byte at once.

use super::charset::Bytes;
use super::route::NARROW;
use std::sync::LazyLock;

/// By character, the routes of [`NARROW`] in which it may begin a character of UTF-8 of two bytes, or of more, and go
/// on with one.
#[derive(Debug, Clone, Copy, Default)]
struct Role {
    begins_two: u32,
    begins_more: u32,
    goes_on: u32,
    script: u8,
    /// Whether it is what the second byte of Thai letters in UTF-8 shows as in windows-874.
    begins_thai: bool,
}

/// Characters above have no roles but for a few signs, which never stand alone.
pub(super) const ROLES: usize = 0x2700;
/// The route of windows-1252, as a bit.
pub(super) const WESTERN: u32 = 1;

const NONE: u8 = 0;
const LATIN: u8 = 1;
const THAI: u8 = 6;

/// The alphabets in which a letter may begin a character and others go on with it, so that words look like UTF-8.
fn script(c: char) -> u8 {
    match c {
        'a'..='z' | 'A'..='Z' => LATIN,
        '\u{370}'..='\u{3FF}' if c.is_alphabetic() => 2,
        // Letters of few languages, which are half of what punctuation becomes in windows-1251.
        'Ђ' | 'Ѓ' | 'Љ' | 'Њ' | 'Ќ' | 'Ћ' | 'Џ' | 'ђ' | 'ѓ' | 'љ' | 'њ' | 'ќ' | 'ћ' | 'џ' => {
            NONE
        }
        '\u{400}'..='\u{52F}' => 3,
        '\u{590}'..='\u{5FF}' => 4,
        '\u{600}'..='\u{6FF}' => 5,
        '\u{E01}'..='\u{E4F}' => THAI,
        '\u{C0}'..='\u{24F}' if c.is_alphabetic() => LATIN,
        _ => NONE,
    }
}

static TABLE: LazyLock<Vec<Role>> = LazyLock::new(|| {
    let mut roles = vec![Role::default(); ROLES];
    for (c, role) in roles.iter_mut().enumerate() {
        let Some(c) = char::from_u32(c as u32) else { continue };
        role.script = script(c);
        role.begins_thai = matches!(c, 'ธ' | 'น');
        for (n, route) in NARROW.iter().enumerate().filter(|_| !c.is_ascii()) {
            match route.seen.bytes(c) {
                Some(Bytes::One(0xC2..=0xDF)) => role.begins_two |= 1 << n,
                Some(Bytes::One(0xE0..=0xF4)) => role.begins_more |= 1 << n,
                Some(Bytes::One(0x80..=0xBF)) => role.goes_on |= 1 << n,
                _ => {}
            }
        }
    }
    roles
});

fn role(c: char) -> Role {
    TABLE.get(c as usize).copied().unwrap_or_default()
}

/// Routes in which a character of UTF-8 ends at a place; and of these, those in which another one ends where it
/// begins, and those in which two do.
#[derive(Debug, Clone, Copy, Default)]
struct Ended {
    one: u32,
    two: u32,
    three: u32,
}

/// Finds characters of UTF-8 that were read one byte at a time, character by character. Allocates nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Narrow {
    /// The last three characters, the last one first, and what ended with each.
    roles: [Role; 3],
    ended: [Ended; 3],
}

impl Narrow {
    /// Makes the tables.
    pub(super) fn warm() {
        LazyLock::force(&TABLE);
    }

    /// The routes of [`NARROW`] that have a character of UTF-8 that ends here or goes on here, as bits. Letters of one
    /// alphabet only count where several such characters follow one another: that is what words look like, too.
    pub(super) fn next(&mut self, c: char) -> u32 {
        let here = role(c);
        let [last, before, first] = self.roles;
        let goes_on = if c.is_ascii() { 0 } else { here.goes_on };
        let two = last.begins_two & goes_on;
        let more = before.begins_more & last.goes_on & goes_on;
        let found = match c {
            // A no-break space that shows as a space: only behind capitals with marks, which end no word, and behind
            // the sign of multiplication only where Hebrew stands before it.
            ' ' => {
                let two =
                    if last.script == LATIN { last.begins_two } else { last.begins_two & self.ended[1].one };
                (two | before.begins_more & last.goes_on) & WESTERN
            }
            '?' | '\u{FFFD}' => {
                let begun = inside(last.begins_two, last, before, self.ended[1])
                    | inside(before.begins_more & last.goes_on, before, first, self.ended[2]);
                let lost = if c == '?' { 0 } else { inside(last.begins_more, last, before, self.ended[1]) };
                begun | lost
            }
            // Signs of MacRoman beyond the table.
            '\u{F8FF}' | '\u{FB01}' | '\u{FB02}' => last.begins_two | last.begins_more,
            // Two beginnings one after another: what was between may be lost.
            _ if before.begins_more & last.begins_more & here.begins_more & WESTERN != 0 => WESTERN,
            _ => 0,
        };
        let pair = behind(two, self.ended[1]);
        let triple = behind(more, self.ended[2]);
        let letters = here.script > LATIN && here.script == last.script;
        let pairs = match letters {
            true if before.script == LATIN => pair.one,
            // Every other pair of Thai letters could be one, and Thai itself is three bytes a letter.
            true if here.script == THAI => 0,
            true => pair.two,
            false => inside(pair.one, last, before, self.ended[1]),
        };
        let triples = match letters && before.script == here.script {
            true if first.script == LATIN => triple.one,
            // Thai in UTF-8 begins with two bytes of these; others have bytes that are no letters.
            true if here.script == THAI && !(last.begins_thai && before.begins_more != 0) => 0,
            true => triple.three,
            false => inside(triple.one, before, first, self.ended[2]),
        };
        let ended = Ended {
            one: pair.one | triple.one,
            two: pair.two | triple.two,
            three: pair.three | triple.three,
        };
        self.roles = [here, last, before];
        self.ended = [ended, self.ended[0], self.ended[1]];
        found | pairs | triples
    }
}

/// What ends here, where this ended before it.
fn behind(now: u32, ended: Ended) -> Ended {
    Ended { one: now, two: now & ended.one, three: now & ended.two }
}

/// Of a character that begins with a letter, what is no end of a word: not behind another letter of its alphabet, but
/// for Latin ones.
fn inside(found: u32, begin: Role, before: Role, ended: Ended) -> u32 {
    if begin.script > LATIN && before.script == begin.script { found & ended.one } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(text: &str) -> bool {
        let mut scan = Narrow::default();
        text.chars().fold(0, |found, c| found | scan.next(c)) != 0
    }

    #[test]
    fn utf8_is_seen_and_words_are_not() {
        for seen in ["Ã©", "РџСЂРё", "trГЁs", "вЂњ", "├⌐", "à¸ªà¸§", "เธชเธงเธฑ", "Î±", "×©×ś×", "п»ї"]
        {
            assert!(finds(seen), "{seen}");
        }
        for words in
            ["СССР» и США?", "Её счёт", "она рада", "слов»…", "ภาษาไทยเป็นเกม", "ΤΙ; «ΟΧΙ»", "10 × 20", "été"]
        {
            assert!(!finds(words), "{words}");
        }
    }
}
