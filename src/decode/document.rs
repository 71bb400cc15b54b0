//! A document that is not UTF-8: in one encoding throughout, or by lines.

use super::choose::{self, Evidence, Row};
use super::costs;
use super::decoded::{Decoded, OnError, Segment, Segments};
use super::distinct::distinct;
use super::encoding::{Encoding, LEGACY_COUNT};
use super::lines::{self, Form, Line};
use super::pricer::{self, Priced, Pricer, Siblings};
use super::stretches::Stretches;
use super::swift;
use super::verdict::{self, best, chance, confidence, utf8_or};
use super::write::{self, Part};
use std::borrow::Cow;
use std::ops::Range;

/// From this many bytes on, a document is first looked at as one of a single encoding, by so many lines.
const LONG_DOCUMENT: usize = 1 << 14;
const SAMPLE: usize = 24;
/// How sure it is that a line is in an encoding that explains it well.
const KNOWN: f32 = 0.9999;

/// The text of bytes that are not UTF-8.
pub(super) fn read<'a>(bytes: &'a [u8], evidence: &Evidence, on_error: OnError) -> Decoded<'a> {
    alike(bytes, evidence, on_error).unwrap_or_else(|| by_lines(bytes, evidence, on_error))
}

/// All of the input as one segment.
pub(super) fn in_one<'a>(
    bytes: &'a [u8],
    text: Cow<'a, str>,
    encoding: Encoding,
    confidence: f32,
    on_error: OnError,
) -> Decoded<'a> {
    let segment = Segment { input: 0..bytes.len(), text: 0..text.len(), encoding, confidence };
    Decoded {
        text,
        undecodable: Vec::new(),
        segments: Segments::One([segment]),
        input: bytes,
        on_error,
        forced: false,
        http: None,
    }
}

/// A long document all of whose lines look like those of one encoding, two bytes a character: in one go.
fn alike<'a>(bytes: &'a [u8], evidence: &Evidence, on_error: OnError) -> Option<Decoded<'a>> {
    if bytes.len() < LONG_DOCUMENT {
        return None;
    }
    let line_at = |at: usize| bytes[at..].split(|byte| *byte == b'\n').nth(1).unwrap_or_default();
    let sample: Vec<_> = (0..SAMPLE).map(|n| line_at(bytes.len() / SAMPLE * n)).collect();
    let mut stretches = Stretches::default();
    let rows: Vec<Row> = sample
        .iter()
        .filter(|line| !line.is_ascii())
        .map(|line| Row::one(costs::costs(line, &mut stretches, &[], SAMPLE), costs::high(line)))
        .collect();
    let [index] = choose::choose(&rows, rows.len(), evidence)[..] else { return None };
    if !pricer::all_look_like(bytes, index) {
        return None;
    }
    let sure = |row: &Row| confidence(&row.costs, &[index], index, false);
    let confidence = rows.iter().map(sure).fold(1.0, f32::min);
    let encoding = verdict::encoding(index);
    let mut text = String::with_capacity(bytes.len() / 2 * 3);
    let part = |input, doubtful| Part { input, encoding, confidence, doubtful, ascii: false };
    let Some(odd) = swift::append_watching(index, bytes, &mut text) else {
        return Some(write::write(bytes, vec![part(0..bytes.len(), true)], on_error));
    };
    let (mut broken, mut at): (Vec<Range<usize>>, usize) = (Vec::new(), 0);
    for odd in odd {
        let lines = lines_of(bytes, odd.start.max(at)..odd.end.max(at));
        at = lines.last().map_or(at, |line| line.end);
        broken.extend(lines.into_iter().filter(|line| write::is_broken(encoding, &bytes[line.clone()])));
    }
    if broken.is_empty() {
        return Some(in_one(bytes, text.into(), encoding, confidence, on_error));
    }
    let (mut parts, mut at) = (Vec::new(), 0);
    for line in broken {
        parts.push(part(at..line.start, false));
        at = line.end;
        parts.push(part(line, true));
    }
    parts.push(part(at..bytes.len(), false));
    Some(write::write(bytes, parts, on_error))
}

/// The lines that a part of the input touches.
fn lines_of(bytes: &[u8], part: Range<usize>) -> Vec<Range<usize>> {
    let mut start = memchr::memrchr(b'\n', &bytes[..part.start]).map_or(0, |end| end + 1);
    let mut lines = Vec::new();
    while start < part.end {
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |length| start + length + 1);
        lines.push(start..end);
        start = end;
    }
    lines
}

