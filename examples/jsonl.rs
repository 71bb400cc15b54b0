//! scratch: prints edits and findings per record
fn main() {
    let c = mojimend::Cleaner::new();
    for path in std::env::args().skip(1) {
        let (mut n, mut changed, mut bytes) = (0, 0, 0);
        for l in std::fs::read_to_string(&path).unwrap().lines() {
            let v: serde_json::Value = serde_json::from_str(l).unwrap();
            let t = v["text"].as_str().or(v["excerpt"].as_str()).or(v["line"].as_str()).map(str::to_owned).unwrap_or_else(|| v["lines"].as_array().map(|a| a.iter().map(|x| x.as_str().unwrap()).collect::<Vec<_>>().join("\n")).unwrap_or_default());
            let r = c.clean(&t);
            n += 1; bytes += t.len();
            if r.is_changed() { changed += 1 }
            if r.is_changed() || !r.findings.is_empty() {
                println!("## {} {} {}", v["id"], v["kind"], v["note"]);
                for e in r.edits.iter().take(12) { println!("  {} {:?} -> {:?} {:.3} {} | ctx {:?}", e.rule.code, e.before.chars().take(300).collect::<String>(), e.after, e.confidence, e.reason, t[..e.span.start].chars().rev().take(8).collect::<Vec<_>>().iter().rev().collect::<String>()); }
                for f in r.findings.iter().take(8) { println!("  F {} {:?} {:.3} {}", f.rule.code, &t[f.span.clone()], f.confidence, f.reason) }
            }
        }
        println!("{path}: {n} records {bytes} bytes, {changed} changed");
    }
}
