//! How long discovery takes: `cargo test --release -p etched-compiler --test patterns_speed -- --ignored --nocapture`.

use std::sync::LazyLock;
use std::time::Instant;

use etched_compiler::patterns::discover;
use etched_compiler::{Sources, compile};
use workloads::Workload;

/// Time this thread was on a processor where Linux tells, since the machine may be shared; elapsed time elsewhere.
fn seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

#[test]
#[ignore = "prints times, asserts nothing that a busy machine could break"]
fn discovery_takes() {
    for workload in [Workload::Star, Workload::Chain, Workload::Rich] {
        for n in [50, 500, 5_000, 20_000] {
            let sources = Sources::from_texts([("schema/all.cdt", workload.schema(n))]);
            let model = compile(&sources).expect("workloads compile").model;
            let mut best = f64::MAX;
            let (mut patterns, mut deviations) = (0, 0);
            for _ in 0..5 {
                let mut model = model.clone();
                model.patterns.clear();
                let start = seconds();
                discover(&mut model);
                best = best.min(seconds() - start);
                (patterns, deviations) = (model.patterns.len(), model.deviations.len());
            }
            println!("{}({n}): {:.2} ms, {patterns} patterns, {deviations} deviations", workload.name(), best * 1e3);
        }
    }
}
