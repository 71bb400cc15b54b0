//! The `mojimend` command, run as a user runs it.
#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod arrow;
mod bad_input;
mod clean;
mod decoding;
mod formats;
mod inspect;
mod jsonl;
mod never_lost;
mod resume;
mod rules;
mod runs;
mod tables;
mod to;
mod zip;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A text as a hijacked mirror leaves it: readings in brackets after Traditional characters.
pub(crate) const DAMAGED: &str = "我們加強(qiáng)領(lǐng)導(dǎo),推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展,實(shí)現(xiàn)開門紅。\n";

/// The same as its author wrote it.
pub(crate) const MENDED: &str = "我們加強領導,推進衛生健康事業高質量發展,實現開門紅。\n";

/// Text with nothing to repair, and no character that [`DAMAGED`] annotates, to make a document long.
pub(crate) const PLAIN: &str = "山上有水,天下太平,人人安康。\n";

/// Edits from the one to the other.
pub(crate) const EDITS: usize = 10;

/// Honest text that looks a little like damage.
pub(crate) const HONEST: &str = "睢縣(Suī Xiàn)位於河南省東部(商丘市)。\n";

/// A fresh directory, removed afterwards.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with its directories.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// All files below, hidden ones too, sorted; but for manifests, which every directory of outputs has.
    pub(crate) fn files(&self) -> Vec<String> {
        fn walk(root: &Path, dir: &Path, found: &mut Vec<String>) {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && !path.is_symlink() {
                    walk(root, &path, found);
                } else {
                    found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
                }
            }
        }
        let mut found = Vec::new();
        walk(self.0.path(), self.0.path(), &mut found);
        found.retain(|file| !file.ends_with(".mojimend-manifest.jsonl"));
        found.sort();
        found
    }

    /// The command, run in this directory with these arguments (split at spaces).
    pub(crate) fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mojimend"));
        command.current_dir(self.0.path()).args(args.split_whitespace());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(variable);
        }
        command
    }

    pub(crate) fn run(&self, args: &str) -> Ran {
        self.run_with(args, b"")
    }

    /// Runs the command with this on standard input.
    pub(crate) fn run_with(&self, args: &str, input: &[u8]) -> Ran {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let output = std::thread::scope(|scope| {
            // A command that does not read its input closes it; that is its right.
            scope.spawn(move || drop(stdin.write_all(input)));
            child.wait_with_output().unwrap()
        });
        Ran::from(output)
    }
}

/// What became of a command.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: output.stdout,
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }

    /// Asserts the exit code.
    #[track_caller]
    pub(crate) fn gives(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stderr: {}", self.err);
        self
    }

    /// Asserts that the user is told all of this.
    #[track_caller]
    pub(crate) fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in: {}", self.err);
        }
        self
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    std::io::copy(&mut flate2::read::MultiGzDecoder::new(bytes), &mut out).unwrap();
    out
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    ::zstd::encode_all(bytes, 1).unwrap()
}

pub(crate) fn unzstd(bytes: &[u8]) -> Vec<u8> {
    ::zstd::decode_all(bytes).unwrap()
}

/// A JSON string of this text.
pub(crate) fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
