//! Puts clean text through the hijacked-mirror channel and measures what comes back.
//!
//! ```text
//! cargo run --release --example channel -- [--lines] [--limit N] [--show N] [--every N] [--rounds N]
//!     --annotated FILE.tsv FILE.jsonl(.zst) ...
//! ```
//!
//! Each file holds one `{"id", "text"}` a line. Documents are cut into small pages; each page gets its own set of
//! annotated characters and of marks that are cut at. Simplified pages are first turned into Traditional
//! character by character, as the channel does it. Only lines that were shifted are scored. `--lines` cleans
//! every damaged line alone instead of its page; `--rounds N`
//! damages each page N times; `--every N` takes one document in N, the ones that
//! `model_counts --hold-out N` leaves out. `--annotated` lists character, reading, pages it was seen on.

#![expect(clippy::unwrap_used, reason = "a tool for developers: a bad input file should end it")]

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::Path;

/// Lines of a page.
const PAGE_LINES: usize = 16;
/// Longer lines are cut at a sentence end.
const LONGEST_LINE: usize = 120;
/// Shortest line worth damaging, in characters.
const SHORTEST_LINE: usize = 12;
const MARKS: [[u8; 2]; 6] =
    [[0xA3, 0xBF], [0xA3, 0xA1], [0xA3, 0xBB], [0xA3, 0xAC], [0xA3, 0xBA], [0xA1, 0xA3]];
const CONTROL: u8 = 0x05;

/// A small deterministic generator.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// The channel of one page.
struct Channel {
    annotated: HashMap<[u8; 2], String>,
    marks: Vec<[u8; 2]>,
    folded: bool,
}

/// What became of a line.
struct Damaged {
    text: String,
    shifted: bool,
    /// An ASCII character of the original was swallowed: no reader can be sure of it.
    lost: bool,
}

impl Channel {
    fn draw(dice: &mut Dice, kinds: &[([u8; 2], String, u64)]) -> Self {
        // From a handful to nearly all, the often seen ones first.
        let reach = [4, 16, 60, 100_000][dice.roll(4) as usize];
        let annotated = kinds
            .iter()
            .filter(|(_, _, seen)| dice.roll(72) < (seen + 1) * reach / 8)
            .map(|(pair, reading, _)| (*pair, reading.clone()))
            .collect();
        let marks = MARKS.into_iter().enumerate().filter(|(i, _)| dice.roll(10) < [10, 9, 5, 2, 2, 2][*i]);
        Self { annotated, marks: marks.map(|(_, m)| m).collect(), folded: dice.roll(4) > 0 }
    }

    fn damage(&self, line: &str) -> Option<Damaged> {
        let (bytes, _, unmappable) = encoding_rs::GBK.encode(line);
        if unmappable || bytes.contains(&0x80) {
            return None;
        }
        // Where each original byte stands in its character.
        let mut second = vec![false; bytes.len()];
        let mut i = 0;
        while i < bytes.len() {
            if bytes[i] >= 0x81 {
                if i + 1 >= bytes.len() || bytes[i + 1] < 0x40 {
                    return None;
                }
                second[i + 1] = true;
                i += 1;
            }
            i += 1;
        }
        let mut shifted = false;
        // Readings, one character after another in the channel; here in one sweep, which chains as well.
        let mut with: Vec<(u8, bool)> = Vec::new();
        for (i, byte) in bytes.iter().enumerate() {
            with.push((*byte, true));
            let Some(reading) = i.checked_sub(1).and_then(|j| self.annotated.get(&[bytes[j], *byte])) else {
                continue;
            };
            if !second[i - 1] && second[i] {
                with.extend(gbk(&format!("({reading})")).into_iter().map(|b| (b, false)));
            } else if second[i - 1] && !second[i] && *byte >= 0x81 {
                shifted = true;
                with.extend(gbk(&format!("({reading})")).into_iter().map(|b| (b, false)));
            }
        }
        // Cuts, wherever the bytes of a mark meet.
        let mut cut: Vec<(u8, bool)> = Vec::new();
        let mut inside = false;
        for (i, (byte, own)) in with.iter().enumerate() {
            if with.get(i + 1).is_some_and(|(b, _)| self.marks.contains(&[*byte, *b])) {
                shifted |= inside;
                cut.push((CONTROL, false));
            }
            inside = !inside && *byte >= 0x81;
            cut.push((*byte, *own));
        }
        let (mut text, mut lost) = (String::new(), false);
        let mut i = 0;
        while i < cut.len() {
            let (byte, _) = cut[i];
            i += 1;
            match byte {
                CONTROL => {}
                0..0x80 => text.push(byte as char),
                0x80 => text.push('€'),
                0xFF => text.push('?'),
                _ => {
                    let trail = cut.get(i).copied();
                    i += 1;
                    match trail {
                        None => text.push('?'),
                        Some((trail, own)) if !(0x40..=0xFE).contains(&trail) || trail == 0x7F => {
                            lost |= own;
                            text.push('?');
                        }
                        Some((trail, _)) => {
                            let pair = [byte, trail];
                            let (c, failed) = encoding_rs::GBK.decode_without_bom_handling(&pair);
                            let private = c.chars().all(|c| ('\u{E000}'..='\u{F8FF}').contains(&c));
                            if failed {
                                text.push('?');
                            } else if !private {
                                text.push_str(&c);
                            }
                        }
                    }
                }
            }
        }
        Some(Damaged { text: self.fold(&text), shifted, lost })
    }

