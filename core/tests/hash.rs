//! A hash of pieces is the hash of the whole, wherever it was cut.

use etched_core::hash::{Hash128, hash128};

#[test]
fn pieces_hash_as_the_whole() {
    let bytes: Vec<u8> = (0..200_u32).map(|at| (at * 31 % 251) as u8).collect();
    for len in 0..bytes.len() {
        let whole = &bytes[..len];
        let expected = hash128(whole);
        for cut in 0..=len {
            let mut hash = Hash128::new();
            hash.update(&whole[..cut]);
            hash.update(&whole[cut..]);
            assert_eq!(hash.finish(), expected, "{len} bytes, cut at {cut}");
        }
        for size in [1, 3, 15, 16, 17, 33] {
            let mut hash = Hash128::new();
            whole.chunks(size).for_each(|piece| hash.update(piece));
            assert_eq!(hash.finish(), expected, "{len} bytes in pieces of {size}");
        }
    }
}
