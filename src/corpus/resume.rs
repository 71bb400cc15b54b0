//! The manifest: what is done, so that a run that was killed can go on.
//!
//! A file of JSON lines. The first says which job it is; each other that a file is whole, or how far it is. What
//! a line says was handed to the system before the line. After a power loss that is not enough: then the system was
//! started anew since, files are only believed to be whole if they still have their hash, and parts are not.

use super::plan::{Output, Plan, Refusal, Route};
use super::problem::{Cause, Problem};
use super::sink::{Sink, Written, beside};
use crate::report::Tally;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::hash::Hasher;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use twox_hash::XxHash3_64;

/// Which job a manifest belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Job {
    mojimend: String,
    /// Of the settings, and of all options that matter to the output.
    settings: String,
    /// Of the names, lengths and times of all inputs.
    inputs: String,
    /// The time the system has been running since, so to speak.
    boot: String,
}

/// Where a file goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Start {
    /// Bytes and lines of the unpacked input before it.
    pub(super) read: u64,
    pub(super) lines: u64,
    /// Bytes of the output before it.
    pub(super) written: u64,
    pub(super) tally: Tally,
    pub(super) problems: u64,
}

/// A line of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Entry {
    /// A file is whole. The log and the rejects are so long.
    Whole {
        number: u64,
        written: Written,
        tally: Tally,
        problems: u64,
        log: Option<u64>,
        rejects: Option<u64>,
    },
    /// A file is done in part.
    Part { number: u64, start: Start, log: u64, rejects: u64 },
}

impl Job {
    /// `settings`: everything that matters to the output, as text.
    pub(super) fn new(settings: &str, plan: &Plan) -> Self {
        let mut hash = XxHash3_64::new();
        hash.write(settings.as_bytes());
        Self {
            mojimend: env!("CARGO_PKG_VERSION").to_owned(),
            settings: format!("{:016x}", hash.finish()),
            inputs: format!("{:016x}", plan.digest()),
            boot: boot(),
        }
    }
}

/// What is another each time the system starts; empty where it does not say.
fn boot() -> String {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    id.trim().to_owned()
}

/// A manifest being written.
pub(super) struct Manifest {
    path: PathBuf,
    job: Job,
    file: Option<BufWriter<File>>,
    /// Lines that hold only when the log has caught up.
    pending: Vec<u8>,
    /// Whether it stays when all is done.
    stays: bool,
}

/// What a manifest says is done.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// So many of the first files are whole; what was found in each.
    pub(super) whole: Vec<(Tally, u64)>,
    /// Where the next goes on.
    pub(super) start: Option<Start>,
    pub(super) log: u64,
    pub(super) rejects: u64,
}

/// The name of the manifest of a job; nothing when there is no file to continue. In a directory it stays, beside a
/// single file it goes when that is whole.
fn place(plan: &Plan, output: &Output, shard: Option<(usize, usize)>) -> Option<(PathBuf, bool)> {
    if let Some(directory) = &plan.directory {
        let name = match shard {
            None => ".mojimend-manifest.jsonl".to_owned(),
            Some((part, of)) => format!(".mojimend-manifest-{part}-of-{of}.jsonl"),
        };
        return Some((directory.join(name), true));
    }
    match output {
        Output::Path(path) if !fs::metadata(path).is_ok_and(|meta| !meta.is_file()) => {
            Some((beside(path, ".mojimend-", ".manifest"), false))
        }
        _ => None,
    }
}

impl Manifest {
    /// The manifest of a job; nothing when the job has no file to continue.
    pub(super) fn new(plan: &Plan, output: &Output, shard: Option<(usize, usize)>, job: Job) -> Option<Self> {
        let (path, stays) = place(plan, output, shard)?;
        Some(Self { path, job, file: None, pending: Vec::new(), stays })
    }

