//! How much text comes back that was read in the wrong encoding, for each pair of encodings that loses nothing:
//!
//! ```text
//! cargo run --release --example mojibake_pairs -- TEXT...
//! ```
//!
//! Each line of the texts with characters beyond ASCII is a document. It is written in one encoding and read in
//! another; pairs in which a line would lose a byte are passed over. Printed are, for each pair: lines tried, restored, left
//! as they were, and wrong. The first row is the lines as they are: all that are not left are harm.

use encoding_rs::Encoding;
use mojimend::Cleaner;
use std::error::Error;

/// Lines tried of each pair at most.
const MOST: usize = 1000;
/// What text is written in, and read in.
const WRITTEN: &[&str] = &[
    "utf-8",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "windows-1251",
    "koi8-r",
    "windows-1253",
    "windows-1254",
    "windows-874",
];
const READ: &[&str] = &[
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1257",
    "iso-8859-2",
    "iso-8859-15",
    "macintosh",
    "koi8-r",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut lines = Vec::new();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
        lines.extend(text.lines().map(str::to_owned).filter(|line| !line.is_ascii()));
    }
    if lines.is_empty() {
        return Err("name files of text with characters beyond ASCII".into());
    }
    let cleaner = Cleaner::new();
    println!("{:<28}{:>8}{:>10}{:>8}{:>8}", "written as read", "lines", "restored", "left", "wrong");
    row("as it is", &cleaner, lines.iter().take(MOST).map(|line| (line.clone(), line.clone())));
    for written in WRITTEN {
        for read in READ.iter().filter(|read| *read != written) {
            let (written, read) = (find(written)?, find(read)?);
            let pairs = lines.iter().filter_map(|line| Some((line.clone(), misread(line, written, read)?)));
            row(&format!("{} as {}", written.name(), read.name()), &cleaner, pairs.take(MOST));
        }
    }
    Ok(())
}

fn find(label: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(label.as_bytes()).ok_or_else(|| format!("no encoding is called {label}"))
}

/// A line written in one encoding and read in another; nothing when that changes nothing or loses something.
fn misread(line: &str, written: &'static Encoding, read: &'static Encoding) -> Option<String> {
    let (bytes, _, unwritable) = written.encode(line);
    let seen = read.decode_without_bom_handling_and_without_replacement(&bytes).filter(|_| !unwritable)?;
    // UTF-8 is what encoding_rs writes for encodings that it only reads; there are none here.
    let (again, _, lossy) = read.encode(&seen);
    (seen != line && !lossy && again == bytes).then(|| seen.into_owned())
}

/// Prints what becomes of pairs of a text and what was made of it.
fn row(name: &str, cleaner: &Cleaner, pairs: impl Iterator<Item = (String, String)>) {
    let (mut lines, mut restored, mut left) = (0, 0, 0);
    for (line, seen) in pairs {
        let text = cleaner.clean(&seen).text;
        lines += 1;
        restored += usize::from(text == line);
        left += usize::from(text == seen && text != line);
    }
    if lines > 0 {
        println!("{name:<28}{lines:>8}{restored:>10}{left:>8}{:>8}", lines - restored - left);
    }
}
