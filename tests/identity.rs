//! What is the same and what is not: ids under another numbering, forged ids, handles of clones.

use std::collections::HashSet;
use std::fmt::Debug;
use std::hash::{BuildHasher, Hash, RandomState};

use etched::{Cache, FieldId, PatternId, Registry, ResourceId, RouteId, Strip};
use etched_compiler::image::{self, Bytes, write};
use etched_compiler::model::Model;
use etched_compiler::{Sources, compile};
use etched_core::validate::ValidateError;
use etched_core::{Image, MARKER_LEN, marker, seal};

const ALPHA: &str = "@strict nullability resource Alpha { first: string! next: Beta! @on list: [auth] }";
const BETA: &str = "resource Beta { second: int! @on list: [auth] }";

fn bytes(files: [(&str, &str); 2]) -> Bytes {
    let compiled =
        compile(&Sources::from_texts(files)).unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false, 100)));
    let _ = compiled.warnings.iter();
    write(&compiled.model, Strip::NONE).expect("the model has an image")
}

fn registry(bytes: &Bytes) -> Registry {
    Registry::from_bytes(&bytes.to_file()).expect("it is our own")
}

/// Two images of one digest, in which nothing has the same number.
fn renamed() -> (Registry, Registry) {
    let (a, z) = (bytes([("a.cdt", ALPHA), ("b.cdt", BETA)]), bytes([("z.cdt", ALPHA), ("b.cdt", BETA)]));
    (registry(&a), registry(&z))
}

/// Every id that the macros would make for an image answers for its own name in another, by number or by name.
fn ids_hold(from: &Registry, to: &Registry) {
    let fingerprint = from.fingerprint();
    for resource in from.resources() {
        let name = resource.name().to_owned().leak();
        let found = to.at(ResourceId::new(resource.index(), fingerprint, name));
        assert_eq!(found, to.resource(name));
        for field in resource.fields() {
            let id = FieldId::new(field.index(), fingerprint, name, field.name().to_owned().leak());
            assert_eq!(to.at(id), to.resource(name).and_then(|resource| resource.field(field.name())));
        }
    }
    for route in from.routes() {
        let name = format!("{} {}", route.method(), route.path()).leak();
        let found = to.at(RouteId::new(route.index(), fingerprint, name));
        assert_eq!(found, to.route(route.method(), route.path()));
    }
    for pattern in from.patterns() {
        let id = pattern.id().to_owned().leak();
        assert_eq!(to.at(PatternId::new(pattern.index(), fingerprint, id)), to.pattern(id));
        let name = pattern.name().to_owned().leak();
        let index = from.pattern(name).expect("it has the name").index();
        assert_eq!(to.at(PatternId::new(index, fingerprint, name)), to.pattern(name));
    }
}

#[test]
fn an_id_of_one_digest_and_another_numbering_answers_for_its_name() {
    let (a, z) = renamed();
    assert_eq!(a.digest(), z.digest(), "a file's name means nothing");
    assert_eq!((a.resources().first().unwrap().name(), z.resources().first().unwrap().name()), ("Alpha", "Beta"));
    assert_ne!(a.fingerprint(), z.fingerprint());
    let alpha = ResourceId::new(0, a.fingerprint(), "Alpha");
    assert_eq!(z.at(alpha).unwrap().name(), "Alpha");
    ids_hold(&a, &z);
    ids_hold(&z, &a);
    ids_hold(&a, &a);
}

#[test]
fn ids_hold_whatever_the_order_is() {
    let schema = Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/schema"));
    let compiled = compile(&schema).unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false, 100)));
    let _ = compiled.warnings.iter();
    let model = compiled.model;
    let written = |change: fn(&mut Model)| {
        let mut model = model.clone();
        change(&mut model);
        registry(&write(&model, Strip::NONE).expect("the model has an image"))
    };
    let whole = written(|_| {});
    let others = [
        written(|model| model.resources.reverse()),
        written(|model| model.routes.reverse()),
        written(|model| model.patterns.reverse()),
        written(|model| {
            let (id, name) = (model.patterns[0].name.clone(), model.patterns[1].name.clone());
            (model.patterns[0].name, model.patterns[1].name) = (name, id);
        }),
        written(|model| model.resources[0].fields.reverse()),
    ];
    for other in &others {
        assert_ne!(whole.fingerprint(), other.fingerprint());
        ids_hold(&whole, other);
        ids_hold(other, &whole);
    }
    // What is left out changes no number, and neither does where it is declared.
    for bits in 0..8 {
        let less = registry(&write(&model, Strip::from_bits(bits)).expect("the model has an image"));
        assert_eq!(less.fingerprint(), whole.fingerprint());
    }
    let moved = written(|model| model.resources.iter_mut().for_each(|resource| resource.line += 7));
    assert_eq!(moved.fingerprint(), whole.fingerprint());
}

