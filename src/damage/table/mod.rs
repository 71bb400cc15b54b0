//! Pairs as a Parquet file, for everything that reads tables: Python, Spark, DuckDB.
//!
//! | column | type |
//! |---|---|
//! | `id` | string |
//! | `damaged` | string |
//! | `original` | string |
//! | `kinds` | list of strings |
//! | `spans` | list of structs: `start`, `end`, `original_start`, `original_end` (int64, bytes), `kind` (string) |
//!
//! Of pairs of bytes, `damaged` is binary, and spans have an `encoding` instead of a `kind`, null for a stray byte.
//!
//! ```
//! use mojimend::damage::{Pair, Recipe, table};
//! let pairs = vec![Recipe::web().pair(1, "doc-7", "今天天气很好，我们去公园散步。", 1.0)];
//! let mut writer = table::Writer::new(Vec::new())?;
//! writer.write(&pairs)?;
//! # let dir = tempfile::tempdir()?;
//! # let path = dir.path().join("pairs.parquet");
//! std::fs::write(&path, writer.finish()?)?;
//! let read = table::read(std::fs::File::open(&path)?)?.collect::<Result<Vec<Pair>, _>>()?;
//! assert_eq!(read, pairs);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bytes;
mod columns;
mod pair;
mod read;
mod write;

pub use columns::{Cells, Place, Row};
pub use read::{Rows, holds_bytes, read};
pub use write::Writer;
