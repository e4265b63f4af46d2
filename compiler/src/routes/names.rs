//! How a resource is written in a path: `BlogPost` is `/blog-posts`, its key in nested paths `:blog_post_id`.

use super::plural;

/// Returns the words of an identifier, in lower case.
///
/// They are those of [`etched_core::name::words`].
///
/// ```
/// use etched_compiler::routes::words;
/// assert_eq!(words("APIKeyV2Holder"), ["api", "key", "v2", "holder"]);
/// ```
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    etched_core::name::words(name).map(|word| word.chars().flat_map(char::to_lowercase).collect()).collect()
}

/// Returns the path segment of a resource that has no `@path`: its words, the last one in the plural, joined by `-`.
///
/// ```
/// assert_eq!(etched_compiler::routes::segment("BlogPost"), "blog-posts");
/// ```
#[must_use]
pub fn segment(resource: &str) -> String {
    let mut words = words(resource);
    if let Some(last) = words.last_mut() {
        *last = plural(last);
    }
    words.join("-")
}

/// Returns the parameter that stands for a resource in the paths nested under it.
///
/// ```
/// assert_eq!(etched_compiler::routes::key_parameter("BlogPost"), "blog_post_id");
/// ```
#[must_use]
pub fn key_parameter(resource: &str) -> String {
    etched_core::name::foreign_key("has_many", "", resource).collect()
}
