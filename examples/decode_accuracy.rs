//! Measures how often bytes of unknown and of mixed encoding are decoded right, on text given as files.
//!
//! ```text
//! cargo run --release --features eval --example decode_accuracy -- FOLDER [--show]
//! ```
//!
//! FOLDER holds `hans.txt`, `hant.txt`, `ja.txt`, `ko.txt`, `ru.txt`, `fr.txt` and so on, a string a line: text that no
//! table was counted from. The rounds are the same every time. `--show` prints what went wrong.

#![allow(clippy::unwrap_used, reason = "a tool for developers: a bad input file should end it")]

use encoding_rs::Encoding;
use mojimend::damage::Dice;
use mojimend::decode::Decoder;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The encodings of mixed documents, and the texts they are used for.
const MIXED: [(&str, &[&str]); 7] = [
    ("utf-8", &["hans", "hant", "ja", "ko", "ru", "fr"]),
    ("gbk", &["hans"]),
    ("big5", &["hant"]),
    ("shift_jis", &["ja"]),
    ("euc-kr", &["ko"]),
    ("windows-1251", &["ru", "uk", "bg"]),
    ("windows-1252", &["fr", "de", "es", "pt", "it", "sv", "da", "fi"]),
];
/// Other encodings of whole documents.
const SINGLE: [(&str, &[&str]); 13] = [
    ("euc-jp", &["ja"]),
    ("windows-1250", &["pl", "cs", "hu", "ro", "hr", "sk", "sl"]),
    ("windows-1253", &["el"]),
    ("windows-1254", &["tr"]),
    ("windows-1255", &["he"]),
    ("windows-1256", &["ar"]),
    ("windows-1257", &["lt", "et"]),
    ("windows-874", &["th"]),
    ("koi8-r", &["ru"]),
    ("koi8-u", &["uk"]),
    ("ibm866", &["ru"]),
    ("macintosh", &["fr", "de", "es"]),
    ("iso-8859-2", &["pl", "cs", "hu"]),
];
const LINES: usize = 40;
const DOCUMENTS: u64 = 400;
const SHORT: u64 = 400;

struct Texts {
    folder: PathBuf,
    lines: BTreeMap<String, Vec<String>>,
}

impl Texts {
    fn line(&mut self, name: &str, encoding: &'static Encoding, dice: &mut Dice) -> (String, Vec<u8>) {
        let folder = &self.folder;
        let lines = self.lines.entry(name.to_owned()).or_insert_with(|| {
            let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
            text.lines().filter(|line| !line.is_ascii()).map(str::to_owned).collect()
        });
        loop {
            let line = dice.pick(lines).unwrap();
            let (bytes, _, lossy) = encoding.encode(line);
            if !lossy && !bytes.contains(&b'\n') {
                return (line.clone(), bytes.into_owned());
            }
        }
    }
}

fn find(label: &str) -> &'static Encoding {
    Encoding::for_label(label.as_bytes()).unwrap()
}

#[derive(Default)]
struct Tally {
    lines: usize,
    right_lines: usize,
    documents: usize,
    right_documents: usize,
}

impl Tally {
    fn add(&mut self, bytes: &[u8], wanted: &str, show: bool) {
        let decoded = Decoder::new().decode(bytes);
        self.documents += 1;
        self.right_documents += usize::from(decoded.text == wanted);
        for (line, got) in wanted.split('\n').zip(decoded.text.split('\n').chain(std::iter::repeat(""))) {
            if line.is_ascii() {
                continue;
            }
            self.lines += 1;
            self.right_lines += usize::from(line == got);
            if show && line != got {
                let names: Vec<_> = decoded.segments().iter().map(|s| s.encoding.name()).collect();
                println!("  wanted {line}\n  got    {got}  {:?}", &names[..names.len().min(6)]);
            }
        }
    }

    fn print(&self, name: &str) {
        println!(
            "{name:40} lines {:6} {:7.2} %   documents {:5} {:7.2} %",
            self.lines,
            self.right_lines as f64 / self.lines as f64 * 100.0,
            self.documents,
            self.right_documents as f64 / self.documents as f64 * 100.0
        );
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().expect("a folder of texts"));
    let show = args.next().is_some();
    let mut texts = Texts { folder, lines: BTreeMap::new() };
    for count in 2..=4 {
        mixed(&mut texts, count, show);
    }
    for (label, names) in MIXED.iter().chain(&SINGLE).skip(1) {
        let encoding = find(label);
        let mut tally = Tally::default();
        for document in 0..DOCUMENTS / 2 {
            let mut dice = Dice::new(document, label, "single");
            let name = *dice.pick(names).unwrap();
            let (mut wanted, mut bytes) = (String::new(), Vec::new());
            for _ in 0..10 {
                let (text, encoded) = texts.line(name, encoding, &mut dice);
                wanted += &(text + "\n");
                bytes.extend(encoded);
                bytes.push(b'\n');
            }
            tally.add(&bytes, &wanted, show);
        }
        tally.print(&format!("{label}, documents of 10 lines"));
    }
    for (label, names) in MIXED.iter().chain(&SINGLE[..1]).skip(1) {
        for size in [20, 50, 200] {
            short(&mut texts, label, names, size, show);
        }
    }
    for (label, names) in &MIXED {
        broken(&mut texts, label, names, show);
    }
}

