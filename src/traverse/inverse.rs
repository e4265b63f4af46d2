//! Associations declared from both ends, which are one association and not a cycle.

use std::borrow::Cow;
use std::collections::HashSet;

use etched_core::layout as rows;

use super::scc::Components;
use crate::graph::{DependencyGraph, EdgeId, Visited};
use crate::handle::Relationship;

/// Adds the edges to leave out to those that are `dropped` already: each `has_many` or `has_one` A -> B whose key,
/// given or usual, is that of a `belongs_to` B -> A. Only edges inside a component can close a cycle, so only they are looked at.
///
/// Returns whether there are any.
pub(super) fn drop_inverses(
    graph: DependencyGraph<'_>,
    nodes: u32,
    components: &Components,
    dropped: &mut Option<Visited>,
) -> bool {
    let image = graph.image();
    let kind = |name: &str| {
        let kinds = image.rows::<rows::EdgeKind>();
        (0..kinds.len()).find(|&at| image.str(kinds.get(at).name()) == name)
    };
    let Some(belongs_to) = kind("belongs_to") else { return false };
    let has = [kind("has_many"), kind("has_one")];
    let key = |edge| graph.edge(EdgeId(edge)).relationship().map_or(Cow::Borrowed(""), Relationship::key);
    let mut wanted = Vec::new();
    let mut keys = HashSet::new();
    let kept = |edge: &u32| dropped.as_ref().is_none_or(|dropped| !dropped.contains(*edge));
    for edge in (0..nodes).flat_map(|node| graph.outgoing(node)).filter(kept) {
        let record = graph.record(edge);
        let (from, to, kind) = (record.from(), record.to(), record.kind().index);
        if to >= nodes || components.of[from as usize] != components.of[to as usize] {
            continue;
        }
        if kind == belongs_to {
            keys.insert((from, to, key(edge)));
        } else if has.contains(&Some(kind)) {
            wanted.push((edge, (to, from, key(edge))));
        }
    }
    let mut any = false;
    for (edge, association) in wanted {
        if keys.contains(&association) {
            dropped.get_or_insert_with(|| Visited::new(graph.edge_count())).insert(edge);
            any = true;
        }
    }
    any
}
