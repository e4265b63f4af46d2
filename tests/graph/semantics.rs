//! The rows of the table of what each query means, one by one.

use etched::GraphError;
use etched_compiler::model::{Model, Reference};

use crate::build::{blog, edges, hook, ids, model, of, on, reached, registry, resource, route};

#[test]
fn depth_counts_edges_and_zero_is_no_limit() {
    let registry = of(&[("Comment", &["belongs_to post Post"]), ("Post", &["belongs_to author User"]), ("User", &[])]);
    let ids = |depth| ids(&registry, &registry.dependencies("Comment").depth(depth).run().unwrap());
    assert_eq!(ids(1), ["resource:Comment", "resource:Post"]);
    assert_eq!(ids(2), ["resource:Comment", "resource:Post", "resource:User"]);
    assert_eq!(ids(0), ids(2));
    assert_eq!(ids(usize::MAX), ids(2));
    let unlimited = registry.dependencies("Comment").run().unwrap();
    assert_eq!(unlimited, registry.dependencies("Comment").depth(0).run().unwrap());
}

#[test]
fn edges_leaving_the_last_level_are_not_walked() {
    let registry = of(&[
        ("A", &["belongs_to b B", "belongs_to c C"]),
        ("B", &["belongs_to c C", "belongs_to d D"]),
        ("C", &[]),
        ("D", &[]),
    ]);
    let answer = registry.dependencies("A").depth(1).run().unwrap();
    assert_eq!(
        edges(&registry, &answer),
        ["resource:A -belongs_to-> resource:B", "resource:A -belongs_to-> resource:C"]
    );
}

#[test]
fn reverse_edges_keep_their_direction() {
    let registry = blog();
    let answer = registry.dependencies("User").reverse().edge_kinds(["belongs_to"]).run().unwrap();
    assert_eq!(
        reached(&registry, &answer),
        [("resource:User".into(), 0), ("resource:Comment".into(), 1), ("resource:Post".into(), 1)]
    );
    assert_eq!(
        edges(&registry, &answer),
        [
            "resource:Comment -belongs_to-> resource:User",
            "resource:Post -belongs_to-> resource:User",
            "resource:Comment -belongs_to-> resource:Post",
        ]
    );
}

#[test]
fn both_ways_walk_every_edge_once() {
    let registry =
        of(&[("A", &["belongs_to b B", "belongs_to a A"]), ("B", &["belongs_to a A"]), ("C", &["has_one b B"])]);
    let answer = registry.dependencies("B").both().run().unwrap();
    assert_eq!(ids(&registry, &answer), ["resource:B", "resource:A", "resource:C"]);
    let mut edges: Vec<usize> = answer.edge_ids().map(|id| id.index()).collect();
    edges.sort_unstable();
    assert_eq!(edges, [0, 1, 2, 3]);
}

#[test]
fn a_filtered_edge_brings_in_neither_its_node_nor_what_lies_behind() {
    let registry =
        of(&[("A", &["has_many b B", "belongs_to c C"]), ("B", &["belongs_to d D"]), ("C", &[]), ("D", &[])]);
    let answer = registry.dependencies("A").edge_kinds(["belongs_to"]).run().unwrap();
    assert_eq!(ids(&registry, &answer), ["resource:A", "resource:C"]);
    assert_eq!(edges(&registry, &answer), ["resource:A -belongs_to-> resource:C"]);
    let all = registry.dependencies("A").edge_kinds(["belongs_to", "has_many"]).run().unwrap();
    assert_eq!(all, registry.dependencies("A").run().unwrap());
    assert_eq!(all, registry.dependencies("A").edge_kinds([] as [&str; 0]).run().unwrap());
    // A usual kind this application has no edge of is no mistake.
    assert_eq!(registry.dependencies("A").edge_kinds(["calls"]).run().unwrap().node_count(), 1);
}

#[test]
fn node_kinds_limit_the_walk_and_keep_the_start() {
    let registry = blog();
    let answer = registry.dependencies("Post").both().node_kinds(["route"]).run().unwrap();
    assert_eq!(
        ids(&registry, &answer),
        ["resource:Post", "route:GET /posts", "route:PUT /posts/:id", "route:PATCH /posts/:id"]
    );
    let answer = registry.dependencies("Post").node_kinds(["middleware", "resource"]).depth(1).run().unwrap();
    assert_eq!(
        ids(&registry, &answer),
        ["resource:Post", "resource:Comment", "resource:User", "middleware:auth", "middleware:rate_limit"]
    );
}

