//! Honest pages and honest lines that look like rows of keywords.

use super::dice::Dice;
use std::sync::LazyLock;

const ARTICLES: [(&str, &str); 8] = [
    ("zh", include_str!("../../seeds/languages/zh-hans.txt")),
    ("zh", include_str!("../../seeds/languages/zh-hant.txt")),
    ("en", include_str!("../../README.md")),
    ("ru", include_str!("../../seeds/languages/ru.txt")),
    ("ja", include_str!("../../seeds/languages/ja.txt")),
    ("ko", include_str!("../../seeds/languages/ko.txt")),
    ("de", include_str!("../../seeds/languages/de.txt")),
    ("es", include_str!("../../seeds/languages/es.txt")),
];
/// Pages that look like those the lines are found on.
const PAGES: [&str; 5] = [
    include_str!("../../seeds/expected/000_a41732870ad2cd19.txt"),
    include_str!("../../seeds/expected/001_b1c9d6b23a4f6f90.txt"),
    include_str!("../../seeds/expected/002_4c415700a10ab76f.txt"),
    include_str!("../../seeds/expected/003_ef1b902b020596de.txt"),
    include_str!("../../seeds/expected/004_95ce444df27ba730.txt"),
];

struct List {
    language: &'static str,
    items: Vec<&'static str>,
}

static LISTS: LazyLock<Vec<List>> = LazyLock::new(|| {
    let list = |line: &'static str| {
        let mut cells = line.split('\t').skip(1);
        List { language: cells.next().unwrap_or(""), items: cells.next().unwrap_or("").split(';').collect() }
    };
    include_str!("../../seeds/lines/honest.tsv").lines().skip(1).map(list).collect()
});

const SEPARATORS: [&str; 15] =
    ["_", ",", "，", "|", " | ", "、", " ", "  ", " · ", " - ", "-", "/", "；", ", ", " > "];
const LABELS: [&str; 12] = [
    "标签：",
    "关键词：",
    "关键字:",
    "友情链接：",
    "相关搜索：",
    "热门标签: ",
    "Tags: ",
    "Keywords: ",
    "分类：",
    "當前位置：",
    "您的位置：",
    "タグ：",
];

/// Some lines of an article, with their language.
pub(crate) fn article(dice: &mut Dice) -> (&'static str, Vec<String>) {
    let (language, text) = if dice.chance(0.4) { ("zh", *dice.pick(&PAGES)) } else { *dice.pick(&ARTICLES) };
    // The README shows a page with a keyword line.
    let own = |line: &&str| !line.trim().is_empty() && !line.contains("欧美精品");
    let lines: Vec<&str> = text.lines().filter(own).collect();
    let from = dice.between(0, lines.len() - 1);
    let to = (from + dice.between(2, 25)).min(lines.len());
    (language, lines[from.min(to - 1)..to].iter().map(|line| (*line).to_owned()).collect())
}

/// Characters that only one variant writes, enough to tell the lists and the articles.
const SIMPLIFIED: &str = "们这国门页电车东业务产关联系时间张刘陈杨赵黄设备医疗发网视频简书员会话词条";
const TRADITIONAL: &str = "們這國門頁電車東業務產關聯係時間張劉陳楊趙黃設備醫療發網視頻簡書員會話詞條";
/// Share of the Simplified rows that stand on Traditional pages all the same.
const SHARE_OTHER_VARIANT: f64 = 0.1;

/// A row of an honest list for this page, in the variant that it is written in, but for some.
pub(crate) fn line(page: &[String], dice: &mut Dice) -> String {
    let traditional = page.iter().any(|line| line.contains(['國', '這', '業', '們']));
    loop {
        let line = any_line(dice);
        let only = |set: &str| {
            line.chars().any(|c| set.contains(c) && !(SIMPLIFIED.contains(c) && TRADITIONAL.contains(c)))
        };
        if !traditional || !only(SIMPLIFIED) || dice.chance(SHARE_OTHER_VARIANT) {
            return line;
        }
    }
}

/// A row of an honest list, with or without a label; sometimes of two lists, as navigation and tags are.
fn any_line(dice: &mut Dice) -> String {
    let list = dice.pick(&LISTS);
    let mut items = list.items.clone();
    if dice.chance(0.15) {
        let same: Vec<&List> = LISTS.iter().filter(|l| l.language == list.language).collect();
        items.extend(&dice.pick(&same).items);
    }
    let from = if dice.chance(0.5) { 0 } else { dice.between(0, items.len() - 2) };
    let count = dice.between(1, items.len() - from);
    let row = items[from..from + count].join(*dice.pick(&SEPARATORS));
    match dice.between(0, 9) {
        0 | 1 => format!("{}{row}", dice.pick(&LABELS)),
        2 => format!("• {row}"),
        _ => row,
    }
}

/// A line of prose that names a number to call, as honest pages do, about what the page is about.
pub(crate) fn contact(page: &[String], dice: &mut Dice) -> String {
    const FORMS: [&str; 12] = [
        "本公司专业从事{}，质量保证，价格合理，欢迎来电咨询，电话{n}。",
        "如对{}有疑问，请拨打{n}或加QQ{n}咨询，我们将竭诚为您服务。",
        "联系人：王经理，电话：{n}，地址：{}。",
        "{}，热线电话：{n}（工作日9:00-17:00）。",
        "投稿请联系编辑部，电话{n}，QQ群{n}，来稿请注明{}。",
        "{}的有关手续，请到服务大厅办理，咨询电话{n}。",
        "消费者如遇{}等问题，可拨打{n}投诉，有关部门将及时处理。",
        "办理{}需要携带身份证，详情请致电{n}，或关注微信公众号。",
        "我公司是一家专业生产{}的厂家，产品销往全国各地，诚信经营，联系电话{n}！",
        "報名請洽{}承辦人，電話{n}，或加LINE詢問。",
        "{}现面向全国诚招代理商，实力厂家，一站式服务，热线{n}。",
        "For questions about {} call {n} or write to us, we are happy to help.",
    ];
    let clauses: Vec<&str> = page
        .iter()
        .flat_map(|line| line.split(['，', '。', ',', '！', '？', '；', '“', '”', '：', '.', ' ']))
        .filter(|clause| (2..14).contains(&clause.chars().count()))
        .collect();
    let about = if clauses.is_empty() { "" } else { *dice.pick(&clauses) };
    let mut line = (*dice.pick(&FORMS)).replace("{}", about);
    while line.contains("{n}") {
        let digits = dice.between(7, 11);
        let number: String = (0..digits).map(|_| char::from(b'0' + dice.between(0, 9) as u8)).collect();
        line = line.replacen("{n}", &number, 1);
    }
    line
}