/// Each line in that encoding of the document that explains it best.
fn by_lines<'a>(bytes: &'a [u8], evidence: &Evidence, on_error: OnError) -> Decoded<'a> {
    let lines = lines::split(bytes);
    let text = |line: &Line| &bytes[line.range.clone()];
    let others = || lines.iter().filter(|line| line.form == Form::Other);
    let mut pricer = Pricer::new(others().count());
    let others: Vec<(&[u8], Priced)> = others().map(|line| (text(line), pricer.price(text(line)))).collect();
    let distinct = distinct(&others);
    let siblings = pricer.siblings();
    let rows = rows(choose::sample(distinct.len()).map(|place| &others[distinct[place]]), &siblings);
    let set = choose::choose(&rows, distinct.len(), evidence);
    let best_of: Vec<usize> = others.iter().map(|(_, priced)| best_of(priced, &set, &siblings)).collect();
    let mut count = [0_usize; LEGACY_COUNT + 1];
    best_of.iter().for_each(|index| count[*index] += 1);
    let chance = chance(lines.iter().filter(|line| line.form == Form::Utf8).map(text), &set);
    let mut others = others.iter().zip(best_of);
    let mut parts: Vec<Part> = Vec::new();
    for line in &lines {
        let (encoding, sure, doubtful) = match line.form {
            Form::Ascii => (None, 1.0, false),
            Form::Utf8 => (Some(utf8_or(text(line), &set, chance)), 1.0, false),
            Form::Other => {
                let Some(((text, priced), best)) = others.next() else { continue };
                let encoding = verdict::encoding(best);
                let sure = |costs| confidence(costs, &set, best, count[best] == 1);
                let (sure, odd) = match priced {
                    Priced::Known(known) if known.index == best => (KNOWN, known.odd),
                    // What was not looked at closely may have bytes to skip.
                    Priced::Known(known) => (sure(&known.costs(&siblings)), true),
                    Priced::All(costs) => (sure(costs), true),
                };
                (Some(encoding), sure, odd && write::is_broken(encoding, text))
            }
        };
        if doubtful {
            parts.extend(encoding.map(|encoding| Part {
                input: line.range.clone(),
                encoding,
                confidence: sure,
                doubtful,
                ascii: false,
            }));
        } else {
            join(&mut parts, line.range.clone(), encoding, sure);
        }
    }
    write::write(bytes, parts, on_error)
}

/// The best encoding of a line among those of the document.
fn best_of(priced: &Priced, set: &[usize], siblings: &Siblings) -> usize {
    match priced {
        Priced::Known(known) if set.contains(&known.index) => known.index,
        Priced::Known(known) => best(&known.costs(siblings), set),
        Priced::All(costs) => best(costs, set),
    }
}

/// The prices of lines for the choice: lines that one encoding explains well are taken together.
fn rows<'a>(lines: impl Iterator<Item = &'a (&'a [u8], Priced)>, siblings: &Siblings) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    // The encodings that explain lines well, and their rows.
    let mut together: Vec<(usize, usize)> = Vec::new();
    for (text, line) in lines {
        let index = match line {
            Priced::All(costs) => {
                rows.push(Row::one(**costs, costs::high(costs::trim(text))));
                continue;
            }
            Priced::Known(known) => known.index,
        };
        match together.iter().find(|(known, _)| *known == index) {
            Some((_, place)) => rows[*place].add(&line.costs(siblings)),
            None => {
                together.push((index, rows.len()));
                rows.push(Row::known(line.costs(siblings), index));
            }
        }
    }
    rows
}

/// Adds a line to the parts: to the last one if it is in the same encoding, or if one of both is in any; lines that may
/// have bytes to skip are parts of their own.
fn join(parts: &mut Vec<Part>, line: Range<usize>, encoding: Option<Encoding>, confidence: f32) {
    match (parts.last_mut(), encoding) {
        (Some(last), None) if !last.doubtful => last.input.end = line.end,
        (Some(last), Some(encoding)) if last.ascii => {
            *last = Part { input: last.input.start..line.end, encoding, confidence, ascii: false, ..*last };
        }
        (Some(last), Some(encoding)) if last.encoding == encoding && !last.doubtful => {
            last.input.end = line.end;
            last.confidence = last.confidence.min(confidence);
        }
        (_, encoding) => {
            parts.push(Part {
                input: line,
                encoding: encoding.unwrap_or(Encoding::UTF_8),
                confidence,
                doubtful: false,
                ascii: encoding.is_none(),
            });
        }
    }
}
