//! Runs of a tool over pairs: our own library, or any command.

use super::score::{Answer, Score};
use crate::Cleaner;
use crate::damage::Pair;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How often the memory of a tool is looked at.
const GLANCE: Duration = Duration::from_millis(10);
const KIBIBYTE: u64 = 1024;
const MEGABYTE: f64 = 1e6;

/// How fast a tool was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Speed {
    /// Bytes of text given to it, as UTF-8.
    pub bytes: u64,
    /// Seconds it took: for the library those that its thread ran inside [`Cleaner::clean`], without those in
    /// which others had the core; for a command all from start to end.
    pub seconds: f64,
    /// Most memory it held, in bytes; nothing where the system does not tell. For the library, how much the
    /// process grew.
    pub peak_bytes: Option<u64>,
}

impl Speed {
    /// Megabytes a second.
    pub fn megabytes_per_second(&self) -> f64 {
        self.bytes as f64 / MEGABYTE / self.seconds.max(f64::MIN_POSITIVE)
    }
}

/// What a tool reached.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report<S = Score> {
    /// The tool: a name or its command.
    pub tool: String,
    /// How well.
    pub score: S,
    /// How fast.
    pub speed: Speed,
}

/// Runs a cleaner over pairs, on one thread.
pub fn library(cleaner: &Cleaner, pairs: &[Pair]) -> Report {
    let mut score = Score::default();
    let speed = timed(|speed| {
        for pair in pairs {
            let cleaned = speed.of(pair.damaged.len(), || cleaner.clean(&pair.damaged));
            score.add(pair, &Answer::from(cleaned));
        }
    });
    Report { tool: OURSELVES.to_owned(), score, speed }
}

/// Seconds for which this thread has run: on a busy machine a clock on the wall measures the others, too.
#[cfg(unix)]
fn running() -> f64 {
    const NANOSECONDS: f64 = 1e9;
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / NANOSECONDS
}

/// Seconds since the first call, where the system is not asked for better.
#[cfg(not(unix))]
fn running() -> f64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// What this library is called in reports.
pub(super) const OURSELVES: &str = concat!("mojimend ", env!("CARGO_PKG_VERSION"));

/// The speed of what a run times, and how much the process grew meanwhile.
pub(super) fn timed(run: impl FnOnce(&mut Speed)) -> Speed {
    let before = memory("self", "VmRSS");
    let mut speed = Speed::default();
    run(&mut speed);
    speed.peak_bytes = memory("self", "VmHWM").zip(before).map(|(peak, before)| peak.saturating_sub(before));
    speed
}

impl Speed {
    /// Times one document of so many bytes.
    pub(super) fn of<T>(&mut self, bytes: usize, run: impl FnOnce() -> T) -> T {
        let start = running();
        let done = run();
        self.seconds += running() - start;
        self.bytes += bytes as u64;
        done
    }
}

#[derive(Serialize)]
struct Request<'a> {
    id: &'a str,
    text: &'a str,
}

#[derive(Deserialize)]
struct Reply {
    id: String,
    text: String,
}

/// Runs a command over pairs. It gets JSON lines `{"id", "text"}` on its standard input and must write the
/// same, with the cleaned text, on its standard output, in any order. What it leaves out counts as unchanged.
/// The command is run by `sh`.
///
/// # Errors
/// When it cannot be started, ends with a failure, or writes something else.
pub fn tool(command: &str, pairs: &[Pair]) -> io::Result<Report> {
    let request = |pair| {
        let Pair { id, damaged: text, .. }: &Pair = pair;
        Request { id, text }
    };
    let told = ask(command, pairs.iter().map(request))?;
    let mut score = Score::default();
    for pair in pairs {
        match told.replies.get(&pair.id) {
            Some(text) => score.add(pair, &Answer::text(text.clone())),
            None => score.add_missing(pair),
        }
    }
    let bytes = pairs.iter().map(|pair| pair.damaged.len() as u64).sum();
    Ok(Report { tool: command.to_owned(), score, speed: Speed { bytes, ..told.speed } })
}

/// What a tool said.
pub(super) struct Told {
    /// Texts by id.
    pub(super) replies: HashMap<String, String>,
    /// From its start to its end; without the bytes.
    pub(super) speed: Speed,
}

/// Starts a command, gives it requests as JSON lines and hears its replies.
pub(super) fn ask(command: &str, requests: impl Iterator<Item = impl Serialize> + Send) -> io::Result<Told> {
    let start = Instant::now();
    let mut child = Command::new("sh")
        .args(["-c", &format!("exec {command}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (replies, peak_bytes) = converse(&mut child, requests);
    let status = child.wait()?;
    let seconds = start.elapsed().as_secs_f64();
    let replies = replies?;
    if !status.success() {
        return Err(io::Error::other(format!("it ended with {status}")));
    }
    Ok(Told { replies, speed: Speed { bytes: 0, seconds, peak_bytes } })
}

/// Feeds a tool and reads it at the same time, so that neither waits for the other for ever.
fn converse(
    child: &mut Child,
    requests: impl Iterator<Item = impl Serialize> + Send,
) -> (io::Result<HashMap<String, String>>, Option<u64>) {
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let process = child.id().to_string();
    let done = AtomicBool::new(false);
    let peak = AtomicU64::new(0);
    let replies = thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                peak.fetch_max(memory(&process, "VmHWM").unwrap_or(0), Ordering::Relaxed);
                thread::sleep(GLANCE);
            }
        });
        let feeder = scope.spawn(move || input.map_or(Ok(()), |input| feed(input, requests)));
        let replies = output.map_or_else(|| Ok(HashMap::new()), listen);
        done.store(true, Ordering::Relaxed);
        // A tool that stops reading early has said why on its own standard error; what it wrote counts.
        match feeder.join() {
            Ok(Err(error)) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            Ok(_) => replies,
            Err(_) => Err(io::Error::other("the thread that feeds the tool panicked")),
        }
    });
    (replies, Some(peak.into_inner()).filter(|bytes| *bytes > 0))
}

fn feed(input: impl Write, requests: impl Iterator<Item = impl Serialize>) -> io::Result<()> {
    let mut input = BufWriter::new(input);
    for request in requests {
        serde_json::to_writer(&mut input, &request)?;
        input.write_all(b"\n")?;
    }
    input.flush()
}

fn listen(output: impl Read) -> io::Result<HashMap<String, String>> {
    let mut replies = HashMap::new();
    for (number, line) in BufReader::new(output).lines().enumerate() {
        let line = line?;
        let reply: Reply = serde_json::from_str(&line).map_err(|e| {
            io::Error::other(format!("the tool's line {} is no {{id, text}}: {e}", number + 1))
        })?;
        replies.insert(reply.id, reply.text);
    }
    Ok(replies)
}

/// A number from Linux's view of a process, in bytes.
fn memory(process: &str, field: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? * KIBIBYTE)
}
