//! What is read and where it goes, decided and checked before anything is written.

use super::compression::Compression;
use super::format::Format;
use super::identity::Identity;
use super::problem::{Cause, Problem};
use super::target::Target;
use super::walk::{Digest, walk};
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// Where documents come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file, or a directory with everything below it.
    Path(PathBuf),
}

/// Where something goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Output {
    /// Nothing is written: a trial run.
    #[default]
    Nowhere,
    /// Standard output, never compressed.
    Stdout,
    /// A file, compressed as its name says, or for several inputs a directory.
    Path(PathBuf),
}

macro_rules! from_paths {
    ($($path:ty),*) => {$(
        impl From<$path> for Input {
            fn from(path: $path) -> Self { Self::Path(path.into()) }
        }
        impl From<$path> for Output {
            fn from(path: $path) -> Self { Self::Path(path.into()) }
        }
    )*};
}
from_paths!(PathBuf, &PathBuf, &Path, &str, String);

/// A job that was refused before anything was read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No input at all.
    #[error("no input; name a file or a directory, or `-` for standard input")]
    NoInput,
    /// Several inputs, or a directory, would be poured into one stream.
    #[error("{0} has no single stream to go to; say where the cleaned files go with `-o DIRECTORY`")]
    OutputNeeded(String),
    /// An input would be overwritten.
    #[error("{}: input and output are the same file; choose another output, and replace the input afterwards", .0.display())]
    SameFile(PathBuf),
    /// A log, the rejects or the summary would overwrite an input, or is an output at the same time.
    #[error("{}: neither the log of edits nor rejects or the summary can go to a file that is an input or an output; choose another name", .0.display())]
    LogIsUsed(PathBuf),
    /// Two inputs would be written under one name.
    #[error("{} and {} would both be written to {}; clean them one by one, or their parent directory as a whole", .first.display(), .second.display(), .target.display())]
    Clash {
        /// The one.
        first: PathBuf,
        /// The other.
        second: PathBuf,
        /// The name both would get.
        target: PathBuf,
    },
    /// Several files can only go to a directory.
    #[error("{path}: not a directory; several inputs, or a directory, need a directory as output; a new one that is named like a file is meant with `{path}/`", path = .0.display())]
    NotADirectory(PathBuf),
    /// Standard input has no name, so a directory does not say where it goes.
    #[error("standard input needs a file as output, not a directory; try `-o {}`", .0.join("stdin.jsonl").display())]
    StdinToDirectory(PathBuf),
    /// A run can only be resumed where there are files to go on with.
    #[error(
        "nothing can be resumed here: only files that are written to files are; name an input and an output (-o)"
    )]
    CannotResume,
    /// A run that takes out repeated lines knows them only while it runs.
    #[error(
        "a run with --dedup-lines cannot be resumed: the lines it has met are gone; start anew without --resume"
    )]
    ForgotLines,
    /// The run to be resumed had other settings.
    #[error("{}: the run to be resumed had other settings, or was of another version; set them as they were, or start anew without --resume", .0.display())]
    OtherSettings(PathBuf),
    /// The inputs are not what they were.
    #[error("{}: inputs were changed, added or removed since the run to be resumed; start anew without --resume", .0.display())]
    OtherInputs(PathBuf),
    /// The run to be resumed has not ended.
    #[error("{}: another run is writing there; wait for its end", .0.display())]
    Running(PathBuf),
    /// The manifest cannot be read, or not written.
    #[error("{}: {why}; it says what is done; start anew without --resume", path.display())]
    ManifestUnreadable {
        /// The manifest.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// Standard input together with other inputs.
    #[error("standard input cannot be mixed with other inputs; clean it on its own")]
    StdinAndOthers,
}

/// The size of what has no end that is known.
const UNKNOWN: u64 = u64::MAX;

/// All files of a job, in order.
#[derive(Default)]
pub(super) struct Plan {
    roots: Vec<Root>,
    files: Vec<File>,
    /// Bytes of all files together, when that is known.
    pub(super) total: Option<u64>,
    pub(super) problems: Vec<Problem>,
    digest: Digest,
    /// The directory that all outputs go to, if they do.
    pub(super) directory: Option<PathBuf>,
    /// What outputs are written as.
    to: Target,
}

/// An input as the user named it, and where it goes.
struct Root {
    input: Input,
    output: Output,
}

/// A file: a root, and the path below it if the root is a directory. Small, as there can be millions.
struct File {
    root: usize,
    below: Option<Box<Path>>,
    /// Bytes, for a regular file.
    size: u64,
}

/// A file with its paths worked out.
pub(super) struct Route {
    pub(super) input: Input,
    pub(super) output: Output,
    /// Bytes, where it is a file with an end.
    pub(super) size: Option<u64>,
}

