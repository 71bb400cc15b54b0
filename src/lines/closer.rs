//! A closer look at single lines that the scan finds promising, before their page is looked at as a whole: whether they
//! could be injected, or hold something that was put into them, on the page that would speak most for it.

use super::features::{Place, Surroundings, features};
use super::look::{self, Look};
use super::{Model, parts, whole};
use std::collections::HashSet;

/// Looks at one line after another of a text.
pub(crate) struct Closer<'a> {
    text: &'a str,
    model: &'a Model,
    /// See [`Closer::page`], once it is asked for.
    page: Option<Surroundings<'a>>,
    /// Lines that need others like them, and where the last one ends.
    supported: HashSet<&'a str>,
    end: Option<usize>,
}

impl<'a> Closer<'a> {
    pub(crate) fn new(text: &'a str, model: &'a Model) -> Self {
        Self { text, model, page: None, supported: HashSet::new(), end: None }
    }

    /// What the page is written in. Nothing of what the lines say is on it.
    pub(crate) fn page(&mut self) -> &Surroundings<'a> {
        let (text, model) = (self.text, self.model);
        self.page.get_or_insert_with(|| {
            Surroundings::of_script(look::counts(whole::middle(text)), model.lexicon().phrasing())
        })
    }

    /// Whether this line, with those that were looked at before, is reason to look at the page.
    pub(crate) fn finds(&mut self, line: &'a str) -> bool {
        let (text, lexicon, weights) = (self.text, self.model.lexicon(), &*self.model.weights);
        let look = Look::at(line, lexicon);
        let page = self.page();
        if parts::may_hold(&look, page) {
            return true;
        }
        if !whole::is_candidate(line, &look, lexicon.phrasing()) {
            return false;
        }
        let place = Place { prose: whole::is_prose(line), ..Place::default() };
        let score = weights.score(&features(&look, page, place));
        if score >= weights.doubtful {
            return true;
        }
        let supported = Place { beside: 1.0, mirrored: true, ..place };
        if score + weights.of_support() < weights.doubtful
            || weights.score(&features(&look, page, supported)) < weights.doubtful
        {
            return false;
        }
        // Another line beside it, or the same one elsewhere, has to be promising as well.
        let start = line.as_ptr().addr() - text.as_ptr().addr();
        let beside =
            self.end.is_some_and(|end| text.get(end..start).is_some_and(|gap| gap.trim().is_empty()));
        self.end = Some(start + line.len());
        beside || !self.supported.insert(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    fn finds(text: &str) -> bool {
        let model = Model::new(&config::Lines::default());
        let mut closer = Closer::new(text, &model);
        text.lines().any(|line| closer.finds(line))
    }

    #[test]
    fn what_could_be_injected_is_found() {
        assert!(finds("国产精品免费视频,欧美日韩在线观看,无码高清\n今天的会议讨论了明年的计划。"));
    }

    #[test]
    fn a_keyword_in_a_sentence_is_not() {
        assert!(!finds("我们在网上订了明天晚上的电影票\n然后去吃饭"));
    }
}
