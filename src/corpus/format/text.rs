//! A file that is one document.

use crate::corpus::desk::Desk;
use crate::corpus::problem::Cause;
use std::io::{self, Read};

/// The whole file is one batch.
#[derive(Default)]
pub(in crate::corpus) struct Whole {
    read: bool,
}

impl Whole {
    pub(super) fn next(&mut self, from: &mut dyn Read, into: &mut Vec<u8>) -> io::Result<Option<u64>> {
        if std::mem::replace(&mut self.read, true) {
            return Ok(None);
        }
        from.read_to_end(into)?;
        Ok(Some(1))
    }
}

pub(super) fn clean(bytes: &[u8], desk: &mut Desk<'_>) -> Result<Option<Vec<u8>>, Cause> {
    Ok(desk.whole(bytes)?.map(|text| text.into_owned().into_bytes()))
}
