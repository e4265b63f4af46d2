//! A cache of answers that its owner keeps.

use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;

use lru::LruCache;

use crate::Registry;
use crate::traverse::{Dependencies, Plan};

/// Bytes of answers a cache holds unless told otherwise.
const DEFAULT_BYTES: usize = 64 << 20;

/// Answers of traversals, the least recently used of which makes way.
///
/// It belongs to one owner, such as a worker; nothing of it is shared, locked or global, and two caches that miss the
/// same question each compute it. Put it behind a mutex of your own if you must share it. Answers are keyed by the
/// image they came from, so one cache can serve several registries.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let mut cache = etched::Cache::new(256);
/// let answer = registry.dependencies("Order").depth(3).reverse().run_in(&mut cache).unwrap();
/// assert_eq!((cache.stats().misses, cache.stats().entries), (1, 1));
/// # }
/// ```
#[derive(Debug)]
pub struct Cache {
    answers: LruCache<Key, Arc<Dependencies>, BuildHasherDefault<KeyHasher>>,
    max_entries: usize,
    max_bytes: usize,
    stats: Stats,
}

/// What a cache has done, and what it holds; told by [`Cache::stats`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Answers found.
    pub hits: u64,
    /// Answers computed.
    pub misses: u64,
    /// Answers that made way for others; `clear` evicts nothing.
    pub evictions: u64,
    /// Answers held now.
    pub entries: usize,
    /// Bytes of answers and keys held now.
    pub bytes: usize,
}

impl Cache {
    /// Returns a cache of at most that many answers and 64 MiB; 0 is a cache that keeps nothing.
    #[must_use]
    pub fn new(entries: usize) -> Self {
        Self::with_bytes(entries, DEFAULT_BYTES)
    }

    /// Returns a cache of at most that many answers and that many bytes; an answer larger than all of them is not
    /// kept.
    #[must_use]
    pub fn with_bytes(entries: usize, bytes: usize) -> Self {
        // Unbounded as far as `lru` knows: its own bound would reserve room for all entries at once.
        let answers = LruCache::unbounded_with_hasher(BuildHasherDefault::default());
        Self { answers, max_entries: entries, max_bytes: bytes, stats: Stats::default() }
    }

    /// Returns a cache that keeps nothing: every question is computed, and counted as a miss.
    #[must_use]
    pub fn off() -> Self {
        Self::with_bytes(0, 0)
    }

    /// Returns whether it keeps anything.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.max_entries > 0 && self.max_bytes > 0
    }

    /// Returns what it has done since it was made, and what it holds.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats { entries: self.answers.len(), ..self.stats }
    }

    /// Drops all answers; hits, misses and evictions go on counting.
    pub fn clear(&mut self) {
        self.answers.clear();
        self.stats.bytes = 0;
    }

    #[inline]
    pub(crate) fn get(&mut self, key: &Key) -> Option<Arc<Dependencies>> {
        let found = self.answers.get(key).map(Arc::clone);
        match found {
            Some(_) => self.stats.hits += 1,
            None => self.stats.misses += 1,
        }
        found
    }

    pub(crate) fn put(&mut self, key: Key, answer: &Arc<Dependencies>) {
        let bytes = cost(answer);
        if self.max_entries == 0 || bytes > self.max_bytes {
            return;
        }
        while self.answers.len() >= self.max_entries || self.stats.bytes > self.max_bytes - bytes {
            let Some((_, old)) = self.answers.pop_lru() else { break };
            self.stats.bytes -= cost(&old);
            self.stats.evictions += 1;
        }
        self.stats.bytes += bytes;
        self.answers.put(key, Arc::clone(answer));
    }
}

/// Bytes an entry takes, without what the map adds.
fn cost(answer: &Dependencies) -> usize {
    answer.bytes() + size_of::<Key>()
}

/// What an answer depends on: the image and the plan.
///
/// The fingerprint is over which number has what, the checksum over all bytes; together they make 128 bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    plan: Plan,
    fingerprint: u64,
    checksum: u64,
}

impl Key {
    #[inline]
    pub(crate) fn new(registry: &Registry, plan: Plan) -> Self {
        Self { plan, fingerprint: registry.fingerprint(), checksum: registry.image().checksum() }
    }

    #[inline]
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }
}

impl Hash for Key {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Two words, whatever the plan: what is folded together differs in other bits for all likely questions. Nobody
        // chooses collisions: keys are ids and flags of our own images.
        let Plan { start, depth, direction, edge_kinds, node_kinds } = &self.plan;
        let question = u64::from(*start) | u64::from(*depth) << 32;
        let flags = u64::from(node_kinds.bits()) | (*direction as u64) << 8;
        let rest = self.checksum ^ flags ^ edge_kinds.first().rotate_left(16);
        let product = u128::from(question ^ 0x9e37_79b9_7f4a_7c15) * u128::from(rest ^ 0xe703_7ed1_a0b4_28db);
        state.write_u64(product as u64 ^ (product >> 64) as u64);
    }
}

/// Takes the word a key hashes to as it is.
#[derive(Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }
    fn write(&mut self, _: &[u8]) {
        unreachable!("a key hashes to one word");
    }
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
