//! A file inside an archive.

use super::{Format, Setup, layout};
use crate::corpus::batch::Batch;
use crate::corpus::compression::Compression;
use crate::corpus::desk::Desk;
use crate::corpus::problem::Cause;
use crate::corpus::records::Changed;
use std::path::Path;
use std::sync::Arc;

/// Cleans the content of a member. Nothing when it stays as it is.
pub(in crate::corpus) fn clean(
    setup: &Setup,
    archive: &str,
    name: &str,
    content: &[u8],
    desk: &mut Desk<'_>,
) -> Changed {
    let is_packed = Compression::of_content(content) != Compression::Plain;
    let format = Format::of_magic(content).or_else(|| Format::of_name(Path::new(name)));
    let format = format.unwrap_or_else(|| Format::of_content(content));
    if is_packed || format.has_parts() || format == Format::Tar {
        desk.found.tally.passed_over("other members", 1);
        return None;
    }
    let file: Arc<str> = format!("{archive}!{name}").into();
    let mut inner = desk.of_member(&file);
    let cleaned = layout(format, content, setup).and_then(|layout| {
        let mut splitter = layout.splitter();
        let (mut from, mut output, mut changed) = (content, Vec::new(), false);
        let mut bytes = Vec::new();
        // A slice can always be read.
        while let Ok(Some(cut)) = splitter.next(&mut from, &mut bytes) {
            let part = Batch { bytes: std::mem::take(&mut bytes), cut, file: Arc::clone(&file) };
            let cleaned = layout.clean(&part, &mut inner)?;
            changed |= cleaned.is_some();
            output.extend_from_slice(cleaned.as_deref().unwrap_or(&part.bytes));
        }
        Ok(changed.then_some(output))
    });
    let cleaned = match cleaned {
        Ok(cleaned) => cleaned,
        Err(Cause::NotText(_)) => {
            inner.found.tally.passed_over("not text", 1);
            None
        }
        Err(cause) => {
            inner.problem(None, cause);
            None
        }
    };
    desk.found.add(inner.found);
    cleaned
}
