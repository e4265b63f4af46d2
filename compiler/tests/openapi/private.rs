//! What an export shows: no private field in a response, and nothing asked of a request that the application sets.

use std::collections::BTreeSet;

use etched_compiler::model::{Computed, Field, FieldExtra, Model, Resource, Route, RouteExtra, Type};
use etched_compiler::openapi::{export, import};
use serde_json::{Value, json};

fn field(name: &str, ty: &str, constraints: &[&str]) -> Field {
    Field {
        name: name.into(),
        ty: ty.into(),
        required: true,
        constraints: constraints.iter().map(|&text| text.into()).collect(),
        ..Field::default()
    }
}

fn route(method: &str, path: &str, takes: &str, answers: &str) -> Route {
    Route {
        method: method.into(),
        path: path.into(),
        extra: RouteExtra { request_body: takes.into(), response_body: answers.into(), ..RouteExtra::default() }.into(),
        ..Route::default()
    }
}

fn document(model: &Model) -> (Value, String) {
    let text = export(model).text;
    (serde_json::from_str(&text).expect("JSON"), text)
}

#[test]
fn a_password_hash_is_in_no_response() {
    let mut user = Resource { name: "User".into(), ..Resource::default() };
    user.fields = vec![
        field("id", "uuid", &["@primary", "@auto"]),
        field("password_hash", "string", &["@private"]),
        field("email", "email", &["@unique"]),
        field("token", "string", &["@private", "@auto"]),
        field("updated_at", "timestamp", &["@auto_update"]),
    ];
    user.computed_fields = vec![Computed {
        name: "label".into(),
        ty: "string".into(),
        expression: "email + password_hash".into(),
        documentation: "Shown".into(),
        ..Computed::default()
    }];
    let team =
        Resource { name: "Team".into(), fields: vec![field("members", "array<User!>", &[])], ..Resource::default() };
    let tag = Resource { name: "Tag".into(), fields: vec![field("name", "string", &[])], ..Resource::default() };
    let model = Model {
        resources: vec![user, team, tag],
        routes: vec![
            route("GET", "/users", "", "array<User!>"),
            route("POST", "/users", "User", "User"),
            route("POST", "/teams", "Team", "Team"),
            route("POST", "/tags", "Tag", "Tag"),
        ],
        ..Model::default()
    };
    let (document, text) = document(&model);
    let schemas = &document["components"]["schemas"];
    let keys: BTreeSet<&str> = schemas.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, BTreeSet::from(["Tag", "Team", "TeamRequest", "User", "UserRequest"]));
    let user = &schemas["User"];
    assert_eq!(user["required"], json!(["id", "email", "updated_at"]));
    let shown: BTreeSet<&str> = user["properties"].as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(shown, BTreeSet::from(["email", "id", "label", "updated_at"]));
    for name in ["id", "label", "updated_at"] {
        assert_eq!(user["properties"][name]["readOnly"], json!(true), "{name}");
    }
    let request = &schemas["UserRequest"];
    assert_eq!(request["required"], json!(["password_hash", "email"]));
    assert_eq!(request["properties"]["password_hash"]["writeOnly"], json!(true));
    assert_eq!(request["properties"]["id"]["readOnly"], json!(true));
    assert!(request["properties"].get("token").is_none(), "no request may set it");
    let body = |route: &str, pointer: &str| {
        document["paths"][route]["post"].pointer(pointer).and_then(Value::as_str).map(str::to_owned)
    };
    let (takes, answers) =
        ("/requestBody/content/application~1json/schema/$ref", "/responses/200/content/application~1json/schema/$ref");
    assert_eq!(body("/users", takes).as_deref(), Some("#/components/schemas/UserRequest"));
    assert_eq!(body("/users", answers).as_deref(), Some("#/components/schemas/User"));
    assert_eq!(body("/teams", takes).as_deref(), Some("#/components/schemas/TeamRequest"));
    assert_eq!(body("/tags", takes).as_deref(), Some("#/components/schemas/Tag"));
    assert!(!text.contains("email + password_hash"), "bodies are not published");

    let again = import("again.json", text.as_bytes()).expect("readable");
    assert_eq!(again.warnings, []);
    let model = again.model;
    let names: Vec<&str> = model.resources.iter().map(|resource| &*resource.name).collect();
    assert_eq!(names, ["User", "Team", "Tag"]);
    let user = &model.resources[0];
    let fields: Vec<_> = user.fields.iter().map(|field| (&*field.name, field.required)).collect();
    assert_eq!(fields, [("id", true), ("password_hash", true), ("email", true), ("updated_at", true)]);
    assert_eq!(user.fields[1].constraints, ["@private"]);
    assert_eq!(user.fields[3].constraints, ["@auto_update"]);
    let computed = &user.computed_fields[0];
    assert_eq!((&*computed.name, &*computed.ty, &*computed.documentation), ("label", "string", "Shown"));
    assert_eq!(model.routes[2].request_body, Type::from("Team"));
    assert_eq!(model.resources[1].fields[0].ty, Type::from("array<User!>"));
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    /// A field whose name says what is to become of it.
    fn field(&mut self, resources: usize, at: usize, depth: usize) -> Field {
        let mut constraints = Vec::new();
        let mut name = String::new();
        if self.one_in(3) {
            name += "secret_";
            constraints.push("@private");
        }
        if self.one_in(4) {
            name += "auto_";
            constraints.push("@auto");
        }
        let ty = match self.below(6) {
            0 => format!("R{}", self.below(resources)),
            1 => format!("array<R{}!>", self.below(resources)),
            2 => format!("hash<string!,R{}!>", self.below(resources)),
            3 if depth < 2 => "struct".to_owned(),
            _ => "string".to_owned(),
        };
        let fields = if ty == "struct" {
            (0..1 + self.below(3)).map(|at| self.field(resources, at, depth + 1)).collect()
        } else {
            Vec::new()
        };
        let mut out = field(&format!("{name}f{depth}{at}"), &ty, &constraints);
        out.required = self.one_in(2);
        out.nullable = self.one_in(4);
        out.extra = FieldExtra { fields, ..FieldExtra::default() }.into();
        out
    }
}

