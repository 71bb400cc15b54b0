//! Litter that tools leave in text.

use super::{Channel, Damaged, Dice, Kind};
use serde::{Deserialize, Serialize};

/// What is left in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Litter {
    /// Zero-width and bidi characters between others.
    Invisible,
    /// Soft hyphens between letters.
    SoftHyphens,
    /// Private-use characters between others.
    PrivateUse,
    /// Characters as HTML entities: `&ldquo;`.
    Entities,
    /// Entities escaped twice: `&amp;ldquo;`.
    DoubleEntities,
    /// Entities without `;`: `&nbsp`. Not before a letter or digit.
    OpenEntities,
    /// Tags that lost their `<`, at line ends: `/strong>`.
    CutTags,
    /// Line ends as `\n`.
    LiteralLineEnds,
    /// Characters as `\uXXXX`.
    LiteralEscapes,
    /// Colour codes of terminals around words.
    TerminalEscapes,
    /// C1 controls between others.
    Controls,
    /// Characters as numbers of entities: `&#8220;`, `&#x201c;`.
    NumericEntities,
    /// Characters as the bytes of UTF-8: `\xe4\xbd\xa0`.
    LiteralBytes,
    /// Characters without width between letters.
    ZeroWidth,
    /// Controls of writing direction, each without its counterpart, between letters.
    BidiControls,
    /// No-break spaces for spaces between words.
    NoBreakSpaces,
    /// Variation selectors behind letters.
    Selectors,
    /// C0 controls between letters.
    LowControls,
    /// Icons of a font at line starts: a private-use character and a space.
    Icons,
    /// Unused memory at line ends.
    MemoryFill,
    /// Colour codes of terminals that lost their escape character.
    BareColours,
}

impl Litter {
    /// All of it.
    pub const ALL: [Self; 21] = [
        Self::Invisible,
        Self::SoftHyphens,
        Self::PrivateUse,
        Self::Entities,
        Self::DoubleEntities,
        Self::OpenEntities,
        Self::CutTags,
        Self::LiteralLineEnds,
        Self::LiteralEscapes,
        Self::TerminalEscapes,
        Self::Controls,
        Self::NumericEntities,
        Self::LiteralBytes,
        Self::ZeroWidth,
        Self::BidiControls,
        Self::NoBreakSpaces,
        Self::Selectors,
        Self::LowControls,
        Self::Icons,
        Self::MemoryFill,
        Self::BareColours,
    ];

    /// What a recipe draws from that names none.
    pub const DRAWN: &[Self] = Self::ALL.split_at(11).0;

    fn name(self) -> &'static str {
        match self {
            Self::Invisible => "invisible",
            Self::SoftHyphens => "soft-hyphens",
            Self::PrivateUse => "private-use",
            Self::Entities => "entities",
            Self::DoubleEntities => "double-entities",
            Self::OpenEntities => "open-entities",
            Self::CutTags => "cut-tags",
            Self::LiteralLineEnds => "literal-line-ends",
            Self::LiteralEscapes => "literal-escapes",
            Self::TerminalEscapes => "terminal-escapes",
            Self::Controls => "controls",
            Self::NumericEntities => "numeric-entities",
            Self::LiteralBytes => "literal-bytes",
            Self::ZeroWidth => "zero-width",
            Self::BidiControls => "bidi-controls",
            Self::NoBreakSpaces => "no-break-spaces",
            Self::Selectors => "selectors",
            Self::LowControls => "low-controls",
            Self::Icons => "icons",
            Self::MemoryFill => "memory-fill",
            Self::BareColours => "bare-colours",
        }
    }
}

const INVISIBLE: [&str; 6] = ["\u{200B}", "\u{200C}", "\u{FEFF}", "\u{200E}", "\u{2060}", "\u{202C}"];
const ZERO_WIDTH: [char; 5] = ['\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{FEFF}'];
/// Marks, embeddings that nothing ends, and the end of an isolate that never began.
const BIDI: [char; 7] = ['\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{202D}', '\u{202E}', '\u{2069}'];
/// What debuggers fill memory with, read as GBK.
const FILLS: [&str; 2] = ["烫", "屯"];
const TAGS: [&str; 5] = ["/p>", "/strong>", "/span>", "/div>", "br/>"];
/// Characters that are written as entities, and the entities' names.
const ENTITIES: [(char, &str); 12] = [
    ('“', "ldquo"),
    ('”', "rdquo"),
    ('‘', "lsquo"),
    ('’', "rsquo"),
    ('—', "mdash"),
    ('…', "hellip"),
    ('·', "middot"),
    ('&', "amp"),
    ('<', "lt"),
    ('>', "gt"),
    ('"', "quot"),
    ('\u{A0}', "nbsp"),
];

/// Leaves litter at this share of the places where it could lie.
#[derive(Debug, Clone, Copy)]
pub struct Debris {
    /// What.
    pub litter: Litter,
    /// Share of the places.
    pub rate: f64,
}

