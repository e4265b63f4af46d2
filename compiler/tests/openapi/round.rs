//! Export: valid by the official schema, and read back as the same model.

use etched_compiler::model::{
    Application, Field, FieldExtra, Hook, Model, Parameter, Reference, Relationship, RelationshipExtra, Resource,
    ResourceExtra, Route, RouteExtra, Scope, Text,
};
use etched_compiler::openapi::{Exported, export, import};

use super::document;

/// Fails with every violation of the official JSON schema of OpenAPI 3.1.
fn assert_valid(exported: &Exported) {
    let schema = serde_json::from_slice(&document("schema-3.1.json")).expect("a JSON schema");
    let validator = jsonschema::draft202012::new(&schema).expect("a JSON schema");
    let value = serde_json::from_str(&exported.text).expect("JSON");
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).take(5).collect();
    assert_eq!(errors, Vec::<String>::new());
}

/// A model without where its parts stand, which another document cannot keep.
fn without_places(model: &Model) -> Model {
    fn unplaced(field: &mut Field) {
        field.line = 0;
        field.fields.iter_mut().for_each(unplaced);
    }
    let mut model = model.clone();
    model.files.clear();
    model.not_represented.clear();
    model.application.file_path = Text::EMPTY;
    model.application.line = 0;
    model.references.sort();
    for resource in &mut model.resources {
        resource.file_path = Text::EMPTY;
        resource.line = 0;
        resource.origin = Default::default();
        resource.fields.iter_mut().for_each(unplaced);
        resource.relationships.iter_mut().for_each(|to| to.line = 0);
    }
    for route in &mut model.routes {
        route.file_path = Text::EMPTY;
        route.line = 0;
        route.origin = Default::default();
    }
    model
}

#[test]
fn documents_survive() {
    for name in ["petstore.yaml", "museum.yaml", "openai.json", "stripe-spec3.yaml"] {
        let model = import(name, &document(name)).expect(name).model;
        let exported = export(&model);
        assert_valid(&exported);
        assert_eq!(exported.not_exported, [], "{name}");
        let again = import("again.json", exported.text.as_bytes()).expect(name);
        let (model, again_model) = (without_places(&model), without_places(&again.model));
        assert_eq!(model.application, again_model.application);
        for (one, two) in model.resources.iter().zip(&again_model.resources) {
            assert_eq!(one, two, "{name}");
        }
        for (one, two) in model.routes.iter().zip(&again_model.routes) {
            assert_eq!(one, two, "{name}");
        }
        assert!(model == again_model, "{name}");
        assert_eq!(export(&again.model).text, exported.text, "{name}: same model, same text");
    }
}

fn field(name: &str, ty: &str) -> Field {
    Field { name: name.into(), ty: ty.into(), required: true, ..Field::default() }
}

fn relationship(name: &str, kind: &str, target: &str) -> Relationship {
    Relationship { name: name.into(), kind: kind.into(), target: target.into(), ..Relationship::default() }
}

