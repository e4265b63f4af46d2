//! Sets of nodes.

/// A set of nodes, one bit each.
///
/// ```
/// # #[cfg(all(feature = "demo", feature = "petgraph08"))] {
/// use etched::petgraph08::visit::{VisitMap, Visitable};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let graph = registry.graph();
/// let (order, mut seen) = (graph.find("Order").unwrap().node_id(), graph.visit_map());
/// assert!(seen.visit(order) && !seen.visit(order));
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visited {
    words: Vec<u64>,
}

impl Visited {
    #[inline]
    pub(crate) fn new(nodes: usize) -> Self {
        Self { words: vec![0; nodes.div_ceil(64)] }
    }

    /// Adds a node and returns whether it is new.
    #[inline]
    pub(crate) fn insert(&mut self, node: u32) -> bool {
        let word = &mut self.words[node as usize / 64];
        let bit = 1 << (node % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Takes a node out and returns whether it was there.
    #[cfg(feature = "petgraph08")]
    pub(crate) fn remove(&mut self, node: u32) -> bool {
        let was = self.contains(node);
        if was {
            self.words[node as usize / 64] &= !(1 << (node % 64));
        }
        was
    }

    #[inline]
    pub(crate) fn contains(&self, node: u32) -> bool {
        self.words.get(node as usize / 64).is_some_and(|word| word >> (node % 64) & 1 == 1)
    }

    /// Empties the set into `take`, in ascending order.
    pub(crate) fn drain(&mut self, mut take: impl FnMut(u32)) {
        for (at, word) in self.words.iter_mut().enumerate() {
            while *word != 0 {
                take(at as u32 * 64 + word.trailing_zeros());
                *word &= *word - 1;
            }
        }
    }

    /// Returns how many words it takes: what [`drain`](Self::drain) costs.
    pub(crate) fn words(&self) -> usize {
        self.words.len()
    }
}