#[test]
fn a_forged_fingerprint_is_refused_and_an_id_beyond_the_records_is_none() {
    let (a, _) = renamed();
    let small = bytes([("a.cdt", "@strict nullability resource Only { first: string! }"), ("b.cdt", "")]);
    let Bytes { mut records, strings } = small.clone();
    // An image of one resource that gives itself the fingerprint of one with two.
    let forged = a.fingerprint();
    records[56..64].copy_from_slice(&forged.to_le_bytes());
    let mark = marker(Image::new(&records, "").digest(), forged);
    let strings = std::str::from_utf8(&mark).expect("it is ASCII").to_owned() + &strings[MARKER_LEN..];
    seal(&mut records, strings.as_bytes());
    let file = [&records[..], strings.as_bytes()].concat();
    assert_eq!(Registry::from_bytes(&file).unwrap_err(), ValidateError::Fingerprint);
    // One that nobody validates has ids for what it has, and no others.
    let unchecked = Registry::from_trusted_parts(records, strings);
    assert!(unchecked.at(ResourceId::new(1, forged, "Beta")).is_none());
    assert!(unchecked.at(RouteId::new(4_000_000_000, forged, "GET /betas")).is_none());
    assert!(unchecked.at(PatternId::new(u32::MAX, forged, "middleware/auth")).is_none());
    assert!(unchecked.at(FieldId::new(77, forged, "Beta", "second")).is_none());
    assert_eq!(unchecked.at(ResourceId::new(u32::MAX, 0, "Only")), unchecked.resource("Only"));
}

#[test]
fn an_image_whose_fingerprint_is_not_known_is_asked_by_name() {
    let (a, _) = renamed();
    let mut old = bytes([("z.cdt", ALPHA), ("b.cdt", BETA)]);
    old.records[56..64].fill(0);
    let mark = marker(old.image().digest(), 0);
    old.strings.replace_range(..MARKER_LEN, std::str::from_utf8(&mark).expect("it is ASCII"));
    seal(&mut old.records, old.strings.as_bytes());
    let old = registry(&old);
    ids_hold(&a, &old);
    // Ids that were made from such an image are names, too.
    ids_hold(&old, &a);
    ids_hold(&old, &old);
    let alpha = ResourceId::new(0, 0, "Alpha");
    assert_eq!(old.at(alpha).unwrap().name(), "Alpha");
}

#[test]
fn a_cache_tells_two_numberings_of_one_digest_apart() {
    let (a, z) = renamed();
    let mut cache = Cache::new(16);
    for registry in [&a, &z] {
        let answer = registry.dependencies("Alpha").run_in(&mut cache).expect("it is there");
        let ids: Vec<String> = answer.nodes(registry).map(|reached| reached.node.id()).collect();
        assert!(ids.contains(&"resource:Beta".to_owned()), "{ids:?}");
    }
    assert_eq!((cache.stats().hits, cache.stats().misses), (0, 2));
}

#[test]
fn handles_of_a_clone_are_those_of_the_registry() {
    let (a, z) = renamed();
    let clone = a.clone();
    let again = registry(&write(&image::read(a.image()), Strip::NONE).expect("the model has an image"));
    fn alike<H: Copy + Eq + Hash + Debug>(one: H, same: H, others: [H; 2]) {
        let state = RandomState::new();
        assert_eq!(one, same);
        assert_eq!(state.hash_one(one), state.hash_one(same));
        assert!(!others.contains(&one), "another image, whatever it says");
        assert_eq!(HashSet::from([one, same, others[0], others[1]]).len(), 3);
    }
    macro_rules! all_alike {
        ($($Handle:ty: |$registry:ident| $get:expr;)*) => { $({
            fn get($registry: &Registry) -> $Handle {
                $get
            }
            alike(get(&a), get(&clone), [get(&again), get(&z)]);
        })* };
    }
    all_alike! {
        etched::Resource<'_>: |registry| registry.resource("Alpha").unwrap();
        etched::Field<'_>: |registry| registry.resource("Alpha").unwrap().fields().first().unwrap();
        etched::Relationship<'_>: |registry| registry.relationships_from("Alpha").first().unwrap();
        etched::Route<'_>: |registry| registry.route("GET", "/alphas").unwrap();
        etched::Chain<'_>: |registry| registry.resource("Beta").unwrap().chains().first().unwrap();
        etched::SourceFile<'_>: |registry| registry.files().first().unwrap();
        etched::graph::Node<'_>: |registry| registry.graph().find("middleware:auth").unwrap();
        etched::graph::Edge<'_>: |registry| registry.graph().edges_all().next().unwrap();
    }
}
