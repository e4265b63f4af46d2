//! The documents of the reference system.

use std::path::Path;

use etched::{Change, Registry};
use etched_compiler::document;

use crate::build::{ids, reached, registry};

fn open(name: &str) -> Registry {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/metadata").join(name);
    registry(&document::read_json(&std::fs::read(path).unwrap()).unwrap().model)
}

#[test]
fn blog3() {
    let registry = open("blog3.json");
    let answer = registry.dependencies("Comment").node_kinds(["resource"]).run().unwrap();
    assert_eq!(
        reached(&registry, &answer),
        [("resource:Comment".into(), 0), ("resource:Post".into(), 1), ("resource:User".into(), 1)]
    );
    assert!(registry.cycles().is_empty());
    assert_eq!((registry.resource_edges(), registry.largest_cycle()), (3, 1));
    assert_eq!(registry.path("Comment", "User").unwrap().len(), Some(1));
}

#[test]
fn star_50() {
    let registry = open("star_50.json");
    let answer = registry.dependencies("Resource0").reverse().edge_kinds(["belongs_to"]).run().unwrap();
    assert_eq!((answer.node_count(), answer.edge_count()), (50, 49));
    assert_eq!(registry.graph().find("Resource0").unwrap().dependent_count(), 49 + 5);
    assert_eq!((registry.resource_edges(), registry.depth("Resource49").unwrap()), (49, 1));
}

#[test]
fn chain_50() {
    let registry = open("chain_50.json");
    let answer = registry.dependencies("Resource49").depth(3).run().unwrap();
    assert_eq!(
        ids(&registry, &answer),
        [
            "resource:Resource49",
            "resource:Resource48",
            "resource:Resource46",
            "resource:Resource47",
            "resource:Resource45"
        ]
    );
    assert_eq!(registry.depth("Resource49").unwrap(), 49);
    assert_eq!(registry.dependencies("Resource49").run().unwrap().node_count(), 50);
}

#[test]
fn rich_50() {
    let registry = open("rich_50.json");
    let answer =
        registry.dependencies("Resource49").depth(1).edge_kinds(["belongs_to", "has_many", "uses"]).run().unwrap();
    assert_eq!(
        ids(&registry, &answer),
        [
            "resource:Resource49",
            "resource:Resource16",
            "resource:Resource24",
            "resource:Resource48",
            "middleware:admin",
            "middleware:auth",
            "middleware:cache",
            "middleware:rate_limit",
        ]
    );
    assert!(registry.cycles().is_empty());
    let auth = registry.graph().find("middleware:auth").unwrap();
    assert_eq!(auth.dependent_count(), 50);
    assert!(registry.graph().edges_to(auth.node_id()).all(|edge| edge.weight() == 3));
    let why = registry.why("POST", "/resource7s").unwrap();
    assert_eq!(why.middleware().len(), 2);
    assert!(why.middleware().iter().all(|line| line.source.name() == "document"));
    // Resource1 has parent and prev in Resource0: cascade and restrict.
    let impact = registry.impact("Resource0", Change::Delete).unwrap();
    assert_eq!((impact.counts().deleted, impact.counts().resources), (49, 49));
}

/// Its edges are longer than this version's, so walks cannot take them as they lie.
#[test]
fn an_image_of_a_newer_minor() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/newer-minor.etched");
    let newer = Registry::open(path).unwrap();
    let json = workloads::Workload::Rich.document(20);
    let same = registry(&document::read_json(json.as_bytes()).unwrap().model);
    for node in same.graph().nodes() {
        for depth in 0..4 {
            for (kinds, reverse) in [(&[][..], false), (&[][..], true), (&["belongs_to", "has_many"][..], false)] {
                let ask = |registry: &Registry| {
                    let id = node.id();
                    let question = registry.dependencies(&id).depth(depth).edge_kinds(kinds);
                    if reverse { question.reverse() } else { question }.run().unwrap()
                };
                assert_eq!(ask(&newer), ask(&same), "{node} depth {depth} {kinds:?} reverse {reverse}");
            }
        }
    }
}
