//! Any bytes are an image or refused. Lengths and checksum are put right first, so that what lies behind them is
//! reached; an accepted image is read whole, its hashes are compared, and it is written once more, all of it and with
//! less: what was written is accepted, and says the same. None of that takes more memory than the bytes pay for.
#![no_main]

use etched_compiler::image;
use etched_core::validate::{split, validate};
use etched_core::{HEADER_LEN, Header, Image, Strip, seal};
use libfuzzer_sys::fuzz_target;

/// Bytes that anything done with an image may take, per byte of it and for any; docs/limits.md states the parts.
const FACTOR: u64 = 200;
const ALLOWANCE: u64 = 64 << 20;

fuzz_target!(|data: &[u8]| {
    let _ = split(data).and_then(|(records, strings)| validate(records, strings));
    let mut data = data.to_vec();
    if data.len() < HEADER_LEN {
        return;
    }
    let records = Header::lens(&data).map_or(HEADER_LEN, |(records, _)| records as usize).clamp(HEADER_LEN, data.len());
    let strings = data.split_off(records);
    seal(&mut data, &strings);
    let size = (data.len() + strings.len()) as u64;
    if let Ok(image) = validate(&data, &strings) {
        let used = allocation_counter::measure(|| rewritten(image));
        assert!(used.bytes_max <= size * FACTOR + ALLOWANCE, "{} bytes for {size}", used.bytes_max);
    }
});

fn rewritten(image: Image<'_>) {
    let model = image::read(image);
    let _ = image::hashes_hold(image);
    let again = image::write(&model, Strip::NONE).expect("what was accepted has an image");
    let reread = validate(&again.records, again.strings.as_bytes()).expect("the compiler wrote it");
    assert!(image::read(reread) == model, "an image says the same after it was written again");
    assert_eq!(image::hashes_hold(reread), Some(true));
    let less = image::strip(image, Strip::NONE.docs(true)).expect("less has an image as well");
    assert!(validate(&less.records, less.strings.as_bytes()).is_ok());
}
