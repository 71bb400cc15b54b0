//! Fits the weights to labelled lines: logistic regression, the same result on every run.

use super::features::{FEATURES, Features, NAMES};
use super::lexicon::Lexicon;
use super::table;
use super::weights::Weights;
use super::whole::{self, IN_PROSE};

/// A page, and which of its lines are injected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labelled {
    /// The page.
    pub text: String,
    /// Numbers of the injected lines, from 1.
    pub injected: Vec<usize>,
}

/// How well weights tell the lines of labelled pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Injected lines.
    pub injected: usize,
    /// Of these, found injected.
    pub found: usize,
    /// Lines of the pages' own that were looked at.
    pub own: usize,
    /// Lines of the pages' own taken for injected.
    pub wrong: usize,
}

impl Figures {
    /// Share of the injected lines that were found, 0 to 1.
    pub fn recall(&self) -> f64 {
        self.found as f64 / self.injected.max(1) as f64
    }

    /// Share of the lines found that are injected, 0 to 1.
    pub fn precision(&self) -> f64 {
        self.found as f64 / (self.found + self.wrong).max(1) as f64
    }
}

/// Rounds: what a line's neighbours are taken for depends on the weights.
const ROUNDS: usize = 3;
/// Steps of Newton's method; it stands still after fewer.
const STEPS: usize = 25;
/// Pull towards zero, as a number of lines that say nothing.
const PULL: f64 = 2.0;
/// What a weight is pulled to where not to zero, in nats: no page to learn from was made by a hijacked mirror.
/// Calibrated on the seed pages, where such lines are the sure ones.
const PRIORS: [(&str, f64); 1] = [("put there after the page was turned into Traditional", 3.0)];
/// Of the lines of the pages' own, at most this share may be taken for injected (and at most twenty times as
/// many doubtful): the score from which a line is injected is put there.
const WRONG_MOST: f64 = 0.003;
const DOUBTFUL_MOST: f64 = 0.013;
/// Of sentences, more are taken: of those to learn from, every third sells or speaks of what is sold.
const SENTENCES_WRONG_MOST: f64 = 0.007;
/// Sentences are moved by no more than this, in nats.
const MOVED_MOST: f32 = 1.0;
/// No line is injected below this, in nats, however well the examples are told apart.
const INJECTED_LEAST: f32 = 0.5;
/// Every other page hides this share of the stems, in 256ths: lines whose words nobody listed must be found, too.
const BLIND: u32 = 80;

/// A line to learn from: its features, and whether it is injected.
type Example = (Features, bool);

/// Fits weights to labelled pages. Lines that are not even looked at teach nothing. Starts from nothing: the
/// pages should be many and of every kind. Takes time that grows with the pages, and memory for their lines.
///
/// ```
/// use mojimend::lines::{Labelled, fit};
/// let page = |n: usize| Labelled {
///     text: format!("国产视频_无码在线_国产精品\n第{n}次会议今天在北京召开，讨论了教育问题。\n首页 | 新闻 | 关于我们"),
///     injected: vec![1],
/// };
/// let pages: Vec<Labelled> = (0..20).map(page).collect();
/// let weights = fit(&pages);
/// assert_eq!(mojimend::lines::figures(&weights, &pages).recall(), 1.0);
/// ```
pub fn fit(pages: &[Labelled]) -> Weights {
    let mut weights = Weights { bias: 0.0, of: [0.0; FEATURES], injected: 0.0, doubtful: 0.0 };
    for _ in 0..ROUNDS {
        let examples: Vec<Example> = pages
            .iter()
            .enumerate()
            .flat_map(|(i, page)| {
                let blind = i % 2 == 1;
                let hidden = Lexicon::built_in().blinded(i as u32, BLIND);
                examples(page, if blind { &hidden } else { Lexicon::built_in() }, &weights)
            })
            .collect();
        weights = regress(&examples);
        thresholds(&mut weights, &examples);
    }
    weights
}

/// How well weights tell the lines of these pages.
pub fn figures(weights: &Weights, pages: &[Labelled]) -> Figures {
    let mut figures = Figures::default();
    for page in pages {
        figures.injected += page.injected.len();
        for (features, injected) in examples(page, Lexicon::built_in(), weights) {
            let taken = weights.score(&features) >= weights.injected;
            figures.own += usize::from(!injected);
            figures.found += usize::from(taken && injected);
            figures.wrong += usize::from(taken && !injected);
        }
    }
    figures
}

fn examples(page: &Labelled, lexicon: &Lexicon, weights: &Weights) -> Vec<Example> {
    let lines = table::lines(&page.text);
    let judged = whole::judge(&page.text, &lines, lexicon, weights, false);
    judged.judged.into_iter().map(|j| (j.features, page.injected.contains(&(j.number + 1)))).collect()
}

