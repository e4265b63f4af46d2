//! What the derives of others say of names: a column that serde, sqlx, sea-orm or diesel calls something else.
//!
//! Their attributes are read where they are and not declared, so one whose derive is missing stays rustc's error; what is
//! wrong in them is theirs to say.

use etched_compiler::bind::Case;
use proc_macro2::Span;
use syn::{Attribute, Ident};

use super::ast::{rename_all, written};
use super::attribute::{Entry, entries};

/// The words one derive has for what all of them can say.
struct Words {
    attribute: &'static str,
    rename: &'static str,
    value: &'static str,
    skip: &'static [&'static str],
    flatten: &'static str,
}

const DERIVES: [Words; 4] = [
    Words { attribute: "serde", rename: "rename", value: "rename", skip: &["skip", "other"], flatten: "flatten" },
    Words { attribute: "sqlx", rename: "rename", value: "rename", skip: &["skip"], flatten: "flatten" },
    Words { attribute: "sea_orm", rename: "column_name", value: "string_value", skip: &["ignore"], flatten: "nested" },
    Words { attribute: "diesel", rename: "column_name", value: "rename", skip: &[], flatten: "embed" },
];

/// What they say of a struct, an enum, a field or a variant.
#[derive(Default)]
pub(super) struct Others {
    /// New names and where they are written, in the order of the derives.
    pub(super) renames: Vec<(String, Span)>,
    /// What a derive without a new name does to the names inside.
    pub(super) cases: Vec<(&'static str, Case)>,
    /// Derives that have given a new name.
    renamed: Vec<&'static str>,
    pub(super) skip: bool,
    pub(super) flatten: bool,
}

impl Others {
    /// Reads the attributes of a struct, an enum or a field.
    pub(super) fn read(attributes: &[Attribute]) -> Self {
        Self::with(attributes, |words| words.rename)
    }

    /// Reads the attributes of a variant.
    pub(super) fn of_value(attributes: &[Attribute]) -> Self {
        Self::with(attributes, |words| words.value)
    }

    fn with(attributes: &[Attribute], rename: fn(&Words) -> &'static str) -> Self {
        let mut out = Self::default();
        let mut directions = 0;
        for words in &DERIVES {
            for entry in entries(attributes, words.attribute, &mut Vec::new()) {
                match entry.key.as_str() {
                    key if key == rename(words) => {
                        if let Some(name) = name(&entry) {
                            out.renames.push(name);
                            out.renamed.push(words.attribute);
                        }
                    }
                    "rename_all" => {
                        let case = rename_all(&entry, false, &mut Vec::new());
                        out.cases.extend(case.map(|case| (words.attribute, case)));
                    }
                    "skip_serializing" | "skip_deserializing" => directions += 1,
                    key if words.skip.contains(&key) => out.skip = true,
                    key if key == words.flatten => out.flatten = true,
                    _ => {}
                }
            }
        }
        out.skip |= directions == 2;
        out
    }

    /// Returns the names a field may have in the schema: those it was given, then those that cases make of its own, then
    /// its own where nobody gave it one. A case is often meant for the wire or the database alone.
    pub(super) fn names(&self, own: &str, cases: &[(&'static str, Case)]) -> Vec<String> {
        let given = self.renames.iter().map(|(name, _)| name.clone());
        let made = cases.iter().filter(|(derive, _)| !self.renamed.contains(derive)).map(|(_, case)| case.field(own));
        let own = self.renames.is_empty().then(|| own.to_owned());
        let mut names: Vec<String> = Vec::new();
        for name in given.chain(made).chain(own) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// Reads `rename = "a"`, serde's `rename(serialize = "a")` and diesel's `column_name = a`.
fn name(entry: &Entry) -> Option<(String, Span)> {
    let ident = || syn::parse2::<Ident>(entry.value.clone()?).ok();
    let string = written(entry).map(|string| (string.value(), string.span()));
    string.or_else(|| ident().map(|ident| (syn::ext::IdentExt::unraw(&ident).to_string(), ident.span())))
}
