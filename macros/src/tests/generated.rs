//! A schema rendered as Rust structs is accepted; with one mutation it is refused, at the field that was mutated.

use std::fmt::Write;

use etched_compiler::bind::{Outcome, check};
use etched_compiler::image::{self, Bytes};
use etched_compiler::model::{Element, Field, Model, Relationship, Resource, TypeKind};
use etched_compiler::{Sources, Strip, compile};
use workloads::random::{Rng, schema};

use crate::derive::{Container, item};

/// Rust types that hold a scalar, told from the schema language and not from the table of types.
fn scalar(ty: &TypeKind, rng: &mut Rng) -> &'static str {
    let text = ty.to_string();
    let list: &[&'static str] = match if text.starts_with(['i', 'f']) { &text } else { ty.base() } {
        "string" | "text" | "markdown" | "email" | "phone" => {
            &["String", "&'a str", "Box<str>", "std::borrow::Cow<'a, str>"]
        }
        "url" => &["url::Url", "String"],
        "int" => &["i64", "u8", "std::num::NonZeroU32"],
        "float" => &["f32", "f64"],
        "decimal" => &["rust_decimal::Decimal"],
        "bool" => &["bool"],
        "timestamp" => &["chrono::DateTime<chrono::Utc>", "jiff::Timestamp", "OffsetDateTime"],
        "date" => &["NaiveDate", "time::Date"],
        "time" => &["NaiveTime", "jiff::civil::Time"],
        "uuid" => &["uuid::Uuid"],
        "ulid" => &["Ulid"],
        "bytes" => &["Vec<u8>", "[u8; 32]", "bytes::Bytes"],
        "duration" => &["std::time::Duration", "chrono::TimeDelta"],
        "int(8)" => &["i8", "u8", "NonZero<u8>", "isize"],
        "int(64)" => &["i64", "NonZeroU64", "usize"],
        "float(32)" => &["f32", "OrderedFloat<f32>"],
        "json" => &["serde_json::Value"],
        other => panic!("no scalar is called {other}"),
    };
    let ty: &&str = rng.pick(list);
    ty
}

/// Returns the Rust type of a schema type.
fn rust(ty: &TypeKind, nullable: bool, rng: &mut Rng) -> String {
    let inner = |element: &Element, rng: &mut Rng| rust(&element.kind, element.nullable(), rng);
    let plain = match ty {
        TypeKind::Array(item) => {
            format!("{}<{}>", rng.pick(&["Vec", "std::collections::VecDeque", "BTreeSet"]), inner(item, rng))
        }
        TypeKind::Hash(pair) => {
            format!("{}<String, {}>", rng.pick(&["HashMap", "std::collections::BTreeMap"]), inner(&pair.1, rng))
        }
        TypeKind::Enum(_) => (*rng.pick(&["String", "Status"])).to_owned(),
        TypeKind::Struct(_) => (*rng.pick(&["Value", "Part"])).to_owned(),
        // Nothing is compared.
        TypeKind::OneOf(_) => "Subject".to_owned(),
        other => scalar(other, rng).to_owned(),
    };
    let plain = if rng.one_in(6) { format!("Box<{plain}>") } else { plain };
    if nullable { format!("Option<{plain}>") } else { plain }
}

/// A field of the struct: one line of text.
#[derive(Clone)]
struct Line {
    name: String,
    ty: String,
    nullable: bool,
}

fn lines(resource: &Resource, rng: &mut Rng) -> Vec<Line> {
    let field = |field: &Field, rng: &mut Rng| Line {
        name: field.name.to_string(),
        ty: rust(field.ty.kind(), field.nullable, rng),
        nullable: field.nullable,
    };
    let mut out: Vec<Line> = resource.fields.iter().map(|inner| field(inner, rng)).collect();
    let key = |relation: &Relationship| Line {
        name: relation.foreign_key.to_string(),
        ty: if relation.nullable { "Option<Uuid>".to_owned() } else { "Uuid".to_owned() },
        nullable: relation.nullable,
    };
    let object = |relation: &Relationship| {
        let target = &relation.target;
        let ty = match (relation.kind.as_str(), relation.nullable) {
            ("belongs_to", true) => format!("Option<Box<{target}>>"),
            ("belongs_to", false) => format!("Box<{target}>"),
            _ => format!("Vec<{target}>"),
        };
        Line { name: relation.name.to_string(), ty, nullable: relation.nullable }
    };
    // Its field stands for a `one_of`.
    for relation in resource.relationships.iter().filter(|relation| relation.kind != "one_of") {
        match rng.below(3) {
            0 => out.push(object(relation)),
            1 if relation.kind == "belongs_to" => out.push(key(relation)),
            _ => {}
        }
    }
    for at in (1..out.len()).rev() {
        out.swap(at, rng.below(at + 1));
    }
    out
}

