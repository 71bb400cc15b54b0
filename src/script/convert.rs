#![doc = include_str!("convert.md")]

use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::edit::Edit;
use crate::rule;
use std::ops::Range;

/// From what to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conversion {
    ToSimplified,
    ToTraditional,
    ToTaiwan,
    ToHongKong,
    /// Traditional to the forms written in Taiwan.
    TaiwanForms,
    /// Traditional to the forms written in Hong Kong.
    HongKongForms,
}

impl Conversion {
    fn run(self, text: &str) -> String {
        match self {
            Self::ToSimplified => particle(&variants(&hanconv::t2s(text))),
            Self::ToTraditional => hanconv::s2t(hanconv::t2s(text)),
            Self::ToTaiwan => hanconv::s2tw(hanconv::t2s(text)),
            Self::ToHongKong => hanconv::s2hk(hanconv::t2s(text)),
            Self::TaiwanForms => hanconv::t2tw(text),
            Self::HongKongForms => hanconv::t2hk(text),
        }
    }
}

/// Proposes the converted text, stretch by stretch.
pub(super) fn propose(text: &str, conversion: Conversion, proposals: &mut Proposals) {
    let mut at = 0;
    while let Some(found) = text[at..].find(is_han) {
        let start = at + found;
        let length = text[start..].find(|c| !is_han(c)).unwrap_or(text.len() - start);
        at = start + length;
        let before = &text[start..at];
        let after = conversion.run(before);
        if after == before {
            continue;
        }
        for (span, after) in differences(before, &after) {
            proposals.edits.push(Edit {
                before: before[span.clone()].into(),
                span: start + span.start..start + span.end,
                after: after.into(),
                rule: &rule::SCRIPT,
                confidence: 0.99,
                reason: "the same in the script that was asked for".into(),
            });
        }
    }
}

/// Where two texts differ: character by character if they have as many, else from the first to the last difference.
fn differences<'a>(before: &str, after: &'a str) -> Vec<(Range<usize>, &'a str)> {
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    if before.chars().count() == after.chars().count() {
        for ((i, a), (j, b)) in
            before.char_indices().zip(after.char_indices()).filter(|((_, a), (_, b))| a != b)
        {
            let (from, to) = (i + a.len_utf8(), j + b.len_utf8());
            match found.last_mut() {
                Some((span, wide)) if span.end == i => (span.end, wide.end) = (from, to),
                _ => found.push((i..from, j..to)),
            }
        }
    } else {
        let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
            a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
        };
        let head = same(&mut before.chars(), &mut after.chars());
        let tail = same(&mut before[head..].chars().rev(), &mut after[head..].chars().rev());
        found.push((head..before.len() - tail, head..after.len() - tail));
    }
    found.into_iter().map(|(span, wide)| (span, &after[wide])).collect()
}

/// Forms of Hong Kong and others that OpenCC's table to Simplified does not know.
const VARIANTS: &[(char, char)] =
    &[('衞', '卫'), ('揹', '背'), ('簷', '檐'), ('牀', '床'), ('粧', '妆'), ('麪', '面'), ('裏', '里')];

fn variants(text: &str) -> String {
    let known =
        |c| VARIANTS.iter().find(|(variant, _)| *variant == c).map_or(c, |(_, simplified)| *simplified);
    text.chars().map(known).collect()
}

/// Characters before which and behind which `著` is a word of its own; elsewhere it is the particle `着`.
const BEFORE: &[char] = &[
    '名', '显', '原', '编', '论', '专', '巨', '土', '卓', '昭', '拙', '遗', '合', '译', '新', '旧', '所',
    '撰', '史', '学', '共', '文',
];
const BEHIND: &[char] = &['名', '作', '称', '述', '书', '者', '录', '有', '于', '译', '论', '文'];

/// The particle that Traditional text writes like the word for a book.
fn particle(text: &str) -> String {
    if !text.contains('著') {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let write = |(i, c): (usize, &char)| {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let is_word = before.is_none_or(|c| BEFORE.contains(&c))
            && !(before.is_none()
                && chars.get(i + 1).is_some_and(|c| {
                    matches!(c, '力' | '手' | '眼' | '重' | '急' | '火' | '装' | '陆' | '实' | '想' | '迷')
                }))
            || chars.get(i + 1).is_some_and(|c| BEHIND.contains(c));
        if *c == '著' && !is_word { '着' } else { *c }
    };
    chars.iter().enumerate().map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_and_books_are_told_apart() {
        let simplified = |text| Conversion::ToSimplified.run(text);
        assert_eq!(simplified("看著這部名著，這意味著著力解決"), "看着这部名著，这意味着着力解决");
        assert_eq!(simplified("衞生署揹着屋簷"), "卫生署背着屋檐");
        assert_eq!(simplified("頭髮發展，乾坤與幹部，裡面包含"), "头发发展，乾坤与干部，里面包含");
        assert_eq!(Conversion::ToTraditional.run("头发发展，里面包含面包"), "頭髮發展，裏面包含麪包");
    }

    #[test]
    fn differences_are_small() {
        assert_eq!(differences("我們在這", "我们在这"), [(3..6, "们"), (9..12, "这")]);
        assert_eq!(differences("甲乙丙", "甲丁丁丙"), [(3..6, "丁丁")]);
    }
}
