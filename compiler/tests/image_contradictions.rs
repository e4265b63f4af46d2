//! Images that contradict themselves, or say far more than they hold: each was accepted once.

mod forge;

use etched_compiler::document::read_json;
use etched_compiler::image::{Bytes, WriteError, write};
use etched_compiler::model::{Model, Resource, Route};
use etched_compiler::{Sources, Strip, compile};
use etched_core::Header;
use etched_core::layout::{self as rows, Section};
use forge::{cell, entry, put, refusal, word};
use workloads::Workload;

fn image(text: &str) -> Bytes {
    let compiled = compile(&Sources::from_texts([("app.cdt", text)]));
    let compiled = compiled.unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false, 100)));
    write(&compiled.model, Strip::NONE).expect("the model has an image")
}

fn rich(n: usize) -> Bytes {
    let model = read_json(Workload::Rich.document(n).as_bytes()).expect("it loads").model;
    write(&model, Strip::NONE).expect("the model has an image")
}

/// What validation says when one cell has another value.
fn set(bytes: &Bytes, section: Section, record: usize, name: &str, value: u32) -> String {
    let refused = refusal(bytes, |records| {
        let at = cell(records, section, record, name);
        assert_ne!(word(records, at), value, "{section:?} {record} {name}");
        put(records, at, value);
    });
    refused.unwrap_or_else(|| panic!("{section:?} record {record}, {name} = {value} is accepted"))
}

fn begins(found: &str, expected: &str) {
    assert!(found.starts_with(expected), "expected {expected}\n   found {found}");
}

#[test]
fn there_are_no_more_files_than_there_are() {
    let bytes = image("@strict nullability resource Tag { name: string! }");
    begins(&set(&bytes, Section::Application, 0, "files", u32::MAX), "Application record 0, files: expected 1 or less");
    begins(&set(&bytes, Section::Application, 0, "files", 2), "Application record 0, files: expected 1 or less");
}

#[test]
fn a_method_is_one_method() {
    let model = |method: &str| {
        let route = Route { method: method.into(), path: "/secret".into(), ..Route::default() };
        Model { routes: vec![Route { path: "/open".into(), ..route.clone() }, route], ..Model::default() }
    };
    // The third of two has the name of one of HTTP's, of the one before it, or one that look-ups never ask for.
    let mut routes = model("BREW");
    routes.routes[0].method = "ADD".into();
    let bytes = write(&routes, Strip::NONE).expect("the model has an image");
    let name = |at| word(&bytes.records, cell(&bytes.records, Section::Method, at, "name"));
    let expected = "Method record 10, name: expected a method in capitals";
    begins(&set(&bytes, Section::Method, 10, "name", name(5)), expected);
    begins(&set(&bytes, Section::Method, 10, "name", name(9)), expected);
    let path = word(&bytes.records, cell(&bytes.records, Section::Route, 0, "path"));
    begins(&set(&bytes, Section::Method, 10, "name", path), expected);
    assert_eq!(write(&model("brew"), Strip::NONE), Err(WriteError::Method("brew".to_owned())));
}

