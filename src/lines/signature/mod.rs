#![doc = include_str!("signature.md")]

mod address;
mod forms;

use super::chars::{Class, look};
use super::table::Line;
use super::{join, removal};
use crate::cleaner::Proposals;
use crate::edit::{self, Finding};
use crate::rule;
use address::Address;
use aho_corasick::{AhoCorasick, MatchKind};
use forms::Role;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// From this score on a signature is removed, from the other on reported. Hand-set, as the parts of the score are:
/// each is worth about a nat, and no one of them suffices.
const REMOVED: f32 = 3.5;
const REPORTED: f32 = 2.5;
/// Formulas and addresses belong together over so many other characters: the name of a site.
const GAP: usize = 6;
/// A formula of so many characters is no word that an author may use.
const PHRASE: usize = 5;
/// Characters of a name before or behind what is known of a signature.
const NAME: usize = 4;
/// What a character that goes must cost in its place, in nats.
const PRICE: f32 = 5.0;
/// From these gains of the language model on, in nats, a sentence goes on behind a signature.
const JOINS: f32 = 1.0;
const JOINS_WELL: f32 = 3.0;

/// Reads the formulas, so that no text has to wait for them.
pub(crate) fn warm() {
    forms::warm();
    LazyLock::force(&ANCHORED);
    LazyLock::force(&CREDITED);
}

/// Whether a text may hold signatures: an address glued to Chinese, or a formula that has no other use. Allocates
/// nothing.
fn may_have(text: &str) -> bool {
    has_address(text)
        || ANCHORED.is_match(text.as_bytes())
        || CREDITED.find_iter(text).any(|credit| is_glued(text, credit.start()))
}

/// Whether a text may hold an address glued to Chinese. Allocates nothing.
pub(crate) fn has_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    let named = |at: usize| {
        let rest = &bytes[at..];
        rest.starts_with(b"www") && at > 0 && (bytes[at - 1] >= 0x80 || b"[(~".contains(&bytes[at - 1]))
            || rest.starts_with(SPACED.as_bytes())
    };
    memchr::memchr_iter(b'w', bytes).any(named)
        || memchr::memchr_iter(b'.', bytes).any(|at| address::glued(bytes, at))
}

/// Whether a formula that honest notes have, too, stands inside a sentence: right behind a letter, but for a bracket.
pub(crate) fn is_glued(text: &str, at: usize) -> bool {
    const OPENING: [char; 8] = ['（', '(', '【', '[', '［', '—', '-', '~'];
    const CLOSING: [char; 8] = ['）', ')', '】', ']', '］', '—', '-', '~'];
    /// Bytes of a note.
    const LONGEST: usize = 100;
    let line = text[..at].trim_end_matches(OPENING);
    let bracketed = line.len() < at;
    if !line.chars().next_back().is_some_and(|c| look(c).1.is_han()) {
        return false;
    }
    // What stands in brackets at the end of a sentence is anybody's.
    let rest = &text[at..text.floor_char_boundary((at + LONGEST).min(text.len()))];
    !bracketed
        || rest
            .find(CLOSING)
            .is_some_and(|close| rest[close..].chars().nth(1).is_some_and(|c| look(c).1.is_han()))
}

/// What most notes of a source have.
pub(crate) const CREDITS: [&str; 15] = [
    "本文来",
    "本文由",
    "本文首",
    "文章出",
    "内容来",
    "来源：",
    "来源:",
    "转载",
    "轉載",
    "转自",
    "公众号",
    "独家稿",
    "授权发",
    "原文载",
    "更多请",
];

#[allow(clippy::expect_used, reason = "a few short constants are within its limits, and a test builds it")]
static CREDITED: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(CREDITS).expect("few short strings")
});

/// Every formula of copy protection has one of these in it, or an address stands beside.
pub(crate) const ANCHORS: [&str; 28] = [
    "手机用户",
    "手機用戶",
    "秒记住",
    "秒記住",
    "首发",
    "首發",
    "弹窗",
    "彈窗",
    "最新章节",
    "最新章節",
    "最快更新",
    "更新最快",
    "本章未完",
    "違者必究",
    "违者必究",
    "更多章节",
    "ｗｗｗ",
    "收藏本站",
    "记住本站",
    "記住本站",
    "看正版",
    "防采集",
    "防採集",
    "字手打",
    "阅读模式",
    "閱讀模式",
    "请翻页",
    "請翻頁",
];
/// The same of an address.
const SPACED: &str = "w w w";

