//! How each part of a schema is spelled.

use std::fmt::{Display, Write};

use etched_core::foreign;
use etched_core::kind::write_string;

use crate::lex::is_identifier;
use crate::model::{Element, Field, FieldConstraint, Literal, Mark, Parameter, Relationship, Text, TypeKind};

/// Returns a text as a string of the language.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let _ = write_string(&mut out, text);
    // An interpolation would be read as one, and may not end; what acts on a terminal is written as its number.
    let plain = out.replace("#{", "\\#{");
    let number = |c: char| if foreign::acts(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() };
    if plain.contains(foreign::acts) { plain.chars().map(number).collect() } else { plain }
}

/// Returns the lines of a doc comment.
pub(super) fn documented(text: &str) -> String {
    text.split('\n')
        .filter(|_| !text.is_empty())
        .fold(String::new(), |out, line| out + format!("/// {line}").trim_end() + "\n")
}

/// Returns ` @name`, with a text in brackets where there is one; nothing where it is not said.
pub(super) fn arguments(name: &str, said: &Option<Text>) -> String {
    match said {
        None => String::new(),
        Some(text) if text.is_empty() => format!(" @{name}"),
        Some(text) => format!(" @{name}({})", quoted(text)),
    }
}

/// Returns names in square brackets, as they are.
pub(super) fn list(names: &[impl Display]) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    format!("[{}]", names.join(", "))
}

/// Returns an option: a value that reads as itself without quotes has none.
pub(super) fn option(key: &str, value: &str) -> String {
    let number = |value: &str| {
        let (whole, part) = value.split_once('.').unwrap_or((value, "0"));
        [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let plain = is_identifier(value) || number(value);
    if plain { format!("{key}: {value}") } else { format!("{key}: {}", quoted(value)) }
}

/// Returns ` @meta(...)` of keys and JSON texts, as far as the keys are names.
pub(super) fn meta(pairs: &[(Text, Text)]) -> String {
    let pairs = pairs.iter().filter(|(key, _)| is_identifier(key));
    let pairs: Vec<String> = pairs.map(|(key, json)| format!("{key}: {}", literal(json))).collect();
    if pairs.is_empty() {
        return String::new();
    }
    format!(" @meta({})", pairs.join(", "))
}

/// Returns a JSON text as a literal of the language.
fn literal(json: &str) -> String {
    let read = FieldConstraint::parse(format!("@default({json})").into());
    match read.arguments() {
        [Literal::Other(text)] => quoted(text),
        [value] => spelled(value),
        _ => quoted(json),
    }
}

/// As [`Literal`] is displayed, but for what would be read as an interpolation.
fn spelled(value: &Literal) -> String {
    match value {
        Literal::String(text) => quoted(text),
        Literal::List(items) => format!("[{}]", items.iter().map(spelled).collect::<Vec<_>>().join(", ")),
        Literal::Map(entries) => {
            let key = |key: &str| if is_identifier(key) { key.to_owned() } else { quoted(key) };
            let entries = entries.iter().map(|(name, value)| format!("{}: {}", key(name), spelled(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        value => value.to_string(),
    }
}

/// Returns a body in braces.
pub(super) fn block(body: &str) -> String {
    if body.contains('\n') || body.contains("//") { format!(" {{\n{body}\n}}\n") } else { format!(" {{ {body} }}\n") }
}

/// Returns parameters in brackets.
pub(super) fn signature(parameters: &[Parameter]) -> String {
    let parameter = |parameter: &Parameter| {
        let mark = if parameter.nullable { "?" } else { "!" };
        format!("{}: {}{mark}", parameter.name, parameter.ty)
    };
    format!("({})", parameters.iter().map(parameter).collect::<Vec<_>>().join(", "))
}

/// Returns a field without its documentation.
pub(super) fn field_line(field: &Field) -> String {
    let mark = if field.nullable { "?" } else { "!" };
    let mut line = format!("{}: {}{mark}", field.name, whole(field.ty.kind(), field));
    for constraint in &field.constraints {
        let arguments: Vec<String> = constraint.arguments().iter().map(spelled).collect();
        let _ = match arguments.as_slice() {
            [] => write!(line, " @{}", constraint.name()),
            arguments => write!(line, " @{}({})", constraint.name(), arguments.join(", ")),
        };
    }
    let said = field.constraints.iter().any(|constraint| constraint.name() == "default");
    if let Some(default) = field.default.as_ref().filter(|_| !said) {
        let _ = write!(line, " @default({})", literal(default));
    }
    line + &meta(&field.meta) + "\n"
}

/// Returns the type of a field with the values and fields that the field has for it.
fn whole(kind: &TypeKind, field: &Field) -> String {
    let element = |element: &Element| {
        let mark = match element.mark {
            Mark::Nullable => "?",
            _ => "!",
        };
        whole(&element.kind, field) + mark
    };
    match kind {
        TypeKind::Array(item) => format!("array<{}>", element(item)),
        TypeKind::Hash(pair) => format!("hash<{}{}, {}>", pair.0.kind, pair.0.mark, element(&pair.1)),
        TypeKind::Enum(values) if values.is_empty() => {
            let values: Vec<String> = field.values.iter().map(|value| quoted(value)).collect();
            format!("enum [{}]", values.join(", "))
        }
        TypeKind::Struct(fields) if fields.is_empty() => {
            let inner = field.fields.iter().map(|field| documented(&field.documentation) + &field_line(field));
            format!("{{\n{}}}", inner.collect::<String>())
        }
        kind => kind.to_string(),
    }
}

/// Returns a relationship without its documentation; `keyed` says that its foreign key is a field of its own.
pub(super) fn relationship_line(relationship: &Relationship, keyed: bool) -> String {
    let mut options = Vec::new();
    let belongs = relationship.kind == "belongs_to";
    let usual = belongs && relationship.foreign_key.as_str() == format!("{}_id", relationship.name);
    for (key, value) in [
        ("foreign_key", if usual { "" } else { relationship.foreign_key.as_str() }),
        ("on_delete", relationship.on_delete.as_str()),
        ("on_update", relationship.on_update.as_str()),
    ] {
        if !value.is_empty() {
            options.push(option(key, value));
        }
    }
    options.extend(relationship.options.iter().map(|(key, value)| option(key, value)));
    let options = if options.is_empty() { String::new() } else { format!(" {{ {} }}", options.join(", ")) };
    let Relationship { name, target, .. } = relationship;
    match relationship.kind.as_str() {
        "belongs_to" if keyed => format!("@belongs_to {target} as {}{options}\n", quoted(name)),
        "belongs_to" => {
            let mark = if relationship.nullable { "?" } else { "!" };
            format!("{name}: {target}{mark}{options}\n")
        }
        "has_many" => format!("@has_many {target} as {}{options}\n", quoted(name)),
        "has_many_through" => {
            format!("@has_many {target} through {} as {}{options}\n", relationship.through, quoted(name))
        }
        "has_one" => format!("@has_one {target} as {}{options}\n", quoted(name)),
        // No word of the language; the compiler will say so.
        kind => format!("@{kind} {target} as {}{options}\n", quoted(name)),
    }
}
