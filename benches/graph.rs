//! Traversals and their cache, beside a petgraph `DiGraph` of the same edges walked by hand and a mutexed LRU.

use std::collections::{HashMap, VecDeque};
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use etched::graph::Cache;
use etched::petgraph08::Direction;
use etched::petgraph08::algo::kosaraju_scc;
use etched::petgraph08::graph::{DiGraph, NodeIndex};
use etched::petgraph08::visit::{Bfs, EdgeFiltered, EdgeRef, VisitMap, Visitable};
use etched::{Metadata, Registry};
use etched_compiler::model::{Model, Relationship, Resource};
use etched_compiler::{document, image};
use lru::LruCache;
use workloads::Workload;

const SIZES: [usize; 2] = [50, 5_000];
const RELATIONSHIPS: [&str; 2] = ["belongs_to", "has_many"];

fn registry(model: &Model) -> Registry {
    let bytes = image::write(model, etched::Strip::NONE).expect("the model has an image");
    let parts = etched::private::Parts::new(bytes.records.leak(), bytes.strings.leak());
    Registry::load(Box::leak(Box::new(Metadata::new(Box::leak(Box::new(parts))))))
}

fn workload(workload: Workload, n: usize) -> Registry {
    let json = workload.document(n);
    registry(&document::read_json(json.as_bytes()).expect("the generators write valid documents").model)
}

/// Distances with node numbers, and edge numbers.
type Answer = (Vec<(u32, u32)>, Vec<u32>);

/// What a program would build at start-up: a `DiGraph` and a map of names.
struct ByHand {
    graph: DiGraph<(), (u8, u32)>,
    names: hashbrown::HashMap<String, NodeIndex, foldhash::fast::RandomState>,
}

impl ByHand {
    fn of(registry: &Registry) -> Self {
        let ours = registry.graph();
        let kinds: Vec<&str> = ours.edge_kinds().collect();
        let mut graph = DiGraph::with_capacity(ours.node_count(), ours.edge_count());
        let mut names = hashbrown::HashMap::default();
        for node in ours.nodes() {
            names.insert(node.name().into_owned(), graph.add_node(()));
        }
        // petgraph lists the edges of a node last to first.
        for edge in ours.edges_all().rev() {
            let kind = kinds.iter().position(|kind| *kind == edge.kind()).expect("listed") as u8;
            let ends = [edge.from_id(), edge.to_id()].map(|id| NodeIndex::new(id.index()));
            graph.add_edge(ends[0], ends[1], (kind, edge.weight()));
        }
        Self { graph, names }
    }

    /// The same answer: nodes by distance and number, edges walked.
    fn dependencies(&self, start: &str, depth: u32, kinds: u64) -> Option<Answer> {
        let start = *self.names.get(start)?;
        let mut seen = vec![0_u64; self.graph.node_count().div_ceil(64)];
        let mut insert = |node: NodeIndex| {
            let (word, bit) = (&mut seen[node.index() / 64], 1_u64 << (node.index() % 64));
            let new = *word & bit == 0;
            *word |= bit;
            new
        };
        insert(start);
        let mut nodes = Vec::with_capacity(8);
        let mut edges = Vec::with_capacity(8);
        nodes.push((0, start.index() as u32));
        let (mut at, mut end) = (0, 1);
        for distance in 1..=depth {
            while at < end {
                let node = NodeIndex::new(nodes[at].1 as usize);
                for edge in self.graph.edges_directed(node, Direction::Outgoing) {
                    if kinds >> edge.weight().0 & 1 == 1 {
                        edges.push(edge.id().index() as u32);
                        if insert(edge.target()) {
                            nodes.push((distance, edge.target().index() as u32));
                        }
                    }
                }
                at += 1;
            }
            if nodes.len() == end {
                break;
            }
            nodes[end..].sort_unstable();
            end = nodes.len();
        }
        Some((nodes, edges))
    }

    /// The same answer by what the standard library and petgraph have at hand.
    fn plainly(&self, names: &HashMap<String, NodeIndex>, start: &str, depth: u32, kinds: u64) -> Option<Answer> {
        let start = *names.get(start)?;
        let mut seen = self.graph.visit_map();
        seen.visit(start);
        let (mut nodes, mut edges) = (vec![(0, start.index() as u32)], Vec::new());
        let mut queue = VecDeque::from([(start, 0)]);
        while let Some((node, distance)) = queue.pop_front().filter(|(_, distance)| *distance < depth) {
            for edge in self.graph.edges(node).filter(|edge| kinds >> edge.weight().0 & 1 == 1) {
                edges.push(edge.id().index() as u32);
                if seen.visit(edge.target()) {
                    nodes.push((distance + 1, edge.target().index() as u32));
                    queue.push_back((edge.target(), distance + 1));
                }
            }
        }
        nodes.sort_unstable();
        Some((nodes, edges))
    }