/// All of them at once: a search for few short strings is vector instructions.
#[allow(clippy::expect_used, reason = "a few short constants are within its limits, and a test builds it")]
static ANCHORED: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let leftmost = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(ANCHORS);
    leftmost.expect("few short strings")
});

/// A signature in a line.
struct Found {
    /// Byte where the line starts, and the characters of the line.
    start: usize,
    span: Range<usize>,
    bytes: Range<usize>,
    reasons: Vec<(&'static str, f32)>,
}

/// A line, folded and as it is written.
struct Text {
    start: usize,
    raw: Vec<char>,
    letters: Vec<char>,
    classes: Vec<Class>,
}

/// Proposes to remove signatures from the lines of a text.
pub(crate) fn propose(text: &str, lines: &[Line], proposals: &mut Proposals) {
    let mut found: Vec<(Text, Vec<Found>)> = Vec::new();
    // What brought us here stands in few lines.
    for line in lines.iter().filter(|line| !line.blank && may_have(&text[line.text.clone()])) {
        let raw: Vec<char> = text[line.text.clone()].chars().collect();
        let (letters, classes) = raw.iter().map(|c| look(*c)).unzip();
        let line = Text { start: line.text.start, raw, letters, classes };
        let here = line.signatures();
        if !here.is_empty() {
            found.push((line, here));
        }
    }
    let mut times: HashMap<String, usize> = HashMap::new();
    for (line, signatures) in &found {
        for signature in signatures {
            *times.entry(line.plain(&signature.span)).or_default() += 1;
        }
    }
    for (line, signatures) in &mut found {
        for signature in signatures {
            if times[&line.plain(&signature.span)] > 1 {
                signature.reasons.push(("the same elsewhere", 1.0));
            }
            tell(text, signature, proposals);
        }
    }
}

fn tell(text: &str, signature: &Found, proposals: &mut Proposals) {
    let score: f32 = signature.reasons.iter().map(|(_, part)| part).sum();
    if score < REPORTED {
        return;
    }
    let told: Vec<String> =
        signature.reasons.iter().map(|(name, part)| format!("{name} {part:+.1}")).collect();
    let reason = format!("the signature of a site inside the text ({})", told.join(", ")).into();
    let confidence = edit::confidence(2.0 * (score - (REMOVED + REPORTED) / 2.0));
    let span = signature.bytes.clone();
    if score < REMOVED {
        proposals.findings.push(Finding { span, rule: &rule::SITE_SIGNATURE, confidence, reason });
        return;
    }
    proposals.edits.push(removal(text, span, &rule::SITE_SIGNATURE, confidence, reason));
}

/// What a signature is made of.
enum Part {
    Address(Address),
    Formula(Range<usize>, Role),
}

impl Part {
    fn span(&self) -> Range<usize> {
        match self {
            Self::Address(address) => address.span.clone(),
            Self::Formula(span, _) => span.clone(),
        }
    }
}

impl Text {
    /// Letters of a span, without marks and spaces: what two copies of a signature have in common.
    fn plain(&self, span: &Range<usize>) -> String {
        span.clone().filter(|i| self.classes[*i].is_letter()).map(|i| self.letters[i]).collect()
    }

    fn is_han(&self, at: usize) -> bool {
        self.classes.get(at).is_some_and(|class| class.is_han())
    }

    fn signatures(&self) -> Vec<Found> {
        let mut parts: Vec<Part> = forms::formulas(&self.letters, &self.classes)
            .into_iter()
            .map(|(s, r)| Part::Formula(s, r))
            .collect();
        let found = address::addresses(&self.letters, &self.raw);
        // What lies inside an address is the address's.
        parts.retain(|part| {
            !found.iter().any(|a| a.span.start < part.span().end && part.span().start < a.span.end)
        });
        parts.extend(found.into_iter().map(Part::Address));
        parts.sort_by_key(|part| part.span().start);
        let sites: Vec<Part> = (0..parts.len()).filter_map(|i| self.unlisted_site(&parts, i)).collect();
        parts.extend(sites);
        parts.sort_by_key(|part| part.span().start);
        let mut signatures = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            let mut to = at + 1;
            while to < parts.len() && self.belong(parts[to - 1].span().end, parts[to].span().start) {
                to += 1;
            }
            signatures.extend(self.signature(&parts[at..to]));
            at = to;
        }
        signatures
    }

