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
    // How far along the path a resource stands that is on it; none when all of its parents have been looked at.
    let mut seen: HashMap<&str, Option<usize>> = HashMap::new();
    for start in all {
        if seen.contains_key(start.name.text) {
            continue;
        }
        // Each entry is a resource and how many of its parents have been looked at.
        let mut path = vec![(start, 0)];
        seen.insert(start.name.text, Some(0));
        while let Some((resource, next)) = path.last_mut() {
            let Some(nested) = resource.nested.get(*next) else {
                seen.insert(resource.name.text, None);
                path.pop();
                continue;
            };
            *next += 1;
            let Some(parent) = index.get(nested.parent.text) else { continue };
            match seen.get(parent.name.text) {
                None => {
                    seen.insert(parent.name.text, Some(path.len()));
                    path.push((parent, 0));
                }
                Some(None) => {}
                Some(Some(from)) => {
                    let steps = &path[*from..];
                    let links: Vec<(&str, &File<'_>, &Nested<'_>)> = steps
                        .iter()
                        .take(MAX_LINKS + 1)
                        .filter_map(|(known, next)| {
                            let file = files.get(&known.name.text.as_ptr())?;
                            Some((known.name.text, *file, &known.nested[next - 1]))
                        })
                        .collect();
                    report(&links, steps.len(), diagnostics);
                }
            }
        }
    }
    twice(tree, diagnostics);
}

/// Reports a cycle of so many steps by the first of them.
fn report(links: &[(&str, &File<'_>, &Nested<'_>)], steps: usize, diagnostics: &mut Diagnostics) {
    let Some(((name, file, nested), others)) = links.split_first() else { return };
    let message = match steps {
        1 => format!("`{name}` is nested under itself"),
        _ => format!("`{name}` is nested under itself, in {steps} steps"),
    };
    let mut error = Diagnostic::new(&code::NESTING_CYCLE, place(file, nested.span), message);
    for (name, file, nested) in others {
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
            let mut known: HashMap<(&str, Option<&str>), &Nested<'_>> = HashMap::new();
            for nested in &resource.nested {
                let segment = nested.segment.as_ref().map(|segment| segment.text.as_str());
                let first = *known.entry((nested.parent.text, segment)).or_insert(nested);
                if !std::ptr::eq(first, nested) {
                    let message = format!("`{}` is nested under `{}` twice", resource.name.text, nested.parent.text);
                    let error = Diagnostic::new(&code::ANNOTATION_TWICE, place(file, nested.span), message);
                    diagnostics.push(error.relate("first given here", place(file, first.span)));
                }
            }
        }
    }
}
