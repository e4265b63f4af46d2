//! Names and categories of middleware, and the parts that ids are made of.

use etched_core::middleware;

use crate::routes::words;

/// What a middleware says about a handler that runs it: word in the base name, word in the pattern's name, category.
///
/// The order is the precedence of the categories over a whole chain.
const KNOWN: &[(&[&str], &str, &str)] = &[
    (&["auth"], "authenticated", "authentication"),
    (&["cache"], "cached", "caching"),
    (&["rate", "limit"], "rate_limited", "rate_limiting"),
    (&["cors"], "cors_enabled", "cors"),
    (&["log"], "logged", "general"),
    (&["logging"], "logged", "general"),
];

/// Returns the category of an ordered chain of middleware texts.
///
/// ```
/// use etched_compiler::patterns::middleware_category;
///
/// assert_eq!(middleware_category(&["cache(300)", "auth"]), "authentication");
/// assert_eq!(middleware_category(&["author_filter"]), "general");
/// ```
#[must_use]
pub fn middleware_category<S: AsRef<str>>(chain: &[S]) -> &'static str {
    let best = chain.iter().filter_map(|text| known(middleware::base(text.as_ref()))).min();
    best.map_or("general", |at| KNOWN[at].2)
}

/// Returns the name of a handler that runs an ordered chain of middleware texts.
///
/// ```
/// use etched_compiler::patterns::middleware_name;
///
/// assert_eq!(middleware_name(&["auth", "rate_limit(5/hour)"]), "authenticated_rate_limited_handler");
/// assert_eq!(middleware_name(&["author_filter"]), "author_filter_handler");
/// ```
#[must_use]
pub fn middleware_name<S: AsRef<str>>(chain: &[S]) -> String {
    let mut name = String::new();
    for text in chain {
        name.push_str(middleware_word(middleware::base(text.as_ref())));
        name.push('_');
    }
    name + "handler"
}

/// Returns the name with arguments and an operation: `authenticated_rate_limited_handler_with_5_per_hour_for_create`.
pub(super) fn verbose_middleware_name<S: AsRef<str>>(chain: &[S], operation: &str) -> String {
    let mut name = middleware_name(chain);
    let mut add = |before: &str, parts: Vec<String>| {
        if !parts.is_empty() {
            name.push_str(before);
            name.push_str(&parts.join("_"));
        }
    };
    let arguments = chain.iter().flat_map(|text| {
        let text = text.as_ref();
        words(&text[middleware::base(text).len()..].replace('/', " per "))
    });
    add("_with_", arguments.collect());
    add("_for_", words(operation));
    name
}

/// Returns the word a base name contributes to a pattern's name.
pub(super) fn middleware_word(base: &str) -> &str {
    known(base).map_or(base, |at| KNOWN[at].1)
}

fn known(base: &str) -> Option<usize> {
    let words = words(base);
    KNOWN.iter().position(|(wanted, ..)| {
        words.windows(wanted.len()).any(|run| run.iter().zip(*wanted).all(|(word, wanted)| word == wanted))
    })
}

/// Returns a snake-case name of several parts; a word does not follow itself.
pub(super) fn snake<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<String> = parts.into_iter().flat_map(words).collect();
    words.dedup();
    words.join("_")
}
