//! The kinds of damage, as plain values.

use mojimend::rule::Safety;
use pyo3::prelude::*;

/// Code, name, summary, whether it runs by default, explanation.
type Row = (&'static str, &'static str, &'static str, bool, &'static str);

/// All rules, sorted by code.
#[pyfunction]
pub(crate) fn rules() -> Vec<Row> {
    mojimend::RULES
        .iter()
        .map(|rule| (rule.code, rule.name, rule.summary, rule.safety == Safety::Safe, rule.explanation))
        .collect()
}
