//! The indexes of an image: slices by method, resource, middleware, type and category, hash tables, graph, trie.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use etched_core::cell::{Cell, Id, List, Opt, Str};
use etched_core::hash::hash;
use etched_core::layout::{self as rows, KEYED, Record, Section};
use etched_core::middleware;
use etched_core::names::key_cell;
use etched_core::table::{self, slots, stored_len};

use super::write::Writer;
use crate::routes::Trie;

/// Adds every index to an image whose records are written; makes the trie unless it is there.
pub(super) fn build(writer: &mut Writer<'_>, trie: Option<Trie>) -> Trie {
    middleware(writer);
    routes(writer);
    names(writer);
    graph(writer);
    tables(writer);
    let trie = trie.unwrap_or_else(|| make_trie(writer));
    for node in &trie.nodes {
        writer.out.put(Section::TrieNode, node);
    }
    for edge in &trie.edges {
        writer.out.put(Section::TrieEdge, edge);
    }
    trie
}

/// Writes cells that were left open in a record.
fn patch<C: Cell>(writer: &mut Writer<'_>, section: Section, record: u32, cell: &str, value: C) {
    let at = section.cells().iter().find(|spec| spec.name == cell).expect("the table has the cell").offset;
    writer.out.patch(section, record, at, value);
}

/// Middleware by base name and by full text, each with the routes that run it.
fn middleware(writer: &mut Writer<'_>) {
    let mut bases: BTreeMap<&str, Vec<u32>> = writer.graph.middleware.iter().map(|name| (*name, Vec::new())).collect();
    let mut texts: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for resource in &writer.model.resources {
        for text in resource.middleware.values().flat_map(|chain| &chain.names) {
            texts.entry(text).or_default();
        }
    }
    for (at, route) in writer.model.routes.iter().enumerate() {
        for text in route.guards() {
            for routes in [bases.entry(middleware::base(text)).or_default(), texts.entry(text).or_default()] {
                if routes.last() != Some(&(at as u32)) {
                    routes.push(at as u32);
                }
            }
        }
    }
    for (name, routes) in &bases {
        let record = rows::Middleware { name: writer.pool.str(name), routes: writer.pool.list(routes) };
        writer.out.put(Section::Middleware, &record);
    }
    for (text, routes) in &texts {
        let base = writer.graph.middleware.binary_search(&middleware::base(text)).expect("all were collected");
        let record = rows::MiddlewareText {
            text: writer.pool.str(text),
            base: Id::new(base as u32),
            routes: writer.pool.list(routes),
        };
        writer.out.put(Section::MiddlewareText, &record);
    }
    // What its routes run is its own: documents have middleware on routes alone.
    let mut of_routes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for route in writer.model.routes.iter().filter(|route| route.guards().next().is_some()) {
        of_routes.entry(&route.resource).or_default().extend(route.guards().map(|text| middleware::base(text)));
    }
    for (at, resource) in writer.model.resources.iter().enumerate() {
        let chains = resource.middleware.values().flat_map(|chain| &chain.names).map(|text| middleware::base(text));
        let routes = of_routes.get(&*resource.name).into_iter().flatten().copied();
        let uses: BTreeSet<&str> = chains.chain(routes).collect();
        let ids: Vec<u32> = uses
            .iter()
            .map(|name| writer.graph.middleware.binary_search(name).expect("all were collected") as u32)
            .collect();
        let list: List<rows::Middleware> = writer.pool.list(&ids);
        patch(writer, Section::Resource, at as u32, "middleware", list);
    }
}

