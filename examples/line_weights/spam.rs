//! Keyword lines of every style.

use super::dice::Dice;
use std::sync::LazyLock;

struct Stem {
    topic: usize,
    language: &'static str,
    text: &'static str,
    weight: f32,
}

const WARES: [&str; 5] = [
    include_str!("../../seeds/lexicon/adult.tsv"),
    include_str!("../../seeds/lexicon/gambling.tsv"),
    include_str!("../../seeds/lexicon/pharma.tsv"),
    include_str!("../../seeds/lexicon/grey.tsv"),
    include_str!("../../seeds/lexicon/piracy.tsv"),
];
const BAIT: &str = include_str!("../../seeds/lexicon/bait.tsv");
/// Parts of phrases that are not the lexicon's.
const PARTS: &str = include_str!("../../seeds/damage/spam_stems.tsv");
/// Stems weaker than this are not what lines are made for.
const WEIGHT_LEAST: f32 = 0.6;

fn read(topic: usize, file: &'static str) -> impl Iterator<Item = Stem> {
    file.lines().skip(1).filter_map(move |line| {
        let mut cells = line.split('\t');
        let (text, language, weight) = (cells.next()?, cells.next()?, cells.next()?.parse().ok()?);
        Some(Stem { topic, language: if language == "any" { "en" } else { language }, text, weight })
    })
}

static STEMS: LazyLock<Vec<Stem>> = LazyLock::new(|| {
    let all = WARES.iter().enumerate().flat_map(|(topic, file)| read(topic, file));
    all.filter(|stem| stem.weight >= WEIGHT_LEAST).collect()
});
static BAITS: LazyLock<Vec<Stem>> = LazyLock::new(|| read(WARES.len(), BAIT).collect());

const SEPARATORS: [&str; 18] =
    ["_", "_", ",", ",", "，", "|", "|", " | ", "-", " - ", " I ", " ", " ", "、", ", ", "| ", "/", "·"];
const LANGUAGES: [(&str, usize); 14] = [
    ("zh", 60),
    ("en", 12),
    ("ru", 8),
    ("ja", 4),
    ("ko", 6),
    ("tr", 5),
    ("id", 5),
    ("th", 2),
    ("vi", 3),
    ("es", 2),
    ("de", 2),
    ("fr", 2),
    ("pt", 1),
    ("it", 1),
];

fn language(dice: &mut Dice) -> &'static str {
    let sum: usize = LANGUAGES.iter().map(|(_, weight)| weight).sum();
    let mut at = dice.between(1, sum);
    for (language, weight) in LANGUAGES {
        if at <= weight {
            return language;
        }
        at -= weight;
    }
    "zh"
}

/// Puts keyword lines on a page: one at an end, the same at both, in the middle, or a block of links.
pub(crate) fn inject(lines: &mut Vec<(String, bool)>, dice: &mut Dice) {
    let language = language(dice);
    let topics: Vec<usize> =
        (0..WARES.len()).filter(|t| STEMS.iter().any(|s| s.topic == *t && s.language == language)).collect();
    let Some(topic) = (!topics.is_empty()).then(|| *dice.pick(&topics)) else { return };
    let mut put = |at: usize, line: String| lines.insert(at, (line, true));
    match dice.between(0, 22) {
        0..2 => {
            // The same line at both ends.
            let line = row(topic, language, dice);
            put(0, line.clone());
            let end = lines.len();
            lines.insert(end, (line, true));
        }
        2..4 => {
            // Two lines, one under the other.
            put(0, row(topic, language, dice));
            put(0, row(topic, language, dice));
        }
        4..6 => {
            // A block of links at the end.
            for _ in 0..dice.between(3, 9) {
                let count = dice.between(1, 5);
                let line = (0..count).map(|_| phrase(topic, language, dice)).collect::<Vec<_>>().join(" ");
                lines.push((line, true));
            }
        }
        6 => {
            // One phrase alone.
            let at = dice.place(lines.len());
            lines.insert(at, (phrase(topic, language, dice), true));
        }
        7 => {
            // Several languages in one line.
            let count = dice.between(3, 8);
            let separator = *dice.pick(&SEPARATORS);
            let phrases: Vec<&str> = (0..count).map(|_| dice.pick(&STEMS).text).collect();
            let at = dice.place(lines.len());
            lines.insert(at, (phrases.join(separator), true));
        }
        8 | 9 | 20 if language == "zh" => {
            let at = dice.place(lines.len());
            lines.insert(
                at,
                (if dice.chance(0.5) { advert(language, dice) } else { prose_advert(dice) }, true),
            );
        }
        10 | 21 | 22 if language == "zh" => {
            // Nonsense of another text around a brand.
            let at = dice.place(lines.len());
            lines.insert(at, (filler(dice), true));
        }
        11 if language == "zh" => {
            // Phrases between paragraphs.
            for _ in 0..dice.between(2, 5) {
                let at = dice.between(0, lines.len());
                lines.insert(at, (phrase(topic, language, dice), true));
            }
        }
        _ => {
            let at = dice.place(lines.len());
            lines.insert(at, (row(topic, language, dice), true));
        }
    }
}

