//! What a model says that no schema could: documents are not read by the rules of the language.

use std::collections::HashSet;

use etched_core::near::nearest;

use super::{Application, Field, Model, Resource, Text};
use crate::diagnostic::{Code, Diagnostic, Place, code};

/// Returns a warning for each thing a schema could not have said: empty names, members of one name, targets that nothing
/// declares, and a version of documents that is not known.
///
/// All of it is read, kept and answered as it stands; a document that is a declaration should have none of it.
///
/// ```
/// use etched_compiler::model::{Model, Relationship, Resource, doubts};
///
/// let author = Relationship { name: "author".into(), target: "User".into(), ..Relationship::default() };
/// let post = Resource { name: "Post".into(), relationships: vec![author], ..Resource::default() };
/// let doubts = doubts(&Model { resources: vec![post], ..Model::default() });
/// assert_eq!(doubts[0].message(), "`author` of `Post` points to `User`, which is not a resource");
/// ```
///
/// Cost: linear in the model; a target that nothing declares is compared with the names of all resources.
#[must_use]
pub fn doubts(model: &Model) -> Vec<Diagnostic> {
    let names: HashSet<&str> = model.resources.iter().map(|resource| resource.name.as_str()).collect();
    let mut found = Found { names, model, doubts: Vec::new() };
    found.version(&model.application);
    for resource in &model.resources {
        found.resource(resource);
    }
    for route in &model.routes {
        if !route.resource.is_empty() {
            let id = format!("`{}`", route.id());
            found.target(&id, "serves", &route.resource, (&route.file_path, route.line));
        }
    }
    found.doubts
}

/// File and line.
type At<'m> = (&'m Text, u32);

struct Found<'m> {
    names: HashSet<&'m str>,
    model: &'m Model,
    doubts: Vec<Diagnostic>,
}

impl<'m> Found<'m> {
    fn add(&mut self, code: &'static Code, message: String, (file_path, line): At<'_>) {
        // A pointer into the file is for programs.
        let file = file_path.split('#').next().unwrap_or_default();
        self.doubts.push(Diagnostic::new(code, Place::point(file, line, 0), message));
    }

    /// The version is that of the form, unless the document says of which application it is.
    fn version(&mut self, application: &Application) {
        let known = |version: &str| matches!(version.split('.').next(), Some("" | "1" | "v1"));
        let anonymous = application.name.is_empty() && application.file_path.is_empty();
        if anonymous && !known(application.version.trim()) {
            let version = &application.version;
            let message = format!("unknown document version `{version}`; read as version 1");
            self.add(&code::DOCUMENT_VERSION, message, (&Text::EMPTY, 0));
        }
    }

    fn resource(&mut self, resource: &'m Resource) {
        let file = &resource.file_path;
        if resource.name.is_empty() {
            self.add(&code::NAME_EMPTY, "a resource has no name".to_owned(), (file, resource.line));
        }
        self.fields(resource);
        self.names(resource, "relationship", resource.relationships.iter().map(|it| (&it.name, it.line)));
        self.names(resource, "scope", resource.scopes.iter().map(|it| (&it.name, it.line)));
        self.names(resource, "computed field", resource.computed_fields.iter().map(|it| (&it.name, it.line)));
        self.names(resource, "function", resource.functions.iter().map(|it| (&it.name, it.line)));
        self.names(resource, "constraint", resource.constraints.iter().map(|it| (&it.name, it.line)));
        self.names(resource, "invariant", resource.invariants.iter().map(|it| (&it.name, it.line)));
        for hook in resource.hooks.iter().filter(|hook| hook.event.is_empty()) {
            self.add(&code::NAME_EMPTY, format!("a hook of `{}` has no event", resource.name), (file, hook.line));
        }
        for relationship in &resource.relationships {
            let what = format!("`{}` of `{}`", relationship.name, resource.name);
            self.target(&what, "points to", &relationship.target, (file, relationship.line));
        }
        for nested in &resource.nested_under {
            let what = format!("`{}`", resource.name);
            self.target(&what, "is nested under", &nested.parent, (file, nested.line));
        }
    }

    /// Looks at fields, and at those of inline structs.
    fn fields(&mut self, resource: &'m Resource) {
        let mut open: Vec<&[Field]> = vec![&resource.fields];
        while let Some(fields) = open.pop() {
            self.names(resource, "field", fields.iter().map(|field| (&field.name, field.line)));
            open.extend(fields.iter().map(|field| field.fields.as_slice()).filter(|inner| !inner.is_empty()));
        }
    }

    /// Looks at the names of members of one kind.
    fn names(&mut self, resource: &Resource, what: &str, names: impl Iterator<Item = At<'m>>) {
        let mut seen = HashSet::new();
        for (name, line) in names {
            let at = (&resource.file_path, line);
            if name.is_empty() {
                self.add(&code::NAME_EMPTY, format!("a {what} of `{}` has no name", resource.name), at);
            } else if !seen.insert(name) {
                let message = format!("duplicate {what} `{name}` in `{}`", resource.name);
                self.add(&code::NAME_TWICE, message, at);
            }
        }
    }

    fn target(&mut self, what: &str, does: &str, target: &str, at: At<'_>) {
        if self.names.contains(target) {
            return;
        }
        let near = nearest(target, self.model.resources.iter().map(|resource| resource.name.as_str()));
        self.add(&code::TARGET_DANGLING, format!("{what} {does} `{target}`, which is not a resource"), at);
        if let Some(last) = self.doubts.pop() {
            self.doubts.push(last.suggest(near));
        }
    }
}
