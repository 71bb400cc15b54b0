//! The files of a directory tree, in an order that depends on their names alone.

use super::identity::Identity;
use super::problem::{Cause, Problem};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The files below a directory, and what could not be looked into.
#[derive(Default)]
pub(super) struct Walk {
    /// Paths relative to the directory.
    pub(super) files: Vec<Box<Path>>,
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
                walk.files.push(below.into());
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
        let files: Vec<_> = walk.files.iter().map(|f| f.to_str().unwrap()).collect();
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
        let files: Vec<_> = walk.files.iter().map(|f| f.to_str().unwrap()).collect();
        assert_eq!(files, ["a/file", "side/file"]);
        let causes: Vec<_> = walk.problems.iter().map(|p| &p.cause).collect();
        assert!(matches!(
            causes[..],
            [Cause::Unreadable(_), Cause::Circle, Cause::Unreadable(_), Cause::Circle]
        ));
    }
}
