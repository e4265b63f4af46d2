//! How long discovery takes: `cargo test --release -p etched-compiler --test patterns_speed -- --ignored --nocapture`.

use std::time::Instant;

use etched_compiler::patterns::discover;
use etched_compiler::{Sources, compile};
use workloads::Workload;

/// Time this thread was on a processor, where Linux tells: the machine may be shared. It tells in steps of some
/// milliseconds, so what is shorter is better told by the clock.
fn on_processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(told.split(' ').next()?.parse::<f64>().ok()? / 1e9)
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
                let (start, clock) = (on_processor(), Instant::now());
                discover(&mut model);
                let elapsed = clock.elapsed().as_secs_f64();
                let used = start.zip(on_processor()).map(|(start, end)| end - start).filter(|used| *used > 0.01);
                best = best.min(used.unwrap_or(elapsed));
                (patterns, deviations) = (model.patterns.len(), model.deviations.len());
            }
            println!("{}({n}): {:.2} ms, {patterns} patterns, {deviations} deviations", workload.name(), best * 1e3);
        }
    }
}
