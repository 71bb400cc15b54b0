//! The summary of a run as a file: JSON, with every file of the run, and made one from those of parts.

use super::known;
use super::summary::{Summary, Tally};
use crate::corpus::Output;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

/// The files of a run, one JSON object a line. There can be millions: beyond a megabyte they are on disk.
pub(crate) struct Details(tempfile::SpooledTempFile);

const IN_MEMORY: usize = 1 << 20;

impl Default for Details {
    fn default() -> Self {
        Self(tempfile::SpooledTempFile::new(IN_MEMORY))
    }
}

#[derive(Serialize)]
struct OneFile<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
    #[serde(flatten)]
    tally: &'a Tally,
    #[serde(skip_serializing_if = "known::is_zero")]
    problems: &'a u64,
}

impl Details {
    /// Adds a file. `time`: what all threads together took for it, if it was not done by an earlier run.
    pub(crate) fn add(&mut self, file: &str, tally: &Tally, problems: u64, time: Option<Duration>) {
        let seconds = time.map(|time| time.as_secs_f64());
        // What cannot be written is missed when the summary is: it then says fewer files.
        let _ = serde_json::to_writer(&mut self.0, &OneFile { file, seconds, tally, problems: &problems });
        let _ = self.0.write_all(b"\n");
    }

    /// Writes all as one JSON object.
    pub(crate) fn write(mut self, summary: &Summary, to: &Output) -> io::Result<()> {
        self.0.rewind()?;
        let mut files = BufReader::new(self.0);
        match to {
            Output::Nowhere => Ok(()),
            Output::Stdout => write(&summary.counts(), &mut files, io::stdout().lock()),
            Output::Path(path) => {
                let mut unfinished = path.as_os_str().to_owned();
                unfinished.push(".part");
                let result = File::create(&unfinished)
                    .and_then(|file| write(&summary.counts(), &mut files, file))
                    .and_then(|()| fs::rename(&unfinished, path));
                if result.is_err() {
                    let _ = fs::remove_file(&unfinished);
                }
                result
            }
        }
    }
}

fn write(counts: &Counts, files: &mut impl Read, to: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(to);
    let text = serde_json::to_string_pretty(counts)?;
    let open = text.strip_suffix("\n}").unwrap_or(&text);
    write!(out, "{open},\n  \"by_file\": [")?;
    let mut line = String::new();
    let (mut lines, mut first) = (BufReader::new(files), true);
    while io::BufRead::read_line(&mut lines, &mut line)? > 0 {
        write!(out, "{}\n    {}", if first { "" } else { "," }, line.trim_end())?;
        first = false;
        line.clear();
    }
    writeln!(out, "{}]\n}}", if first { "" } else { "\n  " })?;
    out.flush()
}

/// The counts of a summary.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Counts {
    mojimend: String,
    #[serde(default)]
    files: u64,
    #[serde(default)]
    problems: u64,
    #[serde(default)]
    interrupted: bool,
    seconds: f64,
    #[serde(default)]
    seconds_by_stage: BTreeMap<String, f64>,
    #[serde(flatten)]
    tally: Tally,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    samples: BTreeMap<String, Vec<Box<RawValue>>>,
}

/// The stages of [`Summary::times`], in their order.
const STAGES: [&str; 4] = ["read", "clean", "pack", "write"];

impl Summary {
    /// The counts as JSON in one line, without the files.
    ///
    /// ```
    /// use mojimend::{Cleaner, corpus::Job};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("a.txt");
    /// # std::fs::write(&path, "some text")?;
    /// let summary = Job::new(Cleaner::new()).input(&path).run(&mut ())?;
    /// let json: serde_json::Value = serde_json::from_str(&summary.to_json())?;
    /// assert_eq!((&json["documents"], &json["bytes"]), (&1.into(), &9.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_json(&self) -> String {
        // Counts and text always have a JSON form.
        serde_json::to_string(&self.counts()).unwrap_or_default()
    }

    fn counts(&self) -> Counts {
        let raw = |sample: &String| RawValue::from_string(sample.clone()).ok();
        let samples = |(code, samples): (&&str, &Vec<String>)| {
            ((*code).to_owned(), samples.iter().filter_map(raw).collect())
        };
        let times = STAGES.iter().zip(self.times);
        Counts {
            mojimend: env!("CARGO_PKG_VERSION").to_owned(),
            files: self.files,
            problems: self.problems,
            interrupted: self.interrupted,
            seconds: self.elapsed.as_secs_f64(),
            seconds_by_stage: times.map(|(name, time)| ((*name).to_owned(), time.as_secs_f64())).collect(),
            tally: self.tally.clone(),
            samples: self.samples.iter().map(samples).collect(),
        }
    }
}

/// A summary that was written as a file, or the sum of several.
#[derive(Debug, Default)]
pub struct Merged {
    counts: Counts,
    files: Vec<Box<RawValue>>,
    /// The most samples of a rule in any of the parts.
    samples: usize,
}

#[derive(Deserialize)]
struct Whole {
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Deserialize)]
struct Files {
    #[serde(default)]
    by_file: Vec<Box<RawValue>>,
}

impl Merged {
    /// Adds a summary file.
    ///
    /// # Errors
    /// When it cannot be read, or is no summary of this version.
    pub fn add(&mut self, path: &Path) -> io::Result<()> {
        let text = fs::read_to_string(path)?;
        // Numbers and raw JSON do not go together in what is flattened: the parts are read one after the other.
        let Whole { counts } = serde_json::from_str(&text)?;
        let Files { by_file } = serde_json::from_str(&text)?;
        let all = &mut self.counts;
        all.mojimend = counts.mojimend;
        all.files += counts.files;
        all.problems += counts.problems;
        all.interrupted |= counts.interrupted;
        // Parts run at the same time: the longest is how long the whole took.
        all.seconds = all.seconds.max(counts.seconds);
        for (stage, seconds) in counts.seconds_by_stage {
            *all.seconds_by_stage.entry(stage).or_default() += seconds;
        }
        all.tally.merge(&counts.tally);
        for (code, samples) in counts.samples {
            self.samples = self.samples.max(samples.len());
            let kept = all.samples.entry(code).or_default();
            kept.extend(samples);
            kept.truncate(self.samples);
        }
        self.files.extend(by_file);
        Ok(())
    }

    /// The counts.
    pub fn summary(&self) -> Summary {
        Summary {
            tally: self.counts.tally.clone(),
            files: self.counts.files,
            problems: self.counts.problems,
            elapsed: Duration::try_from_secs_f64(self.counts.seconds).unwrap_or_default(),
            interrupted: self.counts.interrupted,
            ..Summary::default()
        }
    }

    /// Writes it in the form it was read in.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, to: impl Write) -> io::Result<()> {
        let mut lines = String::new();
        for file in &self.files {
            lines.push_str(file.get());
            lines.push('\n');
        }
        write(&self.counts, &mut lines.as_bytes(), to)
    }
}
