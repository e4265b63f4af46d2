//! Ten schemas and ten routes of each of the four documents, as reviewed text.

use std::fmt::Write as _;
use std::path::PathBuf;

use etched_compiler::model::{Field, Model};
use etched_compiler::openapi::import;

use super::document;

/// Ten places spread over a list, the first and the last among them.
fn spread(len: usize) -> impl Iterator<Item = usize> {
    let count = len.min(10);
    (0..count).map(move |at| if count < 2 { 0 } else { at * (len - 1) / (count - 1) })
}

fn fields(fields: &[Field], indent: usize, out: &mut String) {
    for field in fields {
        let mark = if field.nullable { "?" } else { "!" };
        let required = if field.required { "" } else { " optional" };
        let inherited = if field.inherited { " inherited" } else { "" };
        write!(out, "{:indent$}{}: {}{mark}{required}{inherited}", "", field.name, field.ty).unwrap();
        for constraint in &field.constraints {
            write!(out, " {constraint}").unwrap();
        }
        if !field.values.is_empty() {
            let values: Vec<&str> = field.values.iter().map(|value| &**value).collect();
            write!(out, " of {}", values.join(", ")).unwrap();
        }
        if let Some(default) = &field.default {
            write!(out, " = {default}").unwrap();
        }
        if !field.format.is_empty() {
            write!(out, " as {}", field.format).unwrap();
        }
        // The beginning tells whose words they are.
        let words: String = field.documentation.chars().take(40).collect();
        writeln!(
            out,
            "{}",
            if words.is_empty() { String::new() } else { format!("  // {}", words.replace('\n', " ")) }
        )
        .unwrap();
        fields_of(field, indent, out);
    }
}

fn fields_of(field: &Field, indent: usize, out: &mut String) {
    fields(&field.fields, indent + 2, out);
}

fn shown(model: &Model) -> String {
    let mut out = String::new();
    for at in spread(model.resources.len()) {
        let resource = &model.resources[at];
        writeln!(out, "{}", resource.name).unwrap();
        for (key, value) in &resource.meta {
            let value: String = value.chars().take(80).collect();
            writeln!(out, "  {key} = {value}").unwrap();
        }
        fields(&resource.fields, 2, &mut out);
        for to in &resource.relationships {
            writeln!(out, "  {} -> {} {}", to.name, to.kind, to.target).unwrap();
        }
        let referred = model.references.iter().filter(|reference| reference.from == resource.name);
        for reference in referred {
            writeln!(out, "  -> {}", reference.to).unwrap();
        }
    }
    for at in spread(model.routes.len()) {
        let route = &model.routes[at];
        writeln!(out, "\n{} of {:?}: {} -> {}", route.id(), &*route.resource, route.operation, route.handler).unwrap();
        for parameter in &route.parameters {
            let mark = if parameter.required { "" } else { " optional" };
            writeln!(out, "  {} {}: {}{mark}", parameter.location, parameter.name, parameter.ty).unwrap();
        }
        for (what, ty) in [("takes", &route.request_body), ("answers", &route.response_body)] {
            if !ty.is_empty() {
                writeln!(out, "  {what} {ty}").unwrap();
            }
        }
        assert!(route.middleware.is_empty());
        for alternative in &route.security {
            writeln!(out, "  lets in who has {}", alternative.requirements.join(" and ")).unwrap();
        }
        writeln!(out, "  authentication {}", route.authentication).unwrap();
    }
    out
}

#[test]
fn four_documents() {
    let bless = std::env::var_os("ETCHED_BLESS").is_some();
    for name in ["petstore.yaml", "museum.yaml", "openai.json", "stripe-spec3.yaml"] {
        let found = shown(&import(name, &document(name)).expect(name).model);
        let path =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/openapi/snapshots").join(name).with_extension("txt");
        if bless {
            std::fs::write(&path, found).expect("it is written");
            continue;
        }
        let expected = std::fs::read_to_string(&path).expect("reviewed text; ETCHED_BLESS=1 writes it");
        for (at, (one, two)) in expected.lines().zip(found.lines()).enumerate() {
            assert_eq!(one, two, "{name}, line {}", at + 1);
        }
        assert_eq!(expected.lines().count(), found.lines().count(), "{name}");
    }
}