    fn fold(&self, text: &str) -> String {
        if self.folded { text.chars().map(fold).collect() } else { text.into() }
    }
}

fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// Simplified to Traditional: the most common Traditional form of each folded character.
fn traditional(forms: &str) -> HashMap<char, char> {
    let mut best: HashMap<char, (char, u64)> = HashMap::new();
    for line in forms.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let one = |cell: &str| cell.trim_matches('\'').chars().next().unwrap_or(' ');
        let (written, folded, hant) = (one(cells[0]), one(cells[1]), cells[3].parse().unwrap_or(0));
        let in_gbk = !encoding_rs::GBK.encode(&written.to_string()).2;
        let entry = best.entry(folded).or_insert((folded, 0));
        if in_gbk && hant > entry.1 {
            *entry = (written, hant);
        }
    }
    best.into_iter().filter(|(_, (_, n))| *n > 0).map(|(folded, (written, _))| (folded, written)).collect()
}

fn documents(path: &str, every: usize) -> Vec<String> {
    let raw = std::fs::read(path).expect("cannot read");
    let mut text = String::new();
    if path.ends_with(".zst") {
        zstd::Decoder::new(&*raw).unwrap().read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(raw).unwrap();
    }
    let all = text.lines().enumerate().filter(|(i, _)| i % every == 0);
    all.map(|(_, line)| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().into()
    })
    .collect()
}

/// The lines of a document, long ones cut at a sentence end.
fn lines(document: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in document.lines() {
        let mut now = String::new();
        let mut length = 0;
        for c in line.trim().chars() {
            now.push(c);
            length += 1;
            if length >= LONGEST_LINE && matches!(c, '。' | '！' | '？' | '；' | '，') {
                lines.push(std::mem::take(&mut now));
                length = 0;
            }
        }
        lines.push(now);
    }
    let han = |c: &char| ('\u{4E00}'..='\u{9FFF}').contains(c);
    lines.retain(|l| {
        let n = l.chars().count();
        (SHORTEST_LINE..=3 * LONGEST_LINE).contains(&n) && 2 * l.chars().filter(han).count() > n
    });
    lines
}

#[derive(Default)]
struct Tally {
    lines: usize,
    exact: usize,
    wrong: usize,
    left: usize,
}

