//! Fields and types.

use super::value::{json, literal};
use crate::model::{Element, Field, FieldConstraint, FieldExtra, Mark, Parameter, Scalar, Type, TypeKind};
use crate::source::SourceFile;
use crate::syntax::{self, Name};

pub(super) fn field(field: syntax::Field<'_>, source: &SourceFile) -> Field {
    let nullable = field.ty.mark == syntax::Mark::Nullable;
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
        out.constraints.push(FieldConstraint::new(used.name.text, used.arguments.iter().map(literal).collect()));
        if let ("default", [value]) = (used.name.text, used.arguments.as_slice()) {
            out.default = Some(json(value).into());
        }
    }
    out.ty = field_type(field.ty, source, &mut out).into();
    out
}

/// Returns the type of a field; the values of its enum and the fields of its struct go into the field.
fn field_type(ty: syntax::Type<'_>, source: &SourceFile, field: &mut Field) -> TypeKind {
    match ty.kind {
        syntax::TypeKind::Enum(values) => {
            field.values = values.into_iter().map(|value| value.text.into()).collect();
            TypeKind::Enum(Box::default())
        }
        syntax::TypeKind::Struct(fields) => {
            field.fields = fields.into_iter().map(|inner| self::field(inner, source)).collect();
            TypeKind::Struct(Box::default())
        }
        syntax::TypeKind::Array(item) => {
            let mark = mark(&item);
            TypeKind::array(field_type(*item, source, field).marked(mark))
        }
        syntax::TypeKind::Hash(key, value) => {
            let mark = mark(&value);
            TypeKind::hash(element(&key), field_type(*value, source, field).marked(mark))
        }
        syntax::TypeKind::Scalar { .. } | syntax::TypeKind::OneOf(_) => whole_type(&ty),
    }
}

/// Returns a type in full, where there is no field beside it.
fn whole_type(ty: &syntax::Type<'_>) -> TypeKind {
    match &ty.kind {
        syntax::TypeKind::Scalar { name, arguments } => match Scalar::named(name.text) {
            Some(scalar) => {
                TypeKind::Scalar(scalar, arguments.iter().map(|value| literal(value).to_string().into()).collect())
            }
            None => TypeKind::named(&name.text.into()),
        },
        syntax::TypeKind::OneOf(targets) => {
            let target = |target: &Name<'_>| TypeKind::Resource(target.text.into()).marked(Mark::Required);
            TypeKind::OneOf(targets.iter().map(target).collect())
        }
        syntax::TypeKind::Array(item) => TypeKind::array(element(item)),
        syntax::TypeKind::Hash(key, value) => TypeKind::hash(element(key), element(value)),
        syntax::TypeKind::Enum(values) => {
            TypeKind::Enum(values.iter().map(|value| value.text.as_str().into()).collect())
        }
        syntax::TypeKind::Struct(fields) => {
            TypeKind::Struct(fields.iter().map(|field| (field.name.text.into(), element(&field.ty))).collect())
        }
    }
}

fn element(ty: &syntax::Type<'_>) -> Element {
    whole_type(ty).marked(mark(ty))
}

/// Returns the mark of a type inside another, which is required when it has none.
fn mark(ty: &syntax::Type<'_>) -> Mark {
    Mark::of(ty.mark == syntax::Mark::Nullable)
}

/// Returns a type without its null mark, and whether it is nullable.
pub(super) fn whole(ty: Option<&syntax::Type<'_>>) -> (Type, bool) {
    ty.map_or_else(Default::default, |ty| (whole_type(ty).into(), ty.mark == syntax::Mark::Nullable))
}

pub(super) fn parameters(parameters: &[(Name<'_>, syntax::Type<'_>)]) -> Vec<Parameter> {
    let parameter = |(name, ty): &(Name<'_>, syntax::Type<'_>)| {
        let (ty, nullable) = whole(Some(ty));
        Parameter { name: name.text.into(), ty, nullable, required: !nullable, ..Parameter::default() }
    };
    parameters.iter().map(parameter).collect()
}
