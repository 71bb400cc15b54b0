//! `mojimend explain`.

use crate::cli::DONE;
use crate::cli::args::Explain;
use crate::cli::say::{Failure, Outcome};
use crate::{RULES, Rule};
use anstyle::Style;
use std::io::{self, Write};

pub(crate) fn run(args: &Explain) -> Outcome {
    let rule = Rule::find(&args.rule).ok_or_else(|| Failure::Message(unknown(&args.rule)))?;
    let mut out = anstream::stdout().lock();
    let bold = Style::new().bold();
    writeln!(out, "{bold}{} {}{bold:#}\n{}\n", rule.code, rule.name, rule.summary)?;
    markdown(&mut out, rule.explanation)?;
    out.flush()?;
    Ok(DONE)
}

/// Shows Markdown as text: headings bold, examples indented, without the lines that only the compiler of
/// an example needs.
fn markdown(out: &mut impl Write, text: &str) -> io::Result<()> {
    let bold = Style::new().bold();
    let mut code = false;
    for line in text.trim().lines() {
        if line.trim_start().starts_with("```") {
            code = !code;
        } else if code {
            if line != "#" && !line.starts_with("# ") {
                writeln!(out, "    {line}")?;
            }
        } else if line.starts_with('#') {
            writeln!(out, "{bold}{}{bold:#}", line.trim_start_matches('#').trim_start())?;
        } else {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn unknown(name: &str) -> String {
    let mut near: Vec<(usize, &Rule)> = RULES.iter().map(|rule| (distance(name, rule), *rule)).collect();
    near.sort_by_key(|(distance, _)| *distance);
    // Half of what was typed wrong is no slip of the finger.
    near.retain(|(distance, _)| *distance <= name.chars().count().div_ceil(2));
    let near: Vec<_> = near.iter().take(3).map(|(_, rule)| format!("{} {}", rule.code, rule.name)).collect();
    let hint = match near.as_slice() {
        [] => String::new(),
        near => format!("did you mean {}? ", near.join(", ")),
    };
    format!("no rule {name:?}; {hint}`mojimend rules` lists all")
}

fn distance(name: &str, rule: &Rule) -> usize {
    let name = name.to_ascii_lowercase();
    edit_distance(&name, &rule.code.to_ascii_lowercase()).min(edit_distance(&name, rule.name))
}

/// Letters to insert, delete or replace, and neighbours to swap, to get from one word to the other.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let mut least = if i == 0 || j == 0 { i + j } else { usize::MAX };
            if i > 0 && j > 0 {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                least = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            }
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_their_rule() {
        assert!(unknown("a110").contains("A101 injected-annotation"), "{}", unknown("a110"));
        assert!(unknown("injected-lime").contains("did you mean L101 injected-line"));
        assert!(!unknown("zzzzzzzz").contains("did you mean"));
    }

    #[test]
    fn distances() {
        for (a, b, expected) in [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 1)] {
            assert_eq!(edit_distance(a, b), expected);
        }
    }

    #[test]
    fn markdown_becomes_text() {
        let mut out = Vec::new();
        let text = "## Example\nSee:\n```rust\n# use hidden;\nshown();\n```\n";
        markdown(&mut out, text).unwrap();
        let plain = anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string();
        assert_eq!(plain, "Example\nSee:\n    shown();\n");
    }
}
