//! `mojimend inspect`.

use crate::Cleaner;
use crate::cli::args::Inspect;
use crate::cli::say::{self, Failure, Outcome};
use crate::cli::{DONE, FAILED, clean};
use crate::corpus::{Document, Input, Problem, documents};
use crate::report::{Diff, Markup};
use anstream::{AutoStream, ColorChoice};
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

/// Which record is asked for.
enum Wanted {
    All,
    Line(u64),
    Id(String),
}

impl Wanted {
    fn parse(record: Option<&str>) -> Self {
        match record {
            None => Self::All,
            Some(record) => match (record.strip_prefix("id:"), record.parse()) {
                (Some(id), _) => Self::Id(id.to_owned()),
                (None, Ok(line)) => Self::Line(line),
                (None, Err(_)) => Self::Id(record.to_owned()),
            },
        }
    }

    fn is(&self, document: &Document<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Line(line) => document.line == Some(*line),
            Self::Id(id) => document.id().as_ref() == Some(id),
        }
    }

    /// Whether a document that cannot be read concerns the user.
    fn concerns(&self, problem: &Problem) -> bool {
        match self {
            Self::All => true,
            Self::Line(line) => problem.line == Some(*line),
            Self::Id(_) => problem.line.is_none(),
        }
    }
}

/// Goes through the documents and shows those that are damaged.
struct View<'a> {
    args: &'a Inspect,
    wanted: Wanted,
    cleaner: Cleaner,
    markup: Markup,
    width: usize,
    out: io::StdoutLock<'static>,
    seen: u64,
    shown: usize,
    damaged: usize,
    problems: u64,
    failure: Option<io::Error>,
    stopped: bool,
}

pub(crate) fn run(args: &Inspect) -> Outcome {
    let config = args.reading.settings()?;
    let decoder = config.decode.decoder();
    let input = clean::input(args.input.clone());
    if let Input::Path(path) = &input {
        refuse_directory(path)?;
    }
    let colour = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
    let mut view = View {
        args,
        wanted: Wanted::parse(args.record.as_deref()),
        cleaner: Cleaner::builder().config(config).build(),
        markup: if colour { Markup::COLOUR } else { Markup::PLAIN },
        width: columns(),
        out: io::stdout().lock(),
        seen: 0,
        shown: 0,
        damaged: 0,
        problems: 0,
        failure: None,
        stopped: false,
    };
    let reading = &args.reading;
    documents(&input, reading.format.into(), &reading.text_field, &decoder, |document| view.look(document))?;
    view.end()
}

fn refuse_directory(path: &Path) -> Result<(), Failure> {
    if !path.is_dir() {
        return Ok(());
    }
    Err(Failure::Message(format!(
        "{0}: a directory; inspect one of its files, or count what would change with `mojimend clean --check {0}`",
        path.display()
    )))
}

/// The width of the terminal, or what suits a page.
fn columns() -> usize {
    const PAGE: usize = 100;
    const NARROWEST: usize = 60;
    terminal_size::terminal_size().map_or(PAGE, |(columns, _)| usize::from(columns.0).max(NARROWEST))
}

impl View<'_> {
    fn look(&mut self, document: Result<Document<'_>, Problem>) -> ControlFlow<()> {
        let document = match document {
            Ok(document) => document,
            Err(problem) => {
                if self.wanted.concerns(&problem) {
                    self.problems += 1;
                    say::error(&problem);
                }
                return ControlFlow::Continue(());
            }
        };
        if !self.wanted.is(&document) {
            return ControlFlow::Continue(());
        }
        self.seen += 1;
        let mut cleaned = self.cleaner.clean(document.text);
        if document.line.is_none() {
            // Of a record, what was wrong with its bytes may lie outside its text.
            cleaned.findings.extend(self.cleaner.findings(document.decoded));
            cleaned.findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
        }
        let damaged = cleaned.is_changed() || !cleaned.findings.is_empty();
        // A file that is one document, or a record asked for, is shown even if nothing is wrong with it.
        let asked_for = document.line.is_none() || !matches!(self.wanted, Wanted::All);
        if damaged && self.args.limit > 0 && self.damaged == self.args.limit {
            self.stopped = true;
            return ControlFlow::Break(());
        }
        if damaged || asked_for {
            let gap = if self.shown > 0 { "\n" } else { "" };
            let title = title(&document);
            let diff = Diff::new(&title, document.text, &cleaned).markup(self.markup).width(self.width);
            self.failure = write!(self.out, "{gap}{diff}").err();
            self.shown += 1;
            self.damaged += usize::from(damaged);
        }
        let found = asked_for && matches!(self.wanted, Wanted::Line(_) | Wanted::Id(_));
        if found || self.failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn end(mut self) -> Outcome {
        if let Some(failure) = self.failure {
            return Err(failure.into());
        }
        let file = self.args.input.display();
        match (&self.args.record, self.seen, self.problems) {
            (Some(record), 0, 0) => {
                return Err(Failure::Message(format!(
                    "{file}: no record {record}; --record takes a line number, or the value of the field \"id\""
                )));
            }
            (None, seen, problems) if self.shown == 0 && (seen > 0 || problems == 0) => {
                let documents = if seen == 1 { "document" } else { "documents" };
                writeln!(self.out, "{file}: no damage found in {seen} {documents}")?;
            }
            _ => {}
        }
        self.out.flush()?;
        if self.stopped {
            say::line(format_args!(
                "stopped after {} damaged documents; --limit 0 shows all, --record one",
                self.damaged
            ));
        }
        Ok(if self.problems > 0 { FAILED } else { DONE })
    }
}

fn title(document: &Document<'_>) -> String {
    match (document.line, document.id()) {
        (None, _) => document.file.to_owned(),
        (Some(line), None) => format!("{}:{line}", document.file),
        (Some(line), Some(id)) => format!("{}:{line} (id {id})", document.file),
    }
}
