//! Matching concrete paths against the image's trie, beside matchit.
//!
//! Both sides know the same templates, each a route for GET, and get the same random paths of 0 to 4 parameters in the
//! same order. Both hand out the route and look at its parameters' texts.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use etched_compiler::image::write;
use etched_compiler::model::{Model, Route};
use etched_core::Strip;
use etched_core::matching::{Match, match_route};

/// Requests in one round, so many that neither side lives in what it just touched.
const REQUESTS: usize = 1 << 14;

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        // xorshift64* (Vigna, 2016): the same requests in every run.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }
}

const NOUNS: [&str; 12] = [
    "orders",
    "customers",
    "line-items",
    "payments",
    "articles",
    "comments",
    "media",
    "audit-logs",
    "users",
    "reviews",
    "shipments",
    "price-lists",
];

/// Templates of 0 to 4 parameters below one resource each, as nested resources have them.
fn templates(n: usize) -> Vec<String> {
    (0..n)
        .map(|at| {
            let resource = format!("/{}-{}", NOUNS[at / 5 % NOUNS.len()], at / 5);
            let nested = |depth: usize| {
                (0..depth)
                    .map(|level| format!("/{{p{level}}}/{}", NOUNS[(at / 5 + level) % NOUNS.len()]))
                    .collect::<String>()
            };
            match at % 5 {
                0 => resource,
                1 => format!("{resource}/{{p0}}"),
                2 => format!("{resource}{}", nested(2)),
                3 => format!("{resource}{}/{{p2}}", nested(2)),
                _ => format!("{resource}{}/{{p3}}", nested(3)),
            }
        })
        .collect()
}

/// Random templates with random texts in place of their parameters.
fn requests(templates: &[String]) -> Vec<String> {
    let mut random = Random(7);
    (0..REQUESTS)
        .map(|_| {
            let template = &templates[random.below(templates.len())];
            let segments = template.split('/').skip(1).map(|segment| {
                if segment.starts_with('{') { format!("/{:x}", random.below(1 << 30)) } else { format!("/{segment}") }
            });
            segments.collect::<String>()
        })
        .collect()
}

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("route_match");
    for n in [300, 3_000, 30_000] {
        let templates = templates(n);
        let requests = requests(&templates);
        let route = |path: &String| Route { method: "GET".into(), path: path.clone().into(), ..Route::default() };
        let bytes = write(&Model { routes: templates.iter().map(route).collect(), ..Model::default() }, Strip::NONE)
            .expect("the model has an image");
        let image = bytes.image();
        let mut router = matchit::Router::new();
        for (at, template) in templates.iter().enumerate() {
            router.insert(template, at as u32).unwrap();
        }
        for request in &requests {
            let Match::Found(found) = match_route(image, "GET", request) else { panic!("{request} finds nothing") };
            assert_eq!(found.route.index, *router.at(request).unwrap().value, "{request}");
        }
        let mut next = 0;
        group.bench_function(BenchmarkId::new("etched", n), |b| {
            b.iter(|| {
                next = (next + 1) % REQUESTS;
                let Match::Found(found) = match_route(image, "GET", black_box(&requests[next])) else { return 0 };
                let params = found.params;
                let len: usize = (0..params.len()).filter_map(|at| params.get(at)).map(|param| param.raw().len()).sum();
                found.route.index as usize + len
            });
        });
        group.bench_function(BenchmarkId::new("matchit", n), |b| {
            b.iter(|| {
                next = (next + 1) % REQUESTS;
                let Ok(found) = router.at(black_box(&requests[next])) else { return 0 };
                let len: usize = found.params.iter().map(|(_, value)| value.len()).sum();
                *found.value as usize + len
            });
        });
    }
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
