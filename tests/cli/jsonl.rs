//! Records: what is damaged changes, every other byte stays.

use super::*;

/// Cleans JSONL through a pipe.
fn clean(input: &[u8]) -> Vec<u8> {
    Place::new().run_with("clean -q --format jsonl", input).gives(0).out
}

#[test]
fn clean_records_come_back_byte_for_byte() {
    for input in [
        "{\"text\":\"fine\"}\n",
        "{ \"text\" :\t\"fine\\u0021\\/\" , \"x\":[1, 2.50e+1,{\"text\":\"推進(jìn)\"}] }  \r\n",
        "\u{FEFF}{\"text\":\"fine\"}\r\n\r\n   \n{\"b\":1,\"text\":\"\\ud83d\\ude00\",\"a\":1E400}",
        "\n\n{\"x\":\"\\ud800\",\"text\":\"\"}\n\n",
        "{\"text\":\"a\u{2028}b\u{2029}\"}",
    ] {
        assert_eq!(String::from_utf8(clean(input.as_bytes())).unwrap(), input);
    }
}

#[test]
fn only_the_damaged_places_change() {
    // Around the damage: other fields with the same damage, odd spaces, escapes of every kind, CRLF, a byte
    // order mark, no line end at the end.
    let record = |text: &str, end: &str| {
        format!(
            "{{ \"text2\":{other} ,\t\"n\":1.0e5, \"text\" : \"\\u0041\\/\\ud83d\\ude00{text}\\t\\\"\", \"z\":[{other}]}} {end}",
            other = json(DAMAGED),
        )
    };
    let (damaged, mended) = (json(DAMAGED), json(MENDED));
    let (damaged, mended) = (damaged.trim_matches('"'), mended.trim_matches('"'));
    let input = format!("\u{FEFF}{}{}", record(damaged, "\r\n"), record(damaged, ""));
    let expected = format!("\u{FEFF}{}{}", record(mended, "\r\n"), record(mended, ""));
    assert_eq!(String::from_utf8(clean(input.as_bytes())).unwrap(), expected);
}

#[test]
fn a_record_in_pure_ascii_stays_so() {
    let ascii = |text: &str, upper: bool| {
        let mut json = String::new();
        for unit in text.encode_utf16() {
            match unit {
                0x0A => json.push_str("\\n"),
                0x20..0x7F => json.push(char::from(unit as u8)),
                _ if upper => json.push_str(&format!("\\u{unit:04X}")),
                _ => json.push_str(&format!("\\u{unit:04x}")),
            }
        }
        format!("{{\"text\": \"{json}\"}}\n")
    };
    for upper in [false, true] {
        let cleaned = clean(ascii(DAMAGED, upper).as_bytes());
        assert_eq!(String::from_utf8(cleaned).unwrap(), ascii(MENDED, upper));
    }
}

#[test]
fn the_last_of_two_fields_counts_and_nested_ones_do_not() {
    let (damaged, mended) = (json(DAMAGED), json(MENDED));
    let record = |text: &str| {
        format!(
            "{{\"a\":{{\"text\":{damaged}}},\"text\":{damaged},\"te\\u0078t\":{text},\"b\":[{{\"text\":{damaged}}}]}}\n"
        )
    };
    assert_eq!(String::from_utf8(clean(record(&damaged).as_bytes())).unwrap(), record(&mended));
}

#[test]
fn another_field_can_be_named() {
    let place = Place::new();
    let record = |text: &str| format!("{{\"text\":1,\"the body\":{}}}\n", json(text));
    place.write("in.jsonl", record(DAMAGED));
    let mut command = place.command("clean -q in.jsonl --text-field");
    let ran = Ran::from(command.arg("the body").output().unwrap()).gives(0);
    assert_eq!(ran.text(), record(MENDED));
}

#[test]
fn a_long_line_works() {
    let record =
        |text: &str| format!("{{\"text\":{}}}", json(&format!("{text}{}{text}", PLAIN.repeat(160_000))));
    let input = format!("{0}\n{{\"text\":\"short\"}}\n{0}", record(DAMAGED));
    assert!(input.len() > 10 << 20);
    let expected = format!("{0}\n{{\"text\":\"short\"}}\n{0}", record(MENDED));
    assert!(clean(input.as_bytes()) == expected.as_bytes());
}
