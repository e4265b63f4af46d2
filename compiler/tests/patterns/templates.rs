//! Every use of a pattern is an instance of its template: what is in angle brackets is all that differs.

use std::path::Path;

use etched_compiler::model::Pattern;
use etched_compiler::patterns::{Options, discover_with};
use etched_compiler::{Sources, compile};

/// Whether a text is a template with something (or nothing) in place of each `<...>`.
fn instance(text: &str, template: &str) -> bool {
    match template.split_once('<') {
        None => text == template,
        Some((start, rest)) => {
            let (_, rest) = rest.split_once('>').expect("a placeholder ends");
            text.strip_prefix(start)
                .is_some_and(|text| (0..=text.len()).filter_map(|at| text.get(at..)).any(|text| instance(text, rest)))
        }
    }
}

/// The middleware of a template or an example: `auth` and `rate_limit(5/hour)` of `@on create: [auth, rate_limit(5/hour)]`.
fn chain(code: &str) -> Vec<&str> {
    let (_, list) = code.split_once('[').unwrap_or_else(|| panic!("{code} has a list"));
    list.trim_end_matches(']').split(", ").collect()
}

/// The constraints of a declaration, in which no text of a constraint has ` @` in it.
fn constraints(code: &str) -> Vec<&str> {
    code.split(" @").skip(1).collect()
}

fn agrees(pattern: &Pattern, code: &str) -> bool {
    let ways = |of: fn(&str) -> Vec<&str>| -> (Vec<&str>, Vec<&str>) { (of(&pattern.template), of(code)) };
    let some = |(wanted, found): (Vec<&str>, Vec<&str>)| {
        wanted.iter().all(|wanted| found.iter().any(|found| instance(found, wanted)))
    };
    let parts: Vec<&str> = pattern.id.split('/').collect();
    match parts[0] {
        // What an operation always runs, whatever else it runs.
        "middleware" if parts.len() == 3 => some(ways(chain)),
        "middleware" => {
            let (wanted, found) = ways(chain);
            wanted.len() == found.len() && wanted.iter().zip(found).all(|(wanted, found)| instance(found, wanted))
        }
        "field" | "type" => some(ways(constraints)),
        _ => true,
    }
}

#[test]
fn examples_are_instances_of_their_templates() {
    assert!(instance("cache(60)", "cache(<seconds>)") && instance("auth", "auth<(role)>"));
    assert!(!instance("auth(staff)", "auth") && !instance("cached(60)", "cache(<seconds>)"));
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    let mut model = compile(&Sources::read(schema)).unwrap_or_else(|errors| panic!("{errors:#?}")).model;
    model.patterns.clear();
    // Without limits: every pattern, with every use.
    discover_with(&mut model, &Options::default().max_examples(0).min_frequency(2).min_confidence(0.0));
    assert!(model.patterns.len() > 80, "{} patterns", model.patterns.len());
    for pattern in &model.patterns {
        assert_eq!(pattern.examples.len(), pattern.frequency as usize, "{}", pattern.id);
        for example in &pattern.examples {
            assert!(agrees(pattern, &example.code), "{}: {} is no {}", pattern.id, example.code, pattern.template);
        }
    }
}
