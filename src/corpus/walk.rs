//! The files of a directory tree, in an order that depends on their names alone.

use super::identity::Identity;
use super::problem::{Cause, Problem};
use std::ffi::OsStr;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use twox_hash::XxHash3_64;

/// A hash of files: of their names, lengths and times of change.
#[derive(Default)]
pub(super) struct Digest(XxHash3_64);

impl Digest {
    pub(super) fn file(&mut self, name: &Path, meta: &fs::Metadata) {
        let changed = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        self.part(name.as_os_str().as_encoded_bytes());
        self.part(&meta.len().to_le_bytes());
        self.part(&changed.map_or(0, |since| since.as_nanos()).to_le_bytes());
    }

    /// Adds bytes, and how many they are.
    pub(super) fn part(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
        self.0.write_usize(bytes.len());
    }

    pub(super) fn value(&self) -> u64 {
        self.0.finish()
    }
}

/// The files below a directory, and what could not be looked into.
#[derive(Default)]
pub(super) struct Walk {
    /// Paths relative to the directory, with the bytes of each.
    pub(super) files: Vec<(Box<Path>, u64)>,
    /// Of names, lengths and times of all files: what tells whether the directory is still the same.
    pub(super) digest: Digest,
    /// Bytes of all files together.
    pub(super) bytes: u64,
    pub(super) problems: Vec<Problem>,
}

/// Walks a directory, depth first, names in byte order.
///
/// Names that begin with a dot are passed over: they are editors' and version control's, and our own
/// unfinished outputs. Links are followed, but never in a circle. The directory `except` is not entered:
/// it is where the output goes.
pub(super) fn walk(root: &Path, except: Option<&Identity>) -> Walk {
    let mut walk = Walk::default();
    let mut above = Vec::new();
    enter(root, Path::new(""), except, &mut above, &mut walk);
    walk
}

fn enter(root: &Path, below: &Path, except: Option<&Identity>, above: &mut Vec<Identity>, walk: &mut Walk) {
    let dir = root.join(below);
    let identity = Identity::of(&dir);
    if identity.is_some() && identity.as_ref() == except {
        return;
    }
    if identity.as_ref().is_some_and(|i| above.contains(i)) {
        return walk.trouble(&dir, Cause::Circle);
    }
    let names = match names(&dir) {
        Ok(names) => names,
        Err(error) => return walk.trouble(&dir, Cause::Unreadable(error)),
    };
    let depth = above.len();
    above.extend(identity);
    for name in names {
        let (path, below) = (dir.join(&name), below.join(&name));
        match fs::metadata(&path) {
            Ok(meta) if meta.is_dir() => enter(root, &below, except, above, walk),
            Ok(meta) if meta.is_file() => {
                walk.bytes += meta.len();
                walk.digest.file(&below, &meta);
                walk.files.push((below.into(), meta.len()));
            }
            Ok(_) => walk.trouble(&path, Cause::NotAFile),
            Err(error) => walk.trouble(&path, Cause::Unreadable(error)),
        }
    }
    above.truncate(depth);
}

fn names(dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name();
        if !is_hidden(&name) {
            names.push(PathBuf::from(name));
        }
    }
    names.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    Ok(names)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

impl Walk {
    fn trouble(&mut self, path: &Path, cause: Cause) {
        self.problems.push(Problem { file: path.display().to_string(), line: None, cause });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_names_and_hidden_files_are_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b/2", "b/10", "a", ".hidden", ".git/x", "c/out/x", "Z"] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "12345").unwrap();
        }
        let except = Identity::of(&dir.path().join("c/out"));
        let walk = walk(dir.path(), except.as_ref());
        let files: Vec<_> = walk.files.iter().map(|f| f.0.to_str().unwrap()).collect();
        assert_eq!(files, ["Z", "a", "b/10", "b/2"]);
        assert_eq!(walk.bytes, 20);
        assert!(walk.problems.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_circle_of_links_ends() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("a")).unwrap();
        fs::write(dir.path().join("a/file"), "").unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink("nowhere", dir.path().join("a/broken")).unwrap();
        std::os::unix::fs::symlink("a", dir.path().join("side")).unwrap();
        let walk = walk(dir.path(), None);
        let files: Vec<_> = walk.files.iter().map(|f| f.0.to_str().unwrap()).collect();
        assert_eq!(files, ["a/file", "side/file"]);
        let causes: Vec<_> = walk.problems.iter().map(|p| &p.cause).collect();
        assert!(matches!(
            causes[..],
            [Cause::Unreadable(_), Cause::Circle, Cause::Unreadable(_), Cause::Circle]
        ));
    }
}
