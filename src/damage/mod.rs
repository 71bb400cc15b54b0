//! Damage on demand: the channels that damage text on the web, run forward.
//!
//! A [`Channel`] takes a text and gives a [`Damaged`] one, with a span for every place it touched. Nothing
//! here is left to chance that cannot be repeated: the same seed, document id and text give the same bytes
//! for ever (see [`Dice`]).
//!
//! ```
//! use mojimend::damage::{Channel, Dice, mirror::{Mirror, Profile}};
//! let mirror = Mirror::new(Profile { marks: vec!['？'], folded: true, ..Profile::annotating("設進") });
//! let damaged = mirror.run("重点专科建设", &mut Dice::new(1, "doc", "mirror"));
//! assert_eq!(damaged.original, "重點專科建設");
//! assert_eq!(damaged.text, "重點??平ㄔO(shè)");
//! ```

pub mod bytes;
mod debris;
mod dice;
pub mod encoding;
mod inline;
pub mod mirror;
mod pair;
mod recipe;
mod spam;
mod span;
mod substitution;
#[cfg(feature = "parquet")]
pub mod table;

pub use debris::{Debris, Litter};
pub use dice::Dice;
pub use inline::{Injection, Inline};
pub use pair::Pair;
pub use recipe::{Recipe, WEB_RECIPE};
pub use spam::SpamLine;
pub use span::{Damaged, Kind, Span};
pub use substitution::Spinner;

/// A way by which text gets damaged, run forward.
pub trait Channel {
    /// A short name with the variant, for example `mirror-dense` or `utf-8-as-gbk`.
    fn name(&self) -> String;

    /// The kind of most of its damage.
    fn kind(&self) -> Kind;

    /// Damages a text. The result's original is the text itself, unless the channel says otherwise.
    fn run(&self, text: &str, dice: &mut Dice) -> Damaged;
}
