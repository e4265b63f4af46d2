//! Fields and types.

use super::value::{canonical, json};
use crate::model::{Field, FieldExtra, Parameter};
use crate::source::SourceFile;
use crate::syntax::{self, Mark, Name, Type, TypeKind};
use crate::types;

pub(super) fn field(field: syntax::Field<'_>, source: &SourceFile) -> Field {
    let nullable = field.ty.mark == Mark::Nullable;
    let mut out = Field {
        name: field.name.text.into(),
        nullable,
        required: !nullable,
        line: source.line(field.name.span.start),
        extra: FieldExtra {
            documentation: field.doc.into(),
            meta: field.meta.iter().map(|(key, value)| (key.text.into(), json(value).into())).collect(),
            ..FieldExtra::default()
        }
        .into(),
        ..Field::default()
    };
    for used in &field.constraints {
        let arguments: Vec<_> = used.arguments.iter().map(canonical).collect();
        out.constraints.push(match arguments.as_slice() {
            [] => format!("@{}", used.name.text).into(),
            arguments => format!("@{}({})", used.name.text, arguments.join(", ")).into(),
        });
        if let ("default", [value]) = (used.name.text, used.arguments.as_slice()) {
            out.default = Some(json(value).into());
        }
    }
    let mut ty = String::new();
    leaf_type(&mut ty, field.ty, source, &mut out);
    out.ty = ty.into();
    out
}

/// Writes a type without its null mark; the values of its enum and the fields of its struct go into `field`.
fn leaf_type(out: &mut String, ty: Type<'_>, source: &SourceFile, field: &mut Field) {
    match ty.kind {
        TypeKind::Enum(values) => {
            out.push_str("enum");
            field.values = values.into_iter().map(|value| value.text.into()).collect();
        }
        TypeKind::Struct(fields) => {
            out.push_str("struct");
            field.fields = fields.into_iter().map(|inner| self::field(inner, source)).collect();
        }
        TypeKind::Array(item) => {
            out.push_str("array<");
            let mark = item.mark;
            leaf_type(out, *item, source, field);
            close(out, mark, ">");
        }
        TypeKind::Hash(key, value) => {
            out.push_str("hash<");
            whole_type(out, &key);
            close(out, key.mark, ",");
            let mark = value.mark;
            leaf_type(out, *value, source, field);
            close(out, mark, ">");
        }
        TypeKind::Scalar { .. } => whole_type(out, &ty),
    }
}

/// Writes a type without its null mark, in full: where the model has one text for a type.
fn whole_type(out: &mut String, ty: &Type<'_>) {
    match &ty.kind {
        TypeKind::Scalar { name, arguments } => {
            out.push_str(types::canonical(name.text));
            if !arguments.is_empty() {
                let arguments: Vec<_> = arguments.iter().map(canonical).collect();
                out.push_str(&format!("({})", arguments.join(",")));
            }
        }
        TypeKind::Array(item) => {
            out.push_str("array<");
            whole_type(out, item);
            close(out, item.mark, ">");
        }
        TypeKind::Hash(key, value) => {
            out.push_str("hash<");
            whole_type(out, key);
            close(out, key.mark, ",");
            whole_type(out, value);
            close(out, value.mark, ">");
        }
        TypeKind::Enum(values) => {
            out.push_str("enum [");
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                crate::diagnostic::json_string(out, &value.text);
            }
            out.push(']');
        }
        TypeKind::Struct(fields) => {
            out.push_str("{ ");
            for (index, field) in fields.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                out.push_str(field.name.text);
                out.push_str(": ");
                whole_type(out, &field.ty);
                close(out, field.ty.mark, "");
            }
            out.push_str(" }");
        }
    }
}

/// Writes an inner type's mark (required when it has none) and what follows it.
fn close(out: &mut String, mark: Mark, after: &str) {
    out.push(if mark == Mark::Nullable { '?' } else { '!' });
    out.push_str(after);
}

/// Returns a type's text without its null mark, and whether it is nullable.
pub(super) fn type_text(ty: Option<&Type<'_>>) -> (String, bool) {
    let mut out = String::new();
    let Some(ty) = ty else { return (out, false) };
    whole_type(&mut out, ty);
    (out, ty.mark == Mark::Nullable)
}

pub(super) fn parameters(parameters: &[(Name<'_>, Type<'_>)]) -> Vec<Parameter> {
    let parameter = |(name, ty): &(Name<'_>, Type<'_>)| {
        let (ty, nullable) = type_text(Some(ty));
        Parameter { name: name.text.into(), ty: ty.into(), nullable, required: !nullable, ..Parameter::default() }
    };
    parameters.iter().map(parameter).collect()
}