    fn kinds(&self, registry: &Registry, wanted: &[&str]) -> u64 {
        let kinds = registry.graph().edge_kinds();
        kinds.enumerate().filter(|(_, kind)| wanted.contains(kind)).fold(0, |bits, (at, _)| bits | 1 << at)
    }
}

/// Depth 3 from the last resource, the name's lookup and the answer included.
fn cold(c: &mut Criterion) {
    for (what, shape, wanted) in [
        ("depth 3, chain", Workload::Chain, &[][..]),
        ("depth 3, rich, relationships", Workload::Rich, &RELATIONSHIPS[..]),
        ("depth 3, rich, all kinds", Workload::Rich, &[][..]),
    ] {
        let mut group = c.benchmark_group(what);
        for n in SIZES {
            let registry = workload(shape, n);
            let by_hand = ByHand::of(&registry);
            let last = format!("Resource{}", n - 1);
            let kinds = if wanted.is_empty() { u64::MAX } else { by_hand.kinds(&registry, wanted) };
            let answer = registry.dependencies(&last).depth(3).edge_kinds(wanted).run().expect("known");
            let (nodes, edges) = by_hand.dependencies(&last, 3, kinds).expect("known");
            let ours: Vec<(u32, u32)> = answer.node_ids().map(|(id, distance)| (distance, id.index() as u32)).collect();
            assert_eq!((&ours, answer.edge_count()), (&nodes, edges.len()), "{what} {n}");
            println!("{what}, {n}: {} nodes, {} edges", answer.node_count(), answer.edge_count());
            group.bench_function(BenchmarkId::new("etched", n), |b| {
                b.iter(|| registry.dependencies(black_box(&last)).depth(3).edge_kinds(black_box(wanted)).run());
            });
            group.bench_function(BenchmarkId::new("DiGraph, tuned by hand", n), |b| {
                b.iter(|| by_hand.dependencies(black_box(&last), 3, black_box(kinds)));
            });
            let names = by_hand.names.iter().map(|(name, node)| (name.clone(), *node)).collect();
            let plain = by_hand.plainly(&names, &last, 3, kinds).expect("known");
            assert_eq!((plain.0, plain.1.len()), (nodes, edges.len()), "{what} {n}");
            group.bench_function(BenchmarkId::new("DiGraph, plainly", n), |b| {
                b.iter(|| by_hand.plainly(&names, black_box(&last), 3, black_box(kinds)));
            });
        }
        group.finish();
    }
}

/// Everything reachable from the last of 5,000 resources.
fn full(c: &mut Criterion) {
    for (what, shape, wanted) in [
        ("full, rich, relationships", Workload::Rich, &RELATIONSHIPS[..]),
        ("full, rich, all kinds", Workload::Rich, &[][..]),
        ("full, chain", Workload::Chain, &[][..]),
    ] {
        let mut group = c.benchmark_group(what);
        let registry = workload(shape, 5_000);
        let mut by_hand = ByHand::of(&registry);
        let kinds = if wanted.is_empty() { u64::MAX } else { by_hand.kinds(&registry, wanted) };
        let start = by_hand.names["Resource4999"];
        if !wanted.is_empty() {
            group.bench_function("petgraph Bfs on DiGraph, filtered", |b| {
                let graph = EdgeFiltered::from_fn(&by_hand.graph, |edge| kinds >> edge.weight().0 & 1 == 1);
                b.iter(|| {
                    let mut bfs = Bfs::new(&graph, black_box(start));
                    let mut nodes = Vec::new();
                    while let Some(node) = bfs.next(&graph) {
                        nodes.push(node);
                    }
                    nodes
                });
            });
            by_hand.graph.retain_edges(|graph, edge| kinds >> graph[edge].0 & 1 == 1);
        }
        let bfs = match wanted {
            [] => "petgraph Bfs on DiGraph",
            _ => "petgraph Bfs on DiGraph without other kinds",
        };
        group.bench_function("etched", |b| {
            b.iter(|| registry.dependencies(black_box("Resource4999")).edge_kinds(black_box(wanted)).run());
        });
        group.bench_function(bfs, |b| {
            b.iter(|| {
                let mut bfs = Bfs::new(&by_hand.graph, black_box(start));
                let mut nodes = Vec::new();
                while let Some(node) = bfs.next(&by_hand.graph) {
                    nodes.push(node);
                }
                nodes
            });
        });
        group.bench_function("petgraph Bfs on the image", |b| {
            let graph = registry.graph();
            b.iter(|| {
                let mut bfs = Bfs::new(graph, black_box(graph.find("Resource4999").expect("known").node_id()));
                let mut nodes = Vec::new();
                while let Some(node) = bfs.next(graph) {
                    nodes.push(node);
                }
                nodes
            });
        });
        group.finish();
    }
}

