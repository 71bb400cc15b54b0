//! Pages with one kind of injection each, from words and formulas that the weights were not fitted on: what
//! `measure` counts on.

use super::dice::Dice;
use super::{fresh, honest, spam};
use std::ops::Range;

/// Phrases that were written after the lexicon, without a look at it; none goes there: topic, language, phrases.
const HELD: &str = include_str!("held.tsv");

/// A kind of injection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Row,
    ForeignRow,
    Pirate,
    Grey,
    Filler,
    Advert,
    Links,
    Single,
    FreshAdvert,
    FreshLinks,
    FreshFiller,
    TitleTail,
    TitleHead,
    Field,
    Signature,
    Protection,
    InSentence,
    InWord,
    Litter,
    Identifier,
    FreshTail,
    FreshHead,
    FreshField,
    Prefix,
    Credit,
    Domain,
    Wedge,
}

impl Kind {
    pub(crate) const ALL: [(Self, &'static str); 27] = [
        (Self::Row, "keyword lines"),
        (Self::ForeignRow, "keyword lines in other languages"),
        (Self::Pirate, "pirate lines"),
        (Self::Grey, "grey business lines"),
        (Self::Filler, "filler around a brand"),
        (Self::Advert, "adverts in prose"),
        (Self::Links, "blocks of links"),
        (Self::Single, "phrases between paragraphs"),
        (Self::FreshAdvert, "unlisted adverts"),
        (Self::FreshLinks, "blocks of unlisted links"),
        (Self::FreshFiller, "filler around unlisted brands"),
        (Self::TitleTail, "title tails"),
        (Self::TitleHead, "title heads"),
        (Self::Field, "keyword fields"),
        (Self::Signature, "signatures with an address"),
        (Self::Protection, "copy protection strings"),
        (Self::InSentence, "keywords in sentences"),
        (Self::InWord, "keywords in words"),
        (Self::Litter, "random ASCII at line starts"),
        (Self::Identifier, "random letters at one line's start"),
        (Self::FreshTail, "title tails, unlisted"),
        (Self::FreshHead, "title heads, unlisted"),
        (Self::FreshField, "keyword fields, unlisted"),
        (Self::Prefix, "brand before several lines"),
        (Self::Credit, "unlisted notes of a source"),
        (Self::Domain, "addresses in sentences"),
        (Self::Wedge, "characters in words"),
    ];

    /// Whether whole lines are put on the page, not parts of lines.
    pub(crate) fn is_whole(self) -> bool {
        (self as u8) < Self::TitleTail as u8
    }
}

/// A page, and which bytes of it were put there.
pub(crate) struct Mixture {
    pub(crate) text: String,
    pub(crate) injected: Vec<Range<usize>>,
}

const SEPARATORS: [&str; 16] =
    ["_", ",", "，", "|", " | ", "-", " - ", " I ", " ", "、", ", ", "/", "·", "｜", "；", "  "];

fn held(topic: &str, chinese: bool, dice: &mut Dice) -> Vec<&'static str> {
    let fitting: Vec<&str> = HELD
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (own, language, phrases) = (cells.next()?, cells.next()?, cells.next()?);
            (own == topic && (language == "zh") == chinese).then_some(phrases)
        })
        .collect();
    dice.pick(&fitting).split(';').collect()
}

/// A phrase of a topic: held back, or the lexicon's.
fn phrase(topic: &str, dice: &mut Dice) -> String {
    let topics = ["adult", "gambling", "pharma", "grey"];
    match topics.iter().position(|t| *t == topic).filter(|_| dice.chance(0.4)) {
        Some(topic) => spam::phrase(topic, "zh", dice),
        None => {
            let stock = held(topic, true, dice);
            (*dice.pick(&stock)).to_owned()
        }
    }
}

fn row(topic: &str, chinese: bool, dice: &mut Dice) -> String {
    let stock = held(topic, chinese, dice);
    let count = if dice.chance(0.12) { dice.between(12, 30) } else { dice.between(3, 12) };
    let phrases: Vec<String> = (0..count)
        .map(|_| if chinese { phrase(topic, dice) } else { (*dice.pick(&stock)).to_owned() })
        .collect();
    let mut line = phrases.join(*dice.pick(&SEPARATORS));
    if dice.chance(0.12) {
        line.push_str(" ?");
    }
    line
}

