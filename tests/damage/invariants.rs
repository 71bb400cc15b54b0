//! What holds for every channel and every text.

use mojimend::damage::{Damaged, Recipe};
use proptest::prelude::*;

/// Texts of the scripts that channels care about.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[一-龥]{1,12}",
        2 => "[，。！？；：、“”《》]",
        1 => "[a-zA-Z0-9 ,.()]{1,8}",
        1 => "[а-яàéüßąłşğ]{1,6}",
        1 => "[ぁ-んァ-ヶ가-힣]{1,6}",
        1 => Just("\n".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn spans_account_for_every_difference(text in texts(), seed in 0_u64..1000) {
        let pair = Recipe::web().pair(seed, "doc", &text, 1.0);
        let damaged: Damaged = pair.clone().into_damaged();
        prop_assert!(damaged.is_explained(), "{pair:?}");
        prop_assert_eq!(pair.spans.is_empty(), pair.is_clean());
        let ordered = pair.spans.windows(2).all(|w| w[0].end <= w[1].start && w[0].original_end <= w[1].original_start);
        prop_assert!(ordered, "{pair:?}");
    }

    #[test]
    fn the_original_scores_full_marks(text in texts(), seed in 0_u64..1000) {
        let pair = Recipe::web().pair(seed, "doc", &text, 1.0);
        let restored = mojimend::eval::align(&pair, &pair.original);
        prop_assert!(restored.outcomes.iter().all(|o| *o == mojimend::eval::Outcome::Restored), "{pair:?} {restored:?}");
        let missed = mojimend::eval::align(&pair, &pair.damaged);
        prop_assert!(missed.outcomes.iter().all(|o| *o == mojimend::eval::Outcome::Missed), "{pair:?} {missed:?}");
        prop_assert!(restored.harm.is_empty() && missed.harm.is_empty());
    }
}