/// Writes the struct, one field a line, from the second on.
fn text(resource: &Resource, lines: &[Line]) -> String {
    let mut out = format!("struct {}<'a> {{\n", resource.name);
    for line in lines {
        writeln!(out, "    {}: {},", line.name, line.ty).unwrap();
    }
    out.push('}');
    out
}

/// Checks the text of a struct; returns the lines that mismatches stand on.
fn refused(bytes: &Bytes, text: &str) -> (Vec<usize>, Outcome<usize>) {
    let parsed: syn::DeriveInput = syn::parse_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let (container, errors) = Container::read(&parsed);
    assert!(errors.is_empty(), "{text}");
    let (item, places) = item(&container);
    let outcome = check(bytes.image(), &item);
    let lines = outcome.mismatches.iter().map(|mismatch| places.span(mismatch.at).start().line).collect();
    (lines, outcome)
}

/// Makes one line wrong; returns the line it is to be refused at, or `None` where this mutation has nothing to bite.
fn mutate(resource: &Resource, lines: &mut Vec<Line>, rng: &mut Rng) -> Option<usize> {
    let at = rng.below(lines.len());
    let is_field = resource.fields.iter().any(|field| field.name == lines[at].name);
    match rng.below(5) {
        // Left out: refused at the struct's name.
        0 if is_field => {
            lines.remove(at);
            return Some(1);
        }
        1 if is_field => lines[at].name.push_str("_of_nothing"),
        2 if lines[at].nullable => {
            let plain = lines[at].ty.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>'))?;
            lines[at].ty = plain.to_owned();
        }
        2 if !lines[at].ty.starts_with("Vec<Thing") => lines[at].ty = format!("Option<{}>", lines[at].ty),
        3 if !lines[at].ty.contains("Subject") => {
            // The one type that holds nothing the schema language has.
            let wrong = "(u8, String)";
            lines[at].ty = if lines[at].nullable { format!("Option<{wrong}>") } else { wrong.to_owned() };
        }
        4 => {
            let line = lines[at].clone();
            lines.push(line);
            return Some(lines.len() + 1);
        }
        _ => return None,
    }
    Some(at + 2)
}

fn compiled(seed: u64) -> (Model, Bytes) {
    let text = schema(seed, 5);
    let compiled = compile(&Sources::from_texts([("schema/random.cdt", text)])).expect("the generator's are right");
    let bytes = image::write(&compiled.model, Strip::NONE).expect("the model has an image");
    (compiled.model, bytes)
}

#[test]
fn structs_of_a_schema_are_accepted_and_with_one_mutation_refused() {
    let mut mutated = 0;
    for seed in 0..150 {
        let (model, bytes) = compiled(seed);
        let mut rng = Rng::new(seed);
        for resource in &model.resources {
            let lines = lines(resource, &mut rng);
            let whole = text(resource, &lines);
            let (_, outcome) = refused(&bytes, &whole);
            assert!(outcome.mismatches.is_empty(), "seed {seed}: {:#?}\n{whole}", outcome.mismatches);
            assert_eq!(outcome.fields.len(), lines.len());
            assert!(outcome.promises.iter().all(|promise| promise.place.contains("schema/random.cdt:")));

            for _ in 0..4 {
                let mut lines = lines.clone();
                let Some(line) = mutate(resource, &mut lines, &mut rng) else { continue };
                let whole = text(resource, &lines);
                let (at, outcome) = refused(&bytes, &whole);
                // A renamed field is unknown, and then missing, too, unless its old name is what is suggested.
                let at: Vec<usize> = at.into_iter().filter(|at| *at != 1 || line == 1).collect();
                assert!(!at.is_empty(), "seed {seed}, line {line}: accepted\n{whole}");
                assert!(
                    at.iter().all(|at| *at == line),
                    "seed {seed}, line {line}: {:#?} at {at:?}\n{whole}",
                    outcome.mismatches
                );
                mutated += 1;
            }
        }
    }
    assert!(mutated > 800, "only {mutated} mutations");
}
