//! Any text is compiled or refused with diagnostics that render.
//!
//! `cargo +nightly fuzz run schema_text fuzz/corpus/schema_text fuzz/seeds/schema_text`; the test `fuzz_seeds` of the
//! compiler does the same for a short fixed time on the stable toolchain.
#![no_main]

use etched_compiler::{Sources, calls, compile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert!(calls(text).len() <= text.len());
    match compile(&Sources::from_texts([("fuzz.cdt", text)])) {
        Ok(compiled) => assert!(!compiled.warnings.has_errors()),
        Err(errors) => {
            assert!(errors.has_errors());
            assert!(!errors.render(true, 80).is_empty());
            assert!(errors.to_json().starts_with('{'));
        }
    }
});