impl Input {
    /// The name for messages and logs.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin => "stdin".to_owned(),
            Self::Path(path) => path.display().to_string(),
        }
    }

    fn identity(&self) -> Option<Identity> {
        match self {
            Self::Stdin => Identity::of_stdin(),
            Self::Path(path) => Identity::of(path),
        }
    }
}

impl Output {
    /// The name for messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Stdout | Self::Nowhere => "standard output".to_owned(),
        }
    }

    /// How it is packed.
    pub(super) fn compression(&self) -> Compression {
        match self {
            Self::Path(path) => Compression::of_name(path),
            Self::Stdout | Self::Nowhere => Compression::Plain,
        }
    }

    fn identity(&self) -> Option<Identity> {
        match self {
            Self::Nowhere => None,
            Self::Stdout => Identity::of_stdout(),
            Self::Path(path) => Identity::of(path),
        }
    }
}

impl Plan {
    /// Works out all files. Inputs that cannot be read become problems; what cannot be done at all, or
    /// would destroy an input, is refused.
    pub(super) fn new(
        inputs: &[Input],
        output: &Output,
        beside: &[&Output],
        to: Target,
    ) -> Result<Self, Refusal> {
        let mut plan = Self { total: Some(0), to, ..Self::default() };
        if inputs.is_empty() {
            return Err(Refusal::NoInput);
        }
        if inputs.len() > 1 && inputs.contains(&Input::Stdin) {
            return Err(Refusal::StdinAndOthers);
        }
        if *output == Output::Stdout && beside.contains(&&Output::Stdout) {
            return Err(Refusal::LogIsUsed("standard output".into()));
        }
        let except = output.identity();
        if let Output::Path(path) = output {
            let many = inputs.len() > 1
                || inputs.iter().any(|input| matches!(input, Input::Path(path) if path.is_dir()));
            plan.directory = (many || means_directory(path)).then(|| path.clone());
        }
        for input in inputs {
            plan.add(input, output, inputs.len() == 1, except.as_ref())?;
        }
        plan.refuse_clashes()?;
        plan.refuse_same_files(beside)?;
        Ok(plan)
    }

    /// The files in order.
    pub(super) fn routes(&self) -> impl Iterator<Item = Route> {
        self.files.iter().map(|file| {
            let root = &self.roots[file.root];
            let size = (file.size != UNKNOWN).then_some(file.size);
            match &file.below {
                None => Route { input: root.input.clone(), output: root.output.clone(), size },
                Some(below) => {
                    let (input, output) =
                        (root.input.clone().below(below), root.output.clone().below(&self.to.name(below)));
                    Route { input, output, size }
                }
            }
        })
    }

    /// Keeps one of so many equal parts of the files: every `of`th, beginning with that of the number `part`, from 0.
    pub(super) fn keep_part(&mut self, part: usize, of: usize) {
        let mut number = 0..;
        self.files.retain(|_| number.next().is_some_and(|number: usize| number % of == part));
        if self.total.is_some() {
            self.total = Some(self.files.iter().map(|file| file.size).sum());
        }
    }

    /// What tells whether the inputs are still the same.
    pub(super) fn digest(&self) -> u64 {
        self.digest.value()
    }

    fn add(
        &mut self,
        input: &Input,
        output: &Output,
        alone: bool,
        except: Option<&Identity>,
    ) -> Result<(), Refusal> {
        let Input::Path(path) = input else {
            if let Output::Path(out) = output
                && means_directory(out)
            {
                return Err(Refusal::StdinToDirectory(out.clone()));
            }
            self.total = None;
            self.push(input, output.clone(), UNKNOWN);
            return Ok(());
        };
        let meta = match fs::metadata(path) {
            Ok(meta) => meta,
            Err(error) => {
                self.problems.push(Problem {
                    file: input.name(),
                    line: None,
                    cause: Cause::Unreadable(error),
                });
                return Ok(());
            }
        };
        if meta.is_dir() {
            return self.add_directory(path, output, alone, except);
        }
        let output = match output {
            Output::Stdout if !alone => return Err(Refusal::OutputNeeded("more than one input".to_owned())),
            Output::Path(out) if alone && !means_directory(out) => output.clone(),
            Output::Path(out) => {
                let name = Path::new(path.file_name().unwrap_or_default());
                Output::Path(directory(out)?.join(self.to.name(name)))
            }
            Output::Stdout | Output::Nowhere => output.clone(),
        };
        self.digest.file(path, &meta);
        let size = if meta.is_file() { meta.len() } else { UNKNOWN };
        self.total = self.total.filter(|_| size != UNKNOWN).map(|total| total + size);
        self.push(input, output, size);
        Ok(())
    }

