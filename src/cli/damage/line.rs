//! From documents to pairs, batch by batch.

use super::sink::Sink;
use crate::cli::args::FormatArg;
use crate::cli::clean;
use crate::cli::say::Failure;
use crate::corpus::{Problem, documents};
use crate::damage::table::Row;
use crate::decode::Decoder;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Documents that are damaged at a time, on all cores.
const BATCH: usize = 256;

/// Where documents come from.
pub(super) struct Source {
    pub(super) inputs: Vec<PathBuf>,
    pub(super) format: FormatArg,
    pub(super) text_field: String,
}

impl Source {
    /// Reads all documents, with ids of which no two are equal: a tool's answers are matched by id. A document
    /// without an id has its file and line for one.
    pub(super) fn each(
        &self,
        mut problem: impl FnMut(Problem),
        mut each: impl FnMut(String, &str) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut ids: HashMap<String, u32> = HashMap::new();
        for path in &self.inputs {
            let mut done = Ok(());
            let input = clean::input(path.clone());
            documents(&input, self.format.into(), &[&self.text_field], &Decoder::new(), |document| {
                match document {
                    Ok(document) => {
                        let id = document.id().unwrap_or_else(|| match document.line {
                            Some(number) => format!("{}:{number}", document.file),
                            None => document.file.to_owned(),
                        });
                        let seen = ids.entry(id.clone()).or_insert(0);
                        *seen += 1;
                        let id = if *seen == 1 { id } else { format!("{id}#{seen}") };
                        done = each(id, document.text);
                    }
                    Err(error) => problem(error),
                }
                if done.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            done?;
        }
        Ok(())
    }
}

/// Makes pairs of documents and writes them in order.
pub(super) struct Line<R: Row, Make> {
    make: Make,
    sink: Sink<R>,
    batch: Vec<(String, String)>,
}

impl<R: Row + Serialize + Send, Make: Fn(&str, &str) -> R + Sync> Line<R, Make> {
    pub(super) fn new(make: Make, sink: Sink<R>) -> Self {
        Self { make, sink, batch: Vec::with_capacity(BATCH) }
    }

    /// Adds a document. `made` hears of every pair.
    pub(super) fn push(&mut self, id: String, text: &str, made: impl FnMut(&R)) -> Result<(), Failure> {
        self.batch.push((id, text.to_owned()));
        if self.batch.len() < BATCH { Ok(()) } else { self.flush(made) }
    }

    fn flush(&mut self, made: impl FnMut(&R)) -> Result<(), Failure> {
        let pairs: Vec<R> = self.batch.par_iter().map(|(id, text)| (self.make)(id, text)).collect();
        self.batch.clear();
        pairs.iter().for_each(made);
        self.sink.put(&pairs)
    }

    /// Writes the rest.
    pub(super) fn finish(mut self, made: impl FnMut(&R)) -> Result<(), Failure> {
        self.flush(made)?;
        self.sink.finish()
    }
}
