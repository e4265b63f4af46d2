//! Sources of every form, together and alone, and what is said of those that cannot be read.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use etched_compiler::model::{Model, Resource, Route};
use etched_compiler::{Assembled, Diagnostic, Sources, Strip, assemble, compile, compile_str, image};

/// A directory of this test, empty.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("assemble-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn errors(assembled: Assembled) -> Vec<Diagnostic> {
    assembled.result.expect_err("it has errors").iter().cloned().collect()
}

const TAG: &str = "@strict nullability\nresource Tag {\n  name: string!\n}\n";

#[test]
fn schemas_and_images_are_read_whatever_they_are_called() {
    let root = directory("forms");
    let image = compile_str("@strict nullability resource Post { title: string! }").unwrap().to_file();
    write(&root, &[("one/tag.cdt", TAG), ("two.txt", "@strict nullability\nresource User { email: email! }")]);
    fs::write(root.join("three.json"), image).unwrap();
    let assembled = assemble(&root, ["one", "two.txt", "three.json", "./one"]);
    let watched: Vec<_> = assembled.watched().iter().map(|path| path.strip_prefix(&root).unwrap().to_owned()).collect();
    let model = assembled.result.unwrap().model;
    let names: Vec<_> = model.resources.iter().map(|resource| resource.name.to_string()).collect();
    assert_eq!(names, ["Tag", "User", "Post"]);
    assert_eq!(watched, ["one", "one/tag.cdt", "three.json", "two.txt"].map(PathBuf::from));
    // What is merged has an image, and that has the same model.
    let image = image::write(&model, Strip::NONE).unwrap();
    assert_eq!(image::read(image.image()), model);
}

#[test]
fn schemas_in_two_places_are_one() {
    let root = directory("schemas");
    write(
        &root,
        &[
            ("a/tag.cdt", "@strict nullability resource Tag { owner: User! }"),
            ("b/user.cdt", "@strict nullability resource User { name: string! }"),
        ],
    );
    let model = assemble(&root, ["a", "b"]).result.unwrap().model;
    assert_eq!(model.resources[0].relationships[0].target, "User");
    let twice = errors(assemble(&root, ["a", "b", "b/user.cdt"]));
    assert_eq!(twice[0].code(), "E0030");
}

#[test]
fn what_differs_names_both_places() {
    let root = directory("differ");
    let other = "@strict nullability resource Tag { name: text! @min(2)  slug: string! }";
    fs::write(root.join("other.etched"), compile_str(other).unwrap().to_file()).unwrap();
    write(&root, &[("tag.cdt", TAG)]);
    let errors = errors(assemble(&root, ["other.etched", "tag.cdt"]));
    assert_eq!(errors.len(), 1, "{errors:?}");
    let error = &errors[0];
    assert_eq!(error.code(), "E0009");
    assert_eq!(
        error.message(),
        "two sources say different things of `Tag.name`: its type is `text` there and `string` here"
    );
    assert_eq!((error.place().file_path(), error.place().line()), ("tag.cdt", Some(3)));
    assert_eq!((error.related()[0].place.file_path(), error.related()[0].place.line()), ("schema.cdt", Some(1)));
}

#[test]
fn what_one_source_leaves_out_the_other_says() {
    let root = directory("union");
    let other =
        "@strict nullability resource Tag { name: string! @min(2)  slug: string! }\nresource Post { title: string! }";
    fs::write(root.join("other.etched"), compile_str(other).unwrap().to_file()).unwrap();
    write(&root, &[("tag.cdt", "@strict nullability\nresource Tag {\n  name: string!\n  colour: string?\n}\n")]);
    for order in [["other.etched", "tag.cdt"], ["tag.cdt", "other.etched"]] {
        let model = assemble(&root, order).result.unwrap().model;
        let tag = model.resources.iter().find(|resource| resource.name == "Tag").unwrap();
        let mut fields: Vec<_> = tag.fields.iter().map(|field| field.name.to_string()).collect();
        fields.sort();
        assert_eq!(fields, ["colour", "name", "slug"]);
        let name = tag.fields.iter().find(|field| field.name == "name").unwrap();
        assert_eq!(name.constraints, ["@min(2)"]);
        // Both derive the routes of a tag; a route is there once.
        assert_eq!(model.routes.len(), 12);
    }
}

