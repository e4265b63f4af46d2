//! The OpenAPI importer on any bytes: an answer every time, and what it answers can be exported and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = etched_compiler::openapi::looks_like(data);
    let Ok(imported) = etched_compiler::openapi::import("fuzz", data) else { return };
    let exported = etched_compiler::openapi::export(&imported.model);
    let again = etched_compiler::openapi::import("again", exported.text.as_bytes()).expect("our own export is readable");
    assert_eq!(again.model.resources.len(), imported.model.resources.len());
});
