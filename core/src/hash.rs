//! The one hash of etched: short keys, a fixed seed, the same answer on every machine.
//!
//! Not a cryptographic hash: it finds records and notices damage, it does not prove who wrote an image.
//! The mixing step is the folded 64x64 -> 128 bit multiplication of wyhash (Wang Yi, 2019).

const K0: u64 = 0x9e37_79b9_7f4a_7c15;
const K1: u64 = 0xe703_7ed1_a0b4_28db;
const K2: u64 = 0x8ebc_6af0_9c88_c6e3;
const K3: u64 = 0x5899_65cc_7537_4cc3;

#[inline]
const fn fold(a: u64, b: u64) -> u64 {
    let product = (a as u128).wrapping_mul(b as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

#[inline]
fn read8(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |chunk| u64::from_le_bytes(*chunk))
}

#[inline]
fn read4(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |chunk| u64::from(u32::from_le_bytes(*chunk)))
}

/// Returns the hash of `key` under `seed`.
///
/// Both factors of every multiplication depend on the seed: keys that drive the hash to a value of their own choice
/// under one seed do not under another.
///
/// Cost: about 2 ns for keys of up to 16 bytes, then 16 bytes a step.
///
/// ```
/// assert_eq!(etched_core::hash::hash(0, b"Post"), etched_core::hash::hash(0, b"Post"));
/// assert_ne!(etched_core::hash::hash(0, b"Post"), etched_core::hash::hash(1, b"Post"));
/// ```
#[inline]
#[must_use]
pub fn hash(seed: u64, key: &[u8]) -> u64 {
    Seed::new(seed).hash(key)
}

/// Returns a key of up to 16 bytes as two words that overlap where it is shorter; with its length they are the key.
#[inline]
pub(crate) fn words(key: &[u8]) -> Option<(u64, u64)> {
    let len = key.len();
    if len > 16 {
        None
    } else if len >= 8 {
        Some((read8(key), read8(&key[len - 8..])))
    } else if len >= 4 {
        Some((read4(key), read4(&key[len - 4..])))
    } else if len > 0 {
        Some((u64::from(key[0]) | u64::from(key[len / 2]) << 8, u64::from(key[len - 1])))
    } else {
        Some((0, 0))
    }
}

/// A seed as a lookup wants it: what of both factors does not depend on the key.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seed(u64, u64);

impl Seed {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed ^ K0, seed.rotate_left(32) ^ K2)
    }

    #[inline]
    pub(crate) fn hash(self, key: &[u8]) -> u64 {
        match words(key) {
            Some((a, b)) => self.hash_words(a, b, key.len()),
            None => long(self.0 ^ K0, key),
        }
    }

    /// Returns the hash of a key by its [`words`].
    #[inline]
    pub(crate) const fn hash_words(self, a: u64, b: u64, len: usize) -> u64 {
        fold(a ^ self.0.rotate_right(len as u32), b ^ self.1)
    }
}

/// Kept apart, so that the short case needs few registers.
#[inline(never)]
fn long(seed: u64, key: &[u8]) -> u64 {
    let other = K1 ^ fold(seed ^ K3, K1);
    let mut state = seed ^ K0;
    let mut rest = key;
    while rest.len() > 16 {
        state = fold(read8(rest) ^ state, read8(&rest[8..]) ^ other);
        rest = &rest[16..];
    }
    let last = &key[key.len().saturating_sub(16)..];
    let (a, b) = (read8(last), read8(&last[last.len().saturating_sub(8)..]));
    fold(a ^ state, b ^ other.wrapping_add((key.len() as u64).wrapping_mul(K3)))
}

/// Returns the 128-bit hash of `bytes`, the form entity hashes and the root digest have.
///
/// ```
/// assert_ne!(etched_core::hash::hash128(b"a"), etched_core::hash::hash128(b"b"));
/// ```
#[must_use]
pub fn hash128(bytes: &[u8]) -> [u8; 16] {
    let mut out = [0; 16];
    out[..8].copy_from_slice(&fold(hash(K2, bytes), K1).to_le_bytes());
    out[8..].copy_from_slice(&fold(hash(K3, bytes), K1).to_le_bytes());
    out
}