/// Runs `each` on `threads` threads at once, and returns how long the slowest took for `iterations` of it.
fn threads<S: Send>(
    threads: usize,
    iterations: u64,
    state: impl Fn() -> S + Sync,
    each: impl Fn(&mut S) + Sync,
) -> Duration {
    let barrier = Barrier::new(threads);
    std::thread::scope(|scope| {
        let run = || {
            let mut state = state();
            each(&mut state);
            barrier.wait();
            let start = Instant::now();
            for _ in 0..iterations {
                each(&mut state);
            }
            start.elapsed()
        };
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        handles.into_iter().map(|handle| handle.join().expect("no panic")).max().unwrap_or_default()
    })
}

fn cached(c: &mut Criterion) {
    let mut group = c.benchmark_group("cached, rich, depth 3");
    let registry = workload(Workload::Rich, 5_000);
    for count in [1, 2] {
        group.bench_function(BenchmarkId::new("etched, a cache each", count), |b| {
            b.iter_custom(|iterations| {
                threads(
                    count,
                    iterations,
                    || Cache::new(256),
                    |cache| {
                        let answer = registry.dependencies(black_box("Resource4999")).depth(3).run_in(cache);
                        black_box(answer).expect("known");
                    },
                )
            });
        });
        let shared = Mutex::new(LruCache::new(NonZeroUsize::new(256).expect("not zero")));
        group.bench_function(BenchmarkId::new("one Mutex<LruCache>", count), |b| {
            b.iter_custom(|iterations| {
                threads(
                    count,
                    iterations,
                    || (),
                    |()| {
                        let name = black_box("Resource4999");
                        let index = registry.resource(name).expect("known").index();
                        let mut cache = shared.lock().expect("no panic");
                        let answer = cache.get_or_insert((index, 3_u32, 0_u8), || {
                            Arc::new(registry.dependencies(name).depth(3).run().expect("known"))
                        });
                        black_box(Arc::clone(answer));
                    },
                )
            });
        });
    }
    group.finish();
}

/// A graph of n resources in one cycle, and one of n resources in pairs declared from both ends.
fn cycles(c: &mut Criterion) {
    let mut group = c.benchmark_group("cycles");
    let relationship = |kind: &str, target: usize, key: &str| Relationship {
        name: format!("r{target}").into(),
        kind: kind.into(),
        target: format!("Resource{target}").into(),
        foreign_key: key.into(),
        ..Relationship::default()
    };
    let model = |each: &dyn Fn(usize) -> Vec<Relationship>| Model {
        resources: (0..20_000)
            .map(|at| Resource { name: format!("Resource{at}").into(), relationships: each(at), ..Resource::default() })
            .collect(),
        ..Model::default()
    };
    let giant = registry(&model(&|at| vec![relationship("belongs_to", (at + 1) % 20_000, "next_id")]));
    let pairs = registry(&model(&|at| match at % 2 {
        0 => vec![relationship("has_many", at + 1, "owner_id")],
        _ => vec![relationship("belongs_to", at - 1, "owner_id")],
    }));
    assert_eq!((giant.cycles().largest(), pairs.cycles().len()), (20_000, 0));
    group.bench_function("one cycle of 20,000", |b| b.iter(|| black_box(&giant).cycles()));
    group.bench_function("10,000 pairs", |b| b.iter(|| black_box(&pairs).cycles()));
    let rich = workload(Workload::Rich, 20_000);
    group.bench_function("rich 20,000", |b| b.iter(|| black_box(&rich).cycles()));
    let by_hand: HashMap<&str, ByHand> = HashMap::from([("giant", ByHand::of(&giant)), ("rich", ByHand::of(&rich))]);
    group.bench_function("petgraph kosaraju_scc on DiGraph, rich 20,000", |b| {
        b.iter(|| kosaraju_scc(&by_hand["rich"].graph));
    });
    group.bench_function("petgraph kosaraju_scc on DiGraph, one cycle of 20,000", |b| {
        b.iter(|| kosaraju_scc(&by_hand["giant"].graph));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1)).sample_size(30);
    targets = cold, full, cached, cycles
}
criterion_main!(benches);
