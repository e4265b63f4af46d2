//! Any bytes are an image or refused. Lengths and checksum are put right first, so that what lies behind them is
//! reached; an accepted image is read whole, its hashes are compared, and it is written once more with less.
#![no_main]

use etched_compiler::image;
use etched_core::validate::{split, validate};
use etched_core::{HEADER_LEN, Header, Strip, seal};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = split(data).and_then(|(records, strings)| validate(records, strings));
    let mut data = data.to_vec();
    if data.len() < HEADER_LEN {
        return;
    }
    let records = Header::lens(&data).map_or(HEADER_LEN, |(records, _)| records as usize).clamp(HEADER_LEN, data.len());
    let strings = data.split_off(records);
    seal(&mut data, &strings);
    if let Ok(image) = validate(&data, &strings) {
        let _ = image::read(image);
        let _ = image::hashes_hold(image);
        if let Ok(less) = image::strip(image, Strip::NONE.docs(true)) {
            assert!(validate(&less.records, less.strings.as_bytes()).is_ok());
        }
    }
});
