//! Images from elsewhere, and making them: what the full check costs, opening a file and the first answer, and a
//! document to its image, beside what reading the document into a tree of values costs.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use etched::{Registry, Strip};
use etched_compiler::{document, image};
use etched_core::validate::validate;
use workloads::Workload;

const N: usize = 5_000;

/// What a file that nobody vouches for costs before its first answer.
fn open(c: &mut Criterion) {
    let model = document::read_json(Workload::Rich.document(N).as_bytes()).expect("it is a document").model;
    let bytes = image::write(&model, Strip::NONE).expect("the model has an image");
    let file = bytes.to_file();
    let path = std::env::temp_dir().join(format!("etched-bench-{}.etched", std::process::id()));
    std::fs::write(&path, &file).expect("there is space");
    let mut group = c.benchmark_group("open");
    group.throughput(Throughput::Bytes(file.len() as u64));
    group.bench_function("checksum", |b| {
        b.iter(|| etched_core::checksum(black_box(&bytes.records), bytes.strings.as_bytes()));
    });
    group.bench_function("validate", |b| {
        b.iter(|| validate(black_box(&bytes.records), bytes.strings.as_bytes()).is_ok());
    });
    group.bench_function("open and look up", |b| {
        b.iter(|| {
            let registry = Registry::open(black_box(&path)).expect("it is an image");
            registry.resource("Resource4999").map(|resource| resource.fields().len())
        });
    });
    group.finish();
    std::fs::remove_file(&path).expect("it is there");
}

fn documents(c: &mut Criterion) {
    let json = Workload::Rich.document(N);
    let model = document::read_json(json.as_bytes()).expect("it is a document").model;
    let msgpack = document::write_msgpack(&model);
    let mut group = c.benchmark_group("document");
    group.bench_function("JSON to image", |b| {
        b.iter(|| {
            image::write(&document::read_json(black_box(json.as_bytes())).expect("it is one").model, Strip::NONE)
                .expect("the model has an image")
        });
    });
    group.bench_function("MessagePack to image", |b| {
        b.iter(|| {
            image::write(&document::read_msgpack(black_box(&msgpack)).expect("it is one").model, Strip::NONE)
                .expect("the model has an image")
        });
    });
    group.bench_function("JSON to model", |b| {
        b.iter_with_large_drop(|| document::read_json(black_box(json.as_bytes())));
    });
    group.bench_function("JSON to serde_json::Value", |b| {
        b.iter_with_large_drop(|| serde_json::from_slice::<serde_json::Value>(black_box(json.as_bytes())));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(Duration::from_secs(1));
    targets = open, documents
}
criterion_main!(benches);
