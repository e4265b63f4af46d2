//! Middleware, as texts write it: a name, and arguments where it takes some.

/// Returns the base name of a middleware text: `rate_limit` of `rate_limit(5/hour)`.
///
/// ```
/// assert_eq!(etched_core::middleware::base("rate_limit (5/hour)"), "rate_limit");
/// assert_eq!(etched_core::middleware::base("auth"), "auth");
/// ```
#[must_use]
pub fn base(text: &str) -> &str {
    text.split('(').next().unwrap_or(text).trim_end()
}
