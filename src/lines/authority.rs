//! Pages of police, courts and clinics: they name what they warn of in weaker words than those who sell it.

use super::features::stem_letters;
use super::lexicon::Topic;
use super::look::Look;
use std::collections::HashSet;

/// Words of such pages, folded; all of them are stems of honest lists.
const WORDS: [&str; 40] = [
    "犯罪",
    "专项行动",
    "警方",
    "民警",
    "抓获",
    "查获",
    "破获",
    "通报",
    "整治",
    "刑事",
    "刑法",
    "处罚",
    "法律",
    "法院",
    "法官",
    "检察院",
    "被告",
    "案例",
    "防范",
    "防骗",
    "反诈",
    "危害",
    "治安",
    "监管",
    "打非",
    "扫黄",
    "患者",
    "治疗",
    "医师",
    "临床",
    "感染",
    "护理",
    "疫苗",
    "律师",
    "未成年人",
    "成瘾",
    "戒断",
    "依赖症",
    "举报",
    "司法",
];
/// So many different ones make a page speak like this.
const LEAST: usize = 2;

/// The words of authority that the sentences of a page have.
#[derive(Debug, Clone, Default)]
pub(super) struct Authority(HashSet<&'static str>);

impl Authority {
    /// Takes in a sentence of the page's.
    pub(super) fn hear(&mut self, look: &Look) {
        for hit in look.hits.iter().filter(|hit| hit.topic == Topic::Honest) {
            let word = stem_letters(look, hit);
            let same = |known: &&&str| known.chars().eq(word.iter().copied());
            self.0.extend(WORDS.iter().find(same));
        }
    }

    /// Whether the page speaks like one that warns.
    pub(super) fn speaks(&self) -> bool {
        self.0.len() >= LEAST
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lexicon::Lexicon;

    #[test]
    fn police_speak_like_police() {
        let speaks = |line: &str| {
            let mut authority = Authority::default();
            authority.hear(&Look::at(line, Lexicon::built_in()));
            authority.speaks()
        };
        assert!(speaks("警方开展专项行动，抓获犯罪嫌疑人多名。"));
        assert!(!speaks("国产精品视频，犯罪电影免费看。"));
    }

    #[test]
    fn every_word_is_a_stem_of_honest_lists() {
        for word in WORDS {
            let hits = Look::at(word, Lexicon::built_in()).hits;
            assert!(hits.len() == 1 && hits[0].topic == Topic::Honest, "{word}");
        }
    }
}
