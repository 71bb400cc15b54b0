//! Tables in columns, a group of rows at a time.
//!
//! Only columns of texts are decoded. A group in which nothing changes is copied as it is, packed; of another group
//! the changed columns are packed anew, all others are copied. Where rows are left out, all columns of the group are
//! packed anew.

mod group;
mod out;
mod parquet;

pub(super) use group::{Group, GroupDone};
pub(super) use out::TableSink;
pub(super) use parquet::Table;
