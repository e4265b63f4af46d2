//! Every rule has an accepted and a rejected schema on disk, and the diagnostics of the rejected one beside it.
//!
//! `ETCHED_BLESS=1 cargo test -p etched-compiler --test rules` writes the expected diagnostics anew; review the diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use etched_compiler::{CODES, Code, Diagnostics, Sources, compile};

/// Whether a code is of a schema's text: those of reading files have their cases made on disk by `sources.rs`, and
/// `explain.rs` and the tests of documents and images have the others.
fn of_schemas(code: &Code) -> bool {
    !("E0001"..="E0009").contains(&code.id) && !("E0090"..="E0199").contains(&code.id) && code.id < "W0010"
}

fn rules() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules");
    let mut rules: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    rules.sort();
    rules
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// Compiles `accepted.cdt`, or the directory `accepted` where a rule takes several files.
fn diagnostics(rule: &Path, which: &str) -> Diagnostics {
    let file = rule.join(format!("{which}.cdt"));
    let path = if file.exists() { file } else { rule.join(which) };
    assert!(path.exists(), "{} has no {which} schema", name(rule));
    match compile(&Sources::read(path)) {
        Ok(compiled) => compiled.warnings,
        Err(diagnostics) => diagnostics,
    }
}

#[test]
fn every_code_has_a_fixture() {
    let codes: BTreeSet<_> = CODES
        .iter()
        .filter(|code| of_schemas(code))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|code| format!("{}-{}", code.id, code.name))
        .collect();
    let rules: BTreeSet<_> = rules().iter().map(|rule| name(rule).to_owned()).collect();
    assert_eq!(codes, rules);
    let ids: BTreeSet<_> = CODES.iter().map(|code| code.id).collect();
    assert_eq!(ids.len(), CODES.len(), "two diagnostics have one code");
}

#[test]
fn accepted_schemas_have_no_diagnostics() {
    for rule in rules() {
        let diagnostics = diagnostics(&rule, "accepted");
        assert!(diagnostics.is_empty(), "{}:\n{diagnostics}", name(&rule));
    }
}

#[test]
fn rejected_schemas_have_the_expected_diagnostics() {
    let bless = std::env::var_os("ETCHED_BLESS").is_some();
    let mut wrong = Vec::new();
    for rule in rules() {
        let diagnostics = diagnostics(&rule, "rejected");
        let code = name(&rule).split('-').next().unwrap();
        assert!(diagnostics.iter().any(|found| found.code() == code), "{}:\n{diagnostics}", name(&rule));
        let rendered = diagnostics.render(false, 100);
        let expected = rule.join("rejected.stderr");
        if bless {
            fs::write(&expected, &rendered).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != rendered {
            wrong.push(format!("{}:\n{rendered}", name(&rule)));
        }
    }
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}
