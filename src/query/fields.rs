//! Which fields are there?

use serde::Serialize;

use super::request::request;
use super::{Error, FORMAT, Note, Page, Question, Subject, location};
use crate::handle::{Field, FieldConstraint, Location, Resource};
use crate::list::{List, Texts};
use crate::registry::Registry;

request! {
    /// Asks for fields, those of inline structs included.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, fields};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = fields::Request::default().ty("decimal").resource("Order*").limit(2).ask(&registry).unwrap();
    /// assert_eq!(answer.fields.len(), 2);
    /// assert!(answer.total_count > 2);
    /// assert_eq!(answer.fields[0].path.as_deref(), Some("totals.goods"));
    /// # }
    /// ```
    ///
    /// Cost: one look at each field of the type, or at each field where none is given.
    may {
        /// Base type; in JSON `type`.
        #[serde(rename = "type")]
        ty: text,
        /// What the name of the resource has to match; `*` and `?` may be anywhere.
        resource: text,
        /// Fields at most.
        limit: size,
        /// Fields left out at the start.
        offset: skip,
    }
}

/// The answer: a page of fields, in declaration order, those of inline structs last.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// The page.
    pub fields: Vec<Row<'r>>,
    /// What else there is to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// A field in the list.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Row<'r> {
    /// The resource it is a field of.
    pub resource: &'r str,
    /// Name.
    pub name: &'r str,
    /// The whole type without its null mark; in JSON `type`.
    #[serde(rename = "type")]
    pub ty: &'r str,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether it must be given.
    pub required: bool,
    /// Constraints, such as `@min(5)`.
    pub constraints: List<'r, FieldConstraint<'r>>,
    /// Where it is declared; in JSON `file_path` and `line_number`.
    #[serde(flatten, serialize_with = "location::plain")]
    pub location: Location<'r>,
    /// The names that lead to it through inline structs, such as `totals.due`, where its name alone does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Values of an enum.
    #[serde(skip_serializing_if = "no_texts")]
    pub values: Texts<'r>,
    /// Format of an imported type, such as `unix-time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'r str>,
}

fn no_texts(texts: &Texts<'_>) -> bool {
    texts.is_empty()
}

impl<'r> Row<'r> {
    fn new(field: Field<'r>) -> Self {
        let mut path = Vec::new();
        let nested = descend(field.resource(), field, &mut path) && path.len() > 1;
        Self {
            resource: field.resource().name(),
            name: field.name(),
            ty: field.ty(),
            nullable: field.nullable(),
            required: field.required(),
            constraints: field.constraints(),
            location: field.location(),
            path: nested.then(|| path.join(".")),
            values: field.values(),
            format: field.format(),
        }
    }
}

/// Finds a field of a resource, with a list of its own for what is open, so that nesting costs no stack.
fn descend<'r>(resource: Resource<'r>, field: Field<'r>, path: &mut Vec<&'r str>) -> bool {
    let mut open = vec![resource.fields().into_iter()];
    while let Some(level) = open.last_mut() {
        let Some(next) = level.next() else {
            open.pop();
            path.pop();
            continue;
        };
        if next == field {
            path.push(next.name());
            return true;
        }
        let inner = next.fields();
        if !inner.is_empty() {
            path.push(next.name());
            open.push(inner.into_iter());
        }
    }
    false
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let all = match &self.ty {
            Some(ty) => registry.fields_of_type(ty),
            None => List::all(registry),
        };
        let mut notes = Vec::new();
        if let Some(ty) = self.ty.as_deref().filter(|_| all.is_empty()) {
            notes.push(Note::unknown_among(Subject::Type, ty, registry.field_types().iter()));
        }
        let matching = all.into_iter().filter(|field| {
            self.resource.as_deref().is_none_or(|glob| etched_core::glob::matches(glob, field.resource().name()))
        });
        let (total_count, page) = Page::new(self.offset, self.limit).of(matching);
        let name = self.resource.as_deref().filter(|glob| !glob.contains(['*', '?']));
        if let Some(name) = name.filter(|name| registry.resource(name).is_none()) {
            notes.push(Note::unknown(Subject::Resource, name, registry.resources().into_iter().map(Resource::name)));
        }
        Ok(Answer { format: FORMAT, total_count, fields: page.into_iter().map(Row::new).collect(), notes })
    }
}
