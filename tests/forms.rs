//! One application in every form: document, image and back, with one root digest all the way.

use etched::{Registry, Strip};
use etched_compiler::document::{read_json, read_msgpack, write_json, write_msgpack};
use etched_compiler::image::{read, write};
use etched_compiler::model::Model;
use etched_compiler::patterns;
use workloads::random;

fn registry(model: &Model) -> Registry {
    Registry::from_bytes(&write(model, Strip::NONE).expect("the model has an image").to_file())
        .expect("an image we wrote is whole")
}

/// Goes from JSON to an image, to MessagePack, to an image, to JSON, and compares what comes by.
fn goes_round(json: &[u8], name: &str) {
    let from_json = read_json(json).unwrap_or_else(|error| panic!("{name}: {error}")).model;
    let first = registry(&from_json);
    let msgpack = write_msgpack(&read(first.image()));
    let from_msgpack = read_msgpack(&msgpack).unwrap_or_else(|error| panic!("{name}: {error}")).model;
    let second = registry(&from_msgpack);
    assert_eq!(first.digest(), second.digest(), "{name}");
    assert_eq!(from_json, from_msgpack, "{name}");
    assert_eq!(first.image().records(), second.image().records(), "{name}");
    assert_eq!(first.image().strings(), second.image().strings(), "{name}");
    assert_eq!(write_json(&read(second.image())), write_json(&from_json), "{name}");
}

#[test]
fn the_reference_documents_keep_their_digest() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/metadata");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        let json = std::fs::read(&path).expect("the file reads");
        goes_round(&json, &path.display().to_string());
        let mut model = read_json(&json).expect("it is a document").model;
        patterns::discover(&mut model);
        goes_round(write_json(&model).as_bytes(), &format!("{} with its patterns found anew", path.display()));
        seen += 1;
    }
    assert_eq!(seen, 5);
}

#[test]
fn random_applications_keep_their_digest() {
    let mut digests = std::collections::BTreeSet::new();
    for seed in 0..150 {
        let model = random::model(seed, 6);
        goes_round(write_json(&model).as_bytes(), &format!("seed {seed}"));
        digests.insert(registry(&model).digest());
    }
    // The digest tells applications apart, or equal digests would say nothing.
    assert!(digests.len() > 140, "{} of 150", digests.len());
}
