#![allow(clippy::unwrap_used, missing_docs)]
//! scratch
fn main() {
    let c = mojimend::Cleaner::new();
    for e in std::fs::read_dir("seeds/documents").unwrap() {
        let p = e.unwrap().path();
        let t = std::fs::read_to_string(&p).unwrap();
        let want =
            std::fs::read_to_string(format!("seeds/expected/{}", p.file_name().unwrap().to_str().unwrap()))
                .unwrap();
        let s = std::time::Instant::now();
        let r = c.clean(&t);
        println!("{p:?} {} {:?} edits {}", r.text == want, s.elapsed(), r.edits.len());
        for e in &r.edits {
            if e.rule.code != "A101" {
                println!("  {} {:?} -> {:?} {}", e.rule.code, e.before, e.after, e.confidence)
            }
        }
        for f in &r.findings {
            println!("  F {} {:?} {} {}", f.rule.code, &t[f.span.clone()], f.confidence, f.reason)
        }
        let g: Vec<&str> = r.text.lines().collect();
        for l in want.lines() {
            if !g.contains(&l) {
                println!("   missing: {}", l.chars().take(1000).collect::<String>());
            }
        }
    }
}
