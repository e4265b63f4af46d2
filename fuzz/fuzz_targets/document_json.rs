//! Any bytes are a JSON document or refused; one that is read is written and read as the same model.
#![no_main]

use etched_compiler::document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    match document::read_json(data) {
        Ok(document) => {
            let written = document::write_json(&document.model).into_bytes();
            let again = document::read_json(&written).expect("our own document is readable");
            assert_eq!(again.model, document.model);
        }
        Err(error) => assert!(error.to_string().len() < 2000),
    }
});