#[test]
fn an_unknown_start_is_an_error_with_suggestions() {
    let registry = blog();
    let error = registry.dependencies("Pst").run().unwrap_err();
    assert_eq!(error, GraphError::UnknownNode { name: "Pst".into(), suggestions: vec!["Post".into()] });
    assert_eq!(error.to_string(), "there is no resource `Pst`; did you mean `Post`?");
    let suggestions = |name: &str| registry.graph().find(name).unwrap_err().suggestions().to_vec();
    assert_eq!(suggestions("auth"), ["middleware:auth"]);
    assert_eq!(suggestions("middleware:atuh"), ["middleware:auth"]);
    assert_eq!(suggestions("GET /posts"), ["route:GET /posts"]);
    assert_eq!(suggestions("route:GET /pots"), ["route:GET /posts"]);
    assert!(suggestions("Zzzzzzzz").is_empty() && suggestions("").is_empty());
    for name in ["resource:", "route:", "route:GET", "middleware:", "function:x", ":", "post", "nothing:Post"] {
        assert!(registry.dependencies(name).run().is_err(), "{name}");
    }
}

#[test]
fn unknown_kinds_are_errors_that_list_the_valid_ones() {
    let registry = blog();
    let error = registry.dependencies("Post").edge_kinds(["uses", "use"]).run().unwrap_err();
    let valid = ["belongs_to", "calls", "has_many", "has_many_through", "has_one", "references", "serves", "uses"];
    assert_eq!(error, GraphError::UnknownEdgeKind { name: "use".into(), valid: valid.map(str::to_owned).to_vec() });
    let error = registry.dependencies("Post").node_kinds(["resources"]).run().unwrap_err();
    assert_eq!(error.suggestions(), ["resource", "route", "middleware", "function"]);
    assert_eq!(
        error.to_string(),
        "there is no node kind `resources`; expected one of resource, route, middleware, function"
    );
}

#[test]
fn a_dangling_target_is_a_valid_start() {
    let registry = of(&[("Post", &["belongs_to author Person"])]);
    for name in ["Person", "resource:Person"] {
        let answer = registry.dependencies(name).reverse().run().unwrap();
        assert_eq!(ids(&registry, &answer), ["resource:Person", "resource:Post"]);
    }
    let node = registry.graph().find("Person").unwrap();
    assert!(node.is_dangling() && node.resource().is_none() && node.location().to_string().is_empty());
}

#[test]
fn a_start_without_edges_is_alone() {
    let registry = of(&[("Post", &[])]);
    for traversal in [registry.dependencies("Post"), registry.dependencies("Post").both().depth(3)] {
        let answer = traversal.run().unwrap();
        assert_eq!((answer.node_count(), answer.edge_count()), (1, 0));
    }
}

#[test]
fn ids_say_the_kind() {
    let mut auth = resource("auth", &[]);
    on(&mut auth, "create", 3, &["auth", "cache(300)"]);
    let routes = vec![route(&auth, "POST /auths create")];
    let registry = registry(&Model { routes, ..model(vec![auth]) });
    let graph = registry.graph();
    for id in ["resource:auth", "middleware:auth", "middleware:cache", "route:POST /auths"] {
        assert_eq!(graph.find(id).unwrap().id(), id);
    }
    assert_eq!(graph.find("auth").unwrap().id(), "resource:auth");
    assert_eq!(graph.find("middleware:cache(300)").unwrap().id(), "middleware:cache");
    assert_eq!(graph.find("route:post /auths").unwrap().route().unwrap().operation(), "create");
    for node in graph.nodes() {
        assert_eq!(graph.find(&node.id()).unwrap(), node);
    }
}

#[test]
fn uses_weighs_operations_and_serves_leads_from_routes() {
    let registry = blog();
    let graph = registry.graph();
    let post = graph.find("Post").unwrap();
    let weights: Vec<(String, u32)> =
        graph.edges_from(post.node_id()).map(|edge| (edge.to().id(), edge.weight())).collect();
    // Two routes of `update` are one operation.
    assert_eq!(
        weights,
        [
            ("resource:User".into(), 1),
            ("resource:Comment".into(), 1),
            ("middleware:auth".into(), 4),
            ("middleware:rate_limit".into(), 1)
        ]
    );
    let answer = registry.dependencies("route:PUT /posts/:id").depth(1).run().unwrap();
    assert_eq!(edges(&registry, &answer), ["route:PUT /posts/:id -serves-> resource:Post"]);
}

#[test]
fn calls_weigh_bodies() {
    let mut post = resource("Post", &[]);
    hook(&mut post, "before_create", "self.slug = String.slugify(self.title)");
    hook(&mut post, "before_update", "self.slug = String.slugify(self.title) + String.slugify(self.body)");
    let registry = registry(&model(vec![post]));
    let answer = registry.dependencies("Post").edge_kinds(["calls"]).run().unwrap();
    assert_eq!(edges(&registry, &answer), ["resource:Post -calls-> function:String.slugify"]);
    assert_eq!(answer.edges(&registry).next().unwrap().weight(), 2);
}

