//! What is read and where it goes, decided and checked before anything is written.

use super::format::Format;
use super::identity::Identity;
use super::problem::{Cause, Problem};
use super::walk::walk;
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
    /// The log of edits would overwrite an input, or is an output at the same time.
    #[error("{}: the log of edits cannot go to a file that is an input or an output; choose another name", .0.display())]
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
    /// Standard input together with other inputs.
    #[error("standard input cannot be mixed with other inputs; clean it on its own")]
    StdinAndOthers,
}

/// All files of a job, in order.
#[derive(Default)]
pub(super) struct Plan {
    roots: Vec<Root>,
    files: Vec<File>,
    /// Bytes of all files together, when that is known.
    pub(super) total: Option<u64>,
    pub(super) problems: Vec<Problem>,
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
}

/// A file with its paths worked out.
pub(super) struct Route {
    pub(super) input: Input,
    pub(super) output: Output,
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
    pub(super) fn new(inputs: &[Input], output: &Output, log: Option<&Output>) -> Result<Self, Refusal> {
        let mut plan = Self { total: Some(0), ..Self::default() };
        if inputs.is_empty() {
            return Err(Refusal::NoInput);
        }
        if inputs.len() > 1 && inputs.contains(&Input::Stdin) {
            return Err(Refusal::StdinAndOthers);
        }
        if *output == Output::Stdout && log == Some(&Output::Stdout) {
            return Err(Refusal::LogIsUsed("standard output".into()));
        }
        let except = output.identity();
        for input in inputs {
            plan.add(input, output, inputs.len() == 1, except.as_ref())?;
        }
        plan.refuse_clashes()?;
        plan.refuse_same_files(log)?;
        Ok(plan)
    }

    /// The files in order.
    pub(super) fn routes(&self) -> impl Iterator<Item = Route> {
        self.files.iter().map(|file| {
            let root = &self.roots[file.root];
            let Some(below) = &file.below else {
                return Route { input: root.input.clone(), output: root.output.clone() };
            };
            Route { input: root.input.clone().below(below), output: root.output.clone().below(below) }
        })
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
            self.push(input, output.clone(), None);
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
            Output::Path(out) => Output::Path(directory(out)?.join(path.file_name().unwrap_or_default())),
            Output::Stdout | Output::Nowhere => output.clone(),
        };
        match &mut self.total {
            Some(total) if meta.is_file() => *total += meta.len(),
            total => *total = None,
        }
        self.push(input, output, None);
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
        self.files.extend(found.files.into_iter().map(|below| File { root, below: Some(below) }));
        Ok(())
    }

    fn push(&mut self, input: &Input, output: Output, below: Option<Box<Path>>) {
        self.roots.push(Root { input: input.clone(), output });
        self.files.push(File { root: self.roots.len() - 1, below });
    }

    /// Only several inputs can clash: the names below one directory differ.
    fn refuse_clashes(&self) -> Result<(), Refusal> {
        if self.roots.len() < 2 {
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

    fn refuse_same_files(&self, log: Option<&Output>) -> Result<(), Refusal> {
        // A fresh output, the usual case, is compared with nothing.
        let written: Vec<_> =
            self.routes().filter_map(|route| Some((route.output.identity()?, route.output))).collect();
        let log_path = match log {
            Some(Output::Path(path)) => Some(path),
            _ => None,
        };
        let logged = log_path.and_then(|path| Identity::of(path));
        if written.is_empty() && logged.is_none() && log_path.is_none() {
            return Ok(());
        }
        if let Some(path) = log_path
            && self.routes().any(|route| route.output == Output::Path(path.clone()))
        {
            return Err(Refusal::LogIsUsed(path.clone()));
        }
        let read: HashSet<_> = self.routes().filter_map(|route| route.input.identity()).collect();
        for (identity, output) in written {
            if logged.as_ref() == Some(&identity) {
                return Err(Refusal::LogIsUsed(log_path.cloned().unwrap_or_default()));
            }
            if read.contains(&identity) {
                let path = match output {
                    Output::Path(path) => path,
                    Output::Stdout | Output::Nowhere => "standard output".into(),
                };
                return Err(Refusal::SameFile(path));
            }
        }
        match logged {
            Some(logged) if read.contains(&logged) => {
                Err(Refusal::LogIsUsed(log_path.cloned().unwrap_or_default()))
            }
            _ => Ok(()),
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
