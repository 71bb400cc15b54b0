#![allow(clippy::unwrap_used, missing_docs)]
//! scratch
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let c = mojimend::Cleaner::new();
    let (mut n, mut ok) = (0, 0);
    for l in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let f: Vec<&str> = l.split('\t').collect();
        let r = c.clean(f[0]);
        n += 1;
        if r.text == f[1] {
            ok += 1
        } else {
            println!(
                "{}\n  want {}\n  got  {}\n  {:?}",
                f[0],
                f[1],
                r.text,
                r.findings
                    .iter()
                    .map(|x| (x.span.clone(), x.reason.clone(), x.confidence))
                    .collect::<Vec<_>>()
            );
        }
    }
    println!("{ok}/{n}");
}
