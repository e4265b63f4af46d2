//! Mutations of the committed fuzz seeds, for a short fixed time: any text is compiled or refused with diagnostics.
//!
//! `ETCHED_FUZZ_SECONDS=60 cargo test --release -p etched-compiler --test fuzz_seeds` runs longer. The generator's seed
//! is fixed, so a failure comes again; the text that failed is printed.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use etched_compiler::{Sources, calls, compile};

/// Pieces that grammars trip over.
const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "\"",
    "\"#{",
    "/",
    "/*",
    "*/",
    "//",
    "///",
    "\\",
    "@",
    "@on ",
    ":",
    ",",
    "!",
    "?",
    "->",
    "\n",
    "\r\n",
    "\u{feff}",
    "\0",
    "ä",
    "📦",
    "resource ",
    "resource A {\n",
    "array<",
    "enum [",
    "through ",
    "as ",
    "\"x\"",
    "-",
    "1e999",
    "0x",
    "now()",
    "@default(",
    "@meta(",
    "@middleware [",
    "@before save {",
    "@strict nullability",
    "a: ",
    "A!",
    "#",
    "\t",
    "?.",
    "??",
    "return /",
    "match x { ",
];

/// xorshift64*, so that every run mutates in the same way.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 32) as usize % end.max(1)
    }
}

fn seeds() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/schema_text");
    let mut paths: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 50, "the seed corpus is gone");
    paths.iter().map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()).collect()
}

fn check(text: &str) {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        assert!(calls(text).len() <= text.len());
        match compile(&Sources::from_texts([("fuzz.cdt", text)])) {
            Ok(compiled) => assert!(!compiled.warnings.has_errors()),
            Err(errors) => {
                assert!(errors.has_errors());
                assert!(!errors.render(true, 80).is_empty());
                assert!(errors.to_json().starts_with('{'));
            }
        }
    }));
    assert!(outcome.is_ok(), "this text fails: {text:?}");
}

/// Returns a character boundary at or before a random offset.
fn cut(random: &mut Random, text: &str) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn mutate(random: &mut Random, text: &mut String, others: &[String]) {
    let (a, b) = (cut(random, text), cut(random, text));
    let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 40));
    let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    match random.below(5) {
        0 => text.replace_range(start..end, ""),
        1 => text.insert_str(start, PIECES[random.below(PIECES.len())]),
        2 => text.replace_range(start..end, PIECES[random.below(PIECES.len())]),
        3 => {
            let piece = text[start..end].repeat(1 + random.below(3));
            text.insert_str(a, &piece);
        }
        _ => {
            let other = &others[random.below(others.len())];
            let (from, to) = (cut(random, other), cut(random, other));
            let piece = other[from.min(to)..from.max(to)].to_owned();
            text.insert_str(start, &piece);
        }
    }
}

#[test]
fn seeds_and_their_mutations_compile_or_are_refused() {
    let seconds = std::env::var("ETCHED_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let seeds = seeds();
    seeds.iter().for_each(|seed| check(seed));
    let mut random = Random(0x5eed);
    let (start, mut runs) = (Instant::now(), 0u64);
    while start.elapsed() < Duration::from_secs(seconds) {
        let mut text = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(6) {
            mutate(&mut random, &mut text, &seeds);
        }
        if text.len() < 20_000 {
            check(&text);
            runs += 1;
        }
    }
    println!("{} seeds, {runs} mutations in {seconds} s", seeds.len());
}
