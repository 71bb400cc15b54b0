//! Arrow data in and out, through the capsules of the Arrow PyCapsule Interface: no copies, no `pyarrow` needed.
//!
//! ```text
//! __arrow_c_array__ ──► one array ─────┐   plan: which columns   ┌─► Array (__arrow_c_array__)
//!                                      ├─► clean what is text ───┤
//! __arrow_c_stream__ ─► many, as read ─┘   share what is not     └─► Stream (__arrow_c_stream__), as it is read
//! ```

mod changes;
mod edits;
mod plan;
mod strings;
mod values;
mod views;

use crate::errors;
use arrow_array::ArrayRef;
use arrow_schema::{ArrowError, FieldRef};
pub(crate) use plan::Columns;
use plan::Plan;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::ffi::{
    ArrayIterator, ArrayReader, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule,
};
use pyo3_arrow::{PyArray, PyArrayReader};
use std::sync::Mutex;

/// What cleans, and on how many threads.
pub(crate) struct Cleaner {
    pub(crate) cleaner: mojimend::Cleaner,
    pub(crate) threads: usize,
}

/// Cleans anything that gives its Arrow data away in capsules.
pub(crate) fn clean<'py>(
    cleaner: Cleaner,
    data: &Bound<'py, PyAny>,
    columns: Columns,
) -> PyResult<Bound<'py, PyAny>> {
    let py = data.py();
    if data.hasattr("__arrow_c_array__")? {
        let (array, field) = data.extract::<PyArray>()?.into_inner();
        let plan = Plan::new(&field, &columns).map_err(|message| errors::arrow(py, &message))?;
        let array = py.detach(|| plan.run(&cleaner, array)).map_err(|message| errors::arrow(py, &message))?;
        return Ok(Bound::new(py, Array { array, field: plan.field })?.into_any());
    }
    if data.hasattr("__arrow_c_stream__")? {
        let reader = data.extract::<PyArrayReader>()?.into_reader()?;
        let plan = Plan::new(&reader.field(), &columns).map_err(|message| errors::arrow(py, &message))?;
        let field = plan.field.clone();
        let cleaned = reader.map(move |array| {
            let array = array?;
            // Whoever reads the stream may hold the interpreter or not; while cleaning nobody needs it.
            let cleaned = Python::attach(|py| py.detach(|| plan.run(&cleaner, array)));
            cleaned.map_err(ArrowError::InvalidArgumentError)
        });
        let reader: Box<dyn ArrayReader + Send> = Box::new(ArrayIterator::new(cleaned, field.clone()));
        return Ok(Bound::new(py, Stream { reader: Mutex::new(Some(reader)), field })?.into_any());
    }
    let kind = data.get_type().name()?;
    Err(errors::arrow(
        py,
        &format!(
            "{kind} gives no Arrow data (no __arrow_c_array__ or __arrow_c_stream__); pass an array, batch or table of \
             pyarrow, Polars, DuckDB, pandas or the like, or a list to clean_batch"
        ),
    ))
}

/// An Arrow array or record batch. Any Arrow library takes it, for example ``pyarrow.array`` or
/// ``pyarrow.record_batch``.
#[pyclass(frozen, module = "mojimend")]
pub(crate) struct Array {
    array: ArrayRef,
    field: FieldRef,
}

#[pymethods]
impl Array {
    fn __len__(&self) -> usize {
        self.array.len()
    }

    fn __repr__(&self) -> String {
        format!("<mojimend.Array: {} x {}>", self.array.len(), self.field.data_type())
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.field.as_ref())?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        Ok(to_array_pycapsules(py, self.field.clone(), &self.array, requested_schema)?)
    }
}

/// Arrow arrays or record batches, cleaned as they are read, which can be done once. Any Arrow library takes it, for
/// example ``pyarrow.table`` or ``pyarrow.RecordBatchReader.from_stream``.
#[pyclass(frozen, module = "mojimend")]
pub(crate) struct Stream {
    reader: Mutex<Option<Box<dyn ArrayReader + Send>>>,
    field: FieldRef,
}

#[pymethods]
impl Stream {
    fn __repr__(&self) -> String {
        format!("<mojimend.Stream: {}>", self.field.data_type())
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.field.as_ref())?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let reader = self.reader.lock().ok().and_then(|mut reader| reader.take());
        let reader = reader.ok_or_else(|| {
            PyValueError::new_err(
                "this stream was read already; call clean_arrow again, or keep a table of it",
            )
        })?;
        Ok(to_stream_pycapsule(py, reader, requested_schema)?)
    }
}
