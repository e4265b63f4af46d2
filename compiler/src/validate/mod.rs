//! The rules of the language, one function each.
use crate::diagnostic::Diagnostics;
use crate::syntax::Tree;

pub(crate) fn validate(_tree: &Tree<'_>, _diagnostics: &mut Diagnostics) {}

/// Lists names for people: "`a`, `b` or `c`".
pub(crate) fn one_of(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
