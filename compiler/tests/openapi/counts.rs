//! The four documents, and what must come out of them.

use std::collections::{BTreeMap, BTreeSet};

use etched_compiler::model::Model;
use etched_compiler::openapi::import;

use super::document;

/// Distinct (resource, resource) pairs over relationships and references.
fn edges(model: &Model) -> BTreeSet<(&str, &str)> {
    let names: BTreeSet<&str> = model.resources.iter().map(|resource| &*resource.name).collect();
    let related = model
        .resources
        .iter()
        .flat_map(|resource| resource.relationships.iter().map(move |to| (&*resource.name, &*to.target)));
    let references = model.references.iter().map(|reference| (&*reference.from, &*reference.to));
    related.chain(references).filter(|(_, to)| names.contains(to)).collect()
}

/// Size of the largest strongly connected component, by reachability both ways: slow, and plainly right.
fn largest_cycle(edges: &BTreeSet<(&str, &str)>) -> usize {
    let mut forward: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut backward: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in edges {
        forward.entry(from).or_default().push(to);
        backward.entry(to).or_default().push(from);
    }
    fn reached<'a>(start: &'a str, next: &BTreeMap<&'a str, Vec<&'a str>>) -> BTreeSet<&'a str> {
        let (mut seen, mut open) = (BTreeSet::from([start]), vec![start]);
        while let Some(at) = open.pop() {
            for to in next.get(at).into_iter().flatten() {
                if seen.insert(to) {
                    open.push(to);
                }
            }
        }
        seen
    }
    let mut left: BTreeSet<&str> = forward.keys().copied().collect();
    let mut largest = 1;
    while let Some(start) = left.pop_first() {
        let (down, up) = (reached(start, &forward), reached(start, &backward));
        let component: Vec<&str> = down.intersection(&up).copied().collect();
        largest = largest.max(component.len());
        for name in component {
            left.remove(name);
        }
    }
    largest
}

#[test]
fn the_table() {
    for (name, resources, resource_edges, routes, cycle) in [
        ("petstore.yaml", 6, 2, 19, 1),
        ("museum.yaml", 22, 24, 8, 1),
        ("openai.json", 1422, 2160, 288, 1),
        ("stripe-spec3.yaml", 819, 1150, 468, 71),
    ] {
        let imported = import(name, &document(name)).expect(name);
        let model = &imported.model;
        let edges = edges(model);
        let counts = (model.resources.len(), edges.len(), model.routes.len(), largest_cycle(&edges));
        assert_eq!(counts, (resources, resource_edges, routes, cycle), "{name}");
        // Paths such as `/responses?beta=true`.
        assert_eq!(imported.warnings.len(), if name == "openai.json" { 6 } else { 0 }, "{name}");
    }
}
