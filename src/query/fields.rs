//! Fields of all resources, by type.

use serde::Serialize;

use super::{FORMAT, Page};
use crate::handle::{Field, Resource};
use crate::list::{List, Texts};
use crate::registry::Registry;

/// Which fields are wanted; what is `None` does not narrow. [`fields`] has an example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldFilter {
    /// Base type.
    pub ty: Option<String>,
    /// Glob over the name of the resource.
    pub resource: Option<String>,
}

/// The answer to "which fields are there?"; made by [`fields`].
#[derive(Clone, Debug, Serialize)]
pub struct Fields<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// The page, in declaration order, fields of inline structs last.
    pub fields: Vec<FieldRow<'r>>,
}

/// A field in [`Fields`].
#[derive(Clone, Copy, Debug)]
pub struct FieldRow<'r>(pub Field<'r>);

impl<'r> FieldRow<'r> {
    /// Returns the names that lead to it through inline structs, such as `totals.due`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = Vec::new();
        if !descend(self.0.resource(), self.0, &mut path) {
            path = vec![self.0.name()];
        }
        path.join(".")
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

impl Serialize for FieldRow<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row<'r> {
            resource: &'r str,
            name: &'r str,
            #[serde(rename = "type")]
            ty: &'r str,
            nullable: bool,
            required: bool,
            constraints: Texts<'r>,
            file_path: &'r str,
            line_number: u32,
            #[serde(skip_serializing_if = "Option::is_none")]
            path: Option<String>,
        }
        let field = self.0;
        let location = field.location();
        // The path is told where the name alone does not lead to the field.
        let path = Some(self.path()).filter(|path| path != field.name());
        Row {
            resource: field.resource().name(),
            name: field.name(),
            ty: field.ty(),
            nullable: field.nullable(),
            required: field.required(),
            constraints: field.constraints(),
            file_path: location.file,
            line_number: location.line,
            path,
        }
        .serialize(to)
    }
}

/// Lists fields, those of inline structs included.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::query::{FieldFilter, Page, fields};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let filter = FieldFilter { ty: Some("decimal".to_owned()), resource: Some("Order*".to_owned()) };
/// let answer = fields(&registry, &filter, Page { offset: 0, limit: Some(2) });
/// assert_eq!(answer.fields.len(), 2);
/// assert!(answer.total_count > 2);
/// assert_eq!(answer.fields[0].path(), "totals.goods");
/// # }
/// ```
///
/// Cost: one look at each field of the type, or at each field where none is given.
#[must_use]
pub fn fields<'r>(registry: &'r Registry, filter: &FieldFilter, page: Page) -> Fields<'r> {
    let all = match &filter.ty {
        Some(ty) => registry.fields_of_type(ty),
        None => List::all(registry),
    };
    let matching = all.into_iter().filter(|field| {
        filter.resource.as_deref().is_none_or(|glob| etched_core::glob::matches(glob, field.resource().name()))
    });
    let (total_count, fields) = page.of(matching);
    Fields { format: FORMAT, total_count, fields: fields.into_iter().map(FieldRow).collect() }
}
