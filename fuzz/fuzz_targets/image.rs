//! Any bytes are an image or refused. Lengths and checksum are put right first, so that what lies behind them is
//! reached; an accepted image is read whole, its hashes are compared, and it is written once more with less.
#![no_main]

use etched_compiler::image;
use etched_core::validate::{split, validate};
use etched_core::{HEADER_LEN, Header, Strip, checksum};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = split(data).and_then(|(records, strings)| validate(records, strings));
    let mut data = data.to_vec();
    if data.len() < HEADER_LEN {
        return;
    }
    let records = Header::records_len(&data).unwrap_or(HEADER_LEN).clamp(HEADER_LEN, data.len());
    let strings = data.split_off(records);
    data[12..16].copy_from_slice(&(records as u32).to_le_bytes());
    data[16..20].copy_from_slice(&(strings.len() as u32).to_le_bytes());
    let sum = checksum(&data, &strings).to_le_bytes();
    data[Header::CHECKSUM_AT..Header::CHECKSUM_AT + 8].copy_from_slice(&sum);
    if let Ok(image) = validate(&data, &strings) {
        let _ = image::read(image);
        let _ = image::hashes_hold(image);
        if let Some(less) = image::strip(image, Strip { docs: true, ..Strip::NONE }) {
            assert!(validate(&less.records, less.strings.as_bytes()).is_ok());
        }
    }
});
