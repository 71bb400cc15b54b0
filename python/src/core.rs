//! The cleaner as Python holds it, for single texts and for lists.

use crate::arrow::{self, Columns};
use crate::config;
use crate::inspect::{self, EditRow, FindingRow};
use crate::pool;
use crate::text::{self, Text};
use mojimend::Cleaned;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};
use std::ffi::OsString;

/// Texts below this many bytes are cleaned without letting go of the interpreter: it would take longer.
const SHORT: usize = 1 << 10;
/// Bytes of a list that are cleaned between two looks at the keyboard and at other Python threads.
const SLICE: usize = 16 << 20;
/// Bytes cleaned by one thread at a time.
pub(crate) const PIECE: usize = 256 << 10;

/// A cleaner with its settings and its number of threads.
#[pyclass(frozen, module = "mojimend._mojimend")]
pub(crate) struct Core {
    cleaner: mojimend::Cleaner,
    threads: Option<usize>,
}

#[pymethods]
impl Core {
    /// Settings by the name of a preset, changed by what `toml` or `json` says.
    #[new]
    #[pyo3(signature = (preset=None, toml=None, json=None, threads=None))]
    fn new(
        py: Python<'_>,
        preset: Option<&str>,
        toml: Option<&str>,
        json: Option<&str>,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        let config = config::preset(py, preset)?;
        let config = match (toml, json) {
            (Some(text), _) => config::with_toml(py, &config, text)?,
            (None, Some(text)) => config::with_json(py, &config, text)?,
            (None, None) => config,
        };
        // With the interpreter held, so that no fork can come between: what is made once here is whole in the child.
        Ok(Self { cleaner: mojimend::Cleaner::builder().config(config).build(), threads })
    }

    /// The settings as TOML with comments.
    fn to_toml(&self) -> String {
        self.cleaner.config().to_toml()
    }

    /// The settings as JSON.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        config::to_json(py, self.cleaner.config())
    }

    /// How many threads clean a batch.
    fn threads(&self) -> usize {
        pool::resolve(self.threads)
    }

    /// The clean text: the same object if nothing had to change.
    fn clean<'py>(&self, text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
        let (py, text) = (text.py(), text::string(text)?);
        let read = Text::read(text)?;
        let cleaned = self.one(py, read.readable());
        if cleaned.is_changed() { read.written(py, &cleaned) } else { Ok(text.clone()) }
    }

    /// The clean text of bytes in any encoding.
    fn clean_bytes(&self, data: &Bound<'_, PyAny>) -> PyResult<String> {
        let bytes = text::bytes(data)?;
        data.py().detach(|| Ok(self.cleaned_bytes(&bytes)))
    }

    /// The clean text, its edits and its findings.
    fn inspect<'py>(
        &self,
        text: &Bound<'py, PyAny>,
    ) -> PyResult<(Bound<'py, PyString>, Vec<EditRow>, Vec<FindingRow>)> {
        let (py, text) = (text.py(), text::string(text)?);
        let read = Text::read(text)?;
        let cleaned = self.one(py, read.readable());
        let (edits, findings) = inspect::rows(read.readable(), &cleaned);
        let output = if cleaned.is_changed() { read.written(py, &cleaned)? } else { text.clone() };
        Ok((output, edits, findings))
    }

    /// The clean texts of a list of `str`, `bytes` and `None`.
    fn clean_batch<'py>(&self, texts: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyList>> {
        let py = texts.py();
        // A list of our own: nobody else can take items out of it while the interpreter is let go.
        let items: Vec<_> = texts.iter().collect();
        let out = PyList::empty(py);
        let mut rest = items.as_slice();
        let mut row = 0;
        while !rest.is_empty() {
            let mut slice = Vec::new();
            let mut bytes = 0;
            for item in rest {
                let item = Item::read(item, row + slice.len())?;
                bytes += item.len();
                slice.push(item);
                if bytes >= SLICE {
                    break;
                }
            }
            let (now, later) = rest.split_at(slice.len());
            for (object, (item, result)) in now.iter().zip(slice.iter().zip(self.slice(py, &slice, bytes))) {
                match (item, result) {
                    (Item::Text(text), Some(Done::Cleaned(cleaned))) => {
                        out.append(text.written(py, &cleaned)?)?
                    }
                    (_, Some(Done::Text(text))) => out.append(text)?,
                    _ => out.append(object)?,
                }
            }
            row += slice.len();
            rest = later;
            py.check_signals()?;
        }
        Ok(out)
    }

    /// Cleans anything with `__arrow_c_array__` or `__arrow_c_stream__`.
    fn clean_arrow<'py>(
        slf: &Bound<'py, Self>,
        data: &Bound<'py, PyAny>,
        columns: Option<Vec<String>>,
        edits: Option<String>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let core = slf.get();
        let threads = pool::resolve(core.threads);
        let cleaner = arrow::Cleaner { cleaner: core.cleaner.clone(), threads };
        arrow::clean(cleaner, data, Columns { names: columns, edits })
    }
}

