//! Rules on nested resources.

use std::collections::HashMap;

use super::place;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::resolve::Index;
use crate::syntax::{File, Nested, Tree};

/// How many links of a cycle are shown.
const MAX_LINKS: usize = 8;

/// Nesting ends at a resource that is not nested: no resource is, over any number of steps, nested under itself.
///
/// Rejects `resource A { @nested under B }  resource B { @nested under A }`.
///
/// Walks with a list of its own: chains may be as long as the schema.
pub(super) fn cycles(tree: &Tree<'_>, index: &Index<'_, '_>, diagnostics: &mut Diagnostics) {
    let mut files: HashMap<*const u8, &File<'_>> = HashMap::new();
    let mut all = Vec::new();
    for file in &tree.files {
        for resource in &file.resources {
            files.insert(resource.name.text.as_ptr(), file);
            all.push(resource);
        }
    }
    let mut done: HashMap<&str, bool> = HashMap::new();
    for start in all {
        if done.contains_key(start.name.text) {
            continue;
        }
        // Each entry is a resource and how many of its parents have been looked at.
        let mut path = vec![(start, 0)];
        done.insert(start.name.text, false);
        while let Some((resource, next)) = path.last_mut() {
            let Some(nested) = resource.nested.get(*next) else {
                done.insert(resource.name.text, true);
                path.pop();
                continue;
            };
            *next += 1;
            let Some(parent) = index.get(nested.parent.text) else { continue };
            match done.get(parent.name.text) {
                None => {
                    done.insert(parent.name.text, false);
                    path.push((parent, 0));
                }
                Some(true) => {}
                Some(false) => {
                    let from = path.iter().position(|(known, _)| known.name.text == parent.name.text).unwrap_or(0);
                    let links: Vec<(&str, &File<'_>, &Nested<'_>)> = path[from..]
                        .iter()
                        .filter_map(|(known, next)| {
                            let file = files.get(&known.name.text.as_ptr())?;
                            Some((known.name.text, *file, &known.nested[next - 1]))
                        })
                        .collect();
                    report(&links, diagnostics);
                }
            }
        }
    }
    twice(tree, diagnostics);
}

fn report(links: &[(&str, &File<'_>, &Nested<'_>)], diagnostics: &mut Diagnostics) {
    let Some(((name, file, nested), others)) = links.split_first() else { return };
    let message = match others.len() {
        0 => format!("`{name}` is nested under itself"),
        _ => format!("`{name}` is nested under itself, in {} steps", links.len()),
    };
    let mut error = Diagnostic::new(&code::NESTING_CYCLE, place(file, nested.span), message);
    for (name, file, nested) in others.iter().take(MAX_LINKS) {
        let message = format!("`{name}` is nested under `{}`", nested.parent.text);
        error = error.relate(message, place(file, nested.span));
    }
    diagnostics.push(error);
}

/// A resource is nested in one place once.
///
/// Rejects `@nested under Post` followed by `@nested under Post`.
fn twice(tree: &Tree<'_>, diagnostics: &mut Diagnostics) {
    for file in &tree.files {
        for resource in &file.resources {
            for (index, nested) in resource.nested.iter().enumerate() {
                let segment = |nested: &Nested<'_>| nested.segment.as_ref().map(|segment| segment.text.clone());
                let same =
                    |other: &&Nested<'_>| other.parent.text == nested.parent.text && segment(other) == segment(nested);
                if let Some(first) = resource.nested[..index].iter().find(same) {
                    let message = format!("`{}` is nested under `{}` twice", resource.name.text, nested.parent.text);
                    let error = Diagnostic::new(&code::ANNOTATION_TWICE, place(file, nested.span), message);
                    diagnostics.push(error.relate("first given here", place(file, first.span)));
                }
            }
        }
    }
}
