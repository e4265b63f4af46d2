//! Cycles: what depends on itself.

use etched_core::node::Nodes;

use super::inverse::drop_inverses;
use super::scc::{Components, components};
use crate::Registry;
use crate::graph::{DependencyGraph, Edge, EdgeId, Node, NodeId, Visited};

/// The cycles of a graph; made by [`Registry::cycles`].
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let cycles = registry.cycles();
/// assert_eq!((cycles.len(), cycles.largest()), (3, 3));
/// assert!(cycles.with_inverses().largest() > 3);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Cycles<'r> {
    registry: &'r Registry,
    cycles: Vec<Found>,
    inverses: bool,
}

#[derive(Clone, Debug)]
struct Found {
    members: Vec<NodeId>,
    path: Vec<EdgeId>,
}

/// Resources that all depend on each other, or one that depends on itself.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let cycles = registry.cycles();
/// let members: Vec<_> = cycles.get(0).unwrap().members().map(|node| node.name()).collect();
/// assert_eq!(members, ["Category"]);
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Cycle<'r, 'c> {
    registry: &'r Registry,
    found: &'c Found,
}

impl Registry {
    /// Returns the cycles of the dependency graph.
    ///
    /// Each is a strongly connected component of more than one resource, or a resource that refers to itself; they
    /// and their members are in declaration order. An association declared from both ends is one association and no
    /// cycle: a `has_many` or `has_one` whose key is that of the `belongs_to` back is left out first, unless
    /// [`with_inverses`](Cycles::with_inverses) asks for it.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// for cycle in registry.cycles().iter() {
    ///     let names: Vec<_> = cycle.path().map(|edge| edge.from().name()).collect();
    ///     println!("{}", names.join(" -> "));
    /// }
    /// # }
    /// ```
    ///
    /// Cost: linear in nodes and edges, a few milliseconds for 20,000 resources; nothing recurses.
    #[must_use]
    pub fn cycles(&self) -> Cycles<'_> {
        Cycles::find(self, false)
    }

    /// Returns how many distinct pairs of resources have an edge from one to the other, `references` included.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert_eq!((registry.resource_edges(), registry.largest_cycle()), (63, 24));
    /// # }
    /// ```
    ///
    /// Cost: linear in the edges, sorted for each resource.
    #[must_use]
    pub fn resource_edges(&self) -> usize {
        let graph = self.graph();
        let nodes = Nodes::of(self.image()).resources();
        let mut targets: Vec<u32> = Vec::new();
        let mut pairs = 0;
        for node in 0..nodes {
            targets.clear();
            targets.extend(graph.outgoing(node).map(|edge| graph.record(edge).to()).filter(|to| *to < nodes));
            targets.sort_unstable();
            targets.dedup();
            pairs += targets.len();
        }
        pairs
    }

    /// Returns how many resources depend on themselves: a cycle of one.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert!(registry.self_loops() <= registry.resources().len());
    /// # }
    /// ```
    ///
    /// Cost: linear in the edges.
    #[must_use]
    pub fn self_loops(&self) -> usize {
        let graph = self.graph();
        let nodes = Nodes::of(self.image()).resources();
        (0..nodes).filter(|node| graph.outgoing(*node).any(|edge| graph.record(edge).to() == *node)).count()
    }

    /// Returns the size of the largest set of resources that all depend on each other, over all edges, associations
    /// declared from both ends included; 1 when there is none.
    ///
    /// [`resource_edges`](Self::resource_edges) has an example. Cost: linear in nodes and edges.
    #[must_use]
    pub fn largest_cycle(&self) -> usize {
        let nodes = Nodes::of(self.image()).resources();
        components(self.graph(), nodes, None).sizes().into_iter().max().unwrap_or(1) as usize
    }
}

impl<'r> Cycles<'r> {
    /// Takes an association and its inverse for a cycle, too.
    #[must_use]
    pub fn with_inverses(self) -> Self {
        if self.inverses { self } else { Self::find(self.registry, true) }
    }

