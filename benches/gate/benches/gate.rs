//! The fifteen calls that programs make most, each with the instructions it took when its baseline was stored, and
//! beside two of them the same of a hashbrown map with foldhash.
//!
//! Valgrind counts instructions, so the counts are the same on a busy machine. A call that takes more than 3 % over its
//! baseline fails the run; `./run --bless` stores the counts of today. They belong to one version of rustc, which stands
//! beside them in `baselines.txt`.

use std::hint::black_box;
use std::mem::ManuallyDrop;

use etched::graph::Cache;
use etched::private::Parts;
use etched::{Metadata, Registry, Resource, ResourceId, RouteId, RouteMatch};
use etched_compiler::{Strip, document, image};
use gungraun::{Callgrind, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};
use workloads::Workload;

/// Calls in one measurement, so that what surrounds them does not count.
const CALLS: usize = 64;

static DEMO: Registry = Registry::load(&etched::demo::METADATA);
const ORDER: ResourceId = etched::resource!("Order", schema = "../../schema");
const SHOW: RouteId = etched::route!("GET", "/api/orders/:id", schema = "../../schema");

#[derive(Resource)]
#[resource(partial, schema = "../../schema")]
#[allow(dead_code, reason = "only its resource is asked for")]
struct Order {
    number: String,
}

/// What a measurement starts from: an application of 500 resources, and keys in an order no predictor learns.
struct Start {
    registry: Registry,
    keys: Vec<String>,
}

/// An embedded image, as programs have it; leaked, so that taking it down is not measured.
fn start(key: impl Fn(usize) -> String) -> &'static Start {
    let json = Workload::Rich.document(500);
    let model = document::read_json(json.as_bytes()).expect("the generators write valid documents").model;
    let image = image::write(&model, Strip::NONE).expect("the model has an image");
    let parts = Box::leak(Box::new(Parts::new(image.records.leak(), image.strings.leak())));
    let registry = Registry::load(Box::leak(Box::new(Metadata::new(parts))));
    let keys = (0..CALLS).map(|at| key(at * 331 % 500)).collect();
    // What making all this has freed is put in order now, and not by the first allocation that is measured.
    drop(black_box(Vec::<u8>::with_capacity(1 << 16)));
    Box::leak(Box::new(Start { registry, keys }))
}

/// The same with a cache that holds the answers.
fn asked_before() -> (&'static Start, ManuallyDrop<Cache>) {
    let (start, mut cache) = (names(), Cache::new(256));
    assert_eq!(cached(start, &mut cache), CALLS);
    (start, ManuallyDrop::new(cache))
}

fn names() -> &'static Start {
    start(|at| format!("Resource{at}"))
}

fn strangers() -> &'static Start {
    start(|at| format!("Reaurce{at}"))
}

fn templates() -> &'static Start {
    start(|at| format!("/resource{at}s/:id"))
}

fn paths() -> &'static Start {
    start(|at| format!("/resource{at}s/{at}42"))
}

/// The stored count of a call with 3 % over it.
fn limit(call: &str) -> u64 {
    let line = include_str!("../baselines.txt").lines().find_map(|line| line.strip_prefix(call)?.strip_prefix(' '));
    let count: u64 = line.map_or(0, |count| count.trim().parse().expect("a count of instructions"));
    count + count * 3 / 100
}

fn gate(call: &str) -> LibraryBenchmarkConfig {
    let mut callgrind = Callgrind::with_args(["--cache-sim=no"]);
    // Without a stored count there is nothing to hold it to: `./run --bless` starts from an empty file.
    if limit(call) > 0 {
        callgrind.hard_limits([(EventKind::Ir, limit(call))]);
    }
    LibraryBenchmarkConfig::default().tool(callgrind).clone()
}

/// Asks once per key.
fn each<T>(start: &'static Start, mut ask: impl FnMut(&'static Registry, &'static str) -> Option<T>) -> usize {
    let registry = black_box(&start.registry);
    start.keys.iter().filter(|key| black_box(ask(registry, black_box(key.as_str()))).is_some()).count()
}