/// Documents of several encodings.
fn mixed(texts: &mut Texts, count: usize, show: bool) {
    let mut tally = Tally::default();
    for document in 0..DOCUMENTS {
        let mut dice = Dice::new(document, "mixed", &count.to_string());
        let mut chosen: Vec<(&'static Encoding, &str)> = Vec::new();
        while chosen.len() < count {
            let (label, names) = dice.pick(&MIXED).unwrap();
            if !chosen.iter().any(|(encoding, _)| *encoding == find(label)) {
                chosen.push((find(label), dice.pick(names).unwrap()));
            }
        }
        let share = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6][dice.below(6)];
        let (mut wanted, mut bytes) = (String::new(), Vec::new());
        for _ in 0..LINES {
            let (encoding, name) =
                if dice.chance(share) { *dice.pick(&chosen[1..]).unwrap() } else { chosen[0] };
            let (text, encoded) = texts.line(name, encoding, &mut dice);
            wanted += &(text + "\n");
            bytes.extend(encoded);
            bytes.push(b'\n');
        }
        tally.add(&bytes, &wanted, show);
    }
    tally.print(&format!("mixed, {count} encodings"));
}

/// A line cut to some bytes, at a character.
fn short(texts: &mut Texts, label: &str, names: &[&str], size: usize, show: bool) {
    let mut tally = Tally::default();
    for document in 0..SHORT {
        let mut dice = Dice::new(document, label, &size.to_string());
        let name = *dice.pick(names).unwrap();
        let mut text = String::new();
        while find(label).encode(&text).0.len() < size {
            text += &texts.line(name, find(label), &mut dice).0;
        }
        while find(label).encode(&text).0.len() > size {
            text.pop();
        }
        if !text.is_ascii() {
            tally.add(&find(label).encode(&text).0, &text, show);
        }
    }
    tally.print(&format!("{label}, {size} bytes"));
}

/// Documents of five lines with one stray or one missing byte; all lines but the broken one must be right.
fn broken(texts: &mut Texts, label: &str, names: &[&str], show: bool) {
    for missing in [false, true] {
        let (mut documents, mut right, mut close) = (0, 0_u32, 0_u32);
        for document in 0..DOCUMENTS * 2 {
            let mut dice = Dice::new(document, label, if missing { "missing" } else { "stray" });
            let name = *dice.pick(names).unwrap();
            let (mut lines, mut bytes) = (Vec::new(), Vec::new());
            for _ in 0..5 {
                let (text, encoded) = texts.line(name, find(label), &mut dice);
                lines.push(text);
                bytes.extend(encoded);
                bytes.push(b'\n');
            }
            let high: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] >= 0x80).collect();
            let at = *dice.pick(&high).unwrap();
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count();
            if missing {
                bytes.remove(at);
            } else {
                bytes.insert(at, 0x80 + dice.below(0x80) as u8);
            }
            let decoded = Decoder::new().decode(&bytes);
            let got: Vec<_> = decoded.text.split('\n').collect();
            let others = (0..lines.len()).filter(|n| *n != line).all(|n| got.get(n) == Some(&&*lines[n]));
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            let (before, after) = (chars(&lines[line]), chars(got.get(line).unwrap_or(&"")));
            let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
            let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
            let kept = head + tail + 3 >= before.len();
            documents += 1;
            right += u32::from(others);
            close += u32::from(others && kept);
            if show && !(others && kept) {
                println!(
                    "  wanted {}\n  got    {:?} {:?}",
                    lines[line],
                    got.get(line),
                    decoded.segments().len()
                );
            }
        }
        let what = if missing { "one byte missing" } else { "one stray byte" };
        println!(
            "{:40} other lines right {:7.2} %   all but three characters {:7.2} %",
            format!("{label}, {what}"),
            f64::from(right) / f64::from(documents) * 100.0,
            f64::from(close) / f64::from(documents) * 100.0
        );
    }
}
