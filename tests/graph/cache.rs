//! The cache: what it keeps, what it counts, and many threads on it.

use std::sync::{Arc, Mutex};

use etched::graph::Cache;

use crate::build::{blog, of, registry, resource};
use etched_compiler::model::Model;

#[test]
fn a_hit_is_the_same_answer() {
    let registry = blog();
    let mut cache = Cache::new(8);
    let first = registry.dependencies("Post").depth(2).run_in(&mut cache).unwrap();
    let again = registry.dependencies("resource:Post").depth(2).run_in(&mut cache).unwrap();
    assert!(Arc::ptr_eq(&first, &again));
    let stats = cache.stats();
    assert_eq!((stats.hits, stats.misses, stats.evictions, stats.entries), (1, 1, 0, 1));
    assert!(stats.bytes > first.bytes());
}

#[test]
fn everything_that_changes_the_answer_is_in_the_key() {
    let registry = blog();
    let mut cache = Cache::new(64);
    let post = || registry.dependencies("Post");
    let questions = [
        post(),
        post().depth(1),
        post().reverse(),
        post().both(),
        post().edge_kinds(["uses"]),
        post().edge_kinds(["belongs_to"]),
        post().node_kinds(["resource"]),
        registry.dependencies("User"),
    ];
    for question in &questions {
        let computed = question.clone().run().unwrap();
        assert_eq!(*question.clone().run_in(&mut cache).unwrap(), computed);
        assert_eq!(*question.clone().run_in(&mut cache).unwrap(), computed);
    }
    assert_eq!((cache.stats().hits, cache.stats().misses), (8, 8));
    assert!(registry.dependencies("Nobody").run_in(&mut cache).is_err());
    assert_eq!(cache.stats().misses, 8);
}

#[test]
fn the_least_recently_used_makes_way() {
    let registry = of(&[("A", &[]), ("B", &[]), ("C", &[])]);
    let mut cache = Cache::new(2);
    for name in ["A", "B", "A", "C", "A", "B"] {
        registry.dependencies(name).run_in(&mut cache).unwrap();
    }
    let stats = cache.stats();
    assert_eq!((stats.hits, stats.misses, stats.evictions, stats.entries), (2, 4, 2, 2));
    cache.clear();
    let stats = cache.stats();
    assert_eq!((stats.entries, stats.bytes, stats.hits, stats.evictions), (0, 0, 2, 2));
}

#[test]
fn bytes_are_bounded() {
    let registry = of(&[("A", &["belongs_to b B"]), ("B", &[]), ("C", &[])]);
    let mut probe = Cache::new(1);
    registry.dependencies("C").run_in(&mut probe).unwrap();
    let small = probe.stats().bytes;
    let mut cache = Cache::with_bytes(100, small * 2);
    for name in ["A", "B", "C", "A"] {
        registry.dependencies(name).run_in(&mut cache).unwrap();
        assert!(cache.stats().bytes <= small * 2 && cache.stats().entries <= 2);
    }
    assert!(cache.stats().evictions > 0);
    let mut none = Cache::with_bytes(100, small - 1);
    registry.dependencies("C").run_in(&mut none).unwrap();
    assert_eq!((none.stats().entries, none.stats().evictions), (0, 0));
}

#[test]
fn off_computes_every_time() {
    let registry = blog();
    for mut cache in [Cache::off(), Cache::new(0), Cache::with_bytes(8, 0)] {
        assert!(!cache.is_on());
        for _ in 0..3 {
            registry.dependencies("Post").run_in(&mut cache).unwrap();
        }
        let stats = cache.stats();
        assert_eq!((stats.hits, stats.misses, stats.entries, stats.bytes), (0, 3, 0, 0));
    }
    assert!(Cache::new(usize::MAX).is_on());
}

#[test]
fn one_cache_serves_several_images() {
    let resources =
        |names: [&str; 2]| Model { resources: names.map(|name| resource(name, &[])).to_vec(), ..Model::default() };
    // The same application with its resources in another order: one digest, two numberings.
    let [a, b] = [["A", "B"], ["B", "A"]].map(|names| registry(&resources(names)));
    assert_eq!(a.digest(), b.digest());
    let mut cache = Cache::new(8);
    for registry in [&a, &b] {
        for name in ["A", "B"] {
            let answer = registry.dependencies(name).run_in(&mut cache).unwrap();
            assert_eq!(answer.nodes(registry).next().unwrap().node.name(), name);
        }
    }
    assert_eq!(cache.stats().misses, 4);
}

/// 8 threads, 40 keys, 16 entries.
fn busy(registry: &etched::Registry, seed: u64, mut ask: impl FnMut(&str, usize) -> Arc<etched::Dependencies>) {
    let mut state = seed * 2 + 1;
    for _ in 0..2_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let name = ["Post", "Comment", "User", "middleware:auth"][(state >> 40) as usize % 4];
        let depth = (state >> 50) as usize % 10;
        let answer = ask(name, depth);
        assert_eq!(*answer, registry.dependencies(name).depth(depth).reverse().run().unwrap());
    }
}

#[test]
fn eight_threads_with_a_cache_each_or_one_between_them() {
    let registry = blog();
    let shared = Mutex::new(Cache::new(16));
    std::thread::scope(|scope| {
        for seed in 0..8 {
            let (registry, shared) = (&registry, &shared);
            scope.spawn(move || {
                let mut own = Cache::new(16);
                busy(registry, seed, |name, depth| {
                    registry.dependencies(name).depth(depth).reverse().run_in(&mut own).unwrap()
                });
                assert!(own.stats().entries == 16 && own.stats().evictions > 0 && own.stats().hits > 0);
            });
            scope.spawn(move || {
                busy(registry, seed, |name, depth| {
                    let mut cache = shared.lock().unwrap();
                    registry.dependencies(name).depth(depth).reverse().run_in(&mut cache).unwrap()
                });
            });
        }
    });
    let stats = shared.lock().unwrap().stats();
    assert_eq!((stats.hits + stats.misses, stats.entries), (16_000, 16));
}

#[test]
fn caches_and_answers_cross_threads() {
    fn check<T: Send + Sync>() {}
    check::<etched::Dependencies>();
    check::<etched::GraphError>();
    fn send<T: Send>() {}
    send::<Cache>();
}