/// One item of a list.
enum Item<'a> {
    None,
    Text(Text<'a>),
    Bytes(&'a [u8]),
}

/// What became of an item that has to change.
enum Done<'a> {
    Cleaned(Cleaned<'a>),
    Text(String),
}

impl<'a> Item<'a> {
    fn read(item: &'a Bound<'_, PyAny>, row: usize) -> PyResult<Self> {
        if let Ok(text) = item.cast::<PyString>() {
            return Text::read(text).map(Self::Text);
        }
        if let Ok(bytes) = item.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.as_bytes()));
        }
        if item.is_none() {
            return Ok(Self::None);
        }
        let kind = item.get_type().name()?;
        Err(PyTypeError::new_err(format!("item {row} is {kind}; expected str, bytes or None")))
    }

    fn len(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Text(text) => text.readable().len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

impl Core {
    fn one<'a>(&self, py: Python<'_>, text: &'a str) -> Cleaned<'a> {
        if text.len() < SHORT { self.cleaner.clean(text) } else { py.detach(|| self.cleaner.clean(text)) }
    }

    fn cleaned_bytes(&self, bytes: &[u8]) -> String {
        self.cleaner.clean_bytes(bytes).into_text().into_owned()
    }

    /// Cleans items of so many bytes in all; nothing for those that stay.
    fn slice<'a>(&self, py: Python<'_>, items: &'a [Item<'_>], bytes: usize) -> Vec<Option<Done<'a>>> {
        let work = |item: &'a Item<'_>| match item {
            Item::None => None,
            Item::Text(text) => {
                let cleaned = self.cleaner.clean(text.readable());
                cleaned.is_changed().then_some(Done::Cleaned(cleaned))
            }
            Item::Bytes(bytes) => Some(Done::Text(self.cleaned_bytes(bytes))),
        };
        if bytes < SHORT {
            return items.iter().map(work).collect();
        }
        let threads = pool::resolve(self.threads);
        let results = py
            .detach(|| pool::map(threads, pieces(items), |piece| piece.iter().map(work).collect::<Vec<_>>()));
        results.into_iter().flatten().collect()
    }
}

/// Items in runs of some size.
fn pieces<'a, 'b>(items: &'a [Item<'b>]) -> Vec<&'a [Item<'b>]> {
    let mut pieces = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (index, item) in items.iter().enumerate() {
        bytes += item.len();
        if bytes >= PIECE {
            pieces.push(&items[start..=index]);
            (start, bytes) = (index + 1, 0);
        }
    }
    if start < items.len() {
        pieces.push(&items[start..]);
    }
    pieces
}

/// Runs the command `mojimend` with these arguments, its own name first, and gives its exit code.
#[pyfunction]
pub(crate) fn command(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| mojimend::cli::run(args))
}
