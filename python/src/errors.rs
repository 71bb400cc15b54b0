//! Errors as Python exceptions: the classes of `mojimend/errors.py`, with the same words as in Rust.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

/// The exception for an error of the library.
pub(crate) fn exception(py: Python<'_>, error: &mojimend::Error) -> PyErr {
    static BASE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    match error {
        mojimend::Error::Config(_) => config(py, &error.to_string()),
        _ => raise(py, &BASE, "Error", &error.to_string()),
    }
}

/// A configuration that cannot be used.
pub(crate) fn config(py: Python<'_>, message: &str) -> PyErr {
    static CONFIG: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raise(py, &CONFIG, "ConfigError", message)
}

/// Arrow data that cannot be cleaned.
pub(crate) fn arrow(py: Python<'_>, message: &str) -> PyErr {
    static ARROW: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raise(py, &ARROW, "ArrowTypeError", message)
}

fn raise(py: Python<'_>, class: &PyOnceLock<Py<PyType>>, name: &str, message: &str) -> PyErr {
    match class.import(py, "mojimend.errors", name) {
        Ok(class) => PyErr::from_type(class.clone(), message.to_owned()),
        Err(error) => error,
    }
}
