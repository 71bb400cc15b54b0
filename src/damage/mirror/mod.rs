//! The hijacked-mirror channel: somebody's Simplified page becomes Traditional, gets readings put behind some
//! characters and control characters before some marks, all on GBK bytes without regard to characters, and is
//! read again.
//!
//! ```text
//! text ─ S→T ─► GBK bytes ─ readings ─► ─ controls ─► read as GBK ─ width ─► text
//! ```
//!
//! What a repair should give back is the text behind S→T, in the width of the page: the page never had
//! another.

mod bytes;
mod profile;
mod read;
pub(crate) mod script;

pub use profile::{Annotation, Density, LineEnds, Profile, ReadingStyle, Unencodable};

use super::{Channel, Damaged, Dice, Kind};
use crate::chars::gbk;
use bytes::{Insertion, Side, Stream};

/// Most control characters of one cut.
const MOST_CONTROLS: usize = 7;
/// The control characters of cuts.
const CONTROLS: [u8; 4] = [5, 6, 7, 8];

/// The hijacked-mirror channel with one site's profile.
#[derive(Debug, Clone)]
pub struct Mirror {
    profile: Profile,
}

impl Mirror {
    /// The channel of a site.
    pub fn new(profile: Profile) -> Self {
        Self { profile }
    }

    /// The site.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The bytes of a text, with the tags and white space of the page's source at the line ends.
    fn encode(&self, text: &str) -> Stream {
        let substitute = match self.profile.unencodable {
            Unencodable::QuestionMark => Some(b'?'),
            Unencodable::Quote => Some(b'"'),
            Unencodable::Dropped => None,
        };
        let mut stream = Stream::default();
        for c in text.chars() {
            if c == '\n' {
                match &self.profile.line_ends {
                    LineEnds::Bare => {}
                    LineEnds::Hidden => stream.put(b"\n", Insertion::Hidden),
                    LineEnds::Tag(tag) => stream.put(tag.as_bytes(), Insertion::Tag),
                }
            }
            stream.push(c, substitute);
        }
        stream
    }

    fn annotate(&self, stream: &mut Stream) {
        for annotation in &self.profile.annotations {
            let Some((lead, trail)) = gbk::encode(annotation.character) else { continue };
            let reading = annotation.bytes(self.profile.style);
            stream.insert([lead, trail], Side::Behind, Insertion::Reading, || Some(reading.clone()));
        }
    }

    fn cut(&self, stream: &mut Stream, dice: &mut Dice) {
        for mark in &self.profile.marks {
            let Some((lead, trail)) = gbk::encode(*mark) else { continue };
            stream.insert([lead, trail], Side::Before, Insertion::Controls, || {
                dice.chance(self.profile.cut_rate).then(|| {
                    let length = dice.between(1, MOST_CONTROLS);
                    (0..length).map(|_| CONTROLS[dice.below(CONTROLS.len())]).collect()
                })
            });
        }
    }
}

impl Channel for Mirror {
    fn name(&self) -> String {
        format!("mirror-{}", self.profile.name)
    }

    fn kind(&self) -> Kind {
        Kind::InjectedAnnotation
    }

    fn run(&self, text: &str, dice: &mut Dice) -> Damaged {
        let before = if self.profile.converts {
            text.chars().map(script::traditional).collect()
        } else {
            text.to_owned()
        };
        let mut stream = self.encode(&before);
        self.annotate(&mut stream);
        self.cut(&mut stream, dice);
        read::read(&stream, before, &self.profile)
    }
}
