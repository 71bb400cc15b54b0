//! scratch: composed lines on clean pages
fn main() {
    let c = mojimend::Cleaner::new();
    let read = |p: &str| -> Vec<serde_json::Value> { std::fs::read_to_string(p).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect() };
    let spam = read("../shared/damage/spam_lines_composed.jsonl");
    let mut pages: Vec<String> = read("../shared/damage/pages/clean_pages.jsonl").iter().map(|v| v["lines"].as_array().unwrap().iter().map(|x| x.as_str().unwrap()).collect::<Vec<_>>().join("\n")).collect();
    for f in ["hans_gov_laws_cn","hant_gov_laws_tw","hant_dialog_archive_tw","hans_novel_shu_pd","hant_tech_msdocs","hans_dialog_kdconv_crosswoz"] {
        pages.extend(read(&format!("/tmp/corp/{f}.jsonl")).iter().take(20).map(|v| v["text"].as_str().unwrap().chars().take(1500).collect::<String>()));
    }
    let mut fp = 0;
    for p in &pages { for e in &c.clean(p).edits { if e.rule.code == "L101" { fp += 1; println!("FP {:?} {}", e.before, e.reason); } } }
    let (mut hit, mut n, mut extra) = (0, 0, 0);
    let mut missed = std::collections::BTreeMap::new();
    for (i, s) in spam.iter().enumerate() {
        let line = s["line"].as_str().unwrap();
        for k in 0..6 {
            let page = &pages[(i * 37 + k * 101) % pages.len()];
            if s["place"] == "middle" { continue }
            let bottom = s["place"] == "bottom" || k % 3 == 2;
            let t = if bottom { format!("{}\n\n{line}", page.trim_end()) } else { format!("{line}\n{page}") };
            n += 1;
            let r = c.clean(&t);
            let got = r.edits.iter().any(|e| e.rule.code == "L101" && e.before.contains(line));
            if got { hit += 1 } else {
                *missed.entry((s["style"].to_string(), s["sep"].to_string())).or_insert(0) += 1;
                if k == 0 { println!("MISS {line} {:?}", r.findings.iter().map(|f| f.reason.to_string()).collect::<Vec<_>>()); }
            }
            extra += r.edits.iter().filter(|e| e.rule.code == "L101" && !e.before.contains(line)).count();
        }
    }
    println!("hit {hit}/{n} fp {fp} on {} pages, extra {extra} {missed:?}", pages.len());
}
