//! petgraph's own algorithms on the graph of the image.

use etched::graph::NodeId;
use etched::petgraph08::algo::{
    all_simple_paths, dijkstra, has_path_connecting, is_cyclic_directed, kosaraju_scc, tarjan_scc, toposort,
};
use etched::petgraph08::dot::Dot;
use etched::petgraph08::visit::{
    Bfs, Dfs, EdgeFiltered, EdgeRef, GetAdjacencyMatrix, IntoEdgeReferences, IntoEdgesDirected, IntoNodeReferences,
    NodeRef, Reversed, VisitMap, Visitable,
};
use etched::petgraph08::{Incoming, Outgoing};
use std::hash::RandomState;

use crate::build::{blog, of};

fn names(graph: etched::graph::DependencyGraph<'_>, nodes: impl IntoIterator<Item = NodeId>) -> Vec<String> {
    nodes.into_iter().map(|id| graph.node(id).name().into_owned()).collect()
}

#[test]
fn walks() {
    let registry = of(&[
        ("A", &["belongs_to b B", "belongs_to c C"]),
        ("B", &["belongs_to d D"]),
        ("C", &["belongs_to d D"]),
        ("D", &[]),
    ]);
    let graph = registry.graph();
    let [a, d] = ["A", "D"].map(|name| graph.find(name).unwrap().node_id());
    let mut bfs = Bfs::new(graph, a);
    assert_eq!(names(graph, std::iter::from_fn(|| bfs.next(graph))), ["A", "B", "C", "D"]);
    let mut dfs = Dfs::new(graph, a);
    assert_eq!(std::iter::from_fn(|| dfs.next(graph)).count(), 4);
    let mut back = Bfs::new(Reversed(graph), d);
    assert_eq!(names(graph, std::iter::from_fn(|| back.next(Reversed(graph)))), ["D", "B", "C", "A"]);
    assert_eq!(names(graph, toposort(graph, None).unwrap()), ["A", "B", "C", "D"]);
    let costs = dijkstra(graph, a, None, |edge| edge.weight());
    assert_eq!(costs[&d], 2);
    assert!(has_path_connecting(graph, a, d, None) && !has_path_connecting(graph, d, a, None));
    let paths: Vec<Vec<NodeId>> = all_simple_paths::<_, _, RandomState>(graph, a, d, 0, None).collect();
    assert_eq!(paths.len(), 2);
    assert!(!is_cyclic_directed(graph));
}

#[test]
fn components() {
    let registry = of(&[("A", &["belongs_to b B"]), ("B", &["belongs_to a A"]), ("C", &["belongs_to a A"])]);
    let graph = registry.graph();
    for components in [tarjan_scc(graph), kosaraju_scc(graph)] {
        let mut sizes: Vec<usize> = components.iter().map(Vec::len).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 2]);
    }
    assert!(toposort(graph, None).is_err());
}

#[test]
fn dot_shows_ids_and_kinds() {
    let registry = of(&[("Post", &["belongs_to author User"]), ("User", &[])]);
    assert_eq!(
        Dot::new(registry.graph()).to_string(),
        "digraph {\n    0 [ label = \"resource:Post\" ]\n    1 [ label = \"resource:User\" ]\n    \
         0 -> 1 [ label = \"belongs_to\" ]\n}\n"
    );
}

#[test]
fn both_directions_agree() {
    let registry = blog();
    let graph = registry.graph();
    let mut incoming = 0;
    for node in graph.node_references() {
        let id = NodeRef::id(&node);
        assert!(graph.edges_directed(id, Outgoing).all(|edge| edge.source() == id));
        assert!(graph.edges_directed(id, Incoming).all(|edge| edge.target() == id));
        incoming += graph.edges_directed(id, Incoming).count();
    }
    assert_eq!(incoming, graph.edge_references().count());
    let matrix = graph.adjacency_matrix();
    assert!(graph.edge_references().all(|edge| graph.is_adjacent(&matrix, edge.source(), edge.target())));
    let user = graph.find("User").unwrap().node_id();
    assert!(graph.nodes().all(|node| !graph.is_adjacent(&matrix, user, node.node_id())));
}

#[test]
fn adaptors_and_maps() {
    let registry = blog();
    let graph = registry.graph();
    let only = EdgeFiltered::from_fn(graph, |edge: etched::graph::Edge<'_>| edge.kind() == "uses");
    let post = graph.find("Post").unwrap().node_id();
    let mut bfs = Bfs::new(&only, post);
    assert_eq!(names(graph, std::iter::from_fn(|| bfs.next(&only))), ["Post", "auth", "rate_limit"]);
    let mut map = graph.visit_map();
    assert!(map.visit(post) && !map.visit(post) && map.is_visited(&post) && map.unvisit(post) && !map.unvisit(post));
    map.visit(post);
    graph.reset_map(&mut map);
    assert!(!map.is_visited(&post));
}