/// Puts a keyword into a line of the page's own: the line stays, as only the keyword goes.
pub(crate) fn wedge(lines: &mut [(String, bool)], dice: &mut Dice) {
    let long: Vec<usize> =
        (0..lines.len()).filter(|i| !lines[*i].1 && lines[*i].0.chars().count() > 20).collect();
    if long.is_empty() {
        return;
    }
    let line = &mut lines[*dice.pick(&long)].0;
    let places: Vec<usize> = line.char_indices().map(|(at, _)| at).skip(1).collect();
    let what = phrase(dice.between(0, 3), "zh", dice);
    line.insert_str(*dice.pick(&places), &what);
}

/// Has one honest sentence speak of what such lines sell.
pub(crate) fn mention(lines: &mut Vec<(String, bool)>, dice: &mut Dice) {
    const FORMS: [&str; 10] = [
        "近日，警方破获一起{}案件，抓获嫌疑人多名，涉案金额巨大。",
        "记者调查发现，网上有人以{}为名行骗，市民应提高警惕。",
        "他年轻时沉迷{}，欠下一身债，后来才慢慢戒掉。",
        "有网友问，{}合法吗？律师表示，这种行为涉嫌违法。",
        "法院审理认为，被告人经营{}，情节严重，判处有期徒刑三年。",
        "会议强调，要严厉打击{}等违法犯罪活动，维护社会稳定。",
        "所谓的{}不过是骗局，我一个朋友就上过当，损失了好几万。",
        "这篇小说里写到{}的情节，读来令人唏嘘。",
        "{}泛滥，对青少年的成长造成了严重影响，家长应当重视。",
        "他说自己从没听说过{}，更不知道怎么会有这样的短信。",
    ];
    /// Rows of wares that say in the end what they are about.
    const ROWS: [&str; 8] = [
        "{} {} {}等的危害与防范",
        "{}、{}、{}的法律责任分析",
        "{} {} {} 等游戏的概率分析",
        "{}_{}_{}的治理研究",
        "{}，{}，{}：典型案例",
        "{} {} {} の比較と副作用",
        "{}, {}, {}: side effects",
        "{} {} {} 犯罪与处罚",
    ];
    if dice.chance(0.3) {
        let topic = dice.between(0, 3);
        let mut line = (*dice.pick(&ROWS)).to_owned();
        let language = if line.is_ascii() {
            "en"
        } else if line.contains('と') {
            "ja"
        } else {
            "zh"
        };
        while line.contains("{}") {
            line = line.replacen("{}", stem(topic, language, dice), 1);
        }
        let at = dice.between(0, lines.len());
        lines.insert(at, (line, false));
        return;
    }
    let topic = dice.between(0, 3);
    let what = if dice.chance(0.5) { stem(topic, "zh", dice).to_owned() } else { phrase(topic, "zh", dice) };
    let at = dice.between(0, lines.len());
    lines.insert(at, (dice.pick(&FORMS).replace("{}", &what), false));
}

