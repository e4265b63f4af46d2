//! Mutations of the committed fuzz seeds, for a short fixed time: any input is read or refused, and nothing panics.
//!
//! `ETCHED_FUZZ_SECONDS=60 cargo test --release -p etched-compiler --all-features --test fuzz_seeds` runs longer, for
//! so many seconds a target. The generator's seed is fixed, so a failure comes again; the input that failed is printed.

#[cfg(feature = "document")]
mod documents;
#[cfg(feature = "openapi")]
mod openapi;
mod text;
#[cfg(any(feature = "document", feature = "openapi"))]
mod tree;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

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

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

fn directory(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(target)
}

/// Returns the committed seeds of a target, sorted by name.
fn seeds(target: &str, least: usize) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = fs::read_dir(directory(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= least, "the seeds of {target} are gone");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Checks every seed, then what mutation makes of them, until the time is over.
fn run<S>(target: &str, seeds: &[S], check: fn(&[u8]), mutate: impl Fn(&mut Random, &[S]) -> Vec<u8>)
where
    S: AsRef<[u8]>,
{
    let check = |bytes: &[u8]| {
        let outcome = catch_unwind(AssertUnwindSafe(|| check(bytes)));
        assert!(outcome.is_ok(), "{target} fails with: {}", bytes.escape_ascii());
    };
    seeds.iter().for_each(|seed| check(seed.as_ref()));
    let said = std::env::var("ETCHED_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let time = said.map_or(Duration::from_millis(1500), Duration::from_secs);
    let mut random = Random(0x5eed);
    let (start, mut runs) = (Instant::now(), 0u64);
    while start.elapsed() < time {
        let bytes = mutate(&mut random, seeds);
        if bytes.len() < 20_000 {
            check(&bytes);
            runs += 1;
        }
    }
    println!("{target}: {} seeds, {runs} mutations in {time:?}", seeds.len());
}

/// Returns a character boundary at or before a random offset.
fn cut(random: &mut Random, text: &str) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Does one thing to a text: takes away, puts in, repeats, or takes over from another.
fn mutate_text(random: &mut Random, text: &mut String, others: &[String], pieces: &[&str]) {
    let (a, b) = (cut(random, text), cut(random, text));
    let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 40));
    let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    match random.below(5) {
        0 => text.replace_range(start..end, ""),
        1 => text.insert_str(start, pieces[random.below(pieces.len())]),
        2 => text.replace_range(start..end, pieces[random.below(pieces.len())]),
        3 => {
            let piece = text[start..end].repeat(1 + random.below(3));
            text.insert_str(a, &piece);
        }
        _ => {
            let other = random.pick(others);
            let (from, to) = (cut(random, other), cut(random, other));
            let piece = other[from.min(to)..from.max(to)].to_owned();
            text.insert_str(start, &piece);
        }
    }
}
