//! Longest chains, against every way there is through small random graphs.

use std::collections::BTreeSet;

use etched::Registry;
use etched_compiler::model::{Model, Resource};
use proptest::prelude::*;

use crate::build::{on, registry, resource, route};

fn of(resources: &[(&str, &[&str])]) -> Registry {
    let resources = resources.iter().map(|(name, relationships)| resource(name, relationships)).collect();
    registry(&Model { resources, ..Model::default() })
}

#[test]
fn an_association_declared_from_both_ends_is_no_cycle() {
    let registry = of(&[
        ("Comment", &["belongs_to post Post post_id"]),
        ("Post", &["belongs_to user User user_id", "has_many comments Comment"]),
        ("User", &["has_many posts Post user_id"]),
    ]);
    let depth = |name| registry.depth(name).unwrap();
    assert_eq!(["Comment", "Post", "User"].map(depth), [2, 1, 0]);
    assert!(registry.cycles().is_empty());
    let depths = registry.depths(&[]).unwrap();
    let chain: Vec<_> =
        depths.chain("Comment").unwrap().iter().map(|edge| edge.relationship().unwrap().name()).collect();
    assert_eq!(chain, ["post", "user"]);
    let ranking: Vec<_> = depths.ranking().map(|(node, depth)| (node.name().into_owned(), depth)).collect();
    assert_eq!(ranking, [("Comment".to_owned(), 2), ("Post".to_owned(), 1), ("User".to_owned(), 0)]);
    // Against the associations nothing else leads there, and they are walked.
    let back = registry.depths(&["has_many"]).unwrap();
    assert_eq!(["Comment", "Post", "User"].map(|name| back.of(name).unwrap()), [0, 1, 2]);
}

#[test]
fn what_only_looks_like_an_inverse_closes_a_cycle() {
    let tables: [&[(&str, &[&str])]; 3] = [
        // Another key.
        &[("A", &["belongs_to b B b_id"]), ("B", &["has_many a A other_id", "belongs_to c C c_id"]), ("C", &[])],
        // belongs_to from both ends.
        &[("A", &["belongs_to b B b_id"]), ("B", &["belongs_to a A b_id", "belongs_to c C c_id"]), ("C", &[])],
        // Two of one kind.
        &[("A", &["has_many b B k"]), ("B", &["has_one a A k", "belongs_to c C c_id"]), ("C", &[])],
    ];
    for table in tables {
        let registry = of(table);
        assert_eq!(["A", "B", "C"].map(|name| registry.depth(name).unwrap()), [1, 1, 0], "{table:?}");
        assert_eq!(registry.cycles().len(), 1, "{table:?}");
    }
}

#[test]
fn kinds_and_names_that_are_not_there_are_errors() {
    let registry = of(&[("A", &["belongs_to b B"]), ("B", &[])]);
    assert!(registry.depth("C").is_err() && registry.depths(&[]).unwrap().chain("resource:C").is_err());
    let error = registry.depths(&["belong_to"]).unwrap_err();
    assert_eq!(error.code(), "unknown_edge_kind");
    // A kind this application has no edge of leaves chains of nothing.
    assert_eq!(registry.depths(&["has_one"]).unwrap().of("A").unwrap(), 0);
    let empty = of(&[]);
    assert_eq!(empty.depths(&["uses"]).unwrap().ranking().len(), 0);
}

#[test]
fn chains_may_end_in_what_is_no_resource() {
    let mut post = resource("Post", &["belongs_to ghost Ghost"]);
    on(&mut post, "list", 3, &["auth"]);
    let routes = vec![route(&post, "GET /posts list")];
    let registry = registry(&Model { resources: vec![post], routes, ..Model::default() });
    let depths = registry.depths(&[]).unwrap();
    let of = |name| depths.of(name).unwrap();
    assert_eq!(["route:GET /posts", "Post", "Ghost", "middleware:auth"].map(of), [2, 1, 0, 0]);
    // Only what is declared is ranked.
    assert_eq!(
        depths.ranking().map(|(node, depth)| (node.id(), depth)).collect::<Vec<_>>(),
        [("resource:Post".into(), 1)]
    );
    // A route uses what its resource does, over `serves`.
    let over = |kinds: &[&str], name| registry.depths(kinds).unwrap().of(name).unwrap();
    assert_eq!((over(&["uses"], "route:GET /posts"), over(&["uses", "serves"], "route:GET /posts")), (0, 2));
}

