use crate::{cleaner::Proposals, edit::Edit, rule, scan::Document};
pub(crate) fn propose(d: &Document<'_>, p: &mut Proposals) {
    let _ = d.marks;
    let re = regex::Regex::new(r"\p{Han}(\([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*\))").expect("constant");
    for m in re.captures_iter(d.text) {
        let g = m.get(1).expect("group");
        p.edits.push(Edit {
            span: g.range(),
            before: g.as_str().into(),
            after: "".into(),
            rule: &rule::INJECTED_ANNOTATION,
            confidence: 1.0,
            reason: "".into(),
        });
    }
}
