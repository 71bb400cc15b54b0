//! CSV and TSV (RFC 4180): rows of fields, quoted where they hold a separator, a quote or a line end.
//!
//! The reader is our own: crates for CSV give what fields say, not where they stand, and what is not repaired must
//! stay as it is spelled. A test compares it with the crate `csv`.

use super::split::{Boundary, Splitter};
use super::{Layout, Row, Setup, copy_but};
use crate::corpus::batch::Batch;
use crate::corpus::desk::{Desk, Judged};
use crate::corpus::problem::Cause;
use crate::corpus::records::{Records, Value};
use memchr::{memchr, memchr3};
use std::borrow::Cow;
use std::ops::Range;

const QUOTE: u8 = b'"';
const BOM: &[u8] = b"\xEF\xBB\xBF";

pub(super) struct Csv {
    separator: u8,
    /// The columns of texts, from 0, ascending.
    columns: Vec<usize>,
    /// The names of all columns.
    names: Vec<String>,
    /// The column of ids.
    id: Option<usize>,
    longest: usize,
}

impl Csv {
    /// The columns are those that the first row names.
    pub(super) fn new(separator: u8, head: &[u8], setup: &Setup) -> Result<Self, Cause> {
        let start = if head.starts_with(BOM) { BOM.len() } else { 0 };
        let head = &head[start..];
        let end = row_end(head, separator, true).unwrap_or(head.len());
        let row = String::from_utf8_lossy(&head[..end]);
        let names: Vec<String> =
            fields(&row, separator).map(|field| says(&row[field]).trim().to_owned()).collect();
        let find = |name: &str| names.iter().position(|found| found == name);
        let mut columns = Vec::new();
        for field in setup.fields.iter().filter(|_| !head.is_empty()) {
            match find(field) {
                Some(column) => columns.push(column),
                None => return Err(Cause::ColumnMissing { column: field.clone(), found: names }),
            }
        }
        columns.sort_unstable();
        columns.dedup();
        let id = find("id");
        Ok(Self { separator, columns, names, id, longest: setup.longest })
    }
}

impl Layout for Csv {
    fn splitter(&self) -> Splitter {
        Splitter::new(Box::new(Rows { separator: self.separator, state: State::Start }), self.longest)
    }

    fn records<'b>(&self, batch: &'b Batch, desk: &mut Desk<'_>) -> Result<Records<'b>, Cause> {
        let mut records = Records::new(&batch.bytes);
        let (mut at, mut line) = (0, batch.cut.line);
        let mut is_header = batch.cut.offset == 0;
        while at < batch.bytes.len() {
            let end =
                row_end(&batch.bytes[at..], self.separator, true).map_or(batch.bytes.len(), |end| at + end);
            let (span, first) = (at..end, line);
            at = end;
            line += crate::corpus::desk::count_lines(&batch.bytes[span.clone()]);
            if std::mem::take(&mut is_header) || batch.bytes[span.clone()].trim_ascii().is_empty() {
                continue;
            }
            let Some(source) = records.read(batch, span.clone(), first, desk) else { continue };
            let mut values = Vec::with_capacity(self.columns.len());
            for (number, field) in fields(&source.text, self.separator).enumerate() {
                if self.columns.contains(&number) {
                    values.push(value(&source.text, field));
                }
            }
            if values.len() < self.columns.len() {
                desk.problem(Some(first), Cause::RowTooShort);
                continue;
            }
            records.push(span, Some(first), source, values);
        }
        Ok(records)
    }

    fn write(&self, source: &str, values: &[Value], judged: &[Judged], out: &mut Vec<u8>) {
        copy_but(source, values, judged, out, |value, judged, out| {
            let text = judged.text.as_deref().unwrap_or_default();
            // The span of a quoted field is what stands between its quotes.
            if value.span.start > 0 && source.as_bytes()[value.span.start - 1] == QUOTE {
                out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            } else if text.bytes().any(|byte| byte == self.separator || matches!(byte, QUOTE | b'\r' | b'\n'))
            {
                out.extend_from_slice(format!("\"{}\"", text.replace('"', "\"\"")).as_bytes());
            } else {
                out.extend_from_slice(text.as_bytes());
            }
        });
    }

    fn object(&self, row: Row<'_>, out: &mut Vec<u8>) {
        let mut texts = (0..row.values.len()).map(|number| row.says(number));
        let fields: Vec<(Cow<'_, str>, Cow<'_, str>)> = fields(row.source, self.separator)
            .enumerate()
            .map(|(number, field)| {
                let name = self.names.get(number).map_or_else(|| beyond(number).into(), Into::into);
                let text = if self.columns.contains(&number) { texts.next() } else { None };
                // The last field of a row ends in front of its line end.
                (name, text.map_or_else(|| says(&row.source[field]), Into::into))
            })
            .collect();
        row.write(fields.iter().map(|(name, value)| (&**name, &**value)), out);
    }

    fn columns(&self, _head: &[u8]) -> Result<Vec<String>, Cause> {
        Ok(self.names.clone())
    }

    fn id(&self, source: &str) -> Option<String> {
        let field = fields(source, self.separator).nth(self.id?)?;
        Some(says(&source[field]).into_owned())
    }
}

/// The name of a column that the first row does not name.
fn beyond(number: usize) -> String {
    format!("column {}", number + 1)
}

