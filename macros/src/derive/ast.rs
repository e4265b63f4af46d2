//! The struct as its attributes describe it.

use etched_compiler::bind::{Case, declares};
use etched_core::near::nearest;
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Error, Fields, Generics, Ident, LitStr, Path, Type};

use super::attribute::{Entry, entries, misplaced, read};
use super::others::Others;

/// A struct that derives `Resource`.
pub(crate) struct Container<'a> {
    pub(super) ident: &'a Ident,
    pub(super) generics: &'a Generics,
    /// Name of the resource and where it is written.
    pub(super) name: (String, Span),
    pub(super) schema: Option<LitStr>,
    pub(super) krate: Path,
    pub(super) inline: Vec<LitStr>,
    pub(super) partial: bool,
    /// What wraps a value that may be left out; none where the struct is no patch.
    pub(super) wrappers: Vec<String>,
    /// Its own attributes have errors, so that which resource it stands for is not known.
    pub(super) unclear: bool,
    /// It is something else than a struct with named fields, and there is nothing to compare.
    pub(super) shapeless: bool,
    pub(super) changes: Vec<(String, Span)>,
    pub(super) skipped: Vec<String>,
    pub(super) fields: Vec<Field<'a>>,
}

/// A field that takes part.
pub(super) struct Field<'a> {
    /// Its own name.
    pub(super) ident: String,
    /// Names it may have in the schema, the preferred one first.
    pub(super) names: Vec<String>,
    pub(super) span: Span,
    pub(super) path: Option<LitStr>,
    pub(super) ty: &'a Type,
    pub(super) holds: Option<LitStr>,
    pub(super) changes: Vec<(String, Span)>,
}

const CONTAINER: [&str; 7] = ["name", "schema", "crate", "inline", "partial", "patch", "rename_all"];
const FIELD: [&str; 4] = ["rename", "path", "skip", "type"];

/// Returns `::etched`.
pub(super) fn default_crate() -> Path {
    syn::parse_quote!(::etched)
}

/// Reads `crate = path`, also as a string.
pub(super) fn crate_path(entry: &Entry, errors: &mut Vec<Error>) -> Path {
    let tokens = entry.value.clone().unwrap_or_default();
    let path = match entry.string() {
        Some(string) => string.parse(),
        None => syn::parse2(tokens),
    };
    path.unwrap_or_else(|_| {
        errors.push(Error::new(entry.span, "etched: expected `crate = path::to::etched`"));
        default_crate()
    })
}

/// Reads `rename_all = "…"`; what serde takes twice, once for each direction, counts as it is written.
pub(super) fn rename_all(entry: &Entry, ours: bool, errors: &mut Vec<Error>) -> Option<Case> {
    let string = if ours { entry.expect_string("resource", errors)? } else { written(entry)? };
    let case = Case::find(&string.value());
    if case.is_none() && ours {
        let known = Case::NAMES.map(|(name, _)| name);
        let help = nearest(&string.value(), known).map_or_else(
            || format!("; expected one of {}", known.join(", ")),
            |near| format!("; did you mean `{near}`?"),
        );
        errors.push(Error::new(string.span(), format!("etched: unknown case `{}`{help}", string.value())));
    }
    case
}

/// Returns the name serde writes: of `rename = "a"` or of `rename(serialize = "a", deserialize = "b")`.
pub(super) fn written(entry: &Entry) -> Option<LitStr> {
    let mut inner = Vec::new();
    read(entry.list.clone().unwrap_or_default(), "serde", &mut inner, &mut Vec::new());
    let serialize = inner.iter().find(|entry| entry.key == "serialize").and_then(Entry::string);
    entry.string().or(serialize)
}

/// Says that an attribute has no such key.
pub(super) fn unknown(entry: &Entry, attribute: &str, known: &[&str], errors: &mut Vec<Error>) {
    let help = nearest(&entry.key, known.iter().copied())
        .map_or_else(|| format!("; expected one of {}", known.join(", ")), |near| format!("; did you mean `{near}`?"));
    errors.push(Error::new(entry.span, format!("etched: unknown attribute `{attribute}({})`{help}", entry.key)));
}