/// Makes a page be about a topic: sentences that speak of it, and rows of its words that are the page's own.
pub(crate) fn about(lines: &mut Vec<(String, bool)>, dice: &mut Dice) {
    const CHINESE: [&str; 4] = [
        "本文谈到{}和{}，专家提醒公众注意其中的风险。",
        "近日警方查处一起案件，涉及{}、{}等，相关人员已被处理。",
        "许多人听说过{}，却不知道{}是怎么一回事，下面作一介绍。",
        "所谓{}，与{}不同，法律对此有专门的规定。",
    ];
    const OTHER: [&str; 3] = [
        "This article explains {} and {}, and the risks that come with them.",
        "The new law covers {} as well as {}, a spokesman said on Tuesday.",
        "Doctors see more and more people who ask about {} or {}.",
    ];
    let language = if dice.chance(0.6) { "zh" } else { "en" };
    let topic = dice.between(0, WARES.len() - 1);
    let templates: &[&str] = if language == "zh" { &CHINESE } else { &OTHER };
    for _ in 0..dice.between(2, 5) {
        let sentence = dice.pick(templates).split("{}").collect::<Vec<_>>();
        let (a, b) = (stem(topic, language, dice), stem(topic, language, dice));
        let at = dice.between(0, lines.len());
        lines.insert(at, (format!("{}{a}{}{b}{}", sentence[0], sentence[1], sentence[2]), false));
    }
    let items: Vec<&str> = (0..dice.between(3, 9)).map(|_| stem(topic, language, dice)).collect();
    let at = dice.place(lines.len());
    lines.insert(at, (items.join(*dice.pick(&SEPARATORS)), false));
}

fn row(topic: usize, language: &str, dice: &mut Dice) -> String {
    let count = if dice.chance(0.12) { dice.between(12, 40) } else { dice.between(3, 12) };
    let few = dice.chance(0.3).then(|| dice.between(2, 5));
    let stock: Vec<String> = (0..few.unwrap_or(count)).map(|_| phrase(topic, language, dice)).collect();
    let growing = dice.chance(0.2).then(|| stem(topic, language, dice));
    let phrases: Vec<String> = (0..count)
        .map(|i| match growing {
            Some(stem) => joined(stem, bait(language, dice), language),
            None if few.is_some() => dice.pick(&stock).clone(),
            None => stock[i].clone(),
        })
        .collect();
    let mut line = phrases.join(*dice.pick(&SEPARATORS));
    if dice.chance(0.2) {
        line = line.replace("av", dice.pick::<&str>(&["АV", "ＡV", "а√", "AV", "?V"]));
    }
    if dice.chance(0.12) {
        line.push_str(" ?");
    }
    if dice.chance(0.1) {
        line = line.to_uppercase();
    }
    line
}

/// A stem, alone or with what searches for it begin or end in; or a phrase made of parts.
pub(crate) fn phrase(topic: usize, language: &str, dice: &mut Dice) -> String {
    if language == "zh" && topic < 2 && dice.chance(0.3) {
        let topic = ["video", "gambling"][topic];
        let mut part = |wanted: &str| {
            let fitting: Vec<&str> = PARTS
                .lines()
                .filter_map(|line| {
                    line.strip_prefix(topic)?.strip_prefix('\t')?.strip_prefix(wanted)?.strip_prefix('\t')
                })
                .collect();
            *dice.pick(&fitting)
        };
        return format!("{}{}{}", part("head"), part("middle"), part("tail"));
    }
    let stem = stem(topic, language, dice);
    match dice.between(0, 9) {
        0..4 => stem.to_owned(),
        4..8 => joined(stem, bait(language, dice), language),
        8 => joined(bait(language, dice), stem, language),
        _ => joined(stem, self::stem(topic, language, dice), language),
    }
}

fn joined(first: &str, second: &str, language: &str) -> String {
    let gap = if matches!(language, "zh" | "ja" | "th") { "" } else { " " };
    format!("{first}{gap}{second}")
}

fn stem(topic: usize, language: &str, dice: &mut Dice) -> &'static str {
    let fitting: Vec<&Stem> = STEMS.iter().filter(|s| s.topic == topic && s.language == language).collect();
    dice.pick(&fitting).text
}

fn bait(language: &str, dice: &mut Dice) -> &'static str {
    let fitting: Vec<&Stem> = BAITS.iter().filter(|s| s.language == language).collect();
    if fitting.is_empty() { "" } else { dice.pick(&fitting).text }
}