/// Nothing that one source says is lost beside one that only names its resources and routes, whichever comes first.
#[test]
fn everything_that_is_said_comes_through() {
    let root = directory("everything");
    let digest = |model: &Model| image::write(model, Strip::NONE).unwrap().image().digest();
    let file = |name: &str, model: &Model| {
        fs::write(root.join(name), image::write(model, Strip::NONE).unwrap().to_file()).unwrap();
    };
    for seed in 0..60 {
        let text = workloads::random::schema(seed, 6);
        let full = compile(&Sources::from_texts([("schema.cdt", text)])).unwrap().model;
        let resources = full.resources.iter().map(|one| Resource { name: one.name.clone(), ..Resource::default() });
        let routes = full.routes.iter().map(|one| Route {
            method: one.method.clone(),
            path: one.path.clone(),
            authentication: one.authentication,
            ..Route::default()
        });
        file("full", &full);
        file("names", &Model { resources: resources.collect(), routes: routes.collect(), ..Model::default() });
        for order in [["full", "names"], ["names", "full"]] {
            let merged = assemble(&root, order).result.unwrap_or_else(|errors| panic!("{seed}: {errors}")).model;
            if digest(&merged) != digest(&full) {
                for (one, other) in merged.resources.iter().zip(&full.resources) {
                    let (mut one, mut other) = (one.clone(), other.clone());
                    for it in [&mut one, &mut other] {
                        (it.file_path, it.line, it.origin) = Default::default();
                    }
                    assert_eq!(one, other, "{seed} {order:?}");
                }
                assert_eq!(merged.application.kinds, full.application.kinds, "{seed} {order:?}");
                panic!("{seed} {order:?}: {:#?}\n{:#?}", merged.routes, full.routes);
            }
        }
    }
}

