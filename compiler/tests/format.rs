//! The canonical layout: what it looks like, that it is stable, and that it changes no meaning.

use std::fs;
use std::path::{Path, PathBuf};

use etched_compiler::model::Model;
use etched_compiler::{Diagnostics, Sources, Strip, compile, image};
use proptest::prelude::*;

fn format(text: &str) -> Result<String, Diagnostics> {
    etched_compiler::format("schema.cdt", text)
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format")
}

fn schema_files(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            schema_files(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "cdt") {
            found.push(entry);
        }
    }
}

/// What a text means: its digest, or nothing where its names are not known.
fn digest(text: &str) -> Option<[u8; 16]> {
    let model: Model = compile(&Sources::from_texts([("schema/a.cdt", text)])).ok()?.model;
    Some(image::write(&model, Strip::NONE).expect("the model has an image").records[32..48].try_into().unwrap())
}

/// The text without white space: what formatting may not touch, commas and the space around bodies apart.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect()
}

#[test]
fn a_mangled_text_looks_as_expected() {
    let text = fs::read_to_string(fixtures().join("mangled.cdt")).unwrap();
    let formatted = format(&text).unwrap();
    let expected = fixtures().join("formatted.cdt");
    if std::env::var_os("ETCHED_BLESS").is_some() {
        fs::write(&expected, &formatted).unwrap();
    }
    assert_eq!(formatted, fs::read_to_string(expected).unwrap_or_default());
    assert_eq!(format(&formatted).unwrap(), formatted);
    assert_eq!(letters(&formatted), letters(&text));
}

#[test]
fn formatting_is_stable_and_keeps_every_letter() {
    let mut files = Vec::new();
    schema_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"), &mut files);
    schema_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema"), &mut files);
    let mut formatted = 0;
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let Ok(once) = format(&text) else { continue };
        assert_eq!(format(&once).unwrap(), once, "{}", file.display());
        assert_eq!(letters(&once), letters(&text), "{}", file.display());
        assert_eq!(digest(&once), digest(&text), "{}", file.display());
        formatted += 1;
    }
    assert!(formatted > 60, "{formatted}");
}

#[test]
fn wrong_syntax_is_refused_and_odd_texts_are_not() {
    let error = format("resource Post { title string }").unwrap_err();
    assert_eq!(error.iter().next().unwrap().code(), "E0010");
    for (text, expected) in [
        ("", ""),
        ("\n\n  \n", ""),
        ("// only a comment", "// only a comment\n"),
        ("/* a\n     b */", "/* a\nb */\n"),
        ("resource A {}", "resource A {}\n"),
        ("resource A { // why\n}", "resource A { // why\n}\n"),
        ("resource A {\r\n\ta: int!\r\n}\r\n", "resource A {\n  a: int!\n}\n"),
        ("resource A { a: int! // one\n@min(1) }", "resource A {\n  a: int! // one\n    @min(1)\n}\n"),
        ("resource A { a: int!\n// one\n@min(1) }", "resource A {\n  a: int!\n    // one\n    @min(1)\n}\n"),
    ] {
        assert_eq!(format(text).unwrap(), expected, "{text:?}");
    }
}

/// Puts other white space, and comments, where a text has white space outside of bodies, strings and comments.
fn mangled(text: &str, seed: u64) -> String {
    let mut state = seed | 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % 7
    };
    let mut out = String::new();
    for line in text.lines() {
        // Bodies and documentation stand on lines of their own or contain what must not be touched.
        let plain = !line.contains(['"', '/', '\\', '#']) && !line.trim_start().starts_with(['@', 'r']);
        if plain {
            for c in line.trim().chars() {
                match (c, next()) {
                    (' ', 0) => out.push_str("\t "),
                    (' ', 1) => out.push_str(" /* between */ "),
                    (' ', 2) => out.push_str("  "),
                    _ => out.push(c),
                }
            }
            out.push_str(["\n", "\n\n\n", "  \r\n"][next() as usize % 3]);
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn random_schemas_keep_their_meaning(seed: u64) {
        let text = workloads::random::schema(seed, 6);
        let once = format(&text).unwrap();
        prop_assert_eq!(&format(&once).unwrap(), &once);
        prop_assert_eq!(letters(&once), letters(&text));
        prop_assert!(digest(&text).is_some());
        prop_assert_eq!(digest(&once), digest(&text));
        let other = mangled(&once, seed);
        if let Ok(again) = format(&other) {
            prop_assert_eq!(&format(&again).unwrap(), &again);
            prop_assert_eq!(letters(&again), letters(&other));
            prop_assert_eq!(digest(&again), digest(&other));
        }
    }
}