/// A brand as it is put into lines: gambling mostly.
fn brand(dice: &mut Dice) -> String {
    let topic = if dice.chance(0.7) { "gambling" } else { *dice.pick(&["adult", "grey"]) };
    loop {
        let brand = phrase(topic, dice);
        if brand.chars().count() > 3 {
            return brand;
        }
    }
}

/// Nonsense of novels, as fillers are made of.
fn nonsense(lines: &[String], dice: &mut Dice) -> String {
    let clauses: Vec<&str> = lines
        .iter()
        .flat_map(|line| line.split(['，', '。', ',', '！', '？', '；', '“', '”', '：', '「', '」']))
        .filter(|clause| (4..20).contains(&clause.chars().count()))
        .collect();
    if clauses.is_empty() {
        return String::new();
    }
    let joint = *dice.pick(&["", "，", " "]);
    (0..dice.between(4, 14)).map(|_| *dice.pick(&clauses)).collect::<Vec<_>>().join(joint)
}

fn number(dice: &mut Dice) -> String {
    let mut number: String =
        (0..11).map(|i| if i == 0 { '1' } else { char::from(b'0' + dice.between(0, 9) as u8) }).collect();
    if dice.chance(0.3) {
        const ODD: [char; 10] = ['０', '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨'];
        number = number
            .chars()
            .enumerate()
            .map(|(i, c)| if i % 3 == 1 { ODD[c as usize - '0' as usize] } else { c })
            .collect();
    }
    number
}

fn advert(dice: &mut Dice) -> String {
    let what = phrase("grey", dice);
    let more = phrase("grey", dice);
    let contact = format!(
        "{}{}",
        dice.pick(&["微信：", "QQ", "电话", "咨询微信", "联系电话：", "加V：", "手机/微信 ", "薇❤："]),
        number(dice)
    );
    dice.pick(&[
        "本公司专业{}，{}，税点低，可先验后付，{contact}。",
        "专业办理{}、{}，诚信经营，当天出证，欢迎来电咨询{contact}",
        "需要{}的朋友请联系我们，{}价格优惠，全国各地均可办理，{contact}！",
        "{} {} {contact} 全天在线",
        "长期提供{}业务，正规渠道，{}，无前期费用，{contact}（同号）。",
        "【{}】{contact} 张经理，{}，信誉第一，安全可靠。",
    ])
    .replacen("{}", &what, 1)
    .replacen("{}", &more, 1)
    .replace("{contact}", &contact)
}

fn domain(dice: &mut Dice) -> String {
    let name: String =
        (0..dice.between(4, 9)).map(|_| char::from(dice.between(b'a'.into(), b'z'.into()) as u8)).collect();
    let tld = dice.pick(&["com", "net", "cc", "org", "la", "info", "com.cn", "me"]);
    match dice.between(0, 11) {
        0..5 => format!("www.{name}.{tld}"),
        5 => format!("{name}.{tld}"),
        6 => format!("m.{name}.{tld}"),
        7 => format!("www。{name}。{tld}"),
        8 => format!("ｗｗｗ．{name}．{tld}"),
        9 => format!("www.{name}点{tld}"),
        10 => format!("w w w . {name} . {tld}"),
        _ => format!("http://www.{name}.{tld}/").to_uppercase().replace("HTTP", "http"),
    }
}

fn site(dice: &mut Dice) -> String {
    let name = dice.pick(&["飞云", "小书", "墨香", "顶峰", "新月", "八零", "书海", "六九", "爱看"]);
    format!("{name}{}", dice.pick(&["小说网", "中文网", "文学网", "读书", "看书网", "书吧", "资讯网"]))
}

