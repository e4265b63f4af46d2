//! Diagnostics as values: what they say, in which order, in which shape.

use std::sync::Arc;

use etched_compiler::{CODES, Diagnostic, Diagnostics, Place, Severity, SourceFile, Sources, compile};
use serde_json::{Value, json};

fn errors(texts: &[(&str, &str)]) -> Diagnostics {
    compile(&Sources::from_texts(texts.iter().copied())).unwrap_err()
}

#[test]
fn all_errors_of_all_files_sorted() {
    let found = errors(&[
        ("s/b.cdt", "resource B {\n  x: strng!\n  y: int! @uniqe\n}"),
        ("s/a.cdt", "resource A {\n  b: C!\n  \"\n}\nresource B { }"),
    ]);
    let places: Vec<_> =
        found.iter().map(|found| (found.place().file_path(), found.place().line().unwrap(), found.code())).collect();
    let expected = [
        ("s/a.cdt", 2, "E0060"),
        ("s/a.cdt", 3, "E0012"),
        ("s/b.cdt", 1, "E0030"),
        ("s/b.cdt", 2, "E0040"),
        ("s/b.cdt", 3, "E0046"),
    ];
    assert_eq!(places, expected);
    assert_eq!((found.errors(), found.warnings()), (5, 0));
}

#[test]
fn json_has_the_shape_of_check() {
    let found =
        errors(&[("s/a.cdt", "resource A {\n  x: strng!\n  y: int\n}"), ("s/b.cdt", "resource \"A\"\nresource A { }")]);
    let value: Value = serde_json::from_str(&found.to_json()).unwrap();
    let expected = json!({
        "format": 1, "errors": 3, "warnings": 1,
        "diagnostics": [
            { "code": "E0040", "severity": "error", "message": "unknown type `strng`", "file_path": "s/a.cdt",
              "line": 2, "column": 6, "end_column": 11, "suggestion": "string",
              "edit": { "replacement": "string", "file_path": "s/a.cdt", "line": 2, "column": 6, "end_column": 11 } },
            { "code": "W0001", "severity": "warning", "message": "this type does not say whether it may be null",
              "file_path": "s/a.cdt", "line": 3, "column": 6, "end_column": 9,
              "expected": "`!` (required) or `?` (nullable) after the type",
              "edit": { "replacement": "!", "file_path": "s/a.cdt", "line": 3, "column": 9, "end_column": 9 } },
            { "code": "E0010", "severity": "error", "message": "expected `resource` or a directive, found `resource`",
              "file_path": "s/b.cdt", "line": 1, "column": 1, "end_column": 9, "expected": "`resource` or a directive" },
            { "code": "E0030", "severity": "error", "message": "the resource `A` is declared twice", "file_path": "s/b.cdt",
              "line": 2, "column": 10, "end_column": 11,
              "related": [{ "message": "first declared here", "file_path": "s/a.cdt", "line": 1, "column": 10, "end_column": 11 }] },
        ],
    });
    assert_eq!(value, expected);
    for (record, diagnostic) in expected["diagnostics"].as_array().unwrap().iter().zip(&found) {
        assert_eq!(*record, serde_json::from_str::<Value>(&diagnostic.to_json()).unwrap());
    }
}

#[test]
fn json_escapes_everything() {
    let file = Arc::new(SourceFile::new("a\"\\\n\u{1}.cdt", "x"));
    let mut list = Diagnostics::new();
    list.push(Diagnostic::new(&CODES[0], Place::new(&file, 0, 1), "tab\t cr\r quote\" 📦 \u{0}"));
    let value: Value = serde_json::from_str(&list.to_json()).unwrap();
    assert_eq!(value["diagnostics"][0]["message"], "tab\t cr\r quote\" 📦 \u{0}");
    assert_eq!(value["diagnostics"][0]["file_path"], "a\"\\\n\u{1}.cdt");
}

