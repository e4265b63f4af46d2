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
    let mut lane = Lane::new(seed);
    let mut rest = key;
    while rest.len() > BLOCK {
        lane.step(rest);
        rest = &rest[BLOCK..];
    }
    lane.end(&key[key.len().saturating_sub(BLOCK)..], key.len())
}

/// Bytes of a step.
const BLOCK: usize = 16;

/// The hash of a key of more than 16 bytes, on its way.
#[derive(Clone, Copy)]
struct Lane {
    state: u64,
    other: u64,
}

impl Lane {
    #[inline]
    const fn new(seed: u64) -> Self {
        Self { state: seed ^ K0, other: K1 ^ fold(seed ^ K3, K1) }
    }

    /// Takes the first block of what is left; more is left behind it.
    #[inline]
    fn step(&mut self, rest: &[u8]) {
        self.state = fold(read8(rest) ^ self.state, read8(&rest[8..]) ^ self.other);
    }

    /// Takes the last block, which may overlap the one before.
    #[inline]
    fn end(self, last: &[u8], len: usize) -> u64 {
        let (a, b) = (read8(last), read8(&last[last.len().saturating_sub(8)..]));
        fold(a ^ self.state, b ^ self.other.wrapping_add((len as u64).wrapping_mul(K3)))
    }
}

/// Returns the 128-bit hash of `bytes`, the form entity hashes and the root digest have.
///
/// ```
/// assert_ne!(etched_core::hash::hash128(b"a"), etched_core::hash::hash128(b"b"));
/// ```
#[must_use]
pub fn hash128(bytes: &[u8]) -> [u8; 16] {
    halves([hash(K2, bytes), hash(K3, bytes)])
}

fn halves([first, second]: [u64; 2]) -> [u8; 16] {
    let mut out = [0; 16];
    out[..8].copy_from_slice(&fold(first, K1).to_le_bytes());
    out[8..].copy_from_slice(&fold(second, K1).to_le_bytes());
    out
}

/// [`hash128`] of bytes that come in pieces, of which none is kept.
///
/// ```
/// use etched_core::hash::{Hash128, hash128};
///
/// let mut hash = Hash128::new();
/// hash.update(b"belongs");
/// hash.update(b"_to a resource");
/// assert_eq!(hash.finish(), hash128(b"belongs_to a resource"));
/// ```
///
/// Cost: as [`hash128`], and a copy of 16 bytes a piece.
#[derive(Clone)]
pub struct Hash128 {
    lanes: [Lane; 2],
    /// The block taken last, and behind it what is still to be taken.
    held: [u8; 2 * BLOCK],
    /// Bytes still to be taken, at most a block: what the key ends with is known only when it ends.
    open: usize,
    len: usize,
}

impl Default for Hash128 {
    fn default() -> Self {
        Self::new()
    }
}

impl Hash128 {
    /// Starts with no bytes.
    #[must_use]
    pub const fn new() -> Self {
        Self { lanes: [Lane::new(K2), Lane::new(K3)], held: [0; 2 * BLOCK], open: 0, len: 0 }
    }

    /// Takes further bytes.
    pub fn update(&mut self, mut bytes: &[u8]) {
        self.len = self.len.wrapping_add(bytes.len());
        while !bytes.is_empty() {
            if self.open == BLOCK {
                self.lanes.iter_mut().for_each(|lane| lane.step(&self.held[BLOCK..]));
                self.held.copy_within(BLOCK.., 0);
                self.open = 0;
                while bytes.len() > BLOCK {
                    self.lanes.iter_mut().for_each(|lane| lane.step(bytes));
                    self.held[..BLOCK].copy_from_slice(&bytes[..BLOCK]);
                    bytes = &bytes[BLOCK..];
                }
            }
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.open));
            let end = BLOCK + self.open + now.len();
            self.held[BLOCK + self.open..end].copy_from_slice(now);
            self.open += now.len();
            bytes = later;
        }
    }

    /// Returns the hash of all bytes taken.
    #[must_use]
    pub fn finish(&self) -> [u8; 16] {
        let end = BLOCK + self.open;
        if self.len <= BLOCK {
            return hash128(&self.held[BLOCK..end]);
        }
        let last = &self.held[end - BLOCK..end];
        halves(self.lanes.map(|lane| lane.end(last, self.len)))
    }
}
