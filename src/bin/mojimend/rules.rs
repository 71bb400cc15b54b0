//! `mojimend rules`.

use crate::DONE;
use crate::args::Rules;
use crate::say::{self, Outcome};
use anstyle::Style;
use mojimend::rule::Safety;
use mojimend::{Action, RULES};
use std::io::Write;

pub(crate) fn run(args: &Rules) -> Outcome {
    let config = say::settings(args.config.as_deref())?;
    let mut out = anstream::stdout().lock();
    if args.json {
        let rules: Vec<_> = RULES
            .iter()
            .map(|rule| {
                serde_json::json!({
                    "code": rule.code,
                    "name": rule.name,
                    "action": config.rules.action(rule),
                    "safe": rule.safety == Safety::Safe,
                    "summary": rule.summary,
                })
            })
            .collect();
        writeln!(out, "{:#}", serde_json::Value::Array(rules))?;
        return Ok(DONE);
    }
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let bold = Style::new().bold();
    for rule in RULES {
        let action = match config.rules.action(rule) {
            Action::Repair => "on",
            Action::Report => "report",
            Action::Off => "off",
        };
        writeln!(out, "{bold}{}{bold:#}  {:width$}  {action:6}  {}", rule.code, rule.name, rule.summary)?;
    }
    out.flush()?;
    Ok(DONE)
}