    /// The end of the name of a site that nobody listed, behind what names a source.
    fn unlisted_site(&self, parts: &[Part], credit: usize) -> Option<Part> {
        /// What names of sites end in, and how long they are.
        const ENDS: &[char] = &['网', '站', '吧', '库', '坊', '阁', '屋'];
        const LONGEST: usize = 7;
        let Part::Formula(span, Role::Credit) = &parts[credit] else { return None };
        let colon = matches!(self.letters.get(span.end), Some(':' | '：' | '自' | '于' | ' '));
        let from = span.end + usize::from(colon);
        let next = parts.get(credit + 1).map_or(self.letters.len(), |part| part.span().start);
        let name = (from..next.min(from + LONGEST)).take_while(|i| self.is_han(*i));
        let end = name.skip(1).find(|i| ENDS.contains(&self.letters[*i]))?;
        Some(Part::Formula(end..end + 1, Role::Site))
    }

    /// Whether two parts belong to one signature: little stands between them, and no sentence ends there unless
    /// nothing else stands there.
    fn belong(&self, from: usize, to: usize) -> bool {
        let between = &self.letters[from..to];
        let ends = between.iter().any(|c| matches!(c, '。' | '!' | '?' | '！' | '？' | '…'));
        to - from <= GAP && (!ends || to - from == 1)
    }

    fn signature(&self, parts: &[Part]) -> Option<Found> {
        let mut reasons = Vec::new();
        let roles =
            |wanted: Role| parts.iter().filter(|p| matches!(p, Part::Formula(_, r) if *r == wanted)).count();
        let formulas: HashSet<&[char]> = parts
            .iter()
            .filter(|p| matches!(p, Part::Formula(_, Role::Protect)))
            .map(|p| &self.letters[p.span()])
            .collect();
        let (_, credit, site) = (roles(Role::Protect), roles(Role::Credit), roles(Role::Site));
        let protect = formulas.len();
        let address = parts.iter().any(|p| matches!(p, Part::Address(_)));
        if protect > 0 {
            let long =
                parts.iter().any(|p| matches!(p, Part::Formula(s, Role::Protect) if s.len() >= PHRASE));
            let worth = match protect {
                1 if long || address || site > 0 => 1.5,
                1 => 0.8,
                _ => 3.0,
            };
            reasons.push(("words of copy protection", worth));
        }
        if credit > 0 {
            reasons.push(("names a source", 1.0));
        }
        if site > 0 {
            reasons.push(("a reading site", 0.5));
        }
        if address {
            reasons.push(("an address", 1.0));
        }
        if address && protect > 0 {
            reasons.push(("copy protection with an address", 1.0));
        }
        if parts.iter().any(|p| matches!(p, Part::Address(a) if a.disguised)) {
            reasons.push(("an address in disguise", 1.0));
        }
        let formula = protect + credit + site > 0;
        let square = |at: Option<usize>| {
            at.and_then(|at| self.letters.get(at)).is_some_and(|c| matches!(c, '[' | '【'))
        };
        if !formula {
            // An author names addresses, too.
            let bracketed = square(parts[0].span().start.checked_sub(1));
            reasons.push(if bracketed {
                ("an address in square brackets", 1.0)
            } else {
                ("nothing but an address", -1.0)
            });
        }
        let known = parts[0].span().start..parts[parts.len() - 1].span().end;
        let (span, bracketed) = self.widen(known, parts);
        // Words that go on with something alone are anybody's, and so is a source that is named by itself.
        if protect == 0 && !address && !(credit > 0 && (site > 0 || bracketed)) {
            return None;
        }
        if !formula && self.is_link(&span) {
            return None;
        }
        if bracketed {
            reasons.push(("in brackets", 0.5));
        }
        let framed = bracketed && square(Some(span.start));
        self.place(&span, (formula, protect > 0, address, framed), &mut reasons);
        let offset = |at: usize| self.start + self.raw[..at].iter().map(|c| c.len_utf8()).sum::<usize>();
        let bytes = offset(span.start)..offset(span.end);
        Some(Found { start: self.start, span, bytes, reasons }).filter(|f| f.start <= f.bytes.start)
    }