/// Asks the embedded application, always the same.
fn demo<T>(ask: impl Fn(&'static Registry) -> Option<T>) -> usize {
    (0..CALLS).filter(|_| black_box(ask(black_box(&DEMO))).is_some()).count()
}

#[library_benchmark(config = gate("resource_hit"))]
#[bench::rich(names())]
fn resource_hit(start: &'static Start) -> usize {
    each(start, |registry, name| registry.resource(name))
}

#[library_benchmark(config = gate("resource_miss"))]
#[bench::rich(strangers())]
fn resource_miss(start: &'static Start) -> usize {
    each(start, |registry, name| registry.resource(name))
}

/// What a program would fill at start in place of an image.
type Map = hashbrown::HashMap<&'static str, u32, foldhash::fast::RandomState>;

fn mapped(start: &'static Start) -> (&'static Start, &'static Map) {
    let resources = start.registry.resources();
    let map: Map = resources.into_iter().enumerate().map(|(at, resource)| (resource.name(), at as u32)).collect();
    (start, Box::leak(Box::new(map)))
}

fn in_map((start, map): (&'static Start, &'static Map)) -> usize {
    let map = black_box(map);
    start.keys.iter().filter(|key| black_box(map.get(black_box(key.as_str()))).is_some()).count()
}

#[library_benchmark(config = gate("hashbrown_hit"))]
#[bench::rich(mapped(names()))]
fn hashbrown_hit(start: (&'static Start, &'static Map)) -> usize {
    in_map(start)
}

#[library_benchmark(config = gate("hashbrown_miss"))]
#[bench::rich(mapped(strangers()))]
fn hashbrown_miss(start: (&'static Start, &'static Map)) -> usize {
    in_map(start)
}

#[library_benchmark(config = gate("resource_members"))]
#[bench::rich(names())]
fn resource_members(start: &'static Start) -> usize {
    each(start, |registry, name| {
        let fields = registry.resource(name)?.fields();
        Some(fields.into_iter().map(|field| field.name().len() + field.ty().len()).sum::<usize>())
    })
}

#[library_benchmark(config = gate("bound_type"))]
#[bench::rich(names())]
fn bound_type(_start: &'static Start) -> usize {
    demo(|registry| registry.get::<Order>())
}

#[library_benchmark(config = gate("resource_id"))]
#[bench::rich(names())]
fn resource_id(_start: &'static Start) -> usize {
    demo(|registry| registry.at(black_box(ORDER)))
}

#[library_benchmark(config = gate("route_id"))]
#[bench::rich(names())]
fn route_id(_start: &'static Start) -> usize {
    demo(|registry| registry.at(black_box(SHOW)))
}

#[library_benchmark(config = gate("route_exact"))]
#[bench::rich(templates())]
fn route_exact(start: &'static Start) -> usize {
    each(start, |registry, path| registry.route("GET", path))
}

#[library_benchmark(config = gate("route_match"))]
#[bench::rich(paths())]
fn route_match(start: &'static Start) -> usize {
    each(start, |registry, path| match registry.match_route("GET", path) {
        RouteMatch::Found(route, _) => Some(route),
        _ => None,
    })
}

#[library_benchmark(config = gate("routes_by_method"))]
#[bench::rich(names())]
fn routes_by_method(start: &'static Start) -> usize {
    each(start, |registry, _| registry.routes().method(black_box("POST")).first())
}

#[library_benchmark(config = gate("routes_by_resource"))]
#[bench::rich(names())]
fn routes_by_resource(start: &'static Start) -> usize {
    each(start, |registry, name| registry.routes().resource(name).method("GET").first())
}

#[library_benchmark(config = gate("routes_by_middleware"))]
#[bench::rich(names())]
fn routes_by_middleware(start: &'static Start) -> usize {
    each(start, |registry, _| registry.routes().middleware(black_box("auth")).first())
}

#[library_benchmark(config = gate("fields_by_type"))]
#[bench::rich(names())]
fn fields_by_type(start: &'static Start) -> usize {
    each(start, |registry, _| registry.fields_of_type(black_box("string")).first())
}

#[library_benchmark(config = gate("pattern_by_id"))]
#[bench::rich(names())]
fn pattern_by_id(start: &'static Start) -> usize {
    each(start, |registry, _| registry.pattern(black_box("middleware/auth")))
}

#[library_benchmark(config = gate("dependencies"))]
#[bench::rich(names())]
fn dependencies(start: &'static Start) -> usize {
    each(start, |registry, name| registry.dependencies(name).depth(3).run().ok())
}

fn cached(start: &'static Start, cache: &mut Cache) -> usize {
    each(start, |registry, name| registry.dependencies(name).depth(3).run_in(cache).ok())
}

#[library_benchmark(config = gate("dependencies_cached"))]
#[bench::rich(asked_before())]
fn dependencies_cached((start, mut cache): (&'static Start, ManuallyDrop<Cache>)) -> usize {
    cached(start, &mut cache)
}

library_benchmark_group!(
    name = calls,
    benchmarks = [
        resource_hit,
        resource_miss,
        hashbrown_hit,
        hashbrown_miss,
        resource_members,
        bound_type,
        resource_id,
        route_id,
        route_exact,
        route_match,
        routes_by_method,
        routes_by_resource,
        routes_by_middleware,
        fields_by_type,
        pattern_by_id,
        dependencies,
        dependencies_cached,
    ]
);

main!(library_benchmark_groups = calls);
