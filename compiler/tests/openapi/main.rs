//! OpenAPI documents: import, export, and what is wrong with them.

mod constructs;
mod counts;
mod dropped;
mod naive;
mod nullable;
mod private;
mod random;
mod round;
mod security;
mod seeded;
mod snapshots;
mod truths;
mod wrong;

use std::path::PathBuf;

use etched_compiler::model::{Field, Model, Resource, Route};
use etched_compiler::openapi::{Imported, import};

/// Returns the bytes of a document under tests/data/openapi.
fn document(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/data/openapi").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Imports a document that must be readable.
fn read(text: &str) -> Imported {
    import("api.yaml", text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Imports `components.schemas` written in YAML, as a document of a version.
fn schemas(version: &str, schemas: &str) -> Imported {
    let mut text =
        format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n");
    for line in schemas.lines() {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    read(&text)
}

fn resource<'m>(model: &'m Model, name: &str) -> &'m Resource {
    model.resources.iter().find(|resource| resource.name == name).unwrap_or_else(|| panic!("no resource {name:?}"))
}

fn field<'m>(model: &'m Model, owner: &str, name: &str) -> &'m Field {
    let fields = &resource(model, owner).fields;
    fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("no field {name:?} in {owner:?}"))
}

fn route<'m>(model: &'m Model, method: &str, path: &str) -> &'m Route {
    let found = model.routes.iter().find(|route| route.method == method && route.path == path);
    found.unwrap_or_else(|| panic!("no route {method} {path}"))
}

/// Returns how often a reason was counted.
fn counted(imported: &Imported, reason: &str) -> u32 {
    imported.report.iter().find(|entry| entry.reason == reason).map_or(0, |entry| entry.count)
}