/// The value of a field, quotes left outside.
fn value(row: &str, field: Range<usize>) -> Value {
    let raw = &row[field.clone()];
    match raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) {
        Some(inner) => {
            let text = memchr(QUOTE, inner.as_bytes()).map(|_| inner.replace("\"\"", "\""));
            Value { span: field.start + 1..field.end - 1, text }
        }
        None => Value { span: field, text: raw.starts_with('"').then(|| says(raw).into_owned()) },
    }
}

/// What a field says.
fn says(raw: &str) -> Cow<'_, str> {
    let Some(inner) = raw.strip_prefix('"') else { return raw.into() };
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(end) = rest.find('"') {
        text.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                text.push('"');
                rest = after;
            }
            // What follows a closing quote belongs to the field all the same.
            None => break,
        }
    }
    text.push_str(rest);
    text.into()
}

/// Where a field ends: in front of a separator, a line end, or the end of the row.
fn field_end(row: &[u8], from: usize, separator: u8) -> usize {
    let mut at = from;
    if row.get(at) == Some(&QUOTE) {
        at += 1;
        while let Some(quote) = memchr(QUOTE, &row[at..]) {
            at += quote + 1;
            if row.get(at) != Some(&QUOTE) {
                return memchr3(separator, b'\n', b'\r', &row[at..]).map_or(row.len(), |end| at + end);
            }
            at += 1;
        }
        return row.len();
    }
    memchr3(separator, b'\n', b'\r', &row[at..]).map_or(row.len(), |end| at + end)
}

/// The fields of a row.
fn fields(row: &str, separator: u8) -> impl Iterator<Item = Range<usize>> {
    let bytes = row.as_bytes();
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let end = field_end(bytes, start, separator);
        next = (bytes.get(end) == Some(&separator)).then_some(end + 1);
        Some(start..end)
    })
}

/// Where the first row ends, behind its line end. `whole`: nothing follows these bytes.
fn row_end(bytes: &[u8], separator: u8, whole: bool) -> Option<usize> {
    Rows { separator, state: State::Start }.end(bytes, whole)
}

/// Finds the ends of rows.
struct Rows {
    separator: u8,
    state: State,
}

/// Where in a row a scan is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// At the beginning of a field.
    Start,
    /// In a field without quotes, or behind the closing one.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote between quotes: the closing one, or the first of two.
    Closing,
    /// Behind `\r`: the row has ended, perhaps with a `\n` to come.
    Return,
}

impl Rows {
    /// The end of the row, scanning on from where the last call stopped.
    fn end(&mut self, bytes: &[u8], whole: bool) -> Option<usize> {
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            self.state = match self.state {
                State::Return => return Some(at + usize::from(byte == b'\n')),
                State::Start if byte == QUOTE => State::Quoted,
                State::Closing if byte == QUOTE => State::Quoted,
                State::Quoted => match memchr(QUOTE, &bytes[at..]) {
                    Some(quote) => {
                        at += quote;
                        State::Closing
                    }
                    None => return None,
                },
                State::Start | State::Plain | State::Closing => {
                    match memchr3(self.separator, b'\n', b'\r', &bytes[at..]) {
                        Some(end) => at += end,
                        None => {
                            self.state = State::Plain;
                            return None;
                        }
                    }
                    match bytes[at] {
                        b'\n' => {
                            self.state = State::Start;
                            return Some(at + 1);
                        }
                        b'\r' => State::Return,
                        _ => State::Start,
                    }
                }
            };
            at += 1;
        }
        (whole && self.state == State::Return).then_some(at)
    }
}

impl Boundary for Rows {
    fn last(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut last = None;
        while let Some(end) = row_end(&bytes[last.unwrap_or(0)..], self.separator, false) {
            last = Some(last.unwrap_or(0) + end);
        }
        last
    }

    fn pass(&mut self, bytes: &[u8], fresh: bool) -> Option<usize> {
        if fresh {
            self.state = State::Start;
        }
        let end = self.end(bytes, false)?;
        self.state = State::Start;
        Some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = row_end(rest.as_bytes(), b',', true).unwrap_or(rest.len());
            let row = &rest[..end];
            rest = &rest[end..];
            // The crate passes over blank lines.
            if !row.trim_end_matches(['\r', '\n']).is_empty() {
                rows.push(fields(row, b',').map(|field| says(&row[field]).into_owned()).collect());
            }
        }
        rows
    }

    fn by_the_crate(text: &str) -> Vec<Vec<String>> {
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.into_records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn rows_and_fields_are_found() {
        for text in [
            "a,b\n1,2\n",
            "a,\"b\nc\",d\r\n\r\n\"\"\"x\"\"\",,\n",
            "\"a\"b,c\rd\"e,\"f\"",
            "\"open, to the end\nof all",
            ",\n,",
            "a\n\n\nb",
        ] {
            assert_eq!(rows(text), by_the_crate(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_crate_reads(text in "[a,\"\\r\\n]{0,24}") {
            prop_assert_eq!(rows(&text), by_the_crate(&text));
        }

        #[test]
        fn a_row_in_two_pieces_ends_where_it_ends(text in "[a,\"\\r\\n]{1,24}", cut in 0..24_usize) {
            let cut = cut.min(text.len());
            let mut scan = Rows { separator: b',', state: State::Start };
            let found = match scan.pass(&text.as_bytes()[..cut], true) {
                Some(end) => Some(end),
                None => scan.pass(&text.as_bytes()[cut..], false).map(|end| cut + end),
            };
            prop_assert_eq!(found, row_end(text.as_bytes(), b',', false));
        }
    }
}