/// Routes by method, by resource and by both.
fn routes(writer: &mut Writer<'_>) {
    let mut by_method = vec![Vec::new(); writer.methods.len()];
    // Resource, method and route, sorted.
    let mut served: Vec<(u32, u32, u32)> = Vec::with_capacity(writer.model.routes.len());
    for (at, route) in writer.model.routes.iter().enumerate() {
        let method = writer.method(&route.method);
        by_method[method as usize].push(at as u32);
        if let Some(&resource) = writer.resources.get(route.resource.as_str()) {
            served.push((resource, method, at as u32));
        }
    }
    for (at, routes) in by_method.iter().enumerate() {
        let name = writer.methods[at];
        let record = rows::Method { name: writer.pool.str(name), routes: writer.pool.list(routes) };
        writer.out.put(Section::Method, &record);
    }
    drop(by_method);
    served.sort_unstable();
    let mut rest = served.as_slice();
    for at in 0..writer.model.resources.len() as u32 {
        let (own, others) = rest.split_at(rest.partition_point(|&(resource, ..)| resource == at));
        rest = others;
        let mut all: Vec<u32> = own.iter().map(|&(.., route)| route).collect();
        all.sort_unstable();
        let list: List<rows::Route> = writer.pool.list(&all);
        patch(writer, Section::Resource, at, "routes", list);
        let start = writer.out.len(Section::ResourceMethod);
        for group in own.chunk_by(|a, b| a.1 == b.1) {
            let routes: Vec<u32> = group.iter().map(|&(.., route)| route).collect();
            let record = rows::ResourceMethod { method: Id::new(group[0].1), routes: writer.pool.list(&routes) };
            writer.out.put(Section::ResourceMethod, &record);
        }
        let methods = writer.out.len(Section::ResourceMethod) - start;
        let run = super::write::run::<rows::ResourceMethod>(start, methods as usize);
        patch(writer, Section::Resource, at, "methods", run);
    }
}

/// Base types, categories, functions, dangling targets, edge kinds, and who points at a resource.
fn names(writer: &mut Writer<'_>) {
    for (name, fields) in std::mem::take(&mut writer.types) {
        let record = rows::TypeName { name: writer.pool.str(name), fields: writer.pool.list(&fields) };
        writer.out.put(Section::TypeName, &record);
    }
    let mut categories: BTreeMap<&str, Vec<u32>> = writer.categories.iter().map(|name| (*name, Vec::new())).collect();
    for (at, pattern) in writer.model.patterns.iter().enumerate() {
        categories.entry(&pattern.category).or_default().push(at as u32);
    }
    let coverage: BTreeMap<&str, u32> =
        writer.model.coverage.iter().map(|(category, count)| (category.as_str(), *count)).collect();
    for (name, patterns) in &categories {
        let covered = coverage.get(name).copied().unwrap_or(0);
        let record = rows::Category { name: writer.pool.str(name), patterns: writer.pool.list(patterns), covered };
        writer.out.put(Section::Category, &record);
    }
    let graph = writer.graph;
    for name in &graph.functions {
        let record = rows::Callee { name: writer.pool.str(name) };
        writer.out.put(Section::Callee, &record);
    }
    for name in &graph.dangling {
        let record = rows::Dangling { name: writer.pool.str(name) };
        writer.out.put(Section::Dangling, &record);
    }
    for at in 0..writer.kinds.len() {
        let record = rows::EdgeKind { name: writer.pool.str(writer.kinds[at]) };
        writer.out.put(Section::EdgeKind, &record);
    }
    let mut incoming = vec![Vec::new(); writer.model.resources.len()];
    let relationships = writer.model.resources.iter().flat_map(|resource| &resource.relationships);
    for (at, relationship) in relationships.enumerate() {
        if let Some(&target) = writer.resources.get(relationship.target.as_str()) {
            incoming[target as usize].push(at as u32);
        }
    }
    for (at, incoming) in incoming.iter().enumerate() {
        let list: List<rows::Relationship> = writer.pool.list(incoming);
        patch(writer, Section::Resource, at as u32, "incoming", list);
    }
}

/// The dependency graph as compressed sparse rows, both ways.
fn graph(writer: &mut Writer<'_>) {
    let graph = writer.graph;
    let nodes = graph.node_count() as usize;
    let firsts: Vec<u32> = writer
        .model
        .resources
        .iter()
        .scan(0, |next, resource| {
            let first = *next;
            *next += resource.relationships.len() as u32;
            Some(first)
        })
        .collect();
    let mut forward = vec![0_u32; nodes + 1];
    let mut backward = vec![0_u32; nodes + 1];
    for edge in &graph.edges {
        let kind = writer.kinds.binary_search(&edge.kind).expect("all were collected");
        let relationship = edge.relationship.map(|(resource, at)| firsts[resource as usize] + at);
        let record = rows::Edge {
            from: edge.from,
            to: edge.to,
            kind: Id::new(kind as u32),
            weight: edge.weight,
            relationship: Opt::from_index(relationship),
        };
        writer.out.put(Section::Edge, &record);
        forward[edge.from as usize + 1] += 1;
        backward[edge.to as usize + 1] += 1;
    }
    for at in 0..nodes {
        forward[at + 1] += forward[at];
        backward[at + 1] += backward[at];
    }
    let mut next = backward.clone();
    let mut incoming = vec![0; graph.edges.len()];
    for (at, edge) in graph.edges.iter().enumerate() {
        let slot = &mut next[edge.to as usize];
        incoming[*slot as usize] = at as u32;
        *slot += 1;
    }
    writer.out.words(Section::Forward, &forward);
    writer.out.words(Section::Backward, &backward);
    writer.out.words(Section::Incoming, &incoming);
}

