//! ZIP archives: members are files; what is not repaired stays byte for byte.

use super::*;
use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipArchive, ZipWriter};
use std::io::{Cursor, Read};

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(method).unix_permissions(0o640)
}

fn archive(members: &[(&str, &[u8], CompressionMethod)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_directory("texts/", options(CompressionMethod::Stored)).unwrap();
    for (name, content, method) in members {
        writer.start_file(*name, options(*method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.set_comment("made by hand").unwrap();
    writer.finish().unwrap().into_inner()
}

/// Names, contents, and how they are packed.
fn members(bytes: &[u8]) -> Vec<(String, Vec<u8>, CompressionMethod)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(archive.comment(), b"made by hand");
    let count = archive.len();
    let read = |number| {
        let mut member = archive.by_index(number).unwrap();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        (member.name().unwrap().into_owned(), content, member.compression())
    };
    (0..count).map(read).collect()
}

const DEFLATE: CompressionMethod = CompressionMethod::Deflated;
const PLAIN_METHOD: CompressionMethod = CompressionMethod::Stored;

fn texts(text: &str) -> Vec<u8> {
    let record = format!("{{\"id\":1,\"text\":{}}}\n", json(text));
    let picture: Vec<u8> = (0..5000_u32).map(|at| (at * 31) as u8).collect();
    archive(&[
        ("texts/a.txt", HONEST.as_bytes(), DEFLATE),
        ("texts/名.txt", text.as_bytes(), DEFLATE),
        ("b.jsonl", record.repeat(3).as_bytes(), PLAIN_METHOD),
        ("c.bin", &picture, DEFLATE),
        ("d.txt", text.as_bytes(), CompressionMethod::Zstd),
        ("e.txt.gz", &gzip(text.as_bytes()), PLAIN_METHOD),
        ("empty.txt", b"", DEFLATE),
    ])
}

#[test]
fn only_damaged_members_change() {
    let place = Place::new();
    place.write("in/a.zip", texts(DAMAGED));
    place.run("clean in -o out --threads 4 --edits log.jsonl").gives(0).says(&["documents", "other members"]);
    let (mut is, mut wanted) = (members(&place.read("out/a.zip")), members(&texts(MENDED)));
    // What is packed inside is passed over.
    let packed = is.iter().position(|(name, ..)| name == "e.txt.gz").unwrap();
    assert_eq!(gunzip(&is.remove(packed).1), DAMAGED.as_bytes());
    wanted.remove(packed);
    assert_eq!(is, wanted);
    let log = String::from_utf8(place.read("log.jsonl")).unwrap();
    assert!(log.contains("\"file\":\"in/a.zip!texts/名.txt\""), "{log}");
    place.write("clean.zip", texts(HONEST));
    place.run("clean -q clean.zip -o same.zip").gives(0);
    assert!(place.read("same.zip") == place.read("clean.zip"));
    // Standard output, a name that says nothing, and something in front of the archive.
    place.write("b.bin", texts(DAMAGED));
    assert_eq!(place.run("clean -q b.bin").gives(0).out, place.read("out/a.zip"));
}

#[test]
fn members_that_cannot_be_read_are_told_and_stay() {
    let place = Place::new();
    let long = PLAIN.repeat(200_000);
    let texts = [("a.txt", DAMAGED), ("long.txt", &long), ("z.txt", DAMAGED)];
    let mut bytes = archive(&texts.map(|(name, text)| (name, text.as_bytes(), DEFLATE)));
    // As one that is locked with a password is marked.
    let at = record(&bytes, "a.txt");
    bytes[at + 8] |= 1;
    place.write("a.zip", bytes);
    let ran = place.run("clean a.zip -o out.zip --max-document 1M").gives(2);
    ran.says(&[
        "a.zip: the member \"a.txt\" was kept as it is: it is locked with a password",
        "the member \"long.txt\" was kept as it is: it is longer than the limit of 1048576 bytes",
    ]);
    let mut out = place.read("out.zip");
    let at = record(&out, "a.txt");
    assert_eq!(out[at + 8] & 1, 1);
    out[at + 8] &= !1;
    let texts: Vec<_> = members(&out).into_iter().skip(1).map(|(_, content, _)| content).collect();
    assert!(texts == [DAMAGED, &long, MENDED].map(|text| text.as_bytes().to_vec()));
}

/// Where the record of a member stands in the list.
fn record(bytes: &[u8], name: &str) -> usize {
    let records = memchr::memmem::find_iter(bytes, b"PK\x01\x02");
    records.into_iter().find(|at| bytes[at + 46..].starts_with(name.as_bytes())).unwrap()
}

#[test]
fn a_bomb_or_a_lie_costs_nothing_but_the_member() {
    let place = Place::new();
    // A member that says it is short and is not, and one whose checksum is wrong.
    let mut bomb = archive(&[
        ("bomb.txt", &vec![b'a'; 30 << 20], DEFLATE),
        ("lie.txt", DAMAGED.as_bytes(), DEFLATE),
        ("z.txt", DAMAGED.as_bytes(), DEFLATE),
    ]);
    let at = record(&bomb, "bomb.txt");
    bomb[at + 24..at + 28].copy_from_slice(&9_u32.to_le_bytes());
    let at = record(&bomb, "lie.txt");
    bomb[at + 16] ^= 1;
    place.write("a.zip", bomb);
    let ran = place.run("clean a.zip -o out.zip").gives(2);
    ran.says(&["\"bomb.txt\" was kept as it is", "another length", "\"lie.txt\" was kept", "checksum"]);
    let bytes = place.read("out.zip");
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes)).unwrap().by_name("z.txt").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, MENDED);
    // Members that lie in one another.
    let mut nested =
        archive(&[("a.txt", DAMAGED.as_bytes(), DEFLATE), ("b.txt", DAMAGED.as_bytes(), DEFLATE)]);
    let (a, b) = (record(&nested, "a.txt"), record(&nested, "b.txt"));
    nested.copy_within(a + 42..a + 46, b + 42);
    place.write("nested.zip", nested);
    place.run("clean nested.zip -o out2.zip").gives(2).says(&["members that overlap"]);
    assert!(!place.path("out2.zip").exists());
}

