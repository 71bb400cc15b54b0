#![doc = include_str!("tag.md")]

/// Longest rest of a tag that is looked at, in characters.
pub(crate) const LONGEST: usize = 120;

/// Elements whose tags are seen cut. Others are left: better a rest of a tag than a lost word.
const ELEMENTS: &[&str] = &[
    "a",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "li",
    "o:p",
    "ol",
    "p",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "u",
    "ul",
];

/// The length in bytes of the rest of a tag that starts here, as in `/strong>` or `span style="...">`.
pub(crate) fn rest_of_tag(text: &str) -> Option<usize> {
    let end = text.char_indices().take(LONGEST).find(|(_, c)| matches!(c, '>' | '<' | '\n'))?;
    if end.1 != '>' {
        return None;
    }
    let inside = text[..end.0].strip_suffix('/').map_or(&text[..end.0], str::trim_end);
    let (closing, inside) = inside.strip_prefix('/').map_or((false, inside), |rest| (true, rest));
    let name_end = inside.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':')).unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(name_end);
    let known = ELEMENTS.iter().any(|e| e.eq_ignore_ascii_case(name));
    let proper =
        attributes.is_empty() || (!closing && attributes.starts_with(' ') && attributes.contains('='));
    (known && proper).then_some(end.0 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_rests_of_tags() {
        assert_eq!(rest_of_tag("/strong>車"), Some(8));
        assert_eq!(rest_of_tag("br />"), Some(5));
        assert_eq!(rest_of_tag("span style=\"x\">車"), Some(15));
        for honest in ["a > b", "strong", "/home>", "p<q>", "1>0", "/strong"] {
            assert_eq!(rest_of_tag(honest), None, "{honest}");
        }
    }
}
