//! The question what something depends on, or what depends on it.

use std::sync::Arc;

use super::answer::Dependencies;
use super::filter::{EdgeKinds, NodeKinds};
use super::walk::{Plan, walk};
use crate::Registry;
use crate::cache::{Cache, Key};
use crate::error::GraphError;
use crate::graph::{Node, resolve};

/// Which way a walk follows edges.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::graph::Direction;
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let users = registry.dependencies("User").direction(Direction::Reverse).depth(1).run().unwrap();
/// assert_eq!(users.direction(), Direction::Reverse);
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Direction {
    /// To what the start depends on.
    #[default]
    Forward,
    /// To what depends on the start.
    Reverse,
    /// Both ways.
    Both,
}

/// A walk from one node, to be narrowed and run; made by [`Registry::dependencies`].
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let mut cache = etched::Cache::new(256);
/// let question = registry.dependencies("middleware:auth").reverse().node_kinds(["resource"]);
/// let answer = question.run_in(&mut cache).unwrap();
/// assert!(answer.node_count() > 20);
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a traversal does nothing until `run` or `run_in`"]
pub struct Traversal<'r, 'n> {
    registry: &'r Registry,
    /// Means nothing once something is wrong.
    plan: Plan,
    unknown: Option<&'n str>,
    error: Option<Box<GraphError>>,
}

impl Registry {
    /// Asks what a node depends on, or what depends on it.
    ///
    /// A bare name means a resource; other nodes are `middleware:auth`, `function:String.slugify` and
    /// `route:GET /posts/:id`. Without narrowing the walk goes forward, over all edges, without limit.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = registry.dependencies("Order").depth(2).edge_kinds(["belongs_to"]).run().unwrap();
    /// for reached in answer.nodes(&registry) {
    ///     println!("{} at {}", reached.node, reached.distance);
    /// }
    /// # }
    /// ```
    #[inline]
    pub fn dependencies<'r, 'n>(&'r self, start: &'n str) -> Traversal<'r, 'n> {
        match resolve::number(self.image(), start) {
            Some(node) => Traversal::new(self, node),
            None => Traversal { unknown: Some(start), ..Traversal::new(self, 0) },
        }
    }
}

impl<'r> Node<'r> {
    /// Asks what this node depends on, or what depends on it, as [`Registry::dependencies`] does.
    pub fn dependencies(self) -> Traversal<'r, 'static> {
        Traversal::new(self.registry(), self.node_id().0)
    }
}

impl<'r, 'n> Traversal<'r, 'n> {
    #[inline]
    fn new(registry: &'r Registry, start: u32) -> Self {
        let plan = Plan {
            start,
            depth: 0,
            direction: Direction::Forward,
            edge_kinds: EdgeKinds::ALL,
            node_kinds: NodeKinds::ALL,
        };
        Self { registry, plan, unknown: None, error: None }
    }

    /// Keeps the nodes at distance at most `depth`; 0 is no limit.
    ///
    /// Edges that leave nodes at the limit are not walked.
    #[inline]
    pub fn depth(mut self, depth: usize) -> Self {
        self.plan.depth = u32::try_from(depth).unwrap_or(0);
        self
    }

    /// Walks against the edges: what depends on the start.
    #[inline]
    pub fn reverse(self) -> Self {
        self.direction(Direction::Reverse)
    }

    /// Walks both with and against the edges.
    #[inline]
    pub fn both(self) -> Self {
        self.direction(Direction::Both)
    }

    /// Walks that way.
    #[inline]
    pub fn direction(mut self, direction: Direction) -> Self {
        self.plan.direction = direction;
        self
    }

    /// Walks edges of these kinds only, such as `belongs_to` or `uses`; none given means all.
    ///
    /// A filtered edge brings in neither its node nor what lies behind it. A kind that no edge can have is an error
    /// when the traversal runs.
    #[inline]
    pub fn edge_kinds<K: AsRef<str>>(mut self, kinds: impl IntoIterator<Item = K>) -> Self {
        let image = self.registry.image();
        for kind in kinds {
            if let Err(error) = self.plan.edge_kinds.add(image, kind.as_ref()) {
                self.error.get_or_insert(Box::new(error));
            }
        }
        self
    }

    /// Walks to nodes of these kinds only (`resource`, `route`, `middleware`, `function`); none given means all.
    ///
    /// The start is always present. A kind that no node can have is an error when the traversal runs.
    #[inline]
    pub fn node_kinds<K: AsRef<str>>(mut self, kinds: impl IntoIterator<Item = K>) -> Self {
        for kind in kinds {
            if let Err(error) = self.plan.node_kinds.add(kind.as_ref()) {
                self.error.get_or_insert(Box::new(error));
            }
        }
        self
    }

    #[inline]
    fn is_wrong(&self) -> bool {
        self.unknown.is_some() || self.error.is_some()
    }

    #[cold]
    fn wrong(registry: &Registry, unknown: Option<&str>, error: Option<Box<GraphError>>) -> GraphError {
        match (unknown, error) {
            (Some(name), _) => resolve::unknown(registry, name),
            (None, Some(error)) => *error,
            (None, None) => unreachable!("asked only when something is wrong"),
        }
    }

    /// Walks, and returns what was reached.
    ///
    /// Cost: one step per edge of the nodes reached, or per relationship where no other kinds are asked for; one
    /// allocation, that of the answer, up to 64 nodes; beyond that a set of one bit per node of the graph, too. Nothing
    /// recurses.
    ///
    /// # Errors
    /// An unknown start, with suggestions; an unknown kind, with the valid ones.
    #[inline]
    pub fn run(self) -> Result<Dependencies, GraphError> {
        if self.is_wrong() {
            return Err(Self::wrong(self.registry, self.unknown, self.error));
        }
        walk(self.registry, &self.plan)
    }

    /// Returns the answer from a cache, or walks and leaves the answer there.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let mut cache = etched::Cache::new(256);
    /// let first = registry.dependencies("Order").depth(3).run_in(&mut cache).unwrap();
    /// let again = registry.dependencies("Order").depth(3).run_in(&mut cache).unwrap();
    /// assert!(std::sync::Arc::ptr_eq(&first, &again));
    /// assert_eq!(cache.stats().hits, 1);
    /// # }
    /// ```
    ///
    /// Cost of a hit: the lookup of the start and one of the key, about 35 ns.
    ///
    /// # Errors
    /// As [`run`](Self::run); errors are not cached.
    #[inline]
    pub fn run_in(self, cache: &mut Cache) -> Result<Arc<Dependencies>, GraphError> {
        if self.is_wrong() {
            return Err(Self::wrong(self.registry, self.unknown, self.error));
        }
        let key = Key::new(self.registry, self.plan);
        if let Some(found) = cache.get(&key) {
            return Ok(found);
        }
        let mut answer = walk(self.registry, key.plan())?;
        answer.shrink();
        let answer = Arc::new(answer);
        cache.put(key, &answer);
        Ok(answer)
    }
}