fn signature(dice: &mut Dice) -> String {
    let form = dice.pick(&[
        "本文来自{d}",
        "（本文来自{s}{d}）",
        "(转载请注明来源{d})",
        "更多精彩尽在{d}",
        "[{d}]",
        "【{s}{d}】",
        "本文转自{s}（{d}）",
        "请记住本站域名{d}",
        "本文由{s}{d}整理发布",
        "{s} {d}",
        "~{d}~",
        "内容来源于{d}",
        "更多内容请访问{d}",
        "——{d}首发——",
        "欢迎访问{s}{d}",
        "{d}更新最快",
    ]);
    form.replace("{d}", &domain(dice)).replace("{s}", &site(dice))
}

fn protection(dice: &mut Dice) -> String {
    let form = dice.pick(&[
        "手机用户请浏览{d}阅读，更优质的阅读体验。",
        "手机用户请浏览阅读，更优质的阅读体验。",
        "天才一秒记住本站地址：{d}。",
        "天才壹秒記住『{s}{d}』，為您提供精彩小說閱讀。",
        "请记住本书首发域名：{d}。",
        "最新章节请到{s}查看",
        "【{s}最快更新】",
        "（本章未完，请点击下一页继续阅读）",
        "一秒记住{s}，精彩无弹窗免费阅读！",
        "看最新章节就上{s}",
        "喜欢本书请大家收藏：({d})",
        "本书由{s}首发，请勿转载",
        "{s}无弹窗全文免费阅读",
        "手打更新最快的{s}",
        "未经授权禁止转载，违者必究，{s}",
        "更多章节请关注微信公众号{s}",
    ]);
    form.replace("{d}", &domain(dice)).replace("{s}", &site(dice))
}

fn ascii(letters: &[u8], from: usize, to: usize, dice: &mut Dice) -> String {
    (0..dice.between(from, to)).map(|_| char::from(*dice.pick(letters))).collect()
}

