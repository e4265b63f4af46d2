//! Metadata documents: what was written reads back, older documents load as they are.

use etched_compiler::document::{read_json, read_msgpack, schema, write_json, write_json_pretty, write_msgpack};
use etched_compiler::model::{Field, Model};
use serde_json::Value;
use workloads::{Workload, random};

fn reference(name: &str) -> Vec<u8> {
    let path = format!("{}/../tests/data/metadata/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("the file is there")
}

fn load(name: &str) -> Model {
    read_json(&reference(name)).unwrap_or_else(|error| panic!("{name}: {error}")).model
}

fn field<'m>(model: &'m Model, resource: usize, name: &str) -> &'m Field {
    model.resources[resource].fields.iter().find(|field| field.name == name).expect("the field is there")
}

#[test]
fn reading_what_was_written_gives_the_same_model() {
    for seed in 0..300 {
        let model = random::model(seed, 6);
        let json = write_json(&model);
        let read = read_json(json.as_bytes()).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(read.model, model, "seed {seed}");
        assert_eq!(read.warnings, [], "seed {seed}");
        assert_eq!(write_json(&read.model), json, "seed {seed}");
        assert_eq!(
            read_json(write_json_pretty(&model).as_bytes()).expect("it was written").model,
            model,
            "seed {seed}"
        );
        let msgpack = write_msgpack(&model);
        let read = read_msgpack(&msgpack).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(read.model, model, "seed {seed}");
        assert_eq!(write_msgpack(&read.model), msgpack, "seed {seed}");
    }
}

#[test]
fn both_forms_have_one_structure() {
    let model = random::model(7, 8);
    let document: Value = serde_json::from_str(&write_json(&model)).expect("it is JSON");
    // The reader of one form accepts what the other's generic value writes.
    let again = serde_json::to_vec(&document).expect("a value is JSON");
    assert_eq!(read_json(&again).expect("it is a document").model.resources.len(), model.resources.len());
}

#[test]
fn the_reference_documents_load() {
    for (name, resources, routes, patterns) in
        [("blog3", 3, 10, 4), ("star_50", 50, 250, 3), ("chain_50", 50, 0, 0), ("rich_50", 50, 250, 10)]
    {
        let model = load(name);
        let counts = (model.resources.len(), model.routes.len(), model.patterns.len());
        assert_eq!(counts, (resources, routes, patterns), "{name}");
        let written = write_json(&model);
        assert_eq!(read_json(written.as_bytes()).expect("it was written").model, model, "{name}");
    }
}

#[test]
fn blog3_is_read_as_it_stands() {
    let model = load("blog3");
    let names: Vec<_> = model.resources.iter().map(|resource| resource.name.as_str()).collect();
    assert_eq!(names, ["Post", "User", "Comment"]);
    assert_eq!(model.application.version, "1.0");
    assert_eq!(model.application.source_hash, "bench-hash");
    let files: Vec<&str> = model.files.iter().map(|file| &*file.path).collect();
    assert_eq!(files, ["/bench/comment.cdt", "/bench/post.cdt", "/bench/user.cdt"]);
    let comment = &model.resources[2];
    let targets: Vec<_> = comment.relationships.iter().map(|to| (to.name.as_str(), to.target.as_str())).collect();
    assert_eq!(targets, [("post", "Post"), ("author", "User")]);
    assert_eq!(comment.relationships[1].foreign_key, "author_id");
    assert!(comment.hooks.is_empty() && comment.validations.is_empty());
    assert!(model.routes.iter().all(|route| route.declared));
    let patterns: Vec<_> = model.patterns.iter().map(|pattern| (pattern.id.as_str(), pattern.frequency)).collect();
    assert_eq!(patterns, [("pattern-4", 15), ("pattern-2", 10), ("pattern-1", 5), ("pattern-3", 3)]);
}