#[test]
fn keys_answers_and_kinds_that_differ_are_errors() {
    let root = directory("kinds");
    let one = "@application \"a\" {}\n@strict nullability\n@middleware_kind session: authenticates\nresource Tag { name: string! slug: string! @unique [name, slug] as \"one\" @key name\n@route GET \"/x\" -> x { response 200: Tag response 404: { a: string! } } }";
    let two = one
        .replace("authenticates", "neither")
        .replace("as \"one\"", "as \"two\"")
        .replace("@key name", "@key slug")
        .replace("{ a:", "{ b:");
    for (name, text) in [("one", one), ("two", two.as_str())] {
        fs::write(root.join(name), compile_str(text).unwrap().to_file()).unwrap();
    }
    let errors = errors(assemble(&root, ["one", "two"]));
    let messages: Vec<_> = errors.iter().map(|error| format!("{} {}", error.code(), error.message())).collect();
    // Beside them are warnings of routes that match the same requests now.
    assert!(messages.iter().all(|message| message.starts_with("E0009") || message.starts_with('W')), "{messages:#?}");
    for said in
        ["the middleware `session`", "`path key` differs", "`Tag.unique`: `key` differs", "`response 404` differs"]
    {
        assert!(messages.iter().any(|message| message.contains(said)), "{said}: {messages:#?}");
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    let root = directory("wrong");
    write(&root, &[("api/query.graphql", "type Tag { name: String! }"), ("empty.json", ""), ("notes.txt", "buy milk")]);
    fs::write(root.join("table.xlsx"), b"PK\x03\x04\x14\0\x06\0").unwrap();
    fs::write(root.join("program"), b"\x7fELF\x02\x01\x01").unwrap();
    fs::write(root.join("damaged"), b"\x89ETCH\r\n\x1a0123456789").unwrap();
    // Sparse: it has its length and takes no room.
    File::create(root.join("large.json")).unwrap().set_len(1 << 30).unwrap();
    let table = [
        ("api", "E0003", "no .cdt files"),
        ("empty.json", "E0007", "it is empty"),
        ("notes.txt", "E0007", "its content tells of no form that is read"),
        ("table.xlsx", "E0007", "its content tells of no form that is read"),
        ("program", "E0007", "it is a program"),
        ("damaged", "E0100", "not an etched image"),
        ("large.json", "E0005", "it has 1073741824 bytes"),
        ("note.txt", "E0001", "cannot read it"),
    ];
    for (source, code, message) in table {
        let errors = errors(assemble(&root, [source]));
        assert_eq!(errors.len(), 1, "{source}: {errors:?}");
        assert_eq!(errors[0].code(), code, "{source}");
        assert!(errors[0].message().contains(message), "{source}: {}", errors[0].message());
    }
    let near = errors(assemble(&root, ["note.txt"]));
    assert_eq!(near[0].suggestion(), Some("notes.txt"));
}

const API: &str = "openapi: 3.1.0
info: {title: Tags, version: '2'}
paths: {}
components:
  schemas:
    Tag:
      type: object
      required: [name]
      properties:
        name: {type: string, maxLength: 80}
        count: {type: integer}
";

#[cfg(not(feature = "openapi"))]
#[test]
fn a_feature_that_is_off_is_named() {
    let root = directory("off");
    write(&root, &[("api.yaml", API), ("meta.json", "{\"resources\": []}")]);
    let api = errors(assemble(&root, ["api.yaml"]));
    assert_eq!(
        (api[0].code(), api[0].message()),
        ("E0008", "it is an OpenAPI document, and the feature `openapi` is off")
    );
    assert!(api[0].expected().unwrap().contains("features = [\"openapi\"]"));
}

#[cfg(feature = "openapi")]
#[test]
fn an_openapi_document_and_a_schema_are_one_application() {
    let root = directory("api");
    write(&root, &[("api.yaml", API), ("schema/tag.cdt", TAG)]);
    let model = assemble(&root, ["api.yaml", "schema"]).result.unwrap().model;
    assert_eq!((model.application.name.as_str(), model.resources.len(), model.routes.len()), ("Tags", 1, 6));
    let fields: Vec<_> =
        model.resources[0].fields.iter().map(|field| (field.name.as_str(), field.ty.as_str())).collect();
    assert_eq!(fields, [("name", "string"), ("count", "int")]);

    write(&root, &[("schema/tag.cdt", &TAG.replace("string!", "string?"))]);
    let errors = errors(assemble(&root, ["api.yaml", "schema"]));
    let said: Vec<_> = errors.iter().map(Diagnostic::message).collect();
    assert!(said[0].starts_with("two sources say different things of `Tag.name`"), "{said:?}");
    assert_eq!(errors[0].place().file_path(), "schema/tag.cdt");
    assert_eq!(errors[0].related()[0].place.file_path(), "api.yaml#/components/schemas/Tag");
}

#[cfg(feature = "openapi")]
#[test]
fn an_alias_bomb_is_refused() {
    let root = directory("bomb");
    let mut bomb = "openapi: 3.1.0\nx0: &x0 [a, a, a, a, a, a, a, a, a, a]\n".to_owned();
    for level in 1..12 {
        let before = format!("*x{}", level - 1);
        bomb.push_str(&format!("x{level}: &x{level} [{}]\n", [before.as_str(); 10].join(", ")));
    }
    write(&root, &[("bomb.yaml", &bomb)]);
    let errors = errors(assemble(&root, ["bomb.yaml"]));
    assert_eq!(errors[0].code(), "E0094", "{errors:?}");
}
