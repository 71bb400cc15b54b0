//! What outputs are written as, where that is not what the inputs are.

use super::compression::Compression;
use super::format::Format;
use super::plan::Output;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Another format, another compression, or both: `jsonl`, `jsonl.zst`, `gz`.
///
/// What it does not say stays as it is in the input. A word that is no compression stands for none: `jsonl.plain`.
///
/// ```
/// use mojimend::corpus::{Compression, Format, Target};
/// let target: Target = "jsonl.zst".parse()?;
/// assert_eq!((target.format(), target.compression()), (Some(Format::Jsonl), Some(Compression::Zstd)));
/// let target: Target = "xz".parse()?;
/// assert_eq!((target.format(), target.compression()), (None, Some(Compression::Xz)));
/// assert!("docx".parse::<Target>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Target {
    format: Option<Format>,
    compression: Option<Compression>,
}

/// Not packed, whatever the input is.
const PLAIN: &str = "plain";

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let word = text.trim_start_matches('.').to_ascii_lowercase();
        let compression = |ending: &str| match ending {
            PLAIN => Some(Compression::Plain),
            _ => Compression::of_ending(ending),
        };
        if let Some(compression) = compression(&word) {
            return Ok(Self { format: None, compression: Some(compression) });
        }
        let (format, packed) = match word.split_once('.') {
            Some((format, packed)) => (format, Some(packed)),
            None => (&word[..], None),
        };
        let unknown = |what: &str, known: &str| format!("{what:?} is not known; there are {known}");
        let formats = "text, jsonl, csv, tsv, warc, parquet, arrow, tar, zip";
        let format = Format::of_ending(format).ok_or_else(|| unknown(format, formats))?;
        let known = |packed: &str| {
            compression(packed).ok_or_else(|| unknown(packed, "gz, zst, bz2, xz, lz4, and plain for none"))
        };
        let compression = packed.map(known).transpose()?;
        let inside: &[Compression] = match format {
            Format::Parquet => &[Compression::Zstd, Compression::Gzip, Compression::Lz4, Compression::Plain],
            Format::Arrow => &[Compression::Zstd, Compression::Lz4, Compression::Plain],
            Format::Zip => &[],
            _ => return Ok(Self { format: Some(format), compression }),
        };
        if compression.is_some_and(|compression| !inside.contains(&compression)) {
            let names: Vec<_> =
                inside.iter().map(|compression| compression.ending().unwrap_or(PLAIN)).collect();
            return Err(match format {
                Format::Zip => "zip packs its members as they were packed".to_owned(),
                _ => format!("{} packs its columns as one of {}", format.ending(), names.join(", ")),
            });
        }
        Ok(Self { format: Some(format), compression })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compression = self.compression.map(|compression| compression.ending().unwrap_or(PLAIN));
        let parts = [self.format.map(Format::ending), compression];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join("."))
    }
}

impl Target {
    /// The format of outputs, if it is not that of their inputs.
    pub fn format(self) -> Option<Format> {
        self.format
    }

    /// How outputs are packed, if that is not what their names say.
    pub fn compression(self) -> Option<Compression> {
        self.compression
    }

    /// How this output is packed.
    pub(super) fn packing(self, output: &Output) -> Compression {
        match self.compression {
            _ if self.format.is_some_and(Format::is_packed_inside) => Compression::Plain,
            Some(compression) => compression,
            None => output.compression(),
        }
    }

    /// The name of the output of a file of this name: with the endings of what it is now.
    pub(super) fn name(self, path: &Path) -> PathBuf {
        if self == Self::default() {
            return path.to_owned();
        }
        let packed = Compression::of_name(path);
        let mut name = path.to_owned();
        if Format::of_name(path) == Some(Format::Tar) && packed != Compression::Plain && is_one_word(path) {
            name.set_extension("tar");
        } else if packed != Compression::Plain {
            name.set_extension("");
        }
        if let Some(format) = self.format {
            let before = Format::of_name(&name);
            // Common Crawl's names have two: `x.warc.wet`.
            while before.is_some() && before != Some(format) && Format::of_name(&name) == before {
                name.set_extension("");
            }
            if Format::of_name(&name) != Some(format) {
                append(&mut name, format.ending());
            }
        }
        let packed = match self.format {
            Some(format) if format.is_packed_inside() => None,
            _ => self.compression.unwrap_or(packed).ending(),
        };
        if let Some(ending) = packed {
            append(&mut name, ending);
        }
        name
    }
}

/// `x.tgz`, which stands for `x.tar.gz`.
fn is_one_word(path: &Path) -> bool {
    Format::of_name(path.file_stem().unwrap_or_default().as_ref()) != Some(Format::Tar)
}

fn append(name: &mut PathBuf, ending: &str) {
    let mut longer = name.as_os_str().to_owned();
    longer.push(".");
    longer.push(ending);
    *name = longer.into();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_outputs_are() {
        for (to, from, expected) in [
            ("jsonl", "a/b.txt", "a/b.jsonl"),
            ("jsonl", "a/b.txt.gz", "a/b.jsonl.gz"),
            ("jsonl.zst", "b.warc.wet.gz", "b.jsonl.zst"),
            ("jsonl.plain", "b.csv.gz", "b.jsonl"),
            ("jsonl", "page.html", "page.html.jsonl"),
            ("jsonl", "README", "README.jsonl"),
            ("jsonl", "b.ndjson", "b.ndjson"),
            ("zst", "b.tar.gz", "b.tar.zst"),
            ("zst", "b.tgz", "b.tar.zst"),
            ("zst", "b.txt", "b.txt.zst"),
            ("plain", "b.txt.xz", "b.txt"),
            ("parquet.zst", "b.jsonl.gz", "b.parquet"),
            ("arrow", "v1.2", "v1.2.arrow"),
        ] {
            let target: Target = to.parse().unwrap();
            assert_eq!(target.name(from.as_ref()), Path::new(expected), "{from} to {to}");
            assert_eq!(target.to_string(), to);
        }
    }

    #[test]
    fn words_that_are_unknown_are_told_with_those_that_are() {
        let told = |text: &str| text.parse::<Target>().unwrap_err();
        assert!(told("docx").contains("\"docx\" is not known; there are text, jsonl"));
        assert!(told("parquet.xz").contains("as one of zst, gz, lz4, plain"));
        assert!(told("jsonl.rar").contains("there are gz, zst"));
    }
}
