//! What the schema of this repository does in one way, and where it does not: reviewed text.

use std::fmt::Write as _;
use std::path::Path;

use etched_compiler::model::Model;
use etched_compiler::{Diagnostics, Sources, compile};

fn text(model: &Model, warnings: &Diagnostics) -> String {
    let mut out = String::new();
    for pattern in &model.patterns {
        let support = pattern.support.expect("discovered patterns are counted");
        let (n, m, wilson) = (support.support, support.applicable, support.wilson);
        let _ = writeln!(out, "{}\n  {} ({})", pattern.id, pattern.name, pattern.category);
        let _ = writeln!(out, "  {} uses, {n} of {m}, wilson {wilson:.3}. {}", pattern.frequency, pattern.description);
        for line in pattern.template.lines() {
            let _ = writeln!(out, "  | {line}");
        }
        for example in pattern.examples.iter().take(2) {
            let code = example.code.lines().next().unwrap_or_default();
            let _ = writeln!(out, "  {}:{} {} {code}", example.file_path, example.line, example.resource);
        }
    }
    let _ = writeln!(out, "\ndeviations");
    for deviation in &model.deviations {
        let support = deviation.support;
        let rival = if deviation.rival.is_empty() { String::new() } else { format!(", but {}", deviation.rival) };
        let _ = writeln!(out, "  {}:{} {}", deviation.file_path, deviation.line, deviation.subject);
        let _ = writeln!(out, "    {} ({} of {}{rival})", deviation.pattern, support.support, support.applicable);
        let _ = writeln!(out, "    | {}", deviation.template.replace('\n', "\n    | "));
    }
    let _ = writeln!(out, "\ncoverage");
    for (category, covered) in &model.coverage {
        let _ = writeln!(out, "  {category}: {covered} of {}", model.resources.len());
    }
    for warning in warnings.iter().filter(|warning| warning.code() == "W0007") {
        let _ = writeln!(out, "{}: {}", warning.code(), warning.message());
    }
    out
}

#[test]
fn the_embedded_schema_has_these_patterns_and_deviations() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let compiled = compile(&Sources::read(root.join("../schema"))).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let found = text(&compiled.model, &compiled.warnings);
    let path = root.join("tests/patterns/demo.txt");
    if std::env::var_os("ETCHED_BLESS").is_some() {
        std::fs::write(&path, &found).expect("the snapshot is writable");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "patterns of schema/ changed; review, then bless with ETCHED_BLESS=1:\n{found}");
}
