//! Scores: how well a tool gives damaged text back, and what it does to clean text.
//!
//! What is counted is written down in `docs/benchmark.md`, so that another program can come to the same
//! numbers. [`align()`] says what became of each damaged place, [`Score`] adds up.
//!
//! ```
//! use mojimend::damage::Recipe;
//! use mojimend::eval::{Answer, Score};
//! let pair = Recipe::web().pair(1, "doc", "今天天气很好，我们去公园散步。", 1.0);
//! let mut score = Score::default();
//! score.add(&pair, &Answer::text(pair.original.clone()));
//! assert_eq!(score.documents.exact, 1);
//! ```

mod align;
mod bytes;
mod html;
mod run;
mod score;
mod table;

pub use align::{Alignment, DamagedLine, Outcome, align};
pub use bytes::{BytesScore, Class, bytes_html, bytes_table, library_bytes, tool_bytes};
pub use html::html;
pub use run::{Report, Speed, library, tool};
pub use score::{Answer, Bin, Detection, Harm, Injected, Mark, Places, Score, Share};
pub use table::table;