/// Sentences that sell a service.
fn prose_advert(dice: &mut Dice) -> String {
    const FORMS: [&str; 22] = [
        "{}，找我们就行，{}随时可办，价格最低，信誉担保，请加{}。",
        "全国办理{}、{}，正规快速，先看后付，24小时客服{}。",
        "还在为{}发愁吗？{}轻松解决，无需任何费用，致电{}。",
        "{}大量现货，{}支持定制，老客户优惠，联系人刘经理{}",
        "你需要的{}我们都有！{}全网最低价，扫码或加V{}。",
        "专注{}多年，{}经验丰富，安全放心，有意私聊{}！",
        "我公司常年承接{}和{}业务，价格公道，有意者请致电{}。",
        "{}，{}，全国可办，安全快捷，不成功不收费，加微信{}了解详情。",
        "急需{}怎么办？找我们就对了，{}一站式服务，QQ{}。",
        "{}哪里有？{}多少钱一套？联系方式{}，24小时为您服务！",
        "承接{}、{}等，信誉保证，长期合作，电话{}李先生。",
        "出售{}，{}，支持验货，货到满意再付款，手机{}。",
        "{}，{}，包邮到家，微信{}，信誉保证！",
        "本人可办{}和{}，可先验证，电话{}（微信同号）。",
        "急用{}的请加QQ:{}，{}当天可取。",
        "{}、{}，请致电{}王先生。",
        "{}请加微信{}，{}也可以办理。",
        "我处可做{}，{}，网上可查，咨询电话：{}。",
        "有{}需要的朋友，{}都可以，加我{}。",
        "{}（{}）咨询{}，全国均可。",
        "因业务需要，{}，{}，联系{}李女士。",
        "{}！{}！电话{}！",
    ];
    let number: String =
        (0..11).map(|i| if i == 0 { '1' } else { char::from(b'0' + dice.between(0, 9) as u8) }).collect();
    let number = disguised(number, dice);
    let (a, b) = (phrase(3, "zh", dice), phrase(3, "zh", dice));
    dice.pick(&FORMS).replacen("{}", &a, 1).replacen("{}", &b, 1).replacen("{}", &number, 1)
}

/// Digits as they are written to be read by people only, now and then.
fn disguised(number: String, dice: &mut Dice) -> String {
    const ODD: [char; 10] = ['０', '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨'];
    if !dice.chance(0.25) {
        return number;
    }
    let every = dice.between(1, 3);
    let odd = |(i, c): (usize, char)| match c.to_digit(10) {
        Some(digit) if i % every == 0 => ODD[digit as usize],
        _ => c,
    };
    number.chars().enumerate().map(odd).collect()
}

/// Clauses of some other text, with a brand between.
fn filler(dice: &mut Dice) -> String {
    loop {
        let (language, lines) = super::honest::article(dice);
        let clauses: Vec<&str> = lines
            .iter()
            .flat_map(|line| line.split(['，', '。', ',', '！', '？', '；', '“', '”', '：']))
            .filter(|clause| (4..20).contains(&clause.chars().count()))
            .collect();
        if language != "zh" || clauses.is_empty() {
            continue;
        }
        let mut words: Vec<String> =
            (0..dice.between(4, 12)).map(|_| (*dice.pick(&clauses)).to_owned()).collect();
        for _ in 0..dice.between(1, 3) {
            let at = dice.between(0, words.len());
            words.insert(at, phrase(1, "zh", dice));
        }
        let label = *dice.pick::<&str>(&["", "", "文章摘要：", "简要描述："]);
        if dice.chance(0.5) {
            words.insert(0, phrase(1, "zh", dice));
        }
        return format!(
            "{label}{}{}",
            words.join(*dice.pick::<&str>(&["，", "", ","])),
            dice.pick::<&str>(&["", "。"])
        );
    }
}

/// A service with a number to call.
fn advert(language: &str, dice: &mut Dice) -> String {
    let number: String = (0..11).map(|_| char::from(b'0' + dice.between(0, 9) as u8)).collect();
    let number = disguised(number, dice);
    let contact = dice.pick(&["QQ", "微信", "电话", "V信", "手机", "Telegram", "WhatsApp"]);
    let services: Vec<String> = (0..dice.between(1, 4)).map(|_| phrase(3, language, dice)).collect();
    format!("{} {contact}{number}", services.join(*dice.pick(&["，", " ", "/"])))
}
