//! `mojimend decode --detect`: what bytes are, for people and for programs.

use super::decode::Decode;
use super::say::{self, Outcome};
use super::{DONE, FAILED, clean};
use crate::corpus::{Document, documents};
use crate::decode::{Decoded, UndecodableKind};
use serde::Serialize;
use std::io::{self, Write};
use std::ops::ControlFlow;

/// More bytes that are no character are counted, not listed.
const LISTED: usize = 20;

#[derive(Serialize)]
struct Verdict<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    bytes: usize,
    segments: Vec<Part>,
    undecodable: Vec<Bad>,
    declared: Vec<Declared<'a>>,
}

#[derive(Serialize)]
struct Part {
    start: usize,
    end: usize,
    encoding: &'static str,
    confidence: f32,
}

#[derive(Serialize)]
struct Bad {
    start: usize,
    end: usize,
    bytes: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct Declared<'a> {
    source: &'static str,
    label: &'a str,
    encoding: Option<&'static str>,
    holds: bool,
}

impl<'a> Verdict<'a> {
    fn new(document: &'a Document<'_>) -> Self {
        let decoded: &Decoded<'_> = document.decoded;
        let segments = decoded.segments().iter().map(|segment| Part {
            start: segment.input.start,
            end: segment.input.end,
            encoding: segment.encoding.name(),
            confidence: segment.confidence,
        });
        let undecodable = decoded.undecodable.iter().map(|bad| Bad {
            start: bad.input.start,
            end: bad.input.end,
            bytes: bad.bytes.iter().map(|byte| format!("{byte:02X}")).collect(),
            kind: match bad.kind {
                UndecodableKind::Truncated => "truncated",
                UndecodableKind::Garbage => "garbage",
            },
        });
        let declared = decoded.declarations().map(|declared| Declared {
            source: declared.source.name(),
            label: declared.label,
            encoding: declared.encoding.map(|encoding| encoding.name()),
            holds: declared.holds,
        });
        Self {
            file: document.file,
            line: document.line,
            bytes: decoded.input().len(),
            segments: segments.collect(),
            undecodable: undecodable.collect(),
            declared: declared.collect(),
        }
    }

    fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        writeln!(out, ": {} bytes", self.bytes)?;
        for part in &self.segments {
            let range = format!("{}..{}", part.start, part.end);
            writeln!(out, "  {range:>20}  {:<14} {:.3}", part.encoding, part.confidence)?;
        }
        for bad in self.undecodable.iter().take(LISTED) {
            let range = format!("{}..{}", bad.start, bad.end);
            writeln!(out, "  {range:>20}  {} ({})", bad.bytes, bad.kind)?;
        }
        if self.undecodable.len() > LISTED {
            writeln!(out, "  {:>20}  {} more that are no character", "", self.undecodable.len() - LISTED)?;
        }
        for declared in &self.declared {
            let verdict = match (declared.encoding, declared.holds) {
                (None, _) => "no encoding known here",
                (_, true) => "true",
                (_, false) => "not so",
            };
            writeln!(out, "  {:>20}  {} {:?}: {verdict}", "declared", declared.source, declared.label)?;
        }
        Ok(())
    }
}

pub(crate) fn run(args: &Decode) -> Outcome {
    let decoder = args.reading.settings()?.decode.decoder();
    let reading = &args.reading;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut failure, mut problems) = (None, 0);
    let inputs = clean::inputs(args.inputs.clone())?;
    for input in inputs {
        let told = documents(&input, reading.format.into(), &reading.text_field, &decoder, |document| {
            let written = match document {
                Ok(document) if args.json => serde_json::to_writer(&mut out, &Verdict::new(&document))
                    .map_err(io::Error::from)
                    .and_then(|()| out.write_all(b"\n")),
                Ok(document) => Verdict::new(&document).write_text(&mut out),
                Err(problem) => {
                    problems += 1;
                    say::error(&problem);
                    Ok(())
                }
            };
            failure = written.err();
            if failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if let Some(failure) = failure {
            return Err(failure.into());
        }
        if let Err(problem) = told {
            problems += 1;
            say::error(&problem);
        }
    }
    out.flush()?;
    Ok(if problems > 0 { FAILED } else { DONE })
}
