//! Schema text: compiled, or refused with diagnostics that render.

use etched_compiler::{Sources, calls, compile};

use super::{mutate_text, run, seeds};

/// Pieces that grammars trip over.
const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "\"",
    "\"#{",
    "/",
    "/*",
    "*/",
    "//",
    "///",
    "\\",
    "@",
    "@on ",
    ":",
    ",",
    "!",
    "?",
    "->",
    "\n",
    "\r\n",
    "\u{feff}",
    "\0",
    "ä",
    "📦",
    "resource ",
    "resource A {\n",
    "array<",
    "enum [",
    "through ",
    "as ",
    "\"x\"",
    "-",
    "1e999",
    "0x",
    "now()",
    "@default(",
    "@meta(",
    "@middleware [",
    "@before save {",
    "@strict nullability",
    "a: ",
    "A!",
    "#",
    "\t",
    "?.",
    "??",
    "return /",
    "match x { ",
];

fn check(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("texts are mutated as texts");
    assert!(calls(text).len() <= text.len());
    match compile(&Sources::from_texts([("fuzz.cdt", text)])) {
        Ok(compiled) => assert!(!compiled.warnings.has_errors()),
        Err(errors) => {
            assert!(errors.has_errors());
            assert!(!errors.render(true, 80).is_empty());
            assert!(errors.to_json().starts_with('{'));
        }
    }
}

#[test]
fn schema_text_is_compiled_or_refused() {
    let seeds: Vec<_> =
        seeds("schema_text", 50).iter().map(|seed| String::from_utf8_lossy(seed).into_owned()).collect();
    run("schema_text", &seeds, check, |random, seeds| {
        let mut text = random.pick(seeds).clone();
        for _ in 0..=random.below(6) {
            mutate_text(random, &mut text, seeds, PIECES);
        }
        text.into_bytes()
    });
}