#[test]
fn a_mark_in_the_type_wins() {
    let document = read_json(&reference("star_50")).expect("it loads");
    let id = field(&document.model, 0, "id");
    assert_eq!((id.ty.as_str(), id.required, id.nullable), ("uuid", true, false));
    assert_eq!(document.warnings.len(), 2);
    assert_eq!(document.warnings[0].path, "resources[0].fields[0]");
    assert_eq!(document.warnings[0].count, 200);

    let text = br#"{"resources":[{"name":"A","fields":[
        {"name":"a","type":"string?","nullable":false,"required":true},
        {"name":"b","type":"array<int!>"},
        {"name":"c","type":"array<int!> !"},
        {"name":"d","type":"string","nullable":true,"required":true}]}]}"#;
    let model = read_json(text).expect("it is a document").model;
    let state = |name| {
        let field = field(&model, 0, name);
        (field.ty.as_str(), field.nullable, field.required)
    };
    assert_eq!(state("a"), ("string", true, false));
    assert_eq!(state("b"), ("array<int!>", false, false));
    assert_eq!(state("c"), ("array<int!>", false, true));
    assert_eq!(state("d"), ("string", true, true));
}

#[test]
fn patterns_without_an_id_get_one() {
    let ids: Vec<_> = load("star_50").patterns.into_iter().map(|pattern| pattern.id).collect();
    assert_eq!(ids, ["document/auth_handler", "document/cached_handler", "document/transactional"]);

    let text = br#"{"resources":[],"patterns":[
        {"id":"","name":"a"},{"id":"","name":"a"},{"id":"x","name":"b"},{"id":"x","name":"a"},{"id":"document/a#2","name":"c"}]}"#;
    let document = read_json(text).expect("it is a document");
    let ids: Vec<_> = document.model.patterns.iter().map(|pattern| pattern.id.as_str()).collect();
    assert_eq!(ids, ["document/a", "document/a#2", "document/a#3", "document/a#4", "x"]);
    assert_eq!(document.warnings[0].count, 3);
}

#[test]
fn nulls_unknown_keys_and_older_ways_are_accepted() {
    let text = br#"{"generated":"2025-01-01T00:00:00Z","x":{"y":[1,{"z":null}]},"routes":null,"version":null,
        "resources":[{"name":"A","unknown":1,"documentation":null,"fields":null,"middleware":{"list":null},
        "deprecated":true,"scopes":[{"name":"s","parameters":["limit: int?","q"]}],
        "relationships":[{"name":"r","type":"belongs_to","target_resource":"Gone","options":{"a":1,"b":[2],"c":"d"}}]}],
        "dependencies":{"nodes":[5],"edges":"ignored"}}"#;
    let resource = read_json(text).expect("it is a document").model.resources.remove(0);
    assert_eq!(resource.deprecated.as_deref(), Some(""));
    assert!(resource.middleware["list"].names.is_empty());
    let parameters = &resource.scopes[0].parameters;
    assert_eq!(
        (parameters[0].name.as_str(), parameters[0].ty.as_str(), parameters[0].nullable),
        ("limit", "int", true)
    );
    assert_eq!((parameters[1].name.as_str(), parameters[1].ty.as_str()), ("q", ""));
    let options: Vec<_> = resource.relationships[0].options.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(options, [("a", "1"), ("b", "[2]"), ("c", "d")]);
}

#[test]
fn the_written_core_is_what_the_reference_wrote() {
    // Every key and value of the reference document is in ours, nulls and what is normalised aside.
    for name in ["blog3", "rich_50"] {
        let theirs: Value = serde_json::from_slice(&reference(name)).expect("it is JSON");
        let ours: Value = serde_json::from_str(&write_json(&load(name))).expect("it is JSON");
        for key in ["version", "source_hash", "resources", "routes"] {
            covers(&theirs[key], &ours[key], &format!("{name}.{key}"));
        }
        let written = ours.as_object().expect("it is an object").keys().collect::<Vec<_>>();
        assert!(!written.iter().any(|key| *key == "generated"), "{name}");
    }
}

