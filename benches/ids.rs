//! Compile-time ids beside lookups by name, over the schema this repository embeds.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use etched::{Metadata, Registry, Resource, ResourceId, RouteId};

static METADATA: Metadata = etched::embed!();
static REGISTRY: Registry = Registry::load(&METADATA);

const ORDER: ResourceId = etched::resource!("Order");
const SHOW: RouteId = etched::route!("GET", "/api/orders/:id");
/// An id of another schema, which is looked up by its name.
const FOREIGN: ResourceId = ResourceId::new(0, 1, "Order");

#[derive(Resource)]
#[resource(partial)]
#[allow(dead_code, reason = "only its resource is asked for")]
struct Order {
    number: String,
}

fn ids(c: &mut Criterion) {
    let mut group = c.benchmark_group("ids");
    group.bench_function("get::<T>", |b| b.iter(|| black_box(&REGISTRY).get::<Order>()));
    group.bench_function("at resource", |b| b.iter(|| black_box(&REGISTRY).at(ORDER)));
    group.bench_function("at route", |b| b.iter(|| black_box(&REGISTRY).at(SHOW)));
    group.bench_function("at of another schema", |b| b.iter(|| black_box(&REGISTRY).at(FOREIGN)));
    group.bench_function("resource by name", |b| b.iter(|| black_box(&REGISTRY).resource(black_box("Order"))));
    group.finish();
}

criterion_group!(benches, ids);
criterion_main!(benches);