impl Tally {
    fn print(&self, name: &str) {
        let share = |n: usize| 100.0 * n as f64 / self.lines.max(1) as f64;
        println!(
            "{name:<34} {:>6} shifted  {:>6.2} % exact  {:>5.2} % wrong  {:>5.2} % left",
            self.lines,
            share(self.exact),
            share(self.wrong),
            share(self.left)
        );
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut alone, mut limit, mut show, mut every, mut rounds, mut files) =
        (false, 1000, 0, 1, 1_u64, Vec::new());
    let mut annotated = String::new();
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|n| n.parse().ok()).expect("a number");
        match &*arg {
            "--lines" => alone = true,
            "--limit" => limit = number(),
            "--rounds" => rounds = number() as u64,
            "--show" => show = number(),
            "--every" => every = number(),
            "--annotated" => annotated = args.next().expect("a file"),
            _ => files.push(arg),
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let to_traditional =
        traditional(&std::fs::read_to_string(root.join("seeds/model/unigram_forms.tsv")).unwrap());
    let kinds: Vec<([u8; 2], String, u64)> = std::fs::read_to_string(annotated)
        .unwrap()
        .lines()
        .skip(1)
        .filter_map(|l| {
            let cells: Vec<&str> = l.split('\t').collect();
            let pair = gbk(cells[0]).try_into().ok()?;
            Some((pair, cells[1].into(), cells[2].parse().ok()?))
        })
        .collect();
    let cleaner = mojimend::Cleaner::new();
    let mut total = Tally::default();
    let mut seconds = 0.0;
    let mut bytes = 0;
    for file in &files {
        let name = Path::new(file).file_name().unwrap().to_string_lossy().into_owned();
        let (mut tally, mut lossy) = (Tally::default(), Tally::default());
        let mut confusions: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut shown = 0;
        'file: for (number, document) in documents(file, every).iter().enumerate() {
            let traditional_page =
                document.chars().filter(|c| "們這個來時會過對發說國為學與無經關區後".contains(*c)).count();
            let simplified_page =
                document.chars().filter(|c| "们这个来时会过对发说国为学与无经关区后".contains(*c)).count();
            let mut all = lines(document);
            if simplified_page > traditional_page {
                all = all
                    .iter()
                    .map(|l| l.chars().map(|c| *to_traditional.get(&c).unwrap_or(&c)).collect())
                    .collect();
            }
            let pages =
                all.chunks(PAGE_LINES).enumerate().flat_map(|p| (0..rounds).map(move |round| (p, round)));
            for ((part, page), round) in pages {
                let mut dice = Dice((number * 1_000 + part) as u64 ^ 0x5EED ^ (round << 32));
                dice.roll(2);
                dice.roll(2);
                let channel = Channel::draw(&mut dice, &kinds);
                let damaged: Vec<(String, Damaged)> =
                    page.iter().filter_map(|l| channel.damage(l).map(|d| (channel.fold(l), d))).collect();
                if damaged.iter().all(|(_, d)| !d.shifted) {
                    continue;
                }
                let pages: Vec<Vec<&(String, Damaged)>> = if alone {
                    damaged.iter().filter(|(_, d)| d.shifted).map(|d| vec![d]).collect()
                } else {
                    vec![damaged.iter().collect()]
                };
                for page in pages {
                    let text = page.iter().map(|(_, d)| &*d.text).collect::<Vec<_>>().join("\n");
                    let start = std::time::Instant::now();
                    let cleaned = cleaner.clean(&text);
                    seconds += start.elapsed().as_secs_f64();
                    bytes += text.len();
                    let mut from = 0;
                    for (want, line) in page {
                        let span = from..from + line.text.len();
                        from = span.end + 1;
                        if !line.shifted {
                            continue;
                        }
                        let edits: Vec<_> = cleaned
                            .edits
                            .iter()
                            .filter(|e| e.span.start >= span.start && e.span.start <= span.end)
                            .collect();
                        let mut got = String::new();
                        let mut at = span.start;
                        let mut bad = false;
                        let mut windows = Vec::new();
                        for e in &edits {
                            got.push_str(&text[at..e.span.start.min(span.end)]);
                            let before = got.len();
                            got.push_str(&e.after);
                            at = e.span.end.min(span.end).max(at);
                            if e.rule.code == mojimend::rule::BYTE_SHIFT.code {
                                windows.push(before..got.len());
                            }
                        }
                        got.push_str(&text[at..span.end]);
                        for w in windows {
                            // One character more on either side.
                            let left = got[..w.start].chars().next_back().map_or(0, char::len_utf8);
                            let piece = &got[w.start - left..w.end];
                            if !want.contains(piece) {
                                bad = true;
                            }
                        }
                        let scores = if line.lost { &mut lossy } else { &mut tally };
                        scores.lines += 1;
                        total.lines += usize::from(!line.lost);
                        if got == *want {
                            scores.exact += 1;
                            total.exact += usize::from(!line.lost);
                            continue;
                        }
                        if bad {
                            scores.wrong += 1;
                            total.wrong += usize::from(!line.lost);
                        } else {
                            scores.left += 1;
                            total.left += usize::from(!line.lost);
                        }
                        if line.lost {
                            continue;
                        }
                        let (w, g) = difference(want, &got);
                        *confusions.entry((w.clone(), g.clone())).or_default() += 1;
                        if shown < show {
                            shown += 1;
                            let seen = difference(&line.text, want).0;
                            println!(
                                "  {} {w:?} -> {g:?}  from {seen:?}",
                                if bad { "WRONG" } else { "left " }
                            );
                        }
                    }
                    if tally.lines >= limit {
                        break 'file;
                    }
                }
            }
        }
        tally.print(&name);
        lossy.print("  (with a swallowed ASCII byte)");
        let mut common: Vec<_> = confusions.into_iter().filter(|(_, n)| *n > 1).collect();
        common.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        for ((want, got), n) in common.iter().take(if show > 0 { 12 } else { 0 }) {
            println!("  {n:>4} {want} -> {got}");
        }
    }
    total.print("all");
    println!("{:.2} ms per 10 kB of damaged page", seconds * 1e3 / (bytes as f64 / 1e4));
}

/// Where two texts differ, with a little around it.
fn difference(want: &str, got: &str) -> (String, String) {
    let (want, got): (Vec<char>, Vec<char>) = (want.chars().collect(), got.chars().collect());
    let same = want.iter().zip(&got).take_while(|(a, b)| a == b).count();
    let rest = want.len().min(got.len()) - same;
    let tail = want.iter().rev().zip(got.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let cut = |text: &[char]| {
        text[same.saturating_sub(3)..(text.len() - tail + 3).min(text.len())]
            .iter()
            .take(40)
            .collect::<String>()
    };
    (cut(&want), cut(&got))
}