#[test]
fn a_name_is_one_resource() {
    let two = read_json(br#"{"resources":[{"name":"A"},{"name":"B"}]}"#).expect("it is a document").model;
    let bytes = write(&two, Strip::NONE).expect("the model has an image");
    let first = word(&bytes.records, cell(&bytes.records, Section::Resource, 0, "name"));
    begins(&set(&bytes, Section::Resource, 1, "name", first), "ResourceTable record 1, entry: expected a name that no");
    let a = Resource { name: "A".into(), ..Resource::default() };
    let model = Model { resources: vec![a.clone(), a.clone()], ..Model::default() };
    assert_eq!(write(&model, Strip::NONE), Err(WriteError::NameTwice("A".to_owned())));
    let model = |len: usize| Model {
        resources: vec![Resource { name: "N".repeat(len).into(), ..a.clone() }],
        ..Model::default()
    };
    assert!(write(&model(1 << 10), Strip::NONE).is_ok());
    let error = write(&model((1 << 10) + 1), Strip::NONE).expect_err("the name is too long");
    assert_eq!(error, WriteError::NameTooLong("N".repeat(40)));
    let document = format!(r#"{{"resources":[{{"name":"{}"}}]}}"#, "N".repeat(1025));
    let error = read_json(document.as_bytes()).expect_err("the name is too long");
    assert_eq!(error.diagnostic("a.json", document.as_bytes()).code(), "E0092");
}

#[test]
fn a_request_visits_as_many_nodes_as_the_header_says() {
    let bytes = rich(20);
    let stated = Header::read(&bytes.records, bytes.strings.len()).expect("it is an image").max_visits;
    let claim = |visits: u32| refusal(&bytes, |records| put(records, 52, visits));
    assert_eq!(claim(stated), None);
    let few = claim(stated - 1).expect("one request visits more");
    begins(&few, &format!("header record 0, max_visits: expected {stated} or more"));
    begins(&claim(stated + 1).expect("no request visits as many"), "header record 0, max_visits: expected");
    assert!(claim(0).is_some() && claim(u32::MAX).is_some());
}

const CHAINS: &str = "@strict nullability
    resource Post {
        title: string!
        author: User!
        @middleware [auth]
        @on create: [rate_limit(5/hour), audit]
        @on delete: [audit]
        @before create { self.title = Text.trim(self.title) }
    }
    resource User { name: string! @middleware [log] }";

/// The first edge that `is` accepts.
fn edge(bytes: &Bytes, is: impl Fn(&str, u32) -> bool) -> usize {
    let image = bytes.image();
    let kind = |edge: &etched_core::Rec<'_, rows::Edge>| image.str(image.get(edge.kind()).name());
    let at = image.rows::<rows::Edge>().iter().position(|edge| is(kind(&edge), edge.from()));
    at.expect("there is such an edge")
}

#[test]
fn edges_are_those_of_chains_routes_and_relationships() {
    let bytes = image(CHAINS);
    let image = bytes.image();
    let uses = edge(&bytes, |kind, from| kind == "uses" && from == 0);
    let calls = edge(&bytes, |kind, _| kind == "calls");
    let serves = edge(&bytes, |kind, _| kind == "serves");
    let belongs = edge(&bytes, |kind, _| kind == "belongs_to");
    let kind = |at: usize| word(&bytes.records, cell(&bytes.records, Section::Edge, at, "kind"));
    for weight in [0, 4, 77] {
        begins(&set(&bytes, Section::Edge, uses, "weight", weight), &format!("Edge record {uses}, weight: expected"));
        begins(&set(&bytes, Section::Edge, serves, "weight", weight), &format!("Edge record {serves}, weight"));
        begins(&set(&bytes, Section::Edge, belongs, "weight", weight), &format!("Edge record {belongs}, weight"));
    }
    begins(&set(&bytes, Section::Edge, calls, "weight", 0), &format!("Edge record {calls}, weight: expected"));
    begins(&set(&bytes, Section::Edge, uses, "kind", kind(calls)), &format!("Edge record {uses}, to: expected a node"));
    begins(&set(&bytes, Section::Edge, uses, "kind", kind(belongs)), &format!("Edge record {uses}, kind: expected"));
    begins(&set(&bytes, Section::Edge, serves, "kind", kind(calls)), &format!("Edge record {serves}, to: expected"));
    // The last node is a function, the one before it middleware: nothing leaves either.
    let nodes = image.rows_of::<rows::Word>(Section::Forward).len() as usize - 1;
    let last = word(&bytes.records, cell(&bytes.records, Section::Forward, nodes, "value"));
    for node in [nodes - 1, nodes - 2] {
        let refused = refusal(&bytes, |records| {
            for at in nodes - 2..=node {
                let at = cell(records, Section::Forward, at, "value");
                put(records, at, if at == 0 { 0 } else { last - 1 });
            }
            let from = cell(records, Section::Edge, last as usize - 1, "from");
            put(records, from, node as u32);
        });
        assert!(refused.is_some(), "an edge leaves node {node}");
    }
    // A chain that says something else than the edges and the list of the resource.
    let chain = |at: usize, name: &str| word(&bytes.records, cell(&bytes.records, Section::Chain, at, name));
    let text = refusal(&bytes, |records| {
        let ids = word(records, entry(Section::Ids)) as usize + chain(0, "names") as usize * 4;
        let other = image.rows::<rows::MiddlewareText>().iter().last().expect("there is middleware").text().0;
        let text = if word(records, ids) == other { 1 } else { other };
        put(records, ids, text);
    });
    assert!(text.is_some(), "the text of a chain is another");
    begins(&set(&bytes, Section::Chain, 0, "operation", chain(1, "operation")), "Chain record 1, operation: expected");
    let listed = cell(&bytes.records, Section::Resource, 0, "middleware");
    let len = word(&bytes.records, listed + 4);
    let refused =
        refusal(&bytes, |records| put(records, listed + 4, len - 1)).expect("one of its middleware is missing");
    begins(&refused, "Resource record 0, middleware: expected 3");
}

/// An index names nothing that is not there: no target without a pointer, no type without a field.
#[test]
fn fields_of_a_struct_name_their_field() {
    let bytes = image("@strict nullability resource Order { id: uuid! totals: { net: int! tax: int! }! }");
    let extras = bytes.image().rows::<rows::FieldExtra>().len() as usize;
    let inner =
        (0..extras).find(|at| word(&bytes.records, cell(&bytes.records, Section::FieldExtra, *at, "parent")) != 0);
    let inner = inner.expect("there is a struct");
    for parent in [0, 1, 3] {
        let refused = set(&bytes, Section::FieldExtra, inner, "parent", parent);
        begins(&refused, &format!("FieldExtra record {inner}, parent: expected 2"));
    }
}

/// One text of 400 kB and a record type with a thousand records that come to name it.
#[test]
fn records_that_share_one_long_text_are_refused() {
    let mut model = read_json(Workload::Rich.document(300).as_bytes()).expect("it loads").model;
    let text = etched_compiler::model::Text::from("long ".repeat(80_000));
    model.application.documentation = text.clone();
    model.resources[0].operations = Some(vec![text]);
    let bytes = write(&model, Strip::NONE).expect("the model has an image");
    let long = word(&bytes.records, cell(&bytes.records, Section::Application, 0, "documentation"));
    let count = |section| word(&bytes.records, entry(section) + 8) as usize;
    let share = |section: Section, name: &str| {
        refusal(&bytes, |records| {
            for at in 0..count(section) {
                let at = cell(records, section, at, name);
                put(records, at, long);
            }
        })
    };
    let expected = "the image has more bytes of text named by its records than the";
    for (section, name) in [
        (Section::Field, "documentation"),
        (Section::Hook, "body"),
        (Section::Route, "handler"),
        (Section::Relationship, "foreign_key"),
    ] {
        begins(&share(section, name).expect("it is refused"), expected);
    }
    // By way of a record with a name, and of a list.
    let types = refusal(&bytes, |records| {
        let at = cell(records, Section::Type, 0, "text");
        put(records, at, long);
    });
    begins(&types.expect("it is refused"), expected);
    let lists = refusal(&bytes, |records| {
        let list = cell(records, Section::Resource, 0, "operations");
        let (start, len) = (word(records, list), word(records, list + 4));
        for at in 1..count(Section::Resource) {
            let list = cell(records, Section::Resource, at, "operations");
            put(records, list, start);
            put(records, list + 4, len);
        }
    });
    begins(&lists.expect("it is refused"), expected);
    // Each of them once is no more than the image holds.
    let once = refusal(&bytes, |records| {
        let at = cell(records, Section::Field, 0, "documentation");
        put(records, at, long);
    });
    assert_eq!(once, None);
}

/// The compiler writes no image that it refuses to read.
#[test]
fn a_model_that_repeats_one_long_text_has_no_image() {
    let mut model = read_json(Workload::Rich.document(300).as_bytes()).expect("it loads").model;
    let long = etched_compiler::model::Text::from("long ".repeat(80_000));
    for field in model.resources.iter_mut().flat_map(|resource| &mut resource.fields) {
        field.documentation = long.clone();
    }
    let mut result = None;
    let used = allocation_counter::measure(|| result = Some(write(&model, Strip::NONE)));
    let error = result.expect("it was measured").expect_err("it is out of proportion");
    assert!(matches!(error, WriteError::Excessive(_)), "{error}");
    assert_eq!(error.diagnostic("shop.json").code(), "E0104");
    // Hashing builds nothing: 2,400 fields of 400 kB would take 960 MB.
    assert!(used.bytes_max < 8 << 20, "{} bytes", used.bytes_max);
}
