//! 20,000 resources in the shapes that break recursion and quadratic walks, on a small stack.

use std::time::Duration;

use etched::{Change, Registry};
use etched_compiler::model::{Model, Relationship, RelationshipExtra, Resource};
use workloads::Stopwatch;

use crate::build::registry;

const N: usize = 20_000;

fn made(relationships: impl Fn(usize) -> Vec<(usize, &'static str, &'static str)>) -> Registry {
    let resources = (0..N).map(|at| Resource {
        name: format!("R{at}").into(),
        relationships: relationships(at)
            .into_iter()
            .map(|(to, kind, on_delete)| Relationship {
                name: format!("r{to}").into(),
                kind: kind.into(),
                target: format!("R{to}").into(),
                extra: RelationshipExtra { on_delete: on_delete.into(), ..Default::default() }.into(),
                ..Relationship::default()
            })
            .collect(),
        ..Resource::default()
    });
    registry(&Model { resources: resources.collect(), ..Model::default() })
}

/// Asks every question of a graph, from its first and last resource, on a stack of 128 KiB.
fn ask(registry: Registry, cycles: usize, largest: usize, reached: [usize; 2]) {
    let work = move || {
        let start = Stopwatch::start();
        for (name, reached) in [("R0", reached[0]), ("R19999", reached[1])] {
            let answer = registry.dependencies(name).run().unwrap();
            assert_eq!(answer.node_count(), reached, "{name}");
            for traversal in
                [registry.dependencies(name), registry.dependencies(name).reverse(), registry.dependencies(name).both()]
            {
                let answer = traversal.run().unwrap();
                assert_eq!(answer.tree(&registry).count(), answer.edge_count() + 1);
            }
            registry.depth(name).unwrap();
            for change in [Change::Delete, Change::Rename] {
                registry.impact(name, change).unwrap();
            }
        }
        let found = registry.cycles();
        assert_eq!((found.len(), found.largest()), (cycles, largest));
        assert_eq!(registry.largest_cycle(), registry.cycles().with_inverses().largest().max(1));
        assert!(registry.resource_edges() >= N - 1);
        assert!(registry.path("R19999", "R0").unwrap().found() || registry.path("R0", "R19999").unwrap().found());
        // Unoptimised; a quadratic walk would take minutes.
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    };
    std::thread::Builder::new().stack_size(128 << 10).spawn(work).unwrap().join().unwrap();
}

#[test]
fn a_chain() {
    ask(made(|at| if at == 0 { vec![] } else { vec![(at - 1, "belongs_to", "cascade")] }), 0, 0, [1, N]);
}

#[test]
fn a_star() {
    ask(made(|at| if at == 0 { vec![] } else { vec![(0, "belongs_to", "cascade")] }), 0, 0, [1, 2]);
}

#[test]
fn a_star_from_both_ends() {
    let registry = made(|at| match at {
        0 => (1..N).map(|to| (to, "has_many", "")).collect(),
        _ => vec![(0, "belongs_to", "cascade")],
    });
    ask(registry, 0, 0, [N, N]);
}

#[test]
fn one_giant_cycle() {
    let registry = made(|at| vec![((at + 1) % N, "belongs_to", "cascade")]);
    assert_eq!(registry.cycles().get(0).unwrap().path().count(), N);
    ask(registry, 1, N, [N, N]);
}

#[test]
fn duplicate_edges() {
    // 20,000 associations and as many inverses between two resources: pairing them off must not be quadratic.
    let registry = made(|at| match at {
        0 => (0..N).map(|_| (1, "has_many", "")).collect(),
        1 => (0..N).map(|_| (0, "belongs_to", "restrict")).chain([(2, "belongs_to", "")]).collect(),
        _ => vec![((at + 1).min(N - 1), "belongs_to", "")],
    });
    assert_eq!(registry.graph().find("R0").unwrap().dependency_count(), 1);
    // The last one refers to itself.
    ask(registry, 1, 1, [N, 1]);
}
