//! mojimend for Python: the native half of the package `mojimend`, whose other half is `python/mojimend`.
//!
//! ```text
//! str, bytes, lists ─► text.rs ─┐                                ┌─► the same object, or a new str
//!                               ├─► mojimend::Cleaner (no GIL) ──┤
//! Arrow ─────────────► arrow/ ──┘   on the threads of pool.rs    └─► the same buffers, or new ones
//! ```
//!
//! Here is what must be fast. What users see (classes, defaults, words, examples) is written in Python.

mod arrow;
mod config;
mod core;
mod decode;
mod errors;
mod inspect;
mod pool;
mod rules;
mod text;

use pyo3::prelude::*;

/// The native half of mojimend. Use the package, not this.
#[pymodule]
mod _mojimend {
    #[pymodule_export]
    use crate::arrow::{Array, Stream};
    #[pymodule_export]
    use crate::core::{Core, command};
    #[pymodule_export]
    use crate::decode::decode;
    #[pymodule_export]
    use crate::rules::rules;
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