fn covers(theirs: &Value, ours: &Value, path: &str) {
    match (theirs, ours) {
        (Value::Null, ours) => assert_eq!(ours, &Value::Array(Vec::new()), "{path}"),
        (Value::Object(theirs), Value::Object(ours)) => {
            for (key, value) in theirs {
                covers(value, ours.get(key).unwrap_or(&Value::Null), &format!("{path}.{key}"));
            }
        }
        (Value::Array(theirs), Value::Array(ours)) => {
            assert_eq!(theirs.len(), ours.len(), "{path}");
            for (at, (theirs, ours)) in theirs.iter().zip(ours).enumerate() {
                covers(theirs, ours, &format!("{path}[{at}]"));
            }
        }
        _ => assert_eq!(theirs, ours, "{path}"),
    }
}

#[test]
fn the_graph_is_written_with_qualified_ids() {
    let ours: Value = serde_json::from_str(&write_json(&load("blog3"))).expect("it is JSON");
    let graph = &ours["dependencies"];
    assert_eq!(graph["nodes"]["resource:Post"]["file_path"], "/bench/post.cdt");
    assert_eq!(graph["nodes"]["route:GET /posts/:id"]["type"], "route");
    let first = &graph["edges"][0];
    assert_eq!((first["from"].as_str(), first["to"].as_str()), (Some("resource:Post"), Some("resource:User")));
    assert_eq!((first["relationship"].as_str(), first["weight"].as_u64()), (Some("belongs_to"), Some(1)));
}

#[test]
fn keys_stand_in_the_order_of_the_table() {
    let text = write_json(&load("rich_50"));
    let order = [
        r#"{"version":"#,
        r#""source_hash":"#,
        r#""resources":"#,
        r#""routes":"#,
        r#""patterns":"#,
        r#""dependencies":"#,
    ];
    let places: Vec<_> = order.iter().map(|key| text.find(key).expect("the key is there")).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(schema().contains("\"target_resource\""));
}

#[test]
fn a_workload_of_any_size_loads() {
    for workload in Workload::ALL {
        let model = read_json(workload.document(200).as_bytes()).expect("it loads").model;
        assert_eq!(read_msgpack(&write_msgpack(&model)).expect("it loads").model, model);
    }
}

/// A route asks its callers who they are where its middleware does, and never where that admits anonymous requests.
#[test]
fn middleware_says_whether_a_route_asks_who_calls() {
    use etched_compiler::model::Authentication::{self, None, Optional, Required};
    use etched_compiler::{Sources, compile};

    for (middleware, expected) in [
        ("[auth]", Required),
        ("[log, auth(staff), cache(300)]", Required),
        ("[require_auth]", Required),
        ("[basicAuth]", Required),
        ("[auth(optional)]", Optional),
        ("[auth(staff, optional)]", Optional),
        ("[auth(mode: optional)]", Optional),
        ("[auth(optional: false)]", Required),
        ("[optional_auth]", Optional),
        ("[auth(optional), auth(staff)]", Required),
        ("[author_filter]", None),
        ("[cache(auth)]", None),
        ("[oauthish]", None),
    ] {
        let text = format!("@strict nullability resource Post {{ title: string! @middleware {middleware} }}");
        let model = compile(&Sources::from_texts([("post.cdt", text)])).expect(middleware).model;
        let found: Vec<Authentication> = model.routes.iter().map(|route| route.authentication).collect();
        assert_eq!(found, [expected; 6], "{middleware}");
        // A document that does not say so means what its middleware tells; one that does means what it says.
        let json = write_json(&model);
        let silent = json.replace(&format!(r#""authentication":"{expected}","#), "");
        assert_ne!(silent, json);
        assert_eq!(read_json(silent.as_bytes()).expect(middleware).model.routes, model.routes, "{middleware}");
        let stated = json.replace(&format!(r#""authentication":"{expected}""#), r#""authentication":"optional""#);
        let stated = read_json(stated.as_bytes()).expect(middleware).model;
        assert!(stated.routes.iter().all(|route| route.authentication == Optional), "{middleware}");
    }
}
