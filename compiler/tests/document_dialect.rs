//! Documents as the reference system's compiler writes them, told by their keys.

use etched_compiler::document::{Document, read_json, read_msgpack, write_json, write_msgpack};
use etched_compiler::model::{FieldConstraint, Model, Text, doubts};

fn read(text: &str) -> Document {
    read_json(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn built() -> Document {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/metadata/reference_build.json");
    read(&std::fs::read_to_string(path).expect("the file is there"))
}

fn written(constraints: &[FieldConstraint]) -> Vec<String> {
    constraints.iter().map(ToString::to_string).collect()
}

fn texts(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(Text::as_str).collect()
}

#[test]
fn a_document_of_its_compiler_is_read() {
    let Document { model, warnings, .. } = built();
    let names: Vec<_> = model.resources.iter().map(|resource| (resource.name.as_str(), resource.line)).collect();
    assert_eq!(names, [("Task", 4), ("Step", 22)]);
    let task = &model.resources[0];
    let fields: Vec<_> = task
        .fields
        .iter()
        .map(|field| {
            let default = field.default.as_deref();
            (
                field.name.as_str(),
                field.ty.to_string(),
                field.nullable,
                field.required,
                written(&field.constraints),
                default,
            )
        })
        .collect();
    assert_eq!(
        fields,
        [
            ("id", "uuid".to_owned(), false, true, vec!["@primary".to_owned(), "@auto".to_owned()], None),
            ("title", "string".to_owned(), false, true, vec!["@min(3)".to_owned(), "@max(120)".to_owned()], None),
            ("done", "bool".to_owned(), false, true, vec![], Some("false")),
            ("due", "date".to_owned(), true, false, vec![], None),
        ]
    );
    let hooks: Vec<_> = task
        .hooks
        .iter()
        .map(|hook| (hook.event.as_str(), hook.transaction, hook.is_async, hook.body.as_str(), hook.line))
        .collect();
    assert_eq!(
        hooks,
        [
            ("before_create", false, false, "self.title = String.trim(self.title)", 14),
            ("after_update", true, true, "Notify.changed(self)", 17),
        ]
    );
    let [validation] = &task.validations[..] else { panic!("{:?}", task.validations) };
    assert_eq!(
        [&validation.kind, &validation.body, &validation.message, &validation.documentation].map(Text::as_str),
        ["custom", "self.title != nil", "needs a title", "title_set"]
    );
    let [constraint] = &task.constraints[..] else { panic!("{:?}", task.constraints) };
    assert_eq!((constraint.name.as_str(), texts(&constraint.operations)), ("due_later", vec!["create"]));
    assert_eq!([&constraint.condition, &constraint.error].map(Text::as_str), ["self.due != nil", "needs a due date"]);
    assert_eq!((task.scopes[0].name.as_str(), task.scopes[0].query.as_str()), ("open", "done == false"));
    let late = &task.computed_fields[0];
    assert_eq!(
        (late.name.as_str(), late.nullable, late.expression.as_str()),
        ("late", false, "self.due < Date.today()")
    );
    // Middleware is the resource's, on each of its operations and on their routes.
    assert_eq!(texts(&task.shared_middleware), ["auth"]);
    let chains: Vec<_> = task.middleware.iter().map(|(name, chain)| (name.as_str(), texts(&chain.names))).collect();
    assert_eq!(chains, [("create", vec!["auth"]), ("list", vec!["auth"])]);
    let step = &model.resources[1].relationships[0];
    assert_eq!(
        [&step.name, &step.kind, &step.target, &step.foreign_key, &step.on_delete].map(Text::as_str),
        ["task", "belongs_to", "Task", "task_id", "cascade"]
    );
    let routes: Vec<_> = model
        .routes
        .iter()
        .map(|route| (route.id(), route.operation.as_str(), texts(&route.middleware), route.documentation.as_str()))
        .collect();
    assert_eq!(
        routes,
        [
            ("GET /tasks".to_owned(), "list", vec!["auth"], "List tasks"),
            ("POST /tasks".to_owned(), "create", vec!["auth"], "Create a task"),
        ]
    );
    let [pattern] = &model.patterns[..] else { panic!("{:?}", model.patterns) };
    assert_eq!(
        [&pattern.id, &pattern.name, &pattern.category].map(Text::as_str),
        ["document/primary_uuid", "primary_uuid", "general"]
    );
    assert_eq!((pattern.frequency, pattern.confidence), (2, 0.2));
    // The pattern got an id, and that is all there is to say.
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(doubts(&model).is_empty());
}

/// What was read is written as ours, and read as ours.
#[test]
fn it_is_written_as_ours() {
    let model = built().model;
    let json = write_json(&model);
    for key in ["timing", "kind", "occurrences", "has_async", "\"line\"", "\"computed\"", "\"default\""] {
        assert!(!json.contains(key), "{key} is in {json}");
    }
    let again = read(&json);
    assert_eq!((&again.model, again.warnings.len()), (&model, 0));
    assert_eq!(read_msgpack(&write_msgpack(&model)).expect("it was written").model, model);
    // The dialect in the other form.
    let value: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/data/metadata/reference_build.json")).expect("it is JSON");
    let packed = rmp_serde::to_vec_named(&value).expect("it is MessagePack");
    assert_eq!(read_msgpack(&packed).expect("it reads").model, model);
}

fn one(resource: &str) -> Model {
    read(&format!(r#"{{"resources": [{{"name": "A", {resource}}}]}}"#)).model
}

#[test]
fn keys_come_in_any_order_and_ours_win() {
    let event = |hook: &str| one(&format!(r#""hooks": [{{{hook}}}]"#)).resources[0].hooks[0].event.to_string();
    assert_eq!(event(r#""timing": "before", "event": "create""#), "before_create");
    assert_eq!(event(r#""event": "create", "timing": "before""#), "before_create");
    assert_eq!(event(r#""type": "after_save""#), "after_save");
    let line = |keys: &str| one(keys).resources[0].line;
    assert_eq!(
        (line(r#""line": 3, "line_number": 4"#), line(r#""line_number": 4, "line": 3"#), line(r#""line": 3"#)),
        (4, 4, 3)
    );
    let ends = |keys: &str| {
        let model = one(&format!(r#""relationships": [{{"name": "b", {keys}}}]"#));
        let b = &model.resources[0].relationships[0];
        (b.kind.to_string(), b.target.to_string())
    };
    let expected = ("has_many".to_owned(), "B".to_owned());
    assert_eq!(ends(r#""type": "B", "kind": "has_many""#), expected);
    assert_eq!(ends(r#""kind": "has_many", "type": "B""#), expected);
    assert_eq!(ends(r#""type": "has_many", "target_resource": "B""#), expected);
    // Ours, with a key that means nothing here.
    assert_eq!(ends(r#""type": "has_many", "target_resource": "B", "kind": "x""#), expected);
    assert_eq!(ends(r#""kind": "x", "type": "has_many", "target_resource": "B""#), expected);
}

#[test]
fn types_of_the_dialect_become_ours() {
    let model = one(r#""line": 1, "fields": [
            {"name": "a", "type": "enum[draft|live]!", "nullable": false},
            {"name": "b", "type": "array<enum[x|y]!>?", "nullable": true},
            {"name": "c", "type": "struct{at: date!, tags: array<string!>!, in: struct{x: int?}!}!", "nullable": false},
            {"name": "d", "type": "enum[unclosed", "nullable": false}]"#);
    let fields = &model.resources[0].fields;
    assert_eq!(
        (fields[0].ty.to_string(), texts(&fields[0].values), fields[0].required),
        ("enum".into(), vec!["draft", "live"], true)
    );
    assert_eq!(
        (fields[1].ty.to_string(), texts(&fields[1].values), fields[1].nullable),
        ("array<enum!>".into(), vec!["x", "y"], true)
    );
    let inner: Vec<_> =
        fields[2].fields.iter().map(|field| (field.name.as_str(), field.ty.to_string(), field.required)).collect();
    assert_eq!(
        inner,
        [
            ("at", "date".to_owned(), true),
            ("tags", "array<string!>".to_owned(), true),
            ("in", "struct".to_owned(), true)
        ]
    );
    assert!(fields[2].fields[2].fields[0].nullable);
    assert_eq!(fields[3].ty.to_string(), "enum[unclosed");
}

/// What looks like the dialect in one key is not all of it: a document of ours keeps what it says.
#[test]
fn a_document_of_ours_is_left_alone() {
    let text = r#"{"resources": [{"name": "A", "fields": [{"name": "a", "type": "enum[x|y]", "constraints": ["primary"]}],
        "middleware": {"": ["auth"], "list": ["auth", "log"]}}],
        "routes": [{"method": "GET", "path": "/a", "resource": "A", "operation": "list", "description": "All of them"}]}"#;
    let model = read(text).model;
    let a = &model.resources[0];
    assert_eq!((written(&a.fields[0].constraints), a.middleware.len()), (vec!["primary".to_owned()], 2));
    assert_eq!((model.routes[0].middleware.len(), model.routes[0].documentation.as_str()), (0, "All of them"));
}

#[test]
fn on_delete_of_a_document_has_its_canonical_name() {
    let model = one(
        r#""relationships": [{"name": "b", "type": "belongs_to", "target_resource": "B", "on_delete": "nullify", "on_update": "cascade"}]"#,
    );
    let b = &model.resources[0].relationships[0];
    assert_eq!((b.on_delete.as_str(), b.on_update.as_str()), ("set_null", "cascade"));
}

/// A mark that says what no other key denies is no news.
#[test]
fn marks_are_only_told_of_where_keys_say_otherwise() {
    let warned = |keys: &str| {
        let text = format!(r#"{{"resources": [{{"name": "A", "fields": [{{"name": "a", "type": "int!"{keys}}}]}}]}}"#);
        read(&text).warnings.len()
    };
    assert_eq!(
        ["", r#", "nullable": false"#, r#", "required": true"#, r#", "nullable": true"#, r#", "required": false"#]
            .map(warned),
        [0, 0, 0, 1, 1]
    );
}
