//! What is said of each code is so: its example gives the code, and the fixed one gives nothing.

use etched_compiler::{
    CODES, Code, Diagnostics, Edits, ExampleKind, Sources, compile, document, model, openapi, routes,
};

fn found(kind: ExampleKind, text: &str) -> Vec<String> {
    let codes = |diagnostics: &Diagnostics| diagnostics.iter().map(|found| found.code().to_owned()).collect();
    match kind {
        ExampleKind::Schema => match compile(&Sources::from_texts([("app.cdt", text)])) {
            Ok(compiled) => codes(&compiled.warnings),
            Err(errors) => codes(&errors),
        },
        ExampleKind::Document => match document::read_json(text.as_bytes()) {
            Ok(read) => {
                let warnings = read.warnings.iter().map(|warning| warning.diagnostic("app.json"));
                let routes = routes::alike(&read.model).into_iter().chain(routes::unanswered(&read.model));
                let routes = routes.chain(model::doubts(&read.model));
                warnings.chain(routes).map(|found| found.code().to_owned()).collect()
            }
            Err(error) => vec![error.diagnostic("app.json", text.as_bytes()).code().to_owned()],
        },
        ExampleKind::OpenApi => match openapi::import("app.yaml", text.as_bytes()) {
            Ok(imported) => {
                let warnings = imported.warnings.iter().map(|warning| warning.diagnostic("app.yaml"));
                warnings.map(|found| found.code().to_owned()).collect()
            }
            Err(error) => vec![error.diagnostic(text.as_bytes()).code().to_owned()],
        },
        _ => panic!("a situation has no text"),
    }
}

#[test]
fn every_example_gives_its_code_and_its_mend_gives_nothing() {
    for code in CODES {
        let explanation = code.explain();
        assert_eq!(explanation.code, code);
        assert!(!explanation.meaning.is_empty() && explanation.wrong != explanation.right, "{}", code.id);
        if explanation.kind == ExampleKind::Situation {
            continue;
        }
        let wrong = found(explanation.kind, explanation.wrong);
        assert!(wrong.iter().any(|found| found == code.id), "{}: {wrong:?}\n{}", code.id, explanation.wrong);
        assert!(wrong.iter().all(|found| found == code.id), "{}: {wrong:?}\n{}", code.id, explanation.wrong);
        let right = found(explanation.kind, explanation.right);
        assert!(right.is_empty(), "{}: {right:?}\n{}", code.id, explanation.right);
    }
}

/// Situations are those that no text makes; `sources.rs`, `image.rs` and the tests of documents make them.
#[test]
fn only_what_is_no_text_is_described() {
    let situations: Vec<_> = CODES.iter().filter(|code| code.explain().kind == ExampleKind::Situation).collect();
    let ids: Vec<_> = situations.iter().map(|code| code.id).collect();
    let expected = [
        "E0001", "E0002", "E0003", "E0004", "E0005", "E0006", "E0007", "E0008", "E0009", "E0092", "E0093", "E0098",
        "E0100", "E0101", "E0102", "E0103", "E0104",
    ];
    assert_eq!(ids, expected);
}

#[test]
fn codes_are_found_in_any_case() {
    for code in CODES {
        assert_eq!(Code::find(&code.id.to_lowercase()), Some(code));
        assert_eq!(Code::find(&code.name.to_uppercase()), Some(code));
    }
    assert_eq!(Code::find(""), None);
}

#[test]
fn images_are_refused_with_codes() {
    use etched_compiler::{compile_str, image};
    use etched_core::validate::{split, validate};

    let file = compile_str("@strict nullability resource Tag { name: string! }").unwrap().to_file();
    let code = |bytes: &[u8]| {
        let checked = split(bytes).and_then(|(records, strings)| validate(records, strings).map(|_| ()));
        checked.map_or_else(|error| image::refused("tag.etched", &error).code(), |()| "fine")
    };
    assert_eq!(code(&file), "fine");
    assert_eq!(code(&file[..10]), "E0100");
    assert_eq!(code(&[b'x'; 200]), "E0100");
    assert_eq!(code(&file[..file.len() - 1]), "E0102");
}

/// Every edit of every rejected schema makes its own finding go, and brings no error that was not there.
#[test]
fn edits_mend_what_they_stand_for() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules");
    let diagnose = |text: &str| match compile(&Sources::from_texts([("rejected.cdt", text)])) {
        Ok(compiled) => compiled.warnings,
        Err(errors) => errors,
    };
    let mut edits = 0;
    for rule in std::fs::read_dir(root).unwrap() {
        let Ok(text) = std::fs::read_to_string(rule.unwrap().path().join("rejected.cdt")) else { continue };
        let before = diagnose(&text);
        for finding in before.iter().filter(|finding| finding.edit().is_some()) {
            edits += 1;
            let fixed = String::from_utf8(Edits::of(finding.edit()).apply(text.as_bytes())).unwrap();
            let after = diagnose(&fixed);
            let same = |found: &&etched_compiler::Diagnostic| {
                found.code() == finding.code() && found.message() == finding.message()
            };
            let count = |list: &Diagnostics| list.iter().filter(same).count();
            assert!(count(&after) < count(&before), "{} {}\n{fixed}\n{after}", finding.code(), finding.message());
        }
    }
    assert!(edits > 20, "{edits}");
}

#[test]
fn edits_that_overlap_are_made_once() {
    let errors = etched_compiler::compile_str("resource Tag { name: strng! other: strng! }").unwrap_err();
    let edits: Vec<_> = errors.iter().filter_map(|error| error.edit()).collect();
    let twice = Edits::of(edits.iter().chain(&edits).copied());
    assert_eq!(twice.iter().len(), 2);
    let fixed = twice.apply(b"resource Tag { name: strng! other: strng! }");
    assert_eq!(fixed, b"resource Tag { name: string! other: string! }");
}

#[test]
fn what_may_be_meant_in_two_ways_has_no_edit() {
    let errors = etched_compiler::compile_str(
        "resource A { x: Pot! y: Ord! z: strng! } resource Post { } resource Plot { } resource Order { }",
    )
    .unwrap_err();
    let edits: Vec<_> = errors.iter().map(|error| (error.suggestion(), error.edit().is_some())).collect();
    assert_eq!(edits, [(Some("Post"), false), (Some("Order"), false), (Some("string"), true)]);
}
