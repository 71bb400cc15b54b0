//! A row of keywords and the author's text on one line: pages that lost their line ends have the row in front of all that
//! they say, or behind it. Only the row goes.

use super::chars::Class;
use super::lexicon::Topic;
use super::look::Look;
use super::phrasing::Phrasing;
use super::pieces::Piece;
use std::collections::HashMap;
use std::ops::Range;

/// Phrases of a row, and how many of them are keywords beyond doubt.
const PHRASES_LEAST: usize = 3;
const KEYWORDS_LEAST: usize = 2;
/// Characters of a phrase of a row that nobody listed.
const PHRASE: std::ops::RangeInclusive<usize> = 2..=16;
/// By so many nats such a phrase reads like keywords.
const NATS: f32 = 2.0;
/// Letters of the author's text, in Han characters; and where the row's own separator stands between.
const TEXT_LEAST: u32 = 10;
const TEXT_LEAST_JOINED: u32 = 24;
/// The author's text holds no keywords in so many pieces that are next to the row.
const CLEAR: usize = 4;

/// A row at either end of a line, with what separates it from the text, and its topic.
pub(super) fn row(look: &Look, pieces: &[Piece], phrasing: &Phrasing) -> Option<(Range<usize>, Topic)> {
    at_start(look, pieces, phrasing).or_else(|| at_end(look, pieces, phrasing))
}

fn at_start(look: &Look, pieces: &[Piece], phrasing: &Phrasing) -> Option<(Range<usize>, Topic)> {
    let order: Vec<&Piece> = pieces.iter().collect();
    let (count, topic) = extent(look, &order, phrasing)?;
    let (last, next) = (order[count - 1], order.get(count)?);
    let separator = separator(look, &order[..count]);
    let text = next.span.start..look.letters.len();
    let joint = &look.letters[last.span.end..next.span.start];
    is_text(look, &text, joint, separator).then_some((0..next.span.start, topic))
}

fn at_end(look: &Look, pieces: &[Piece], phrasing: &Phrasing) -> Option<(Range<usize>, Topic)> {
    let order: Vec<&Piece> = pieces.iter().rev().collect();
    let (count, topic) = extent(look, &order, phrasing)?;
    let (first, before) = (order[count - 1], order.get(count)?);
    let separator = separator(look, &order[..count]);
    let joint = before.span.end..first.span.start;
    // The mark that ends the author's text is the author's.
    let marks = joint.clone().take_while(|i| look.classes[*i] == Class::Mark).count();
    is_text(look, &(0..before.span.end), &look.letters[joint.clone()], separator)
        .then_some((joint.start + marks..look.letters.len(), topic))
}

/// How many pieces the row has that begins the line, and what it sells.
fn extent(look: &Look, order: &[&Piece], phrasing: &Phrasing) -> Option<(usize, Topic)> {
    // Most lines begin with no keyword: that is seen at once.
    order.iter().take(2).find(|piece| piece.keyword.is_some())?;
    let alike = |piece: &Piece| {
        PHRASE.contains(&piece.span.len()) && phrasing.gain(&look.letters[piece.span.clone()]).0 >= NATS
    };
    let mut good: Vec<bool> = Vec::new();
    for piece in order {
        good.push(piece.keyword.is_some() || piece.bait || alike(piece));
        // One phrase that is like nothing may stand between two of the row, if it is short.
        if matches!(good[..], [.., false, false])
            || !good[good.len() - 1] && !PHRASE.contains(&piece.span.len())
        {
            break;
        }
    }
    let count = good.iter().rposition(|good| *good)? + 1;
    let keywords: Vec<Topic> = order[..count].iter().filter_map(|p| p.keyword).map(|(t, _)| t).collect();
    let phrases = good[..count].iter().filter(|good| **good).count();
    let clear = order[count..].iter().take(CLEAR).all(|piece| piece.keyword.is_none());
    (phrases >= PHRASES_LEAST && keywords.len() >= KEYWORDS_LEAST && clear).then_some((count, keywords[0]))
}

/// What stands between most phrases of a row.
fn separator(look: &Look, row: &[&Piece]) -> Option<char> {
    let mut counts: HashMap<char, usize> = HashMap::new();
    for piece in row {
        if let Some(c) = look.letters.get(piece.span.end) {
            *counts.entry(*c).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(c, count)| (*count, *c)).map(|(c, _)| c)
}

/// Whether this is text of somebody's, not more of the row: something else than the row's separator stands between, and
/// there is enough of it; or it is sentences.
fn is_text(look: &Look, text: &Range<usize>, joint: &[char], separator: Option<char>) -> bool {
    let mut counts = [0; super::chars::CLASSES];
    look.classes[text.clone()].iter().for_each(|class| counts[*class as usize] += 1);
    let size = super::features::size(&counts);
    let of = |class: Class| counts[class as usize];
    let written = of(Class::Mark) > 0 || of(Class::Function) > 0 || of(Class::Traditional) > 3;
    let bare = |c: &&char| **c != ' ' || separator == Some(' ');
    if joint.iter().filter(bare).all(|c| Some(*c) == separator) && joint.iter().any(|c| Some(*c) == separator)
    {
        return size >= TEXT_LEAST_JOINED && of(Class::Mark) > 0 && of(Class::Function) > 0;
    }
    size >= TEXT_LEAST && (written || size >= TEXT_LEAST_JOINED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lexicon::Lexicon;
    use crate::lines::pieces::pieces;

    fn kept(line: &str) -> Option<String> {
        let lexicon = Lexicon::built_in();
        let look = Look::at(line, lexicon);
        let (row, _) = row(&look, &pieces(&look, Some(lexicon.phrasing())), lexicon.phrasing())?;
        let mut kept = look.letters.clone();
        kept.drain(row);
        Some(kept.into_iter().collect())
    }

    #[test]
    fn a_row_in_front_of_a_text_is_told_from_it() {
        let text = "本公司成立于一九九八年,主要生产水泵和阀门,产品销往全国各地。";
        for row in [
            "国产精品视频,欧美无码在线,人妻在线观看  ",
            "澳门百家乐_真人棋牌官网_老虎机注册 ",
            "黄色网站 成人视频 国产精品 ",
        ] {
            assert_eq!(kept(&format!("{row}{text}")).as_deref(), Some(text), "{row}");
        }
        let behind = "本公司成立于一九九八年,主要生产水泵和阀门。";
        assert_eq!(
            kept(&format!("{behind} 国产精品视频,欧美无码在线,人妻在线观看")).as_deref(),
            Some(behind)
        );
    }

    #[test]
    fn a_row_alone_and_a_text_alone_are_left() {
        assert_eq!(kept("暖暖免费日本在线中文| 国产精品视频| 欧美无码在线| 人妻在线观看"), None);
        assert_eq!(kept("国产精品视频,欧美无码在线,人妻在线观看,乡村爱情电视剧"), None);
        assert_eq!(kept("本公司成立于一九九八年,主要生产水泵和阀门,产品销往全国各地。"), None);
    }
}
