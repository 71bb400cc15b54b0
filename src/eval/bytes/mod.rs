//! Scores of bytes to text: how much of files in other and in mixed encodings a tool reads.

mod run;
mod score;
mod shown;

pub use run::{library_bytes, tool_bytes};
pub use score::{BytesScore, Class};
pub use shown::{bytes_html, bytes_table};
