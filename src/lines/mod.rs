pub(crate) fn propose(d: &crate::scan::Document<'_>, p: &mut crate::cleaner::Proposals) {
    let _ = (d.text, d.marks, p);
}