#[test]
fn what_is_no_archive_of_texts_is_told() {
    let place = Place::new();
    let whole = texts(DAMAGED);
    place.write("in/cut.zip", &whole[..whole.len() / 2]);
    place.write("in/z.txt", DAMAGED);
    place.write("in/a.docx", archive(&[("[Content_Types].xml", b"<x/>", DEFLATE)]));
    let ran = place.run("clean in -o out").gives(2);
    ran.says(&[
        "in/cut.zip: cannot be read: the ZIP archive is damaged or cut short",
        "packed as ZIP, not an archive of texts",
    ]);
    assert_eq!(place.read("out/z.txt"), MENDED.as_bytes());
    place.run_with("clean -", &whole).gives(2).says(&["from a pipe", "save it to a file"]);
    place.write("a.zip", &whole);
    place.run("clean a.zip --to jsonl").gives(2).says(&["format zip cannot be written as jsonl"]);
    place.write("a.zip.gz", gzip(&whole));
    place
        .run("clean a.zip.gz")
        .gives(2)
        .says(&["packed as a whole; the file was passed over; unpack it first"]);
    // Whatever single byte is wrong, it is told or does not matter.
    for at in (0..whole.len()).step_by(37) {
        let mut broken = whole.clone();
        broken[at] ^= 0x55;
        place.write("broken.zip", broken);
        let ran = place.run("clean broken.zip -o out.zip");
        assert!(matches!(ran.code, Some(0 | 2)) && !ran.err.contains("please report"), "{at}: {}", ran.err);
    }
}