/// A page with one kind of injection, on lines of an article. `held` says which half of the unlisted texts is used.
pub(crate) fn page(kind: Kind, articles: &[String], held: bool, dice: &mut Dice) -> Option<Mixture> {
    let mut lines: Vec<String> = if articles.is_empty() {
        honest::article(dice).1
    } else {
        let all: Vec<&str> = dice.pick(articles).lines().filter(|line| !line.trim().is_empty()).collect();
        let from = dice.between(0, all.len().max(1) - 1);
        all.iter().skip(from).take(dice.between(4, 25)).map(|line| (*line).to_owned()).collect()
    };
    for _ in 0..dice.between(0, 2) {
        let at = dice.place(lines.len());
        let line = honest::line(&lines, dice);
        lines.insert(at, line);
    }
    let other = if articles.is_empty() {
        honest::article(dice).1
    } else {
        dice.pick(articles).lines().map(str::to_owned).collect()
    };
    let mut put: Vec<(usize, usize, String)> = Vec::new();
    let whole = |line: usize, text: String| (line, usize::MAX, text);
    let end = lines.len();
    match kind {
        Kind::Row => {
            let topic = *dice.pick(&["gambling", "adult"]);
            let row = row(topic, true, dice);
            match dice.between(0, 9) {
                0 | 1 => put.extend([whole(0, row.clone()), whole(end, row)]),
                _ => put.push(whole(dice.place(end), row)),
            }
        }
        Kind::ForeignRow => {
            let topic = *dice.pick(&["gambling", "adult", "grey", "pharma"]);
            put.push(whole(dice.place(end), row(topic, false, dice)));
        }
        Kind::Pirate => put.push(whole(dice.place(end), row("pirate", true, dice))),
        Kind::Grey => put.push(whole(dice.place(end), row("grey", true, dice))),
        Kind::FreshAdvert => put.push(whole(dice.place(end), fresh::advert(held, dice))),
        Kind::FreshLinks => {
            for _ in 0..dice.between(3, 9) {
                put.push(whole(end, fresh::link(held, dice)));
            }
        }
        Kind::Filler | Kind::FreshFiller => {
            let brand = if kind == Kind::Filler { brand(dice) } else { fresh::brand(held, dice) };
            let form = dice.pick(&[
                "文章摘要：{b},{n}",
                "{b},{n}。",
                "本文摘要：{b}{n}。",
                "{n}{b}{n}，{b}{n}。",
                "摘要：{n}，{b}，{n}",
            ]);
            let line = form.replace("{b}", &brand).replace("{n}", &nonsense(&other, dice));
            put.push(whole(dice.place(end), line));
        }
        Kind::Advert => put.push(whole(dice.place(end), advert(dice))),
        Kind::Links => {
            for _ in 0..dice.between(3, 9) {
                let count = if dice.chance(0.5) { 1 } else { dice.between(2, 5) };
                put.push(whole(end, (0..count).map(|_| brand(dice)).collect::<Vec<_>>().join(" ")));
            }
        }
        Kind::Single => {
            for _ in 0..dice.between(2, 5) {
                put.push(whole(dice.between(0, end), brand(dice)));
            }
        }
        Kind::TitleTail | Kind::TitleHead | Kind::FreshTail | Kind::FreshHead => {
            let title = title(&lines, dice)?;
            let tail = matches!(kind, Kind::TitleTail | Kind::FreshTail);
            let listed = matches!(kind, Kind::TitleTail | Kind::TitleHead);
            let count = dice.between(1, 3);
            let separator = *dice.pick(if tail {
                &["_", "-", " - ", "|", " | ", " ", "—", "·", "–"]
            } else {
                &["|", "_", "-", " - ", "：", ":", "·", " "]
            });
            let mut any = || if listed { brand(dice) } else { fresh::brand(held, dice) };
            let brands: Vec<String> = (0..count).map(|_| any()).collect();
            let mut text = brands.join(separator);
            text = match dice.between(0, 4) {
                0 if tail => format!("【{}】", brands[0]),
                0 => format!("‘{}’", brands[0]),
                _ if tail => format!("{separator}{text}"),
                _ => format!("{text}{separator}"),
            };
            let at = if tail { title.len() } else { 0 };
            lines.insert(0, title);
            put.push((0, at, text));
        }
        Kind::Field | Kind::FreshField => {
            let brand = if kind == Kind::Field { brand(dice) } else { fresh::brand(held, dice) };
            let items: Vec<String> = (0..dice.between(3, 8)).filter_map(|_| item(&lines, dice)).collect();
            if items.len() < 3 {
                return None;
            }
            let separator = *dice.pick(&[",", "，", "；", ";", "、", " ", "|"]);
            let label = *dice.pick(&[
                "关键词：",
                "本文关键词：",
                "标签：",
                "关键字:",
                "Tags: ",
                "相关标签：",
                "TAG：",
            ]);
            let place = dice.between(0, items.len());
            let mut at =
                label.len() + items[..place].iter().map(|i| i.len() + separator.len()).sum::<usize>();
            let text = if place == items.len() {
                at -= separator.len();
                format!("{separator}{brand}")
            } else {
                format!("{brand}{separator}")
            };
            let line = dice.between(0, end);
            lines.insert(line, format!("{label}{}", items.join(separator)));
            put.push((line, at, text));
        }
        Kind::Signature | Kind::Protection => {
            let text = if kind == Kind::Signature { signature(dice) } else { protection(dice) };
            for _ in 0..dice.between(1, 3) {
                let (line, at) = inside(&lines, false, dice)?;
                if put.iter().all(|(other, _, _)| *other != line) {
                    put.push((line, at, text.clone()));
                }
            }
        }
        Kind::Prefix => {
            let brand = if dice.chance(0.5) { brand(dice) } else { fresh::brand(held, dice) };
            let text = format!("{brand}{}", dice.pick(&["", ":", "：", "·"]));
            for (line, own) in lines.iter().enumerate().take(12) {
                if own.starts_with(is_han) && (line == 0 || dice.chance(0.5)) {
                    put.push((line, 0, text.clone()));
                }
            }
        }
        Kind::Credit | Kind::Domain | Kind::Wedge => {
            let credit = fresh::credit(held, dice);
            let domain = domain(dice);
            for _ in 0..dice.between(1, 4) {
                let (line, at) = inside(&lines, kind == Kind::Wedge, dice)?;
                let text = match kind {
                    Kind::Credit => credit.clone(),
                    Kind::Domain => domain.clone(),
                    _ => fresh::wedge(held, dice),
                };
                if put.iter().all(|(other, _, _)| *other != line) {
                    put.push((line, at, text));
                }
            }
        }
        Kind::InSentence | Kind::InWord => {
            let text = brand(dice);
            for _ in 0..dice.between(1, 3) {
                let (line, at) = inside(&lines, kind == Kind::InWord, dice)?;
                if put.iter().all(|(other, _, _)| *other != line) {
                    put.push((line, at, text.clone()));
                }
            }
        }
        Kind::Litter => {
            let graphic: Vec<u8> = (0x21..=0x7E).collect();
            let share = *dice.pick(&[0.3, 0.6, 1.0]);
            for (line, text) in lines.iter().enumerate() {
                if dice.chance(share) && text.starts_with(is_han) {
                    put.push((line, 0, ascii(&graphic, 4, 12, dice)));
                }
            }
        }
        Kind::Identifier => {
            let line = (0..lines.len()).find(|i| lines[*i].starts_with(is_han))?;
            put.push((
                line,
                0,
                ascii(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 8, 18, dice),
            ));
        }
    }
    (!put.is_empty() && put.iter().all(|(_, _, text)| !text.is_empty())).then(|| compose(&lines, put))
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// A title: a clause of the article, or of a heading.
fn title(lines: &[String], dice: &mut Dice) -> Option<String> {
    clause(lines, 8, 26, dice)
}

fn item(lines: &[String], dice: &mut Dice) -> Option<String> {
    clause(lines, 2, 6, dice)
}

fn clause(lines: &[String], from: usize, to: usize, dice: &mut Dice) -> Option<String> {
    let fitting: Vec<&str> = lines
        .iter()
        .flat_map(|line| line.split(|c: char| !is_han(c)))
        .filter(|clause| (from..=to).contains(&clause.chars().count()))
        .collect();
    (!fitting.is_empty()).then(|| (*dice.pick(&fitting)).to_owned())
}

/// A place inside a sentence: line and byte. In a word, both neighbours are ones that often stand together.
fn inside(lines: &[String], word: bool, dice: &mut Dice) -> Option<(usize, usize)> {
    const WORDS: &str = include_str!("words.txt");
    let words: Vec<&str> = if word { WORDS.split_whitespace().collect() } else { Vec::new() };
    let mut places = Vec::new();
    for (line, text) in lines.iter().enumerate().filter(|(_, text)| text.chars().count() > 20) {
        for (at, c) in text.char_indices().skip(2) {
            let before = text[..at].chars().next_back().unwrap_or(' ');
            let fits = is_han(before) && is_han(c);
            let start = at - before.len_utf8();
            if fits && (!word || words.iter().any(|w| text[start..].starts_with(w))) {
                places.push((line, at));
            }
        }
    }
    (!places.is_empty()).then(|| *dice.pick(&places))
}

/// Puts texts where they belong: on a line at a byte, or as lines of their own.
fn compose(lines: &[String], mut put: Vec<(usize, usize, String)>) -> Mixture {
    put.sort_by_key(|(line, at, _)| (*line, *at == usize::MAX, *at));
    let mut text = String::new();
    let mut injected: Vec<Range<usize>> = Vec::new();
    let mut add = |text: &mut String, what: &str| {
        text.push_str(what);
        injected.push(text.len() - what.len()..text.len());
    };
    for number in 0..=lines.len() {
        for (_, _, what) in put.iter().filter(|(line, at, _)| *line == number && *at == usize::MAX) {
            add(&mut text, what);
            text.push('\n');
        }
        let Some(line) = lines.get(number) else { break };
        let mut from = 0;
        for (_, at, what) in put.iter().filter(|(line, at, _)| *line == number && *at != usize::MAX) {
            text.push_str(&line[from..*at]);
            add(&mut text, what);
            from = *at;
        }
        text.push_str(&line[from..]);
        text.push('\n');
    }
    Mixture { text, injected }
}