impl Debris {
    /// What a character becomes; nothing when it stays. `before` and `after` are its neighbours.
    fn becomes(&self, before: char, c: char, after: Option<char>, dice: &mut Dice) -> Option<String> {
        let between_letters = before.is_alphabetic() && c.is_alphabetic();
        let put = |what: String| Some(format!("{what}{c}"));
        let entity = || ENTITIES.iter().find(|(plain, _)| *plain == c).map(|(_, name)| *name);
        match self.litter {
            Litter::Invisible if between_letters => put((*dice.pick(&INVISIBLE)?).to_owned()),
            Litter::SoftHyphens if between_letters => put('\u{AD}'.to_string()),
            Litter::PrivateUse if between_letters => {
                put(char::from_u32(0xE000 + dice.below(0x1000) as u32)?.to_string())
            }
            Litter::Controls if between_letters => {
                put(char::from_u32(0x80 + dice.below(0x20) as u32)?.to_string())
            }
            Litter::TerminalEscapes if between_letters => {
                Some(format!("\u{1B}[{}m{c}\u{1B}[0m", dice.between(31, 36)))
            }
            Litter::Entities => Some(format!("&{};", entity()?)),
            Litter::DoubleEntities => Some(format!("&amp;{};", entity()?)),
            Litter::OpenEntities if !after.is_some_and(|a| a.is_ascii_alphanumeric() || a == ';') => {
                Some(format!("&{}", entity()?))
            }
            Litter::CutTags if c == '\n' && before != '\n' => put((*dice.pick(&TAGS)?).to_owned()),
            Litter::LiteralLineEnds if c == '\n' => Some("\\n".to_owned()),
            Litter::LiteralEscapes if !c.is_ascii() => {
                Some(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect())
            }
            Litter::LiteralBytes if !c.is_ascii() => {
                Some(c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("\\x{byte:02x}")).collect())
            }
            Litter::NumericEntities if !c.is_ascii() || matches!(c, '&' | '<' | '>' | '"' | '\'') => {
                let code = c as u32;
                Some(if dice.chance(0.5) { format!("&#{code};") } else { format!("&#x{code:x};") })
            }
            Litter::ZeroWidth if between_letters => put(dice.pick(&ZERO_WIDTH)?.to_string()),
            Litter::BidiControls if between_letters => put(dice.pick(&BIDI)?.to_string()),
            Litter::NoBreakSpaces
                if c == ' ' && before.is_alphabetic() && after.is_some_and(char::is_alphabetic) =>
            {
                Some('\u{A0}'.to_string())
            }
            Litter::Selectors if between_letters => put(dice.pick(&['\u{FE0E}', '\u{FE0F}'])?.to_string()),
            Litter::LowControls if between_letters => {
                // Not those that are white space, nor the one that begins sequences.
                let control = dice.below(0x20) as u8;
                if matches!(control, 0x09..=0x0D | 0x1B) {
                    None
                } else {
                    put(char::from(control).to_string())
                }
            }
            Litter::Icons if before == '\n' && c.is_alphabetic() => {
                put(format!("{} ", char::from_u32(0xF000 + dice.below(0x300) as u32)?))
            }
            Litter::MemoryFill if c == '\n' && before != '\n' => {
                put(dice.pick(&FILLS)?.repeat(dice.between(8, 40)))
            }
            Litter::BareColours if between_letters => Some(format!("[{}m{c}[0m", dice.between(31, 36))),
            _ => None,
        }
    }
}

impl Channel for Debris {
    fn name(&self) -> String {
        format!("debris-{}", self.litter.name())
    }

    fn kind(&self) -> Kind {
        Kind::Debris
    }

    fn run(&self, text: &str, dice: &mut Dice) -> Damaged {
        let mut changes = Vec::new();
        let mut before = '\n';
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let after = chars.peek().map(|(_, c)| *c);
            if let Some(what) = self.becomes(before, c, after, dice).filter(|_| dice.chance(self.rate)) {
                // What only goes in front leaves the character alone.
                let place = if what.ends_with(c) {
                    (at..at, what[..what.len() - c.len_utf8()].to_owned())
                } else {
                    (at..at + c.len_utf8(), what)
                };
                changes.push((place.0, place.1, Kind::Debris));
            }
            before = c;
        }
        Damaged::from_changes(text, changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(litter: Litter, text: &str) -> Damaged {
        let damaged = Debris { litter, rate: 1.0 }.run(text, &mut Dice::new(1, "doc", "debris"));
        assert!(damaged.is_explained(), "{damaged:?}");
        damaged
    }

    #[test]
    fn every_kind_of_litter_lies_somewhere() {
        for litter in Litter::ALL {
            let damaged = run(litter, "他说：“你好&再见”。\n第二行 of words");
            assert!(!damaged.spans.is_empty(), "{litter:?}");
        }
    }

    #[test]
    fn entities_look_as_on_the_web() {
        assert_eq!(run(Litter::Entities, "“a”").text, "&ldquo;a&rdquo;");
        assert_eq!(run(Litter::DoubleEntities, "“").text, "&amp;ldquo;");
        assert_eq!(run(Litter::OpenEntities, "“a”。").text, "“a&rdquo。");
        assert_eq!(run(Litter::LiteralLineEnds, "a\nb").text, "a\\nb");
    }
}