    /// Reads what an earlier run has done, and goes on behind it.
    ///
    /// # Errors
    /// When that was another job, or it is still running.
    pub(super) fn resume(&mut self, plan: &Plan) -> Result<Done, Refusal> {
        let path = self.path.clone();
        let unreadable =
            |error: io::Error| Refusal::ManifestUnreadable { path: path.clone(), why: error.to_string() };
        let file = match File::options().read(true).write(true).open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Done::default()),
            Err(error) => return Err(unreadable(error)),
        };
        if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
            return Err(Refusal::Running(self.path.clone()));
        }
        let mut lines = Lines { file: BufReader::new(&file), line: String::new(), end: 0 };
        let Some(job) = lines.next::<Job>() else { return Ok(Done::default()) };
        if (&job.mojimend, &job.settings) != (&self.job.mojimend, &self.job.settings) {
            return Err(Refusal::OtherSettings(self.path.clone()));
        }
        if job.inputs != self.job.inputs {
            return Err(Refusal::OtherInputs(self.path.clone()));
        }
        // Notes of a system that has gone down say little of the one that runs: all is checked, and noted anew.
        let is_new_boot = job.boot != self.job.boot;
        let (mut done, mut kept) = (Done::default(), Vec::new());
        let mut end = lines.end;
        let mut routes = plan.routes().peekable();
        while let Some(entry) = lines.next::<Entry>() {
            if is_new_boot && matches!(entry, Entry::Part { .. }) {
                continue;
            }
            let noted = is_new_boot.then(|| entry.clone());
            if !done.take(entry, &mut routes, is_new_boot) {
                break;
            }
            kept.extend(noted);
            end = lines.end;
        }
        if is_new_boot {
            drop(file);
            let noted = kept.iter().try_for_each(|entry| self.write(entry));
            noted.map_err(unreadable)?;
        } else {
            let begun = file.set_len(end).and_then(|()| (&file).seek(SeekFrom::Start(end)));
            begun.map_err(unreadable)?;
            self.file = Some(BufWriter::new(file));
        }
        Ok(done)
    }

    /// Adds a line.
    ///
    /// # Errors
    /// When it cannot be written. The job can go on without.
    pub(super) fn note(&mut self, entry: &Entry) -> Result<(), Problem> {
        self.write(entry).map_err(|error| self.unwritable(error))
    }

    fn write(&mut self, entry: &Entry) -> io::Result<()> {
        serde_json::to_writer(&mut self.pending, entry)?;
        self.pending.push(b'\n');
        let (settled, at_once) = match entry {
            Entry::Whole { log, rejects, .. } => (log.is_some() && rejects.is_some(), false),
            Entry::Part { .. } => (true, true),
        };
        if !settled {
            return Ok(());
        }
        let file = self.file()?;
        let pending = std::mem::take(&mut self.pending);
        let file = self.file.insert(file);
        file.write_all(&pending)?;
        if at_once { file.flush() } else { Ok(()) }
    }

    fn file(&mut self) -> io::Result<BufWriter<File>> {
        if let Some(file) = self.file.take() {
            return Ok(file);
        }
        if let Some(parent) = self.path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent)?;
        }
        let file = File::options().write(true).create(true).truncate(false).open(&self.path)?;
        if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
            return Err(io::Error::other("another run is writing there"));
        }
        file.set_len(0)?;
        let mut file = BufWriter::new(file);
        serde_json::to_writer(&mut file, &self.job)?;
        file.write_all(b"\n")?;
        Ok(file)
    }

    /// Makes sure that all lines are handed to the system.
    pub(super) fn flush(mut self) -> Result<(), Problem> {
        let flushed = self.flushed();
        flushed.map_err(|error| self.unwritable(error))
    }

    fn flushed(&mut self) -> io::Result<()> {
        let mut file = self.file()?;
        file.write_all(&self.pending)?;
        file.flush()
    }

    /// The job is done.
    pub(super) fn finish(self) -> Result<(), Problem> {
        if self.stays {
            return self.flush();
        }
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.unwritable(error)),
            _ => Ok(()),
        }
    }

    fn unwritable(&self, error: io::Error) -> Problem {
        Problem { file: self.path.display().to_string(), line: None, cause: Cause::NoManifest(error) }
    }
}

/// The lines of a manifest.
struct Lines<'f> {
    file: BufReader<&'f File>,
    line: String,
    /// Behind the last line read.
    end: u64,
}

impl Lines<'_> {
    /// The next line, if it is whole and makes sense.
    fn next<T: for<'de> Deserialize<'de>>(&mut self) -> Option<T> {
        self.line.clear();
        let read = self.file.read_line(&mut self.line).ok()?;
        let whole = self.line.strip_suffix('\n')?;
        let entry = serde_json::from_str(whole).ok()?;
        self.end += read as u64;
        Some(entry)
    }
}

impl Done {
    /// Takes an entry in, if what it says is still so.
    fn take(&mut self, entry: Entry, routes: &mut Peekable<impl Iterator<Item = Route>>, hash: bool) -> bool {
        match entry {
            Entry::Whole { number, written, tally, problems, log, rejects } => {
                let is_next = number == self.whole.len() as u64;
                if !is_next || !routes.next().is_some_and(|route| is_there(&route.output, written, hash)) {
                    return false;
                }
                self.whole.push((tally, problems));
                self.start = None;
                (self.log, self.rejects) = (log.unwrap_or(self.log), rejects.unwrap_or(self.rejects));
                true
            }
            Entry::Part { number, start, log, rejects } => {
                if number != self.whole.len() as u64 {
                    return false;
                }
                // Killed between giving the file its name and noting it: then the file is done again.
                let Some(Route { output: Output::Path(path), .. }) = routes.peek() else { return false };
                if Sink::can_reopen(path, start.written) {
                    (self.log, self.rejects) = (log, rejects);
                    self.start = Some(start);
                }
                true
            }
        }
    }
}

/// Whether an output is what was written.
fn is_there(output: &Output, written: Written, hash: bool) -> bool {
    let Output::Path(path) = output else { return false };
    if !fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == written.bytes) {
        return false;
    }
    !hash || written.hash.is_some_and(|expected| hash_of(path).is_ok_and(|found| found == expected))
}

fn hash_of(path: &Path) -> io::Result<u64> {
    let (mut file, mut hash, mut buffer) = (File::open(path)?, XxHash3_64::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hash.finish()),
            read => hash.write(&buffer[..read]),
        }
    }
}

/// Opens a stream beside the outputs, or goes on with one.
pub(super) fn side(output: &Output, written: Option<u64>) -> io::Result<Option<Sink>> {
    match (output, written) {
        (Output::Path(path), Some(written)) if written > 0 => Sink::reopen_whole(path, written).map(Some),
        _ => Sink::open_beside(output),
    }
}
