//! `mojimend rules`.

use crate::cli::DONE;
use crate::cli::args::Rules;
use crate::cli::say::{self, Outcome};
use crate::rule::Safety;
use crate::{Action, RULES};
use anstyle::Style;
use std::io::Write;

pub(crate) fn run(args: &Rules) -> Outcome {
    let config = say::settings(&args.settings)?;
    let mut out = anstream::stdout().lock();
    if args.json {
        let rules: Vec<_> = RULES
            .iter()
            .map(|rule| {
                serde_json::json!({
                    "code": rule.code,
                    "name": rule.name,
                    "action": config.action(rule),
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
        let action = match config.action(rule) {
            Action::Repair => "on",
            Action::Report => "report",
            Action::Off => "off",
        };
        writeln!(out, "{bold}{}{bold:#}  {:width$}  {action:6}  {}", rule.code, rule.name, rule.summary)?;
    }
    out.flush()?;
    Ok(DONE)
}
