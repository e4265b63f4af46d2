//! Cycles.

use super::FORMAT;
use crate::graph::{Cycle, Cycles};

/// The answer of `cycles`; made by [`CyclesAnswer::new`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CyclesAnswer {
    /// Version of the shape.
    pub format: u32,
    /// How many there are.
    pub total_count: usize,
    /// Members of the largest, 0 when there is none.
    pub largest: usize,
    /// The cycles, by first member.
    pub cycles: Vec<CycleAnswer>,
}

/// A cycle of a [`CyclesAnswer`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CycleAnswer {
    /// Ids of the members, in declaration order.
    pub members: Vec<String>,
    /// Ids on a shortest cycle through the first member, which stands first and last.
    pub path: Vec<String>,
}

impl CyclesAnswer {
    /// Names what [`Registry::cycles`](crate::Registry::cycles) found.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = etched::query::CyclesAnswer::new(&registry.cycles());
    /// assert_eq!(answer.total_count, 3);
    /// assert!(answer.cycles.iter().any(|cycle| cycle.members == ["resource:Category"]));
    /// # }
    /// ```
    #[must_use]
    pub fn new(cycles: &Cycles<'_>) -> Self {
        Self {
            format: FORMAT,
            total_count: cycles.len(),
            largest: cycles.largest(),
            cycles: cycles.iter().map(|cycle| CycleAnswer::new(&cycle)).collect(),
        }
    }
}

impl CycleAnswer {
    fn new(cycle: &Cycle<'_, '_>) -> Self {
        let first = cycle.path().next().map(|edge| edge.from().id());
        Self {
            members: cycle.members().map(|node| node.id()).collect(),
            path: first.into_iter().chain(cycle.path().map(|edge| edge.to().id())).collect(),
        }
    }
}