/// An entry of a hash table: a number that belongs to the key, the key, the id.
type Entry = (u32, Str, u32);

fn tables(writer: &mut Writer<'_>) {
    let model = writer.model;
    let mut seen = HashSet::new();
    let mut routes: Vec<Entry> = Vec::with_capacity(model.routes.len());
    for (at, route) in model.routes.iter().enumerate() {
        let (method, path) = (writer.method(&route.method), writer.pool.str(&route.path));
        if seen.insert((method, path.0)) {
            routes.push((method, path, at as u32));
        }
    }
    drop(seen);
    table(writer, Section::RouteTable, routes);
    let mut seen = HashSet::new();
    let ids = model.patterns.iter().enumerate().map(|(at, pattern)| (&pattern.id, at as u32));
    let names = model.patterns.iter().enumerate().map(|(at, pattern)| (&pattern.name, at as u32));
    let patterns = ids.chain(names).map(|(name, at)| (0, writer.pool.str(name), at));
    let patterns: Vec<Entry> = patterns.filter(|(_, name, _)| seen.insert(name.0)).collect();
    table(writer, Section::PatternTable, patterns);
    for &(named, section) in KEYED {
        let count = writer.out.len(named);
        if writer.out.is_counting() {
            writer.out.skip(section, slots(count as usize) as u32);
            continue;
        }
        // Each of these records starts with its name.
        let names = (0..count).map(|at| (0, writer.out.cell::<Str>(named, at, 0), at)).collect();
        table(writer, section, names);
    }
}

/// Seeds that are tried for a table: enough that no application needs all of them.
const SEEDS: u32 = 1_024;

fn table(writer: &mut Writer<'_>, section: Section, entries: Vec<Entry>) {
    let slots = slots(entries.len());
    writer.out.skip(section, slots as u32);
    if writer.out.is_counting() || slots == 0 {
        return;
    }
    let keys: Vec<(u32, &[u8])> =
        entries.iter().map(|&(number, key, _)| (number, writer.pool.text(key).as_bytes())).collect();
    let (table_seed, places) = (0..SEEDS)
        .find_map(|seed| Some((seed, places(&keys, slots, seed)?)))
        .expect("one of so many seeds keeps every key within reach");
    writer.out.set_seed(section, table_seed);
    for (&(number, key, id), at) in entries.iter().zip(places) {
        let text = writer.pool.text(key).as_bytes();
        let (seed, value, offset) = (table::seed(table_seed, number), id + 1, writer.pool.offset(key));
        if section.stride() == rows::NameSlot::STRIDE {
            let slot = rows::NameSlot { key: key_cell(seed, text, offset), length: text.len() as u32, value };
            writer.out.set(section, at, &slot);
        } else {
            let tag = table::tag(hash(seed, text)) | stored_len(text.len());
            writer.out.set(section, at, &rows::Slot { tag, key: offset, value });
        }
    }
}

/// Returns the slot of each key, or nothing when one of them would be out of a lookup's reach.
fn places(keys: &[(u32, &[u8])], slots: usize, table_seed: u32) -> Option<Vec<u32>> {
    let mut taken = vec![false; slots];
    let starts = (slots - table::SPILL) as u32;
    let place = |&(number, key): &(u32, &[u8])| {
        let start = table::start(hash(table::seed(table_seed, number), key), starts) as usize;
        let at = start + taken[start..start + table::SPILL].iter().position(|taken| !taken)?;
        taken[at] = true;
        Some(at as u32)
    };
    keys.iter().map(place).collect()
}

/// The path trie; other modules know how, this one where its texts and lists go.
fn make_trie(writer: &mut Writer<'_>) -> Trie {
    let model = writer.model;
    let routes: Vec<(u32, &str)> =
        model.routes.iter().map(|route| (writer.method(&route.method), route.path.as_str())).collect();
    // The two closures take turns with the pool.
    let pool = std::cell::RefCell::new(&mut writer.pool);
    crate::routes::build(routes.into_iter(), &mut |text| pool.borrow_mut().str(text), &mut |ids| {
        pool.borrow_mut().list(ids)
    })
}
