//! The rules of the language: one function each, with what it rejects.
//!
//! Rules look at the tree and at [`Index`]; none changes anything, so their order does not matter.

mod application;
mod constraints;
mod defaults;
mod details;
mod keys;
mod nesting;
mod operations;
mod relations;
mod resources;
mod routes;
mod spelling;
mod types;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::resolve::Index;
use crate::syntax::{File, Name, Span, Tree};

/// Applies all rules to all files.
pub(crate) fn validate(tree: &Tree<'_>, diagnostics: &mut Diagnostics) {
    let index = Index::new(tree, diagnostics);
    for file in &tree.files {
        let mut rules = Rules { file, index: &index, diagnostics };
        rules.application();
        rules.routes(&file.routes, &file.groups, None);
        rules.free_middleware();
        for resource in &file.resources {
            rules.resource(resource);
            rules.types(resource);
            rules.relations(resource);
            rules.operations(resource);
            rules.keys(resource);
            rules.routes(&resource.routes, &resource.groups, Some(resource));
            rules.foreign_segments(resource);
        }
    }
    application::once(tree, diagnostics);
    nesting::cycles(tree, &index, diagnostics);
    routes::twice(tree, diagnostics);
    details::middleware_fits(tree, diagnostics);
    application::kinds(tree, diagnostics);
}

/// The rules at work on one file.
struct Rules<'r, 'a> {
    file: &'r File<'a>,
    index: &'r Index<'r, 'a>,
    diagnostics: &'r mut Diagnostics,
}

impl Rules<'_, '_> {
    fn place(&self, span: Span) -> Place {
        place(self.file, span)
    }

    fn about(&self, code: &'static Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.place(span), message)
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports every name that is already in the list, with the first of that name.
    fn each_once<'n>(&mut self, code: &'static Code, what: &str, names: impl IntoIterator<Item = Name<'n>>) {
        let mut names: Vec<Name<'n>> = names.into_iter().collect();
        // By name, then position: duplicates are neighbours, and the first of them was written first.
        names.sort_by(|a, b| a.text.cmp(b.text).then(a.span.start.cmp(&b.span.start)));
        for same in names.chunk_by(|a, b| a.text == b.text) {
            for name in &same[1..] {
                let message = format!("{what} `{}` is given twice", name.text);
                let first = self.place(same[0].span);
                self.push(self.about(code, name.span, message).relate("first given here", first));
            }
        }
    }
}

fn place(file: &File<'_>, span: Span) -> Place {
    Place::new(file.source, span.start as usize, span.end as usize)
}

/// Lists names for people: "`a`, `b` or `c`"; the first of them and how many more there are, where there are many.
pub(crate) fn one_of<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    const MANY: usize = 24;
    const SHOWN: usize = 20;
    let total = names.len();
    let quoted: Vec<_> = names.take(if total > MANY { SHOWN } else { MANY }).map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        _ if total > MANY => format!("{} or {} more", quoted.join(", "), total - SHOWN),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