    /// Whether this is a link in the markup of wikis, `[http://host/page label]`, or of Markdown, `[label](http://host)`.
    fn is_link(&self, span: &Range<usize>) -> bool {
        let inside = &self.letters[span.clone()];
        let labelled = inside
            .strip_prefix(&['['])
            .is_some_and(|link| link.starts_with(&['h', 't', 't', 'p']) && link.contains(&' '));
        labelled || span.start.checked_sub(1).is_some_and(|before| self.letters[before] == ']')
    }

    /// Takes in the name of the site, brackets and ornaments around, and the mark that ends the signature's own
    /// sentence.
    fn widen(&self, known: Range<usize>, parts: &[Part]) -> (Range<usize>, bool) {
        const OPENING: &[char] = &['(', '[', '【', '『', '「', '〔', '<', '《', '（'];
        const CLOSING: &[char] = &[')', ']', '】', '』', '」', '〕', '>', '》', '）'];
        const ORNAMENTS: &[char] =
            &['~', '—', '-', '*', '|', '★', '☆', '=', '_', '#', '+', '♂', '♀', '→', '←'];
        let at = |i: usize| self.letters.get(i).copied().unwrap_or('\n');
        let mut span = known.clone();
        // A bracket that opens inside and closes behind, or the other way round, goes whole.
        let opened = |s: &Range<usize>| s.clone().filter(|i| OPENING.contains(&at(*i))).count();
        let closed = |s: &Range<usize>| s.clone().filter(|i| CLOSING.contains(&at(*i))).count();
        if opened(&span) > closed(&span) {
            let end =
                (span.end..(span.end + 2 * NAME).min(self.letters.len())).find(|i| CLOSING.contains(&at(*i)));
            span.end = end.map_or(span.end, |i| i + 1);
        }
        let opens = |span: &Range<usize>| {
            (span.start.saturating_sub(NAME + 2)..span.start)
                .rev()
                .take_while(|i| OPENING.contains(&at(*i)) || self.is_han(*i) || *i + 1 == span.start)
                .find(|i| OPENING.contains(&at(*i)))
        };
        let closes = |span: &Range<usize>| {
            let to = (span.end + NAME + 2).min(self.letters.len());
            (span.end..to).find(|i| CLOSING.contains(&at(*i)))
        };
        let mut bracketed = false;
        if let (Some(open), Some(close)) = (opens(&span), closes(&span))
            && OPENING.iter().position(|c| *c == at(open)) == CLOSING.iter().position(|c| *c == at(close))
            && (parts.iter().any(|part| matches!(part, Part::Formula(..))) || matches!(at(open), '[' | '【'))
        {
            span = open..close + 1;
            bracketed = true;
        }
        if bracketed {
            return (span, true);
        }
        while span.start > 0 && ORNAMENTS.contains(&at(span.start - 1)) {
            span.start -= 1;
        }
        while ORNAMENTS.contains(&at(span.end)) {
            span.end += 1;
        }
        // The name of the site before or behind, as far as the model likes the line better without it.
        let named = |part: &Part| matches!(part, Part::Formula(_, Role::Site));
        let start = span.start;
        let starts = (0..=NAME).map_while(|more| {
            let from = start.checked_sub(more)?;
            (more == 0 || named(&parts[0]) && (from..start).all(|i| self.is_han(i))).then_some(from)
        });
        // A formula that sends readers to a site goes on with its name, as far as the model likes the line without it.
        let takes = self.takes_a_name(&parts[parts.len() - 1]);
        if takes && (span.end..self.letters.len()).all(|i| self.is_han(i)) {
            span.end = self.letters.len().min(span.end + 2 * NAME);
        }
        let end = span.end;
        let ends = (0..=if takes { 2 * NAME } else { 2 }).map_while(|more| {
            let to = end + more;
            let mark = |i: usize| matches!(at(i), '。' | '，' | ',' | '!' | '.' | ':' | ';' | ' ' | '！');
            let named = |i: usize| if takes { self.is_han(i) } else { mark(i) };
            (to <= self.letters.len() && (end..to).all(named)).then_some(to)
        });
        if let Some(best) = join::best(&self.letters, starts, ends, PRICE) {
            span = best;
        }
        // The mark behind goes where one stands before.
        let stops =
            |i: usize| i == 0 || matches!(at(i - 1), '。' | '!' | '?' | '！' | '？' | '…' | '”' | '」');
        while stops(span.start) && matches!(at(span.end), '。' | '!' | '！' | '，' | ',') {
            span.end += 1;
        }
        (span, false)
    }