#[test]
fn errors_may_be_dropped() {
    assert!(etched_compiler::compile_str("resource a { }").is_err());
    drop(errors(&[("a.cdt", "resource a { }")]));
    let result = std::panic::catch_unwind(|| errors(&[("a.cdt", "resource a { }")]).has_errors());
    assert!(result.unwrap());
}

#[test]
fn warnings_may_be_dropped() {
    let compiled = compile(&Sources::from_texts([("a.cdt", "resource A { x: int }")])).unwrap();
    assert!(!compiled.warnings.has_errors());
    assert_eq!(compiled.warnings.warnings(), 1);
}

#[test]
fn suggestions_scale_with_length() {
    let suggestion = |name: &str| {
        let text =
            format!("resource A {{ x: {name}! }} resource Post {{ }} resource User {{ }} resource Comment {{ }}");
        let found = compile(&Sources::from_texts([("a.cdt", text)])).unwrap_err();
        found.iter().next().unwrap().suggestion().map(str::to_owned)
    };
    assert_eq!(suggestion("Pst").as_deref(), Some("Post"));
    assert_eq!(suggestion("Coment").as_deref(), Some("Comment"));
    assert_eq!(suggestion("Commnets").as_deref(), Some("Comment"));
    assert_eq!(suggestion("Com").as_deref(), Some("Comment"));
    assert_eq!(suggestion("Abc"), None);
    assert_eq!(suggestion("Uxyr"), None);
}

#[test]
fn colour_only_when_asked_for() {
    let found = errors(&[("a.cdt", "resource A { x: strng! }")]);
    assert!(!found.render(false, 80).contains('\u{1b}'));
    assert!(found.render(true, 80).contains('\u{1b}'));
}

#[test]
fn places_by_line() {
    let sources = Sources::from_texts([("a.cdt", "resource A {\n    x: int!  \n}")]);
    let place = sources.place("a.cdt", 2);
    assert_eq!((place.line(), place.column(), place.end_column()), (Some(2), Some(5), Some(12)));
    assert_eq!(sources.place("b.cdt", 2).line(), None);
    assert_eq!(sources.place("a.cdt", 99).line(), Some(3));

    let mut list = Diagnostics::new();
    list.push(Diagnostic::new(&CODES[0], sources.place("b.cdt", 2), "gone").relate("this one", place));
    assert_eq!(list.iter().next().unwrap().severity(), Severity::Error);
    assert!(list.render(false, 80).contains("b.cdt"), "{list}");
}

/// What is kept of many diagnostics is bounded, and the rest is counted: errors first, whatever came first.
#[test]
fn many_are_counted() {
    let warnings: String = (0..1_200).map(|at| format!("  w{at}: string\n")).collect();
    let wrong: String = (0..1_500).map(|at| format!("  e{at}: strng{at}!\n")).collect();
    let found = errors(&[("a.cdt", &format!("resource Post {{\n{warnings}}}\nresource Tag {{\n{wrong}}}\n"))]);
    assert_eq!((found.errors(), found.warnings(), found.iter().count()), (1_500, 1_200, 1_000));
    assert!(found.iter().all(|one| one.severity() == Severity::Error));
    let json = found.to_json();
    assert!(json.starts_with(r#"{"format":1,"errors":1500,"warnings":1200,"not_shown":1700,"diagnostics":["#));
    assert!(found.render(false, 80).ends_with("1500 errors, 1200 warnings; 1700 are not shown\n"));
}

/// Of many unknown names the first are told what they are near to.
#[test]
fn near_names_are_looked_for_as_long_as_it_is_worth_it() {
    let known: String =
        (0..4_000).map(|at| format!("resource AnApplicationResource{at} {{ name: string! }}\n")).collect();
    let unknown: String = (0..900).map(|at| format!("  r{at}: AnApplicatonResource{at}!\n")).collect();
    let found = errors(&[("a.cdt", &format!("{known}resource Post {{\n{unknown}}}\n"))]);
    let suggestions: Vec<_> = found.iter().map(|one| one.suggestion()).collect();
    assert_eq!((suggestions.len(), suggestions[0]), (900, Some("AnApplicationResource0")));
    assert_eq!(suggestions[899], None);
}
