//! Loading and looking up, beside what a user would otherwise pick, on the same documents.

mod reference;

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use etched::{Metadata, Registry};
use etched_compiler::{document, image};
use reference::Decoded;
use workloads::Workload;

const SIZES: [usize; 3] = [50, 500, 5_000];
/// Names, too, where the table no longer fits the cache.
const NAMES: [usize; 4] = [50, 500, 5_000, 50_000];

/// An embedded image, as a build leaves it; leaked, because what is embedded lives as long as the process.
fn embedded(json: &str) -> &'static Metadata {
    let model = document::read_json(json.as_bytes()).expect("the generators write valid documents").model;
    let bytes = image::write(&model, etched::Strip::NONE).expect("the model has an image");
    let parts = etched::private::Parts::new(bytes.records.leak(), bytes.strings.leak());
    Box::leak(Box::new(Metadata::new(Box::leak(Box::new(parts)))))
}

/// Indexes in random order: xorshift, so that no branch predictor or prefetcher learns the keys.
fn order(n: usize) -> Vec<usize> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..4_096)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as usize % n
        })
        .collect()
}

/// One iteration of a group is one pass over all keys; divide by 4,096 for one lookup.
fn load(c: &mut Criterion) {
    let mut group = c.benchmark_group("load");
    for n in SIZES {
        let json = Workload::Rich.document(n);
        let metadata = embedded(&json);
        group.bench_function(BenchmarkId::new("etched", n), |b| b.iter(|| Registry::load(black_box(metadata))));
        group.bench_function(BenchmarkId::new("decode-and-index json", n), |b| {
            b.iter(|| Decoded::from_json(black_box(&json)));
        });
        let msgpack = rmp_serde::to_vec_named(&Decoded::from_json(&json).document).expect("plain structs");
        group.bench_function(BenchmarkId::new("decode-and-index msgpack", n), |b| {
            b.iter(|| Decoded::from_msgpack(black_box(&msgpack)));
        });
    }
    group.finish();
}

fn resource(c: &mut Criterion) {
    for (what, miss) in [("resource hit", false), ("resource miss", true)] {
        let mut group = c.benchmark_group(what);
        for n in NAMES {
            let json = Workload::Star.document(n);
            let metadata = embedded(&json);
            let registry = Registry::load(metadata);
            let decoded = Decoded::from_json(&json);
            assert_eq!(decoded.resources.len(), n);
            let names: Vec<&str> = decoded.document.resources.iter().map(|resource| resource.name.as_str()).collect();
            // One buffer for all keys, so that what is measured is the table and not where the keys lie.
            let text: String = order(n)
                .iter()
                .map(|&at| format!("{:<16}", if miss { names[at].replace("ource", "aurce") } else { names[at].into() }))
                .collect();
            let keys: Vec<&str> = (0..4_096).map(|at| text[at * 16..at * 16 + 16].trim_end()).collect();
            let std: HashMap<&str, u32> = names.iter().enumerate().map(|(at, name)| (*name, at as u32)).collect();
            let hashbrown: hashbrown::HashMap<&str, u32, foldhash::fast::RandomState> =
                names.iter().enumerate().map(|(at, name)| (*name, at as u32)).collect();
            let phf = phf_generator::generate_hash(&names);
            let phf_get = |key: &str| {
                let hashes = phf_shared::hash(key, &phf.key);
                let index = phf.map[phf_shared::get_index(&hashes, &phf.disps, phf.map.len()) as usize];
                (names[index] == key).then_some(index)
            };
            group.bench_function(BenchmarkId::new("etched", n), |b| {
                b.iter(|| keys.iter().filter(|key| black_box(registry.resource(black_box(key))).is_some()).count());
            });
            group.bench_function(BenchmarkId::new("std HashMap", n), |b| {
                b.iter(|| keys.iter().filter(|key| black_box(std.get(black_box(**key))).is_some()).count());
            });
            group.bench_function(BenchmarkId::new("hashbrown+foldhash", n), |b| {
                b.iter(|| keys.iter().filter(|key| black_box(hashbrown.get(black_box(**key))).is_some()).count());
            });
            group.bench_function(BenchmarkId::new("phf", n), |b| {
                b.iter(|| keys.iter().filter(|key| black_box(phf_get(black_box(key))).is_some()).count());
            });
        }
        group.finish();
    }
}

fn route(c: &mut Criterion) {
    let mut group = c.benchmark_group("exact route");
    for n in SIZES {
        let json = Workload::Rich.document(n);
        let registry = Registry::load(embedded(&json));
        let decoded = Decoded::from_json(&json);
        let routes = decoded.document.routes.as_ref().expect("rich has routes");
        assert_eq!(decoded.routes.len(), routes.len());
        let keys: Vec<(&str, &str)> =
            order(routes.len()).iter().map(|&at| (routes[at].method.as_str(), routes[at].path.as_str())).collect();
        let std: HashMap<(&str, &str), usize> =
            routes.iter().enumerate().map(|(at, route)| ((route.method.as_str(), route.path.as_str()), at)).collect();
        group.bench_function(BenchmarkId::new("etched", n), |b| {
            b.iter(|| keys.iter().filter(|key| black_box(registry.route(black_box(key.0), key.1)).is_some()).count());
        });
        group.bench_function(BenchmarkId::new("std HashMap", n), |b| {
            b.iter(|| keys.iter().filter(|key| black_box(std.get(black_box(*key))).is_some()).count());
        });
    }
    group.finish();
}

/// From the question to the first element of the answer.
fn slices(c: &mut Criterion) {
    let mut group = c.benchmark_group("slices");
    for n in SIZES {
        let json = Workload::Rich.document(n);
        let registry = Registry::load(embedded(&json));
        let decoded = Decoded::from_json(&json);
        let first = |map: &HashMap<String, Vec<usize>>, key: &str| map.get(key).and_then(|list| list.first()).copied();
        let resource = registry.resource(&format!("Resource{}", n / 2)).expect("it is there");
        group.bench_function(BenchmarkId::new("routes by method", n), |b| {
            b.iter(|| registry.routes().method(black_box("POST")).first());
        });
        group.bench_function(BenchmarkId::new("routes by method, decoded", n), |b| {
            b.iter(|| first(&decoded.by_method, black_box("POST")));
        });
        group.bench_function(BenchmarkId::new("routes by resource, decoded", n), |b| {
            b.iter(|| first(&decoded.by_resource, black_box("Resource7")));
        });
        group.bench_function(BenchmarkId::new("patterns by category, decoded", n), |b| {
            b.iter(|| first(&decoded.by_category, black_box("authentication")));
        });
        group.bench_function(BenchmarkId::new("routes of a resource", n), |b| {
            b.iter(|| black_box(resource).routes().first());
        });
        group.bench_function(BenchmarkId::new("routes by resource", n), |b| {
            b.iter(|| registry.routes().resource(black_box("Resource7")).first());
        });
        group.bench_function(BenchmarkId::new("routes by resource and method", n), |b| {
            b.iter(|| registry.routes().resource(black_box("Resource7")).method("GET").first());
        });
        group.bench_function(BenchmarkId::new("routes by middleware", n), |b| {
            b.iter(|| registry.routes().middleware(black_box("auth")).first());
        });
        group.bench_function(BenchmarkId::new("fields by type", n), |b| {
            b.iter(|| registry.fields_of_type(black_box("uuid")).first());
        });
        group.bench_function(BenchmarkId::new("patterns by category", n), |b| {
            b.iter(|| registry.patterns().category(black_box("authentication")).first());
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_millis(900)).sample_size(20);
    targets = load, resource, route, slices
}
criterion_main!(benches);
