#![doc = include_str!("fill.md")]

use super::context::Context;
use super::edit;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::edit::Finding;
use crate::rule;
use std::ops::Range;

/// What debuggers fill memory with, read as GBK: CC, CD and DD.
const FILLS: [char; 3] = ['烫', '屯', '葺'];
/// A run this long, in characters, is nobody's emphasis: of what is hot, and of what nobody doubles.
const SURE: [usize; FILLS.len()] = [8, SEEN, SEEN];
/// A run this long is looked at.
const SEEN: usize = 4;
/// Words of texts that are about memory.
const ABOUT: &[&str] = &[
    "内存",
    "記憶體",
    "未初始化",
    "乱码",
    "亂碼",
    "锟斤拷",
    "调试",
    "Debug",
    "debug",
    "VC",
    "Visual",
    "0xCC",
    "0xcc",
    "编码",
    "編碼",
    "缓冲",
    "栈",
    "程序员",
    "C语言",
    "memory",
    "数组",
    "变量",
];

/// As many of each as are looked at.
pub(crate) const ROWS: [&str; FILLS.len()] = ["烫烫烫烫", "屯屯屯屯", "葺葺葺葺"];

/// Proposes to remove long runs of memory fill; reports shorter ones.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    // Where there are several, none is emphasis.
    let several = has_several(text);
    let mut from = 0;
    while let Some(found) = text[from..].find(FILLS) {
        let start = from + found;
        let rest = &text[start..];
        let fill = rest.chars().next().unwrap_or_default();
        let count = rest.chars().take_while(|c| *c == fill).count();
        let span = start..start + count * fill.len_utf8();
        from = span.end;
        if count < SEEN {
            continue;
        }
        // In a text without any other Chinese nobody tells of a long one.
        let foreign = !has_other_han(text, &span);
        let sure = FILLS.iter().position(|c| *c == fill).map_or(SEEN, |kind| SURE[kind]);
        if (context.is_about(start, ABOUT) || context.in_code(&span) || context.is_mentioned(&span))
            && !(foreign && count >= SURE[0])
        {
            continue;
        }
        if count >= sure || foreign || several {
            let reason = "memory that nothing was written to, shown as text";
            proposals.edits.push(edit(text, span, "", &rule::MEMORY_FILL, 0.95, reason));
        } else {
            let reason = "may be memory that nothing was written to; too short to tell from emphasis";
            proposals.findings.push(Finding {
                span,
                rule: &rule::MEMORY_FILL,
                confidence: 0.5,
                reason: reason.into(),
            });
        }
    }
}

/// How far around a run other Chinese is looked for, in bytes.
const AROUND: usize = 1500;

/// Whether a text has two runs.
fn has_several(text: &str) -> bool {
    let runs = text.split(|c| !FILLS.contains(&c)).filter(|run| run.chars().count() >= SEEN);
    runs.take(2).count() == 2
}

fn has_other_han(text: &str, span: &Range<usize>) -> bool {
    let from = text.floor_char_boundary(span.start.saturating_sub(AROUND));
    let to = text.ceil_char_boundary((span.end + AROUND).min(text.len()));
    text[from..to].chars().any(|c| is_han(c) && !FILLS.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_long_as_what_is_looked_at() {
        assert_eq!(ROWS.map(String::from), FILLS.map(|fill| fill.to_string().repeat(SEEN)));
    }
}