    fn find(registry: &'r Registry, with_inverses: bool) -> Self {
        let graph = registry.graph();
        // Only resources have edges both ways: nothing leads to a route, and nothing from middleware or a function.
        let nodes = Nodes::of(registry.image()).resources();
        let mut found = components(graph, nodes, None);
        let mut dropped = None;
        if !with_inverses && found.count < nodes && drop_inverses(graph, nodes, &found, &mut dropped) {
            found = components(graph, nodes, dropped.as_ref());
        }
        let kept = Kept { graph, dropped };
        Self { registry, cycles: kept.cycles(&found, nodes), inverses: with_inverses }
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cycles.len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cycles.is_empty()
    }

    /// Returns the number of members of the largest, 0 when there is none.
    #[must_use]
    pub fn largest(&self) -> usize {
        self.cycles.iter().map(|cycle| cycle.members.len()).max().unwrap_or(0)
    }

    /// Returns one of them.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Cycle<'r, '_>> {
        self.cycles.get(index).map(|found| Cycle { registry: self.registry, found })
    }

    /// Iterates over them, by first member.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Cycle<'r, '_>> + DoubleEndedIterator + Clone {
        self.cycles.iter().map(|found| Cycle { registry: self.registry, found })
    }
}

impl<'r> Cycle<'r, '_> {
    /// Iterates over the members, in declaration order.
    pub fn members(&self) -> impl ExactSizeIterator<Item = Node<'r>> + DoubleEndedIterator + Clone {
        self.found.members.iter().map(|id| self.registry.graph().node(*id))
    }

    /// Iterates over the edges of a shortest cycle through the first member, which the first edge starts at and the
    /// last one ends at.
    pub fn path(&self) -> impl ExactSizeIterator<Item = Edge<'r>> + DoubleEndedIterator + Clone {
        self.found.path.iter().map(|id| self.registry.graph().edge(*id))
    }
}

/// A graph without the edges that do not count.
struct Kept<'r> {
    graph: DependencyGraph<'r>,
    dropped: Option<Visited>,
}

impl Kept<'_> {
    fn edges(&self, node: u32) -> impl Iterator<Item = (u32, u32)> {
        let kept = move |edge: &u32| !self.dropped.as_ref().is_some_and(|dropped| dropped.contains(*edge));
        self.graph.outgoing(node).filter(kept).map(|edge| (edge, self.graph.record(edge).to()))
    }

    fn cycles(&self, components: &Components, nodes: u32) -> Vec<Found> {
        let sizes = components.sizes();
        // Where each component's members stand, filled in when its first member comes up.
        let mut places = vec![u32::MAX; components.count as usize];
        let mut cycles: Vec<Found> = Vec::new();
        for node in 0..nodes {
            let component = components.of[node as usize] as usize;
            if sizes[component] == 1 && !self.edges(node).any(|(_, to)| to == node) {
                continue;
            }
            if places[component] == u32::MAX {
                places[component] = cycles.len() as u32;
                cycles.push(Found { members: Vec::with_capacity(sizes[component] as usize), path: Vec::new() });
            }
            cycles[places[component] as usize].members.push(NodeId(node));
        }
        let mut seen = Visited::new(nodes as usize);
        for cycle in &mut cycles {
            cycle.path = self.shortest(cycle.members[0].0, components, &mut seen);
        }
        cycles
    }

    /// Returns a shortest way from a node back to it, inside its component.
    ///
    /// What it marks in `seen` is of this component, so the next one needs no new set.
    fn shortest(&self, start: u32, components: &Components, seen: &mut Visited) -> Vec<EdgeId> {
        let component = components.of[start as usize];
        // Each node reached, by which edge, and from which place of this list.
        let mut reached: Vec<(u32, u32, usize)> = vec![(start, 0, 0)];
        let mut at = 0;
        while at < reached.len() {
            let (node, ..) = reached[at];
            for (edge, to) in self.edges(node) {
                if to == start {
                    let mut path = vec![EdgeId(edge)];
                    let mut back = at;
                    while back != 0 {
                        path.push(EdgeId(reached[back].1));
                        back = reached[back].2;
                    }
                    path.reverse();
                    return path;
                }
                if components.of.get(to as usize) == Some(&component) && seen.insert(to) {
                    reached.push((to, edge, at));
                }
            }
            at += 1;
        }
        Vec::new()
    }
}
