//! OpenAPI documents: imported or refused, and what was imported is exported and imported again.

use etched_compiler::openapi;

use super::{run, seeds, tree};

fn check(bytes: &[u8]) {
    let _ = openapi::looks_like(bytes);
    match openapi::import("fuzz", bytes) {
        Ok(imported) => {
            let exported = openapi::export(&imported.model);
            let again = openapi::import("again", exported.text.as_bytes()).expect("our own export is readable");
            assert_eq!(again.model.resources.len(), imported.model.resources.len());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

#[test]
fn openapi_documents_are_imported_or_refused() {
    let bytes = seeds("openapi", 5);
    let values = tree::values(&bytes);
    let texts: Vec<_> = bytes.into_iter().map(|seed| String::from_utf8(seed).expect("a seed is text")).collect();
    run("openapi", &texts, check, |random, texts| tree::mutated_text(random, texts, &values));
}
