//! Random models and schemas, the same for the same seed on every machine.

mod model;
mod schema;

pub use model::model;
pub use schema::schema;

/// A source of numbers; splitmix64 (Steele, Lea, Flood 2014), so that no version of a crate changes what a seed means.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// Starts at a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// Returns a number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.bits()) * end as u128) >> 64) as usize
    }

    /// Returns true once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// Returns one of several things.
    ///
    /// # Panics
    /// When there are none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Returns up to `most` things.
    pub fn list<T>(&mut self, most: usize, mut each: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let len = self.below(most + 1);
        (0..len).map(|_| each(self)).collect()
    }

    /// Returns a lower-case word.
    pub fn word(&mut self) -> String {
        const WORDS: [&str; 24] = [
            "id", "title", "slug", "body", "status", "count", "email", "name", "price", "author", "owner", "created",
            "updated", "state", "kind", "code", "total", "tax", "note", "rank", "score", "label", "type", "string",
        ];
        let word = *self.pick(&WORDS);
        if self.one_in(3) { format!("{word}_{}", self.below(100)) } else { word.to_owned() }
    }
}