const KINDS: [&str; 4] = ["belongs_to", "has_many", "has_one", "references_one"];

/// An edge: from, to, kind, key.
type Link = (usize, usize, usize, usize);

/// The edges that count: of the kinds asked for, and no `has_*` whose `belongs_to` back has the same key.
fn counted(edges: &[Link], wanted: &[usize]) -> Vec<Link> {
    let asked: Vec<Link> = edges.iter().copied().filter(|(.., kind, _)| wanted.contains(kind)).collect();
    let inverse = |(from, to, kind, key): Link| matches!(kind, 1 | 2) && asked.contains(&(to, from, 0, key));
    asked.iter().copied().filter(|edge| !inverse(*edge)).collect()
}

/// Whether one node can be reached from another, by trying every edge as often as there are nodes.
fn reaches(edges: &[Link], from: usize, to: usize) -> bool {
    let mut reached = BTreeSet::from([from]);
    for _ in 0..edges.len() {
        let next: Vec<_> = edges.iter().filter(|edge| reached.contains(&edge.0)).map(|edge| edge.1).collect();
        reached.extend(next);
    }
    reached.contains(&to)
}

/// The most edges out of one set of nodes that depend on each other into another, over every way without a node twice.
fn most(edges: &[Link], node: usize, way: &mut Vec<usize>) -> usize {
    way.push(node);
    let mut best = 0;
    for edge in edges.iter().filter(|edge| edge.0 == node) {
        if !way.contains(&edge.1) {
            best = best.max(usize::from(!reaches(edges, edge.1, node)) + most(edges, edge.1, way));
        }
    }
    way.pop();
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn depths_agree_with_every_way_there_is(
        count in 1_usize..7,
        edges in prop::collection::vec((0_usize..7, 0_usize..7, 0_usize..4, 0_usize..2), 0..14),
        kinds in prop::collection::btree_set(0_usize..4, 0..4),
    ) {
        let edges: Vec<Link> = edges.iter().map(|&(from, to, kind, key)| (from % count, to % count, kind, key)).collect();
        let mut resources: Vec<Resource> = (0..count).map(|at| resource(&format!("R{at}"), &[])).collect();
        for (at, &(from, to, kind, key)) in edges.iter().enumerate() {
            let text = format!("{} r{at} R{to} k{key}_id", KINDS[kind]);
            resources[from].relationships.extend(resource("X", &[&text]).relationships);
        }
        let registry = registry(&Model { resources, ..Model::default() });
        let names: Vec<&str> = kinds.iter().map(|kind| KINDS[*kind]).collect();
        let known = |name: &&str| registry.graph().edge_kinds().any(|kind| kind == *name);
        // `references_one` is nobody's kind where no edge has it, and asking for it an error.
        prop_assume!(names.iter().all(|name| *name != "references_one" || known(name)));

        let wanted: Vec<usize> = if kinds.is_empty() { (0..4).collect() } else { kinds.iter().copied().collect() };
        let counted = counted(&edges, &wanted);
        let depths = registry.depths(&names).unwrap();
        for node in 0..count {
            let name = format!("R{node}");
            let expected = most(&counted, node, &mut Vec::new());
            prop_assert_eq!(depths.of(&name).unwrap(), expected, "{} over {:?}", name, names);
            // The chain is of that length, each edge counts, and each starts where the one before it led.
            let chain = depths.chain(&name).unwrap();
            prop_assert_eq!(chain.len(), expected);
            let mut at = node;
            for edge in chain {
                let [from, to] = [edge.from_id(), edge.to_id()].map(|id| id.index());
                prop_assert!(from == at || reaches(&counted, at, from) && reaches(&counted, from, at));
                prop_assert!(counted.iter().any(|known| (known.0, known.1, KINDS[known.2]) == (from, to, edge.kind())));
                prop_assert!(!reaches(&counted, to, from));
                at = to;
            }
        }
        let ranking: Vec<_> = depths.ranking().map(|(node, depth)| (std::cmp::Reverse(depth), node.node_id())).collect();
        prop_assert!(ranking.len() == count && ranking.is_sorted());
    }
}
