//! What depends on itself?

use serde::Serialize;

use super::request::request;
use super::{Edge, Error, FORMAT, Question};
use crate::registry::Registry;

request! {
    /// Asks for the cycles of the dependency graph.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, cycles};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = cycles::Request::default().ask(&registry).unwrap();
    /// assert_eq!(answer.total_count, 3);
    /// assert!(answer.cycles.iter().any(|cycle| cycle.members == ["resource:Category"]));
    /// # }
    /// ```
    ///
    /// Cost: that of [`Registry::cycles`].
    may {
        /// Whether an association and its inverse are a cycle.
        inverses: flag,
    }
}

/// The answer: the cycles, by first member.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// How many there are.
    pub total_count: usize,
    /// Members of the largest, 0 when there is none.
    pub largest: usize,
    /// The cycles.
    pub cycles: Vec<Cycle<'r>>,
}

/// Resources that all depend on each other, or one that depends on itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cycle<'r> {
    /// Ids of the members, in declaration order.
    pub members: Vec<String>,
    /// Ids on a shortest cycle through the first member, which is first and last.
    pub path: Vec<String>,
    /// The edges of that cycle.
    pub edges: Vec<Edge<'r>>,
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let cycles = registry.cycles();
        let cycles = if self.inverses { cycles.with_inverses() } else { cycles };
        let cycle = |cycle: crate::graph::Cycle<'r, '_>| {
            let first = cycle.path().next().map(|edge| edge.from().id());
            Cycle {
                members: cycle.members().map(|node| node.id()).collect(),
                path: first.into_iter().chain(cycle.path().map(|edge| edge.to().id())).collect(),
                edges: cycle.path().map(Edge::new).collect(),
            }
        };
        Ok(Answer {
            format: FORMAT,
            total_count: cycles.len(),
            largest: cycles.largest(),
            cycles: cycles.iter().map(cycle).collect(),
        })
    }
}