impl<'a> Container<'a> {
    /// Reads a struct, with everything that is wrong about its attributes.
    pub(crate) fn read(input: &'a DeriveInput) -> (Self, Vec<Error>) {
        let mut errors = Vec::new();
        let mut out = Self {
            ident: &input.ident,
            generics: &input.generics,
            name: (input.ident.unraw().to_string(), input.ident.span()),
            schema: None,
            krate: default_crate(),
            inline: Vec::new(),
            partial: false,
            wrappers: Vec::new(),
            unclear: false,
            shapeless: false,
            changes: Vec::new(),
            skipped: Vec::new(),
            fields: Vec::new(),
        };
        let others = Others::read(&input.attrs);
        let (mut cases, mut named) = (others.cases, None);
        // Other derives than serde's name tables, not types.
        for entry in entries(&input.attrs, "serde", &mut Vec::new()) {
            if entry.key == "rename" {
                out.name = written(&entry).map_or(out.name, |name| (name.value(), name.span()));
            }
        }
        for entry in entries(&input.attrs, "resource", &mut errors) {
            let string = |errors: &mut Vec<Error>| entry.expect_string("resource", errors);
            match entry.key.as_str() {
                "name" => named = string(&mut errors).map(|name| (name.value(), name.span())),
                "schema" => out.schema = string(&mut errors),
                "crate" => out.krate = crate_path(&entry, &mut errors),
                "inline" => {
                    out.inline.extend(entry.strings());
                    if out.inline.is_empty() {
                        errors
                            .push(Error::new(entry.span, "etched: expected `#[resource(inline = \"Order.totals\")]`"));
                    }
                }
                "partial" => {
                    entry.expect_nothing("resource", &mut errors);
                    out.partial = true;
                }
                "patch" => out.patch(&entry, &mut errors),
                "rename_all" => {
                    if let Some(case) = rename_all(&entry, true, &mut errors) {
                        cases = vec![("resource", case)];
                    }
                }
                key if declares(key) => out.changes.push((key.to_owned(), entry.span)),
                _ => unknown(&entry, "resource", &CONTAINER, &mut errors),
            }
        }
        if let (Some((_, at)), false) = (&named, out.inline.is_empty()) {
            errors.push(Error::new(
                *at,
                "etched: `name` is for a resource and `inline` for a part of one; leave one out",
            ));
        }
        misplaced(
            &input.attrs,
            "field",
            "`field` belongs on a field; on the struct write `#[resource(…)]`",
            &mut errors,
        );
        out.name = named.unwrap_or(out.name);
        out.unclear = !errors.is_empty();
        let shape = match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => {
                    fields.named.iter().for_each(|field| out.field(field, &cases, &mut errors));
                    ""
                }
                Fields::Unit => "",
                Fields::Unnamed(_) => "those of this one have no names",
            },
            Data::Enum(_) => "enums derive `ResourceEnum`",
            Data::Union(_) => "this is a union",
        };
        if !shape.is_empty() {
            out.shapeless = true;
            let message = format!("etched: `Resource` is derived for structs with named fields; {shape}");
            errors.push(Error::new(input.ident.span(), message));
        }
        (out, errors)
    }

    /// Reads `patch`, `patch = "Wrapper"` and `patch("Wrapper", "Other")`.
    fn patch(&mut self, entry: &Entry, errors: &mut Vec<Error>) {
        let named = entry.strings();
        let wrong = |name: &LitStr| name.parse::<Ident>().is_err();
        if (named.is_empty() && (entry.value.is_some() || entry.list.is_some())) || named.iter().any(wrong) {
            let message = "etched: expected `#[resource(patch)]`, or the name of a type that wraps what may be left out, \
                           without its path: `#[resource(patch = \"Unrequired\")]`";
            errors.push(Error::new(entry.span, message));
        }
        self.partial = true;
        self.wrappers = ["Option".to_owned()].into_iter().chain(named.iter().map(LitStr::value)).collect();
    }

    fn field(&mut self, field: &'a syn::Field, cases: &[(&'static str, Case)], errors: &mut Vec<Error>) {
        let Some(ident) = &field.ident else { return };
        let own = ident.unraw().to_string();
        let others = Others::read(&field.attrs);
        let mut rename: Option<LitStr> = None;
        let mut skip = others.skip;
        let (mut path, mut holds, mut changes) = (None, None, Vec::new());
        for entry in entries(&field.attrs, "field", errors) {
            match entry.key.as_str() {
                "rename" => rename = entry.expect_string("field", errors).or(rename),
                // Without its path, what the field stands for is not known.
                "path" => match entry.expect_string("field", errors) {
                    Some(string) => path = Some(string),
                    None => skip = true,
                },
                "skip" => {
                    entry.expect_nothing("field", errors);
                    skip = true;
                }
                "type" => holds = entry.expect_string("field", errors),
                key if declares(key) => changes.push((key.to_owned(), entry.span)),
                _ => unknown(&entry, "field", &FIELD, errors),
            }
        }
        misplaced(&field.attrs, "resource", "`resource` belongs on the struct; on a field write `#[field(…)]`", errors);
        if let (Some(rename), Some(_)) = (&rename, &path) {
            let message =
                "etched: `rename` is for a field of the resource and `path` for one of another; leave one out";
            errors.push(Error::new(rename.span(), message));
        }
        let names = rename.as_ref().map_or_else(|| others.names(&own, cases), |rename| vec![rename.value()]);
        // The fields of a flattened struct are somewhere else, so that these are not all.
        self.partial |= others.flatten;
        if skip || others.flatten {
            self.skipped.extend(names);
            return;
        }
        let theirs = || others.renames.first().map_or(ident.span(), |(_, span)| *span);
        let span = rename.map_or_else(theirs, |rename| rename.span());
        self.fields.push(Field { ident: own, names, span, path, ty: &field.ty, holds, changes });
    }
}
