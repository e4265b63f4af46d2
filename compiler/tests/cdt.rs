//! Models as schema text: from a schema the same comes back, from elsewhere what the language can say.

use std::fs;
use std::path::{Path, PathBuf};

use etched_compiler::model::Model;
use etched_compiler::{Sources, Strip, cdt, compile, format, image};

fn digest(model: &Model) -> [u8; 16] {
    image::write(model, Strip::NONE).expect("the model has an image").records[32..48].try_into().unwrap()
}

fn read(files: &[(String, String)]) -> Model {
    if files.is_empty() {
        return Model::default();
    }
    compile(&Sources::from_texts(files.iter().cloned()))
        .unwrap_or_else(|errors| panic!("{}", errors.render(false, 100)))
        .model
}

/// What a model says of resources and routes, without places.
fn plain(model: &Model) -> Vec<String> {
    let text = format!("{:#?}\n{:#?}\n{:#?}", model.application, model.resources, model.routes);
    let is_place = |line: &str| {
        ["line: ", "file_path: ", "source_hash", "shared_line"].iter().any(|key| line.trim_start().starts_with(key))
    };
    text.split("\n    },\n")
        .map(|part| part.lines().filter(|line| !is_place(line)).collect::<Vec<_>>().join("\n"))
        .collect()
}

/// A schema's model comes back with its digest, in files that have canonical layout.
fn comes_back(what: &str, model: &Model) {
    let exported = cdt::export(model);
    assert!(exported.not_exported.is_empty(), "{what}: {:?}", exported.not_exported);
    for (path, text) in &exported.files {
        assert_eq!(&format(path, text).unwrap(), text, "{what}: {path}");
    }
    let again = read(&exported.files);
    if digest(&again) != digest(model) {
        let differ = |one: &Model, other: &Model| {
            let other: Vec<String> = plain(other);
            plain(one).into_iter().filter(|text| !other.contains(text)).collect::<Vec<_>>().join("\n")
        };
        panic!("{what}:\n{}\n{}", differ(model, &again), differ(&again, model));
    }
    assert_eq!(cdt::export(&again), exported, "{what}");
    assert_eq!(digest(&read(&[("all.cdt".to_owned(), exported.text())])), digest(model), "{what}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_demo_comes_back() {
    let model = compile(&Sources::read(root().join("schema"))).unwrap().model;
    comes_back("schema", &model);
    assert_eq!(cdt::export(&model).files.len(), model.resources.len() + 1);
}

#[test]
fn accepted_fixtures_come_back() {
    let mut seen = 0;
    let mut open = vec![root().join("compiler/tests/fixtures")];
    while let Some(directory) = open.pop() {
        for path in fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "cdt")
                && let Ok(text) = fs::read_to_string(&path)
                && let Ok(compiled) = compile(&Sources::from_texts([("schema/a.cdt", text)]))
            {
                comes_back(&path.display().to_string(), &compiled.model);
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn random_schemas_come_back() {
    for seed in 0..200 {
        let text = workloads::random::schema(seed, 8);
        let model = compile(&Sources::from_texts([("schema/a.cdt", text)])).unwrap().model;
        comes_back(&format!("seed {seed}"), &model);
    }
}

/// Whatever a model says, what is written of it compiles, and nothing comes back that it did not say.
#[test]
fn random_models_compile_and_gain_nothing() {
    let mut written = 0;
    for seed in 0..150 {
        let model = workloads::random::model(seed, 6);
        let exported = cdt::export(&model);
        let again = read(&exported.files);
        for resource in &again.resources {
            let said = model.resources.iter().find(|said| said.name == resource.name).expect("a resource of the model");
            for hook in &resource.hooks {
                assert!(said.hooks.iter().any(|it| it.body == hook.body && it.event == hook.event), "{seed}");
            }
            for field in &resource.fields {
                assert!(said.fields.iter().any(|it| it.name == field.name), "{seed}: {}", field.name);
            }
            assert!(resource.validations.len() <= said.validations.len(), "{seed}");
            written += 1;
        }
        let left: u32 = exported.not_exported.iter().map(|(_, count)| count).sum();
        assert!(model.resources.len() == again.resources.len() || left > 0, "{seed}");
        assert_eq!(cdt::export(&model), exported, "{seed}");
    }
    assert!(written > 50, "{written}");
}

#[cfg(feature = "openapi")]
#[test]
fn what_a_document_says_in_words_of_the_language_comes_back() {
    let mut seen = 0;
    for entry in fs::read_dir(root().join("compiler/tests/data/openapi"))
        .into_iter()
        .flatten()
        .chain(fs::read_dir(root().join("tests/data/openapi")).into_iter().flatten())
    {
        let path = entry.unwrap().path();
        let Ok(bytes) = fs::read(&path) else { continue };
        let Ok(imported) = etched_compiler::openapi::import("a", &bytes) else { continue };
        let exported = cdt::export(&imported.model);
        let again = read(&exported.files);
        let refused: u32 = exported
            .not_exported
            .iter()
            .filter(|(reason, _)| reason.starts_with("resource") && !reason.contains("part"))
            .map(|(_, count)| count)
            .sum();
        assert_eq!(again.resources.len() + refused as usize, imported.model.resources.len(), "{}", path.display());
        seen += 1;
    }
    assert!(seen > 3, "{seen}");
}
