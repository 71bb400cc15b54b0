//! Pairs of bytes and text: files in other encodings than UTF-8, and in several at once.
//!
//! A [`BytesRecipe`] writes documents in encodings that people wrote such text in. For mixed files it takes lines
//! of other documents along, from [`Lines`], so the corpus is read twice: once to collect lines, once to write.
//!
//! ```
//! use mojimend::damage::bytes::{BytesRecipe, Lines};
//! let corpus = [("a", "Съешь же ещё этих мягких\n"), ("b", "今天天气很好，我们去公园散步。\n")];
//! let mut lines = Lines::new(1);
//! for (id, text) in corpus {
//!     lines.add(id, text);
//! }
//! let recipe = BytesRecipe::standard();
//! let pair = recipe.pair(1, "b", corpus[1].1, &lines, 1.0);
//! assert!(std::str::from_utf8(&pair.damaged).is_err());
//! assert!(pair.is_explained() && pair.original.contains(corpus[1].1));
//! ```

mod language;
mod lines;
mod pair;
mod recipe;
mod write;

pub use language::suits;
pub use lines::Lines;
pub use pair::{BytesPair, BytesSpan};
pub use recipe::{BYTES_RECIPE, BytesRecipe};