/// Logistic regression by Newton's method.
fn regress(examples: &[Example]) -> Weights {
    const N: usize = FEATURES + 1;
    let mut prior = [0.0_f64; N];
    for (name, weight) in PRIORS {
        if let Some(at) = NAMES.iter().position(|n| *n == name) {
            prior[at + 1] = weight;
        }
    }
    let mut beta = prior;
    let row = |features: &Features| {
        let mut row = [1.0; N];
        row[1..].iter_mut().zip(features).for_each(|(cell, f)| *cell = f64::from(*f));
        row
    };
    for _ in 0..STEPS {
        let mut slope = [0.0; N];
        let mut bend = vec![[0.0; N]; N];
        for i in 0..N {
            slope[i] = -PULL * (beta[i] - prior[i]);
            bend[i][i] = PULL;
        }
        for (features, injected) in examples {
            let row = row(features);
            let sum: f64 = row.iter().zip(beta).map(|(x, b)| x * b).sum();
            let p = 1.0 / (1.0 + (-sum).exp());
            let miss = f64::from(u8::from(*injected)) - p;
            for i in 0..N {
                slope[i] += miss * row[i];
                if row[i] != 0.0 {
                    for j in 0..=i {
                        bend[i][j] += p * (1.0 - p) * row[i] * row[j];
                    }
                }
            }
        }
        let step = solve(bend, slope);
        beta.iter_mut().zip(step).for_each(|(b, s)| *b += s);
        if step.iter().all(|s| s.abs() < 1e-6) {
            break;
        }
    }
    let mut weights = Weights { bias: beta[0] as f32, of: [0.0; FEATURES], injected: 0.0, doubtful: 0.0 };
    weights.of.iter_mut().zip(&beta[1..]).for_each(|(w, b)| *w = *b as f32);
    weights
}

/// Solves a symmetric positive definite system given by its lower half (Cholesky).
fn solve<const N: usize>(mut a: Vec<[f64; N]>, mut b: [f64; N]) -> [f64; N] {
    for i in 0..N {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| a[i][k] * a[j][k]).sum();
            a[i][j] =
                if i == j { (a[i][i] - sum).max(f64::EPSILON).sqrt() } else { (a[i][j] - sum) / a[j][j] };
        }
    }
    for i in 0..N {
        b[i] = (b[i] - (0..i).map(|k| a[i][k] * b[k]).sum::<f64>()) / a[i][i];
    }
    for i in (0..N).rev() {
        b[i] = (b[i] - (i + 1..N).map(|k| a[k][i] * b[k]).sum::<f64>()) / a[i][i];
    }
    b
}

/// Puts the scores from which lines are injected and doubtful where few lines of the pages' own reach them: as few rows
/// as sentences, so that what sentences weigh is moved until one score serves both.
fn thresholds(weights: &mut Weights, examples: &[Example]) {
    let at = |weights: &Weights, share: f64, wanted: &dyn Fn(&Features) -> bool| {
        let own = examples.iter().filter(|(f, injected)| !injected && wanted(f));
        let mut own: Vec<f32> = own.map(|(f, _)| weights.score(f)).collect();
        own.sort_by(|a, b| b.total_cmp(a));
        own.get((own.len() as f64 * share) as usize).copied().unwrap_or(f32::MIN)
    };
    let prose = |f: &Features| f[IN_PROSE] > 0.0;
    let rows = at(weights, WRONG_MOST, &|f| !prose(f)).max(INJECTED_LEAST);
    let sentences = at(weights, SENTENCES_WRONG_MOST, &prose);
    if sentences > f32::MIN {
        weights.of[IN_PROSE] += (rows - sentences).clamp(-MOVED_MOST, MOVED_MOST);
    }
    weights.injected = rows;
    let doubtful = at(weights, DOUBTFUL_MOST, &|_| true);
    weights.doubtful = doubtful.clamp(-INJECTED_LEAST * 4.0, weights.injected - INJECTED_LEAST);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_solver_solves() {
        let x = solve(vec![[4.0, 0.0], [2.0, 3.0]], [10.0, 9.0]);
        assert!((x[0] - 1.5).abs() < 1e-9 && (x[1] - 2.0).abs() < 1e-9, "{x:?}");
    }

    #[test]
    fn weights_learn_what_tells_lines_apart() {
        let mut first = [0.0; FEATURES];
        first[3] = 1.0;
        let examples: Vec<Example> =
            (0..100).map(|i| if i % 2 == 0 { (first, true) } else { ([0.0; FEATURES], false) }).collect();
        let weights = regress(&examples);
        assert!(weights.of[3] > 3.0 && weights.bias < -1.0);
        assert_eq!(weights.of[4], 0.0);
    }
}
