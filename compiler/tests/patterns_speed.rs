//! How long discovery takes: `cargo test --release -p etched-compiler --test patterns_speed -- --ignored --nocapture`.

use std::time::Instant;

use etched_compiler::patterns::discover;
use etched_compiler::{Sources, compile, routes};
use workloads::Workload;

#[test]
#[ignore = "prints times, asserts nothing that a busy machine could break"]
fn discovery_takes() {
    for workload in [Workload::Star, Workload::Chain, Workload::Rich] {
        for n in [50, 500, 5_000, 20_000] {
            let sources = Sources::from_texts([("schema/all.cdt", workload.schema(n))]);
            let mut model = compile(&sources).expect("workloads compile").model;
            if model.routes.is_empty() {
                routes::derive(&mut model);
            }
            let mut best = f64::MAX;
            let (mut patterns, mut deviations) = (0, 0);
            for _ in 0..5 {
                let mut model = model.clone();
                model.patterns.clear();
                let start = Instant::now();
                discover(&mut model);
                best = best.min(start.elapsed().as_secs_f64());
                (patterns, deviations) = (model.patterns.len(), model.deviations.len());
            }
            println!("{}({n}): {:.2} ms, {patterns} patterns, {deviations} deviations", workload.name(), best * 1e3);
        }
    }
}
