//! Models as schema text.
//!
//! What a model says is written piece by piece, one member of a resource each (`piece`). What the language cannot say,
//! the compiler tells: a piece it refuses, and one that comes back as something else, is left out and counted
//! (`settle`). So what is written always compiles, and what it means is what the model said.

mod piece;
mod settle;
mod write;

use crate::model::{Model, Text};

/// Schema files, and what of the model they do not say: the answer of [`export`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exported {
    /// Path, such as `order_item.cdt`, and text of each file, in the order of their paths.
    pub files: Vec<(String, String)>,
    /// What is not said, by reason, and how often.
    pub not_exported: Vec<(Text, u32)>,
}

impl Exported {
    /// Returns all files as one text, which means the same.
    ///
    /// ```
    /// use etched_compiler::{cdt, model::{Model, Resource}};
    ///
    /// let tag = Resource { name: "Tag".into(), ..Default::default() };
    /// let exported = cdt::export(&Model { resources: vec![tag], ..Default::default() });
    /// assert_eq!(exported.text(), "@strict nullability\n\nresource Tag {\n  @operations []\n}\n");
    /// ```
    #[must_use]
    pub fn text(&self) -> String {
        let strict = "@strict nullability\n";
        let mut out = strict.to_owned();
        for (_, text) in &self.files {
            out.push('\n');
            out.push_str(text.strip_prefix(strict).map_or(text, |rest| rest.trim_start_matches('\n')));
        }
        out
    }
}

/// Writes a model as schema text in canonical layout: `app.cdt` for the application and one file for each resource.
///
/// Routes that follow from a resource are not written, the others are declared in the resource that serves them. A model
/// that came from schema text comes back with the same digest. Of another, what the language has no words for is in
/// [`Exported::not_exported`]; a field, relationship or route of which something can be said is said in part, anything
/// else as a whole or not at all.
///
/// ```
/// use etched_compiler::{Sources, cdt, compile};
///
/// let text = "@strict nullability\n\nresource Tag {\n  name: string(40)! @unique\n}\n";
/// let model = compile(&Sources::from_texts([("tags.cdt", text)])).unwrap().model;
/// let exported = cdt::export(&model);
/// assert_eq!(exported.files, [("tag.cdt".to_owned(), text.to_owned())]);
/// assert!(exported.not_exported.is_empty());
/// ```
///
/// Cost: the text is compiled once or twice; once more for each kind of mistake that hides another.
#[must_use]
pub fn export(model: &Model) -> Exported {
    settle::settle(model)
}