    /// Whether a formula of copy protection is incomplete without the name of a site: `看正版请到`.
    fn takes_a_name(&self, part: &Part) -> bool {
        let Part::Formula(span, Role::Protect | Role::More) = part else { return false };
        matches!(self.letters[span.end - 1], '到' | '在' | '上')
    }

    /// Weighs where a signature stands.
    fn place(
        &self,
        span: &Range<usize>,
        (formula, protect, address, framed): (bool, bool, bool, bool),
        reasons: &mut Vec<(&'static str, f32)>,
    ) {
        /// What addresses follow in honest text.
        const TAKES: [&str; 22] = [
            "访问", "登录", "登陆", "打开", "网址", "网站", "官网", "网页", "链接", "地址", "浏览", "进入",
            "查看", "参见", "下载", "通过", "使用", "输入", "邮箱", "域名", "指向", "平台",
        ];
        let letter = |at: Option<usize>| at.and_then(|at| self.letters.get(at)).copied();
        let before = span.start.checked_sub(1);
        let inside = before.is_some_and(|at| self.is_han(at)) && self.is_han(span.end);
        let (left, right) = (letter(before), letter(Some(span.end)));
        if matches!((left, right), (Some('“' | '"' | '「' | '‘'), Some('”' | '"' | '」' | '’'))) {
            reasons.push(("quoted", -2.0));
        }
        let taken: String = self.letters[span.start.saturating_sub(2)..span.start].iter().collect();
        if !formula
            && (TAKES.contains(&&*taken)
                || matches!(left, Some('从' | '到' | '在' | '见' | '如' | '是' | '为' | '于' | '自' | ':')))
        {
            reasons.push(("something that takes an address before it", -2.0));
        }
        if inside {
            reasons.push(("in the middle of a sentence", if formula { 1.5 } else { 1.0 }));
            let gain = join::gain(&self.letters, span);
            if gain >= JOINS_WELL {
                reasons.push(("the text goes on across it", 1.5));
            } else if gain >= JOINS {
                reasons.push(("the text goes on across it", 1.0));
            } else if gain < -JOINS && !(protect || framed || formula && address) {
                reasons.push(("the text does not go on across it", -1.0));
            }
        } else if span.len() == self.letters.len() {
            reasons.push(("a line of its own", 0.5));
        } else if right.is_none() && left != Some(' ') && (protect || framed) {
            reasons.push(("glued to the end of a line", 0.5));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Cleaner;

    #[test]
    fn signatures_go_and_the_sentence_stays() {
        for (damaged, clean) in [
            (
                "他推开门，看见手机用户请浏览阅读，更优质的阅读体验。桌上放着一封信。",
                "他推开门，看见桌上放着一封信。",
            ),
            (
                "他推开门，看见桌上放着一封信。天才一秒记住本站地址：www.example.com。他拆开看了。",
                "他推开门，看见桌上放着一封信。他拆开看了。",
            ),
            (
                "他推开门，看见（本文来自书海小说网www。example。com）桌上放着一封信。",
                "他推开门，看见桌上放着一封信。",
            ),
            ("他推开门，看见本文来自www.example.com桌上放着一封信。", "他推开门，看见桌上放着一封信。"),
        ] {
            assert_eq!(Cleaner::new().clean(damaged).text, clean);
        }
    }

    #[test]
    fn addresses_that_an_author_names_stay() {
        for honest in [
            "请访问www.example.com下载最新版本的软件。",
            "数据来自国家统计局（www.stats.gov.cn），我从 www.example.com 下载。",
            "他在起点首发了一部小说，免费阅读的章节有二十章。",
            "网站上写着“手机用户请浏览阅读”，他没有理会。",
            "未经授权，禁止转载本网站内容，违者必究。",
        ] {
            assert_eq!(Cleaner::new().clean(honest).text, honest);
        }
    }
}
