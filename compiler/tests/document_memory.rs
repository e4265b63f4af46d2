//! What reading a document and making its image takes, at most: all that was allocated at once, beside the input.

use allocation_counter::measure;
use etched_compiler::document::{Document, Error, read_json, read_msgpack, write_msgpack};
use etched_compiler::{image, model::Model};
use etched_core::Strip;
use workloads::Workload;

const MIB: usize = 1 << 20;

/// Returns the most that was allocated at once: while reading, and until the image stands.
fn taken(bytes: &[u8], read: fn(&[u8]) -> Result<Document, Error>) -> (usize, usize) {
    let reading = measure(|| drop(read(bytes))).bytes_max as usize;
    let both = measure(|| {
        let model = read(bytes).expect("it is a document").model;
        drop(image::write(&model, Strip::default()).expect("the model has an image"));
    });
    (reading, both.bytes_max as usize)
}

fn model_of(workload: Workload, n: usize) -> (String, Model) {
    let text = workload.document(n);
    let model = read_json(text.as_bytes()).expect("it is a document").model;
    (text, model)
}

#[test]
fn an_application_takes_three_times_its_document_and_a_constant() {
    for workload in Workload::ALL {
        let (text, model) = model_of(workload, 2_000);
        let msgpack = write_msgpack(&model);
        drop(model);
        for (form, len, (reading, both)) in [
            ("JSON", text.len(), taken(text.as_bytes(), read_json)),
            ("MessagePack", msgpack.len(), taken(&msgpack, read_msgpack)),
        ] {
            let times = |bytes: usize| bytes as f64 / len as f64;
            println!("{} {form}: {len} bytes, read {:.2}, image {:.2}", workload.name(), times(reading), times(both));
            assert!(reading <= 2 * len + MIB / 16, "{} {form}: {reading} of {len}", workload.name());
            assert!(both <= 3 * len + 2 * MIB, "{} {form}: {both} of {len}", workload.name());
        }
    }
}

#[test]
fn the_factor_does_not_grow_with_the_document() {
    for workload in [Workload::Star, Workload::Chain, Workload::Rich] {
        let factor = |n| {
            let text = workload.document(n);
            taken(text.as_bytes(), read_json).1 as f64 / text.len() as f64
        };
        // The tables of names double when they are full, so the factor goes up and down a little.
        let (small, large) = (factor(500), factor(3_000));
        println!("{}: {small:.2} and {large:.2}", workload.name());
        assert!(large <= small + 0.5, "{}: {small:.2} and {large:.2}", workload.name());
        assert!(large <= 4.2, "{}: {large:.2}", workload.name());
    }
}

/// Records that state next to nothing: as many of one kind as there may be in so many bytes.
#[test]
fn a_hostile_document_takes_a_bounded_multiple_of_itself() {
    const MANY: usize = 5_000;
    let resource = |key: &str, open: char, close: char| {
        (format!(r#"{{"resources":[{{"name":"A","{key}":{open}"#), format!("{close}}}]}}"))
    };
    let top = |key: &str| (format!(r#"{{"resources":[],"{key}":["#), "]}".to_owned());
    let list = |key| resource(key, '[', ']');
    let hostile = [
        (r##"{"name":"#"}"##, (r#"{"resources":["#.to_owned(), "]}".to_owned())),
        (r#"{"method":"","path":""}"#, top("routes")),
        (r##"{"method":"","path":"/#"}"##, top("routes")),
        (r##"{"id":"#","name":""}"##, top("patterns")),
        (r##"{"from":"#","to":"#"}"##, top("references")),
        (r#"{"pattern":""}"#, top("deviations")),
        (r##""#""##, top("files")),
        (r#"{"name":"","type":""}"#, list("fields")),
        (r##"{"name":"#","type":"","documentation":"#"}"##, list("fields")),
        (r#"{"name":"","type":"","target_resource":"","on_delete":"x"}"#, list("relationships")),
        (r#"{"type":""}"#, list("hooks")),
        (r#"{"type":""}"#, list("validations")),
        (r#"{"name":""}"#, list("constraints")),
        (r#"{"name":""}"#, list("functions")),
        (r##""#""##, list("operations")),
        (r##""#":[]"##, resource("middleware", '{', '}')),
        (r##""#":0"##, resource("meta", '{', '}')),
        (
            r#""x""#,
            (r#"{"resources":[{"name":"A","scopes":[{"name":"","parameters":["#.to_owned(), "]}]}]}".to_owned()),
        ),
        (
            "[0]",
            (
                r#"{"resources":[{"name":"A","fields":[{"name":"","type":"","default_value":["#.to_owned(),
                "]}]}]}".to_owned(),
            ),
        ),
    ];
    let mut most = 0.0_f64;
    for (record, (before, after)) in &hostile {
        let records: Vec<_> = (0..MANY).map(|at| record.replace('#', &at.to_string())).collect();
        let text = format!("{before}{}{after}", records.join(","));
        let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let msgpack = rmp_serde::to_vec(&value).expect("it is a value");
        drop(value);
        for (len, (reading, both)) in
            [(text.len(), taken(text.as_bytes(), read_json)), (msgpack.len(), taken(&msgpack, read_msgpack))]
        {
            let times = both as f64 / len as f64;
            println!("{len} bytes, read {:.1}, image {times:.1}: {before}{record}", reading as f64 / len as f64);
            most = most.max(times);
            assert!(both <= 60 * len, "{both} bytes of {len}: {before}{record}");
        }
    }
    println!("{most:.1} times at most");
}

#[test]
fn a_record_without_what_it_needs_is_refused_at_once() {
    for (record, before) in [("{}", r#"{"resources":["#), ("{}", r#"{"resources":[{"name":"A","fields":["#)] {
        let text = format!("{before}{}", vec![record; 100_000].join(","));
        let taken = measure(|| drop(read_json(text.as_bytes()))).bytes_max;
        assert!(taken < 16_384, "{taken} bytes");
    }
}

#[test]
fn an_image_that_names_one_text_often_is_read_with_one_text() {
    let text = "long ".repeat(10_000);
    let field = |at| format!(r#"{{"name":"f{at}","type":"{}"}}"#, if at == 0 { &text } else { "int" });
    let fields: Vec<_> = (0..200).map(field).collect();
    let json = format!(r#"{{"resources":[{{"name":"A","fields":[{}]}}]}}"#, fields.join(","));
    let mut model = read_json(json.as_bytes()).expect("it is a document").model;
    let long = model.resources[0].fields[0].ty.clone();
    for field in &mut model.resources[0].fields {
        field.ty = long.clone();
    }
    let bytes = image::write(&model, Strip::default()).expect("the model has an image");
    let taken = measure(|| drop(image::read(bytes.image()))).bytes_max as usize;
    assert!(taken < 2 * text.len(), "{taken} bytes");
}
