//! Random graphs, against petgraph on a `DiGraph` of the same edges, and cached against computed.

use std::collections::{BTreeMap, BTreeSet};

use etched::graph::{Cache, Direction, NodeId};
use etched::petgraph08::algo::{condensation, dijkstra, kosaraju_scc, toposort};
use etched::petgraph08::graph::{DiGraph, NodeIndex};
use etched::petgraph08::visit::{EdgeRef, NodeFiltered, Reversed};
use etched::{Change, Registry};
use etched_compiler::model::{Model, Relationship, Resource};
use proptest::prelude::*;

use crate::build::{on, registry, resource, route};

const KINDS: [&str; 4] = ["belongs_to", "has_many", "has_one", "references_one"];

/// Edges as (from, to, kind) between so many resources; every third resource has middleware and a route.
fn application(count: usize, edges: &[(usize, usize, usize)]) -> Model {
    let mut resources: Vec<Resource> = (0..count).map(|at| resource(&format!("R{at}"), &[])).collect();
    for (at, &(from, to, kind)) in edges.iter().enumerate() {
        resources[from % count].relationships.push(Relationship {
            name: format!("r{at}").into(),
            kind: KINDS[kind % KINDS.len()].into(),
            // A name one past the last has no resource.
            target: format!("R{}", to % (count + 1)).into(),
            foreign_key: format!("k{}_id", at % 3).into(),
            ..Relationship::default()
        });
    }
    let mut routes = Vec::new();
    for resource in resources.iter_mut().step_by(3) {
        on(resource, "list", 3, &["auth", "cache(1)"]);
        routes.push(route(resource, &format!("GET /{} list", resource.name)));
    }
    Model { resources, routes, ..Model::default() }
}

fn digraph(registry: &Registry, kinds: &[&str]) -> DiGraph<NodeId, usize> {
    let ours = registry.graph();
    let mut graph = DiGraph::new();
    for node in ours.nodes() {
        graph.add_node(node.node_id());
    }
    for edge in ours.edges_all().filter(|edge| kinds.is_empty() || kinds.contains(&edge.kind())) {
        let end = |id: NodeId| NodeIndex::new(id.index());
        graph.add_edge(end(edge.from_id()), end(edge.to_id()), edge.edge_id().index());
    }
    graph
}