/// What a .cdt schema compiles to: relationships without fields, our own types, derived routes, bodies of code.
fn schema_model() -> Model {
    let types = [
        "string(50)",
        "text",
        "markdown",
        "int",
        "float",
        "decimal(10,2)",
        "decimal",
        "bool",
        "timestamp",
        "date",
        "time",
        "uuid",
        "ulid",
        "email",
        "url",
        "phone",
        "json",
        "array<string!>",
        "array<uuid?>",
        "hash<string!, int!>",
        "hash<string!,decimal(4,1)?>",
        "array<array<json!>!>",
        "hash<int!, string!>",
        "one_of<Tag!, string!>",
        "bytes",
        "duration",
        "int(8)",
        "int(32)",
        "float(32)",
        "array<bytes!>",
    ];
    let mut fields: Vec<Field> = types
        .iter()
        .enumerate()
        .map(|(at, ty)| Field {
            nullable: at % 3 == 1,
            required: at % 2 == 0,
            extra: FieldExtra {
                documentation: if at % 4 == 0 { "Told".into() } else { Text::EMPTY },
                ..Default::default()
            }
            .into(),
            ..field(&format!("f{at}"), ty)
        })
        .collect();
    fields.push(Field {
        constraints: vec!["@min(5)".into(), "@max(100)".into(), "@unique".into(), "@pattern(/^a\\/b$/)".into()],
        extra: FieldExtra {
            default: Some("\"draft\"".into()),
            meta: vec![("x-own".into(), "[1,{\"a\":null}]".into()), ("label".into(), "\"Title\"".into())],
            tags: vec!["searchable".into()],
            ..Default::default()
        }
        .into(),
        ..field("title", "string")
    });
    fields.push(Field { constraints: vec!["@one_of([1, 2])".into(), "@min(1)".into()], ..field("level", "int") });
    let values = FieldExtra { values: vec!["draft".into(), "live".into()], ..Default::default() };
    fields.push(Field { extra: values.clone().into(), nullable: true, ..field("status", "enum") });
    fields.push(Field { extra: values.into(), ..field("states", "array<enum!>") });
    let zip = Field { required: false, nullable: true, ..field("zip", "string(5)") };
    let inner = FieldExtra { fields: vec![field("street", "string"), zip], ..Default::default() };
    fields.push(Field { extra: inner.clone().into(), nullable: true, ..field("address", "struct") });
    fields.push(Field { extra: inner.into(), ..field("places", "hash<string!,array<struct!>!>") });
    let post = Resource {
        name: "Post".into(),
        documentation: "A post.\n\nWith two paragraphs.".into(),
        fields,
        relationships: vec![
            relationship("f23", "one_of", "Tag"),
            Relationship {
                foreign_key: "author_id".into(),
                extra: RelationshipExtra {
                    on_delete: "cascade".into(),
                    documentation: "Who wrote it".into(),
                    options: vec![("order_by".into(), "name".into())],
                    ..Default::default()
                }
                .into(),
                ..relationship("author", "belongs_to", "Größe")
            },
            Relationship { nullable: true, ..relationship("parent", "belongs_to", "Post") },
            Relationship {
                extra: RelationshipExtra { through: "PostTag".into(), ..Default::default() }.into(),
                ..relationship("tags", "has_many_through", "Tag")
            },
        ],
        extra: ResourceExtra {
            deprecated: Some("use Article".into()),
            meta: vec![("owner".into(), "\"team\"".into())],
            hooks: vec![Hook { event: "before_create".into(), ..Hook::default() }],
            scopes: vec![Scope { name: "recent".into(), ..Scope::default() }],
            operations: Some(vec!["list".into()]),
            ..Default::default()
        }
        .into(),
        ..Resource::default()
    };
    let route = |method: &str, path: &str, operation: &str, request: &str, response: &str| Route {
        method: method.into(),
        path: path.into(),
        handler: format!("Post.{operation}").into(),
        resource: "Post".into(),
        operation: operation.into(),
        extra: RouteExtra { request_body: request.into(), response_body: response.into(), ..Default::default() }.into(),
        ..Route::default()
    };
    let mut created = route("POST", "/posts", "create", "Post", "Post");
    created.tags = vec!["a".into()];
    let mut patched = route("PATCH", "/posts/:id", "update", "PostPatch", "Post");
    patched.deprecated = Some("soon".into());
    let mut shown = route("GET", "/posts/:id", "show", "", "Post");
    shown.middleware = vec!["auth".into(), "cache(300)".into(), "auth:bearer".into()];
    shown.parameters = vec![Parameter {
        name: "id".into(),
        location: "path".into(),
        ty: "uuid".into(),
        required: true,
        ..Parameter::default()
    }];
    Model {
        application: Application {
            name: "Blog".into(),
            version: "3".into(),
            documentation: "A blog".into(),
            options: vec![
                ("pattern_min_frequency".into(), "2".into()),
                ("server".into(), "https://example.com".into()),
            ],
            ..Application::default()
        },
        resources: vec![
            post,
            Resource { name: "Größe".into(), fields: vec![field("id", "uuid")], ..Resource::default() },
            Resource { name: "Tag".into(), ..Resource::default() },
        ],
        routes: vec![
            route("GET", "/posts", "list", "", "array<Post!>"),
            created,
            shown,
            route("PUT", "/posts/:id", "update", "Post", "Post"),
            patched,
            route("GET", "/files/*rest", "files", "", ""),
        ],
        references: vec![Reference { from: "Tag".into(), to: "Größe".into() }],
        ..Model::default()
    }
}

#[test]
fn a_schema_survives() {
    let model = schema_model();
    let exported = export(&model);
    assert_valid(&exported);
    let reasons: Vec<_> =
        exported.not_exported.iter().map(|entry| (&*entry.reason, entry.count, &*entry.examples[0])).collect();
    assert_eq!(
        reasons,
        [("hook", 1, "Post"), ("list of operations (they are the routes)", 1, "Post"), ("scope", 1, "Post")]
    );
    let imported = import("again.json", exported.text.as_bytes()).expect("readable");
    assert_eq!(imported.warnings, []);
    let (before, after) = (without_places(&model), without_places(&imported.model));
    for (one, two) in before.resources.iter().zip(&after.resources) {
        assert_eq!((&one.name, &one.documentation, &one.deprecated), (&two.name, &two.documentation, &two.deprecated));
        for (one, two) in one.fields.iter().zip(&two.fields) {
            assert_eq!(one, two);
        }
        assert_eq!((one.fields.len(), &one.relationships), (two.fields.len(), &two.relationships));
        assert_eq!(one.meta, two.meta);
    }
    assert_eq!(before.routes.len(), after.routes.len());
    for (one, two) in before.routes.iter().zip(&after.routes) {
        assert_eq!(one, two);
    }
    assert_eq!(
        (before.references, before.application.options.len()),
        (after.references, after.application.options.len())
    );
}

#[test]
fn what_openapi_cannot_hold_is_counted() {
    let route = |method: &str, path: &str| Route { method: method.into(), path: path.into(), ..Route::default() };
    let model = Model {
        resources: vec![
            Resource { name: "a b".into(), ..Resource::default() },
            Resource { name: "a_b".into(), ..Resource::default() },
            Resource { name: "a b".into(), ..Resource::default() },
            Resource::default(),
        ],
        routes: vec![route("LINK", "/a"), route("GET", "/a/:x"), route("GET", "/a/{x}"), route("GET", "")],
        ..Model::default()
    };
    let exported = export(&model);
    assert_valid(&exported);
    let reasons: Vec<_> = exported.not_exported.iter().map(|entry| &*entry.reason).collect();
    assert_eq!(
        reasons,
        [
            "route with a method OpenAPI does not have",
            "second resource of the same name",
            "second route of the same method and path"
        ]
    );
    let again = import("x", exported.text.as_bytes()).expect("readable").model;
    assert_eq!(again.resources.iter().map(|resource| &*resource.name).collect::<Vec<_>>(), ["a b", "a_b", ""]);
    assert_eq!(again.routes.iter().map(|route| &*route.path).collect::<Vec<_>>(), ["/a/:x", ""]);
}