#[test]
fn relationships_are_never_merged_and_references_are_edges() {
    let mut all = model(vec![
        resource("Post", &["belongs_to author User", "belongs_to editor User", "has_one best User"]),
        resource("User", &[]),
    ]);
    all.references.push(Reference { from: "User".into(), to: "Post".into() });
    let registry = registry(&all);
    let answer = registry.dependencies("Post").run().unwrap();
    let kinds: Vec<&str> = answer.edges(&registry).map(|edge| edge.kind()).collect();
    assert_eq!(kinds, ["belongs_to", "belongs_to", "has_one", "references"]);
    let names: Vec<&str> = answer
        .edges(&registry)
        .filter_map(|edge| edge.relationship())
        .map(|relationship| relationship.name())
        .collect();
    assert_eq!(names, ["author", "editor", "best"]);
    assert_eq!((registry.resource_edges(), registry.largest_cycle()), (2, 2));
    let post = registry.graph().find("Post").unwrap();
    assert_eq!((post.dependency_count(), post.dependent_count()), (1, 1));
}

#[test]
fn answers_are_ordered_by_distance_then_kind_then_declaration_or_name() {
    let mut a = resource("A", &["belongs_to z Z", "belongs_to b B", "belongs_to missing Missing"]);
    on(&mut a, "list", 3, &["zip", "auth"]);
    let b = resource("B", &["belongs_to a A"]);
    let z = resource("Z", &[]);
    let routes = vec![route(&z, "GET /z list"), route(&a, "GET /a list")];
    // Declaration order, not the alphabet: Z precedes B.
    let registry = registry(&Model { routes, ..model(vec![a, z, b]) });
    let answer = registry.dependencies("A").both().run().unwrap();
    let expected = [
        ("resource:A", 0),
        ("resource:Z", 1),
        ("resource:B", 1),
        ("resource:Missing", 1),
        ("route:GET /a", 1),
        ("middleware:auth", 1),
        ("middleware:zip", 1),
        ("route:GET /z", 2),
    ];
    assert_eq!(reached(&registry, &answer), expected.map(|(id, distance)| (id.to_owned(), distance)));
}

#[test]
fn path_finds_one_shortest_way() {
    let registry = of(&[
        ("A", &["belongs_to b B", "belongs_to c C"]),
        ("B", &["belongs_to d D"]),
        ("C", &["belongs_to d D"]),
        ("D", &["belongs_to e E"]),
        ("E", &[]),
    ]);
    let path = registry.path("A", "E").unwrap();
    let names: Vec<_> = path.nodes().map(|node| node.name().into_owned()).collect();
    assert_eq!((path.len(), names), (Some(3), vec!["A".into(), "B".into(), "D".into(), "E".to_owned()]));
    let back = registry.path("E", "A").unwrap();
    assert!(!back.found() && back.len().is_none() && back.nodes().next().is_none());
    let same = registry.path("A", "A").unwrap();
    assert_eq!((same.found(), same.len(), same.nodes().count()), (true, Some(0), 1));
    assert!(registry.path("A", "X").is_err() && registry.path("X", "A").is_err());
}

#[test]
fn depth_is_the_longest_chain_and_a_cycle_counts_as_one() {
    let registry = of(&[
        ("A", &["belongs_to b B", "belongs_to e E"]),
        ("B", &["belongs_to c C"]),
        ("C", &["belongs_to b B", "belongs_to d D"]),
        ("D", &["belongs_to e E"]),
        ("E", &[]),
        ("Loop", &["belongs_to itself Loop"]),
    ]);
    let depth = |name| registry.depth(name).unwrap();
    assert_eq!(["A", "B", "C", "D", "E", "Loop"].map(depth), [3, 2, 2, 1, 0, 0]);
    assert!(registry.depth("F").is_err());
}

#[test]
fn a_tree_opens_each_node_where_it_was_reached_first() {
    let registry = of(&[
        ("A", &["belongs_to b B", "belongs_to c C"]),
        ("B", &["belongs_to c C"]),
        ("C", &["belongs_to a A", "belongs_to d D"]),
        ("D", &[]),
    ]);
    let show = |answer: etched::Dependencies| -> Vec<String> {
        let line = |item: etched::graph::TreeItem<'_>| {
            let mark = if item.repeated { "*" } else { "" };
            format!("{}{}{mark}{}", " ".repeat(item.level), item.node.name(), if item.last { "." } else { "" })
        };
        answer.tree(&registry).map(line).collect()
    };
    assert_eq!(show(registry.dependencies("A").run().unwrap()), ["A.", " B", "  C*.", " C.", "  A*", "  D."]);
    assert_eq!(
        show(registry.dependencies("D").reverse().run().unwrap()),
        ["D.", " C.", "  A", "   C*.", "  B.", "   A*."]
    );
    assert_eq!(show(registry.dependencies("D").both().depth(1).run().unwrap()), ["D.", " C."]);
}