/// Distances of all nodes within `depth`, by petgraph.
fn distances(
    graph: &DiGraph<NodeId, usize>,
    start: NodeId,
    depth: usize,
    direction: Direction,
) -> BTreeMap<usize, u32> {
    let start = NodeIndex::new(start.index());
    let all = match direction {
        Direction::Forward => dijkstra(graph, start, None, |_| 1_u32),
        Direction::Reverse => dijkstra(Reversed(graph), start, None, |_| 1),
        _ => {
            let mut both = graph.clone();
            for edge in graph.edge_references() {
                both.add_edge(edge.target(), edge.source(), 0);
            }
            dijkstra(&both, start, None, |_| 1)
        }
    };
    let within = |distance: u32| depth == 0 || distance as usize <= depth;
    all.into_iter().filter(|(_, distance)| within(*distance)).map(|(node, distance)| (node.index(), distance)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn traversals_agree_with_petgraph(
        count in 1_usize..140,
        edges in prop::collection::vec((0_usize..140, 0_usize..141, 0_usize..4), 0..300),
        start in 0_usize..140,
        depth in 0_usize..6,
        direction in 0_usize..3,
        filter in 0_usize..3,
        capacity in 0_usize..4,
    ) {
        let registry = registry(&application(count, &edges));
        let kinds = [&[][..], &["belongs_to", "uses"][..], &["has_many", "references_one", "serves"][..]][filter];
        let direction = [Direction::Forward, Direction::Reverse, Direction::Both][direction];
        let start = format!("R{}", start % count);
        let known: Vec<&str> = registry.graph().edge_kinds().chain(["has_many", "belongs_to", "uses", "serves"]).collect();
        let kinds: Vec<&str> = kinds.iter().copied().filter(|kind| known.contains(kind)).collect();
        let question = || registry.dependencies(&start).depth(depth).direction(direction).edge_kinds(&kinds);
        let answer = question().run().unwrap();

        let graph = digraph(&registry, &kinds);
        let expected = distances(&graph, answer.start(), depth, direction);
        let ours: BTreeMap<usize, u32> = answer.node_ids().map(|(id, distance)| (id.index(), distance)).collect();
        prop_assert_eq!(&ours, &expected);
        prop_assert_eq!(answer.node_count(), ours.len());
        let order: Vec<(u32, NodeId)> = answer.node_ids().map(|(id, distance)| (distance, id)).collect();
        prop_assert!(order.is_sorted());

        // Edges: those of each node nearer than the limit, once each.
        let open = |node: NodeIndex| ours.get(&node.index()).is_some_and(|at| depth == 0 || (*at as usize) < depth);
        let walked: BTreeSet<usize> = graph
            .edge_references()
            .filter(|edge| match direction {
                Direction::Forward => open(edge.source()),
                Direction::Reverse => open(edge.target()),
                _ => open(edge.source()) || open(edge.target()),
            })
            .map(|edge| *edge.weight())
            .collect();
        prop_assert_eq!(answer.edge_count(), walked.len());
        prop_assert_eq!(answer.edge_ids().map(|id| id.index()).collect::<BTreeSet<_>>(), walked);

        // The tree shows every edge and opens every node, at its distance.
        let tree: Vec<_> = answer.tree(&registry).collect();
        prop_assert_eq!(tree.len(), answer.edge_count() + 1);
        let opened: BTreeMap<usize, u32> =
            tree.iter().filter(|item| !item.repeated).map(|item| (item.node.node_id().index(), item.level as u32)).collect();
        prop_assert_eq!(&opened, &ours);

        let mut cache = Cache::new(capacity);
        for _ in 0..3 {
            prop_assert_eq!(&*question().run_in(&mut cache).unwrap(), &answer);
            prop_assert_eq!(&*question().depth(depth + 1).run_in(&mut cache).unwrap(), &question().depth(depth + 1).run().unwrap());
        }
        let stats = cache.stats();
        prop_assert_eq!(stats.hits + stats.misses, 6);
        prop_assert!(stats.entries <= capacity);
    }

    #[test]
    fn cycles_paths_and_depths_agree_with_petgraph(
        count in 1_usize..40,
        edges in prop::collection::vec((0_usize..40, 0_usize..41, 0_usize..4), 0..80),
        ends in (0_usize..40, 0_usize..40),
    ) {
        let model = application(count, &edges);
        let registry = registry(&model);
        let graph = digraph(&registry, &[]);

        // With inverses: the components of the whole graph.
        let components = |graph: &DiGraph<NodeId, usize>| -> BTreeSet<Vec<usize>> {
            let found = kosaraju_scc(graph).into_iter().map(|component| {
                let mut members: Vec<usize> = component.into_iter().map(NodeIndex::index).collect();
                members.sort_unstable();
                members
            });
            let looped = |node: usize| graph.contains_edge(NodeIndex::new(node), NodeIndex::new(node));
            found.filter(|members| members.len() > 1 || looped(members[0])).collect()
        };
        let ours = |cycles: &etched::graph::Cycles<'_>| -> BTreeSet<Vec<usize>> {
            cycles.iter().map(|cycle| cycle.members().map(|node| node.node_id().index()).collect()).collect()
        };
        prop_assert_eq!(ours(&registry.cycles().with_inverses()), components(&graph));
        let largest = kosaraju_scc(&graph).iter().map(Vec::len).max().unwrap_or(1);
        prop_assert_eq!(registry.largest_cycle(), largest);

        // Without: the components of what is left when each inverse is taken out by its definition.
        let all: Vec<(&str, &Relationship)> = model.resources.iter()
            .flat_map(|resource| resource.relationships.iter().map(|r| (resource.name.as_str(), r))).collect();
        let mut kept = graph.clone();
        kept.retain_edges(|graph, edge| {
            let edge = registry.graph().edges_all().nth(graph[edge]).unwrap();
            let Some(has) = edge.relationship().filter(|r| matches!(r.kind(), "has_many" | "has_one")) else { return true };
            let owner = has.resource().name();
            !all.iter().any(|(from, r)| r.kind == "belongs_to" && *from == has.target_name() && r.target == owner
                && Some(r.foreign_key.as_str()) == has.foreign_key())
        });
        let cycles = registry.cycles();
        prop_assert_eq!(ours(&cycles), components(&kept));
        for cycle in cycles.iter() {
            let path: Vec<_> = cycle.path().collect();
            let first = cycle.members().next().unwrap();
            prop_assert_eq!((path[0].from(), path[path.len() - 1].to()), (first, first));
            prop_assert!(path.windows(2).all(|pair| pair[0].to() == pair[1].from()));
            // No shorter one: one step to a successor, and from there back.
            let start = NodeIndex::new(first.node_id().index());
            let back = dijkstra(Reversed(&kept), start, None, |_| 1_usize);
            let shortest = kept.neighbors(start).filter_map(|next| back.get(&next)).min().unwrap() + 1;
            prop_assert_eq!(path.len(), shortest);
        }

        // Pairs of resources.
        let pairs: BTreeSet<(NodeIndex, NodeIndex)> = graph.edge_references()
            .map(|edge| (edge.source(), edge.target()))
            .filter(|(from, to)| from.index() < count && to.index() < count)
            .collect();
        prop_assert_eq!(registry.resource_edges(), pairs.len());

        let [from, to] = [ends.0, ends.1].map(|at| format!("R{}", at % count));
        let [a, b] = [ends.0, ends.1].map(|at| NodeIndex::new(at % count));
        let path = registry.path(&from, &to).unwrap();
        prop_assert_eq!(path.len(), dijkstra(&graph, a, Some(b), |_| 1_usize).get(&b).copied());

        // Longest chain, without inverses: over the condensation, in reverse topological order.
        let condensed = condensation(kept.clone(), true);
        let order = toposort(&condensed, None).unwrap();
        let mut longest = BTreeMap::new();
        for node in order.into_iter().rev() {
            let depth = condensed.neighbors(node).map(|next| longest[&next] + 1).max().unwrap_or(0_usize);
            longest.insert(node, depth);
        }
        let home = condensed.node_indices().find(|at| condensed[*at].iter().any(|id| id.index() == a.index())).unwrap();
        prop_assert_eq!(registry.depth(&from).unwrap(), longest[&home]);

        for change in [Change::Delete, Change::Rename] {
            let impact = registry.impact(&from, change).unwrap();
            prop_assert_eq!(impact.affected().len(), impact.counts().affected);
        }
    }

    #[test]
    fn node_kinds_walk_the_graph_of_those_nodes(
        count in 1_usize..40,
        edges in prop::collection::vec((0_usize..40, 0_usize..41, 0_usize..4), 0..80),
        wanted in 1_usize..16,
        start in 0_usize..40,
    ) {
        let registry = registry(&application(count, &edges));
        let graph = registry.graph();
        let words = ["resource", "route", "middleware", "function"];
        let kinds: Vec<&str> = (0..4).filter(|at| wanted >> at & 1 == 1).map(|at| words[at]).collect();
        let start = format!("R{}", start % count);
        let answer = registry.dependencies(&start).both().node_kinds(&kinds).run().unwrap();
        let whole = digraph(&registry, &[]);
        let from = answer.start();
        let mut both = whole.clone();
        for edge in whole.edge_references() {
            both.add_edge(edge.target(), edge.source(), 0);
        }
        let some = NodeFiltered::from_fn(&both, |node| {
            node.index() == from.index() || kinds.contains(&graph.nodes().nth(node.index()).unwrap().kind().name())
        });
        let expected: BTreeMap<usize, u32> =
            dijkstra(&some, NodeIndex::new(from.index()), None, |_| 1_u32).into_iter().map(|(node, at)| (node.index(), at)).collect();
        let ours: BTreeMap<usize, u32> = answer.node_ids().map(|(id, at)| (id.index(), at)).collect();
        prop_assert_eq!(ours, expected);
    }
}
