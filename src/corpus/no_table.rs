//! In place of tables in columns, in a build without them: nothing of this can be made.

use super::compression::Compression;
use super::format::{Format, Setup};
use super::open::Opened;
use super::parts::{Begin, Opening, Product};
use super::plan::Input;
use super::problem::Cause;
use super::target::Target;
use std::convert::Infallible;
use std::io;

fn unsupported() -> Cause {
    Cause::Unsupported {
        what: "a table in columns, which this build of mojimend does not know",
        advice: "use one with the feature `parquet`",
    }
}

/// # Errors
/// Always.
pub(super) fn open(_: &Input, _: Opened, _: &Setup, _: Target) -> Result<Opening, Cause> {
    Err(unsupported())
}

#[derive(Debug)]
pub(super) struct TableForm(Infallible);

impl TableForm {
    pub(super) fn of_names(_: &[String], _: Format, _: Option<Compression>) -> Result<Self, Cause> {
        Err(unsupported())
    }

    pub(super) fn of_lines(_: &[u8], _: Format, _: Option<Compression>) -> Result<Self, Cause> {
        Err(unsupported())
    }

    pub(super) fn takes(&self, _: &[u8]) -> Result<(), Cause> {
        match self.0 {}
    }

    pub(super) fn rows(&self, _: &[u8]) -> io::Result<Product> {
        match self.0 {}
    }

    pub(super) fn begin(&self) -> Begin {
        match self.0 {}
    }
}
