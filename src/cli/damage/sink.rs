//! Where pairs go: JSON lines, packed or not, or a Parquet file.

use crate::cli::say::Failure;
use crate::damage::table::{Row, Writer};
use serde::Serialize;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Level of packed pairs: fast, as they are read once or twice.
const LEVEL: i32 = 3;

/// Standard output, or a file that appears when it is whole.
pub(super) struct Sink<R: Row> {
    to: To<R>,
    path: Option<PathBuf>,
}

enum To<R: Row> {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    Plain(BufWriter<File>),
    Packed(zstd::Encoder<'static, BufWriter<File>>),
    Table(Box<Writer<BufWriter<File>, R>>),
}

impl<R: Row + Serialize> Sink<R> {
    /// Begins to write; the name says how.
    pub(super) fn create(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self { to: To::Stdout(BufWriter::new(io::stdout().lock())), path: None });
        };
        let told = |source| crate::Error::Io { path: path.to_owned(), source };
        let file = BufWriter::new(File::create(unfinished(path)).map_err(told)?);
        let to = match path.extension().and_then(|extension| extension.to_str()) {
            Some("zst") => To::Packed(zstd::Encoder::new(file, LEVEL).map_err(told)?),
            Some("parquet") => To::Table(Box::new(Writer::new(file).map_err(told)?)),
            _ => To::Plain(file),
        };
        Ok(Self { to, path: Some(path.to_owned()) })
    }

    /// Adds pairs.
    pub(super) fn put(&mut self, pairs: &[R]) -> Result<(), Failure> {
        let done = match &mut self.to {
            To::Stdout(out) => lines(out, pairs),
            To::Plain(out) => lines(out, pairs),
            To::Packed(out) => lines(out, pairs),
            To::Table(out) => out.write(pairs),
        };
        done.map_err(|source| told(self.path.as_deref(), source))
    }

    /// Ends the file and gives it its name.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let done = match self.to {
            To::Stdout(mut out) => out.flush(),
            To::Plain(mut out) => out.flush(),
            To::Packed(out) => out.finish().and_then(|mut out| out.flush()),
            To::Table(out) => out.finish().and_then(|mut out| out.flush()),
        };
        let path = self.path.as_deref();
        done.and_then(|()| path.map_or(Ok(()), |path| fs::rename(unfinished(path), path)))
            .map_err(|source| told(path, source))
    }
}

fn lines<R: Serialize>(out: &mut impl Write, pairs: &[R]) -> io::Result<()> {
    for pair in pairs {
        serde_json::to_writer(&mut *out, pair)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn told(path: Option<&Path>, source: io::Error) -> Failure {
    match path {
        Some(path) => crate::Error::Io { path: path.to_owned(), source }.into(),
        None => Failure::Output(source),
    }
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}