    fn add_directory(
        &mut self,
        path: &Path,
        output: &Output,
        alone: bool,
        except: Option<&Identity>,
    ) -> Result<(), Refusal> {
        let output = match output {
            Output::Nowhere => Output::Nowhere,
            Output::Stdout => return Err(Refusal::OutputNeeded(format!("the directory {}", path.display()))),
            Output::Path(out) if alone => Output::Path(directory(out)?.to_owned()),
            Output::Path(out) => Output::Path(directory(out)?.join(own_name(path))),
        };
        if let (Some(except), Output::Path(out)) = (except, &output)
            && Identity::of(path).as_ref() == Some(except)
        {
            return Err(Refusal::SameFile(out.clone()));
        }
        let found = walk(path, except);
        self.problems.extend(found.problems);
        self.total = self.total.map(|total| total + found.bytes);
        self.roots.push(Root { input: path.into(), output });
        let root = self.roots.len() - 1;
        self.digest.part(path.as_os_str().as_encoded_bytes());
        self.digest.part(&found.digest.value().to_le_bytes());
        self.files.extend(found.files.into_iter().map(|(below, size)| File {
            root,
            below: Some(below),
            size,
        }));
        Ok(())
    }

    fn push(&mut self, input: &Input, output: Output, size: u64) {
        self.roots.push(Root { input: input.clone(), output });
        self.files.push(File { root: self.roots.len() - 1, below: None, size });
    }

    /// Only several inputs can clash: the names below one directory differ, unless they get other endings.
    fn refuse_clashes(&self) -> Result<(), Refusal> {
        if self.roots.len() < 2 && self.to == Target::default() {
            return Ok(());
        }
        let mut taken = HashMap::new();
        for route in self.routes() {
            if let (Input::Path(input), Output::Path(target)) = (route.input, route.output)
                && let Some(first) = taken.insert(target.clone(), input.clone())
            {
                return Err(Refusal::Clash { first, second: input, target });
            }
        }
        Ok(())
    }

    fn refuse_same_files(&self, beside: &[&Output]) -> Result<(), Refusal> {
        // A fresh output, the usual case, is compared with nothing.
        let written: Vec<_> =
            self.routes().filter_map(|route| Some((route.output.identity()?, route.output))).collect();
        if written.is_empty() && beside.is_empty() {
            return Ok(());
        }
        let mut read: Option<HashSet<_>> = None;
        let mut is_read = |identity: &Identity| {
            let read = read
                .get_or_insert_with(|| self.routes().filter_map(|route| route.input.identity()).collect());
            read.contains(identity)
        };
        for (number, target) in beside.iter().enumerate() {
            let identity = target.identity();
            let is = |other: &Output| other == *target || identity.is_some() && other.identity() == identity;
            let is_written = self.routes().any(|route| route.output == **target)
                || identity
                    .as_ref()
                    .is_some_and(|identity| written.iter().any(|(written, _)| written == identity));
            if is_written
                || beside[..number].iter().any(|other| is(other))
                || identity.as_ref().is_some_and(&mut is_read)
            {
                return Err(Refusal::LogIsUsed(target.name().into()));
            }
        }
        match written.into_iter().find(|(identity, _)| is_read(identity)) {
            Some((_, output)) => Err(Refusal::SameFile(output.name().into())),
            None => Ok(()),
        }
    }
}

impl Input {
    fn below(self, below: &Path) -> Self {
        match self {
            Self::Path(root) => Self::Path(root.join(below)),
            Self::Stdin => Self::Stdin,
        }
    }
}

impl Output {
    fn below(self, below: &Path) -> Self {
        match self {
            Self::Path(root) => Self::Path(root.join(below)),
            other => other,
        }
    }
}

/// Whether a path is a directory or is spelled like one.
fn means_directory(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().last().is_some_and(|b| *b == b'/' || *b == b'\\')
}

fn directory(path: &Path) -> Result<&Path, Refusal> {
    match fs::metadata(path) {
        Ok(meta) if !meta.is_dir() => Err(Refusal::NotADirectory(path.to_owned())),
        Err(_) if Format::of_name(path).is_some() && !means_directory(path) => {
            Err(Refusal::NotADirectory(path.to_owned()))
        }
        _ => Ok(path),
    }
}

/// The name of a directory, also of `.` and `..`.
fn own_name(path: &Path) -> OsString {
    let name = |path: &Path| path.file_name().map(ToOwned::to_owned);
    name(path).or_else(|| name(&path.canonicalize().ok()?)).unwrap_or_default()
}
