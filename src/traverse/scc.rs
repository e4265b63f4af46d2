//! Strongly connected components, by Tarjan's algorithm (1972) on a stack of our own.

use crate::graph::{DependencyGraph, Visited};

/// The components of a graph.
pub(super) struct Components {
    /// Component of each node; a component's number is greater than those of the components it leads to.
    pub(super) of: Vec<u32>,
    /// How many components there are.
    pub(super) count: u32,
}

const NEW: u32 = u32::MAX;

/// Finds the components among the first `nodes` nodes, by the edges that are not `dropped`.
///
/// Cost: linear in nodes and edges.
pub(super) fn components(graph: DependencyGraph<'_>, nodes: u32, dropped: Option<&Visited>) -> Components {
    let len = nodes as usize;
    let mut of = vec![NEW; len];
    // Order of discovery, and the earliest one reachable; `low` alone would do but for clarity of the update.
    let mut order = vec![NEW; len];
    let mut low = vec![0_u32; len];
    let mut open: Vec<u32> = Vec::new();
    let mut calls: Vec<(u32, u32, u32)> = Vec::new();
    let (mut next, mut count) = (0, 0);
    for root in 0..nodes {
        if order[root as usize] != NEW {
            continue;
        }
        let mut enter = Some(root);
        loop {
            if let Some(node) = enter.take() {
                order[node as usize] = next;
                low[node as usize] = next;
                next += 1;
                open.push(node);
                let edges = graph.outgoing(node);
                calls.push((node, edges.start, edges.end));
            }
            let Some((node, edge, end)) = calls.last_mut() else { break };
            let node = *node;
            while *edge < *end {
                let at = *edge;
                *edge += 1;
                let to = graph.record(at).to();
                if to >= nodes || dropped.is_some_and(|dropped| dropped.contains(at)) {
                    continue;
                }
                if order[to as usize] == NEW {
                    enter = Some(to);
                    break;
                }
                if of[to as usize] == NEW {
                    low[node as usize] = low[node as usize].min(order[to as usize]);
                }
            }
            if enter.is_some() {
                continue;
            }
            calls.pop();
            if low[node as usize] == order[node as usize] {
                while let Some(member) = open.pop() {
                    of[member as usize] = count;
                    if member == node {
                        break;
                    }
                }
                count += 1;
            }
            if let Some((parent, _, _)) = calls.last() {
                low[*parent as usize] = low[*parent as usize].min(low[node as usize]);
            }
        }
    }
    Components { of, count }
}

impl Components {
    /// Returns the size of each component.
    pub(super) fn sizes(&self) -> Vec<u32> {
        let mut sizes = vec![0; self.count as usize];
        for &component in &self.of {
            sizes[component as usize] += 1;
        }
        sizes
    }
}