/// Every schema that a part of a document leads to, with the properties on the way.
fn reached<'d>(document: &'d Value, node: &'d Value, seen: &mut BTreeSet<&'d str>, out: &mut Vec<&'d Value>) {
    out.push(node);
    match node {
        Value::Object(members) => {
            for (key, member) in members {
                if let ("$ref", Some(reference)) = (key.as_str(), member.as_str()) {
                    let key = reference.strip_prefix("#/components/schemas/").expect("a schema");
                    if seen.insert(key) {
                        reached(document, &document["components"]["schemas"][key], seen, out);
                    }
                } else {
                    reached(document, member, seen, out);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| reached(document, item, seen, out)),
        _ => {}
    }
}

/// Fields without those that nobody can set, which an export has no place for.
fn settable(fields: &[Field]) -> Vec<Field> {
    let kept = fields.iter().filter(|field| !field.name.contains("secret_auto_"));
    kept.map(|field| {
        let mut field = field.clone();
        field.line = 0;
        if !field.fields.is_empty() {
            field.fields = settable(&field.fields);
        }
        field
    })
    .collect()
}

#[test]
fn random_models_show_no_secret() {
    let (mut secrets, mut requests) = (0, 0);
    for seed in 0..300 {
        let mut random = Random(seed);
        let count = 1 + random.below(4);
        let mut resources: Vec<Resource> = Vec::new();
        for at in 0..count {
            let fields = (0..random.below(5)).map(|place| random.field(count, place, 0)).collect();
            resources.push(Resource { name: format!("R{at}").into(), fields, ..Resource::default() });
        }
        let mut model = Model { resources, ..Model::default() };
        for at in 0..count {
            let name = format!("R{at}");
            let takes = if random.one_in(3) { "" } else { &name };
            model.routes.push(route("POST", &format!("/r{at}"), takes, &format!("array<{name}!>")));
        }
        let (document, text) = document(&model);
        let paths = document["paths"].as_object().expect("an object");
        for (path, item) in paths {
            let operation = &item["post"];
            let (mut seen, mut nodes) = (BTreeSet::new(), Vec::new());
            reached(&document, &operation["responses"], &mut seen, &mut nodes);
            for node in nodes {
                let said = node.as_object().into_iter().flat_map(|members| members.keys().map(String::as_str));
                for text in said.chain(node.as_str()) {
                    assert!(!text.contains("secret_"), "seed {seed}, {path}: {text}\n{}", export(&model).text);
                }
            }
            let (mut seen, mut nodes) = (BTreeSet::new(), Vec::new());
            reached(&document, &operation["requestBody"], &mut seen, &mut nodes);
            for node in nodes.iter().filter(|node| node.get("properties").is_some()) {
                let required = node["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                assert!(required.clone().all(|name| !name.contains("auto_")), "seed {seed}, {path}: {node}");
                for (name, property) in node["properties"].as_object().expect("an object") {
                    assert!(!name.contains("secret_auto_"), "seed {seed}, {path}: {name}");
                    // What refers and says more is beside the reference, or wraps it.
                    let is = |key: &str| property.get(key) == Some(&json!(true));
                    assert_eq!(is("writeOnly"), name.contains("secret_"), "seed {seed}, {path}: {name} {property}");
                    assert_eq!(is("readOnly"), name.contains("auto_"), "seed {seed}, {path}: {name} {property}");
                    secrets += usize::from(name.contains("secret_"));
                }
            }
            requests += usize::from(!seen.is_empty());
        }
        // What a request takes comes back whole.
        let again = import("again.json", text.as_bytes()).expect("readable");
        assert_eq!(again.warnings, [], "seed {seed}\n{text}");
        assert_eq!(again.model.resources.len(), count, "seed {seed}\n{text}");
        let mut taken = BTreeSet::new();
        for item in paths.values() {
            reached(&document, &item["post"]["requestBody"], &mut taken, &mut Vec::new());
        }
        for (one, two) in model.resources.iter().zip(&again.model.resources) {
            let whole = taken.iter().any(|key| *key == &*one.name || *key == format!("{}Request", one.name));
            if whole {
                assert_eq!(settable(&two.fields), settable(&one.fields), "seed {seed}, {}\n{text}", one.name);
            }
        }
        for (one, two) in model.routes.iter().zip(&again.model.routes) {
            assert_eq!((&one.request_body, &one.response_body), (&two.request_body, &two.response_body), "seed {seed}");
        }
    }
    assert!(secrets > 100 && requests > 300, "{secrets} {requests}");
}
