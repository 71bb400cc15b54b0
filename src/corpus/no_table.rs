//! In place of tables in columns, in a build without them: nothing of this can be made.

use super::batch::Times;
use super::desk::{Findings, Orders};
use super::format::Setup;
use super::problem::Cause;
use super::sink::Sink;
use std::convert::Infallible;
use std::io;
use std::path::Path;
use std::sync::Arc;

pub(super) struct Table(Infallible);

impl Table {
    pub(super) fn open(_: &Path, _: &Setup) -> Result<Self, Cause> {
        Err(Cause::Unsupported {
            what: "a table in columns, which this build of mojimend does not read",
            advice: "use one with the feature `parquet`",
        })
    }

    pub(super) fn groups(&self) -> usize {
        match self.0 {}
    }

    pub(super) fn bytes(&self, _: usize) -> usize {
        match self.0 {}
    }
}

pub(super) struct Group {
    pub(super) table: Arc<Table>,
    pub(super) number: usize,
    pub(super) file: Arc<str>,
    pub(super) permit: Option<super::budget::Permit>,
}

impl Group {
    pub(super) fn clean(self, _: &Orders) -> io::Result<GroupDone> {
        match self.table.0 {}
    }
}

pub(super) struct GroupDone {
    pub(super) found: Findings,
    pub(super) times: Times,
}

pub(super) struct TableSink(Infallible);

impl TableSink {
    pub(super) fn new(_: Sink, table: &Arc<Table>) -> io::Result<Self> {
        match table.0 {}
    }

    pub(super) fn write(&mut self, _: GroupDone) -> io::Result<()> {
        match self.0 {}
    }

    pub(super) fn finish(self) -> io::Result<Sink> {
        match self.0 {}
    }

    pub(super) fn is_stdout(&self) -> bool {
        match self.0 {}
    }
}
