//! Middleware, as texts write it: a name, and arguments where it takes some. Security requirements are written so, too:
//! a scheme, and scopes where it asks for some.

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

/// Returns the arguments of a middleware text, as they are written.
///
/// ```
/// use etched_core::middleware::arguments;
///
/// assert!(arguments("auth(staff, any(of, these))").eq(["staff", "any(of, these)"]));
/// assert!(arguments("auth").eq([""; 0]));
/// ```
pub fn arguments(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    inside(text)
        .unwrap_or_default()
        .split(move |part| {
            match part {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            part == ',' && depth == 0
        })
        .map(str::trim)
        .filter(|argument| !argument.is_empty())
}

/// Returns the scopes of a security requirement: `read` and `write` of `oauth(read, write)`.
///
/// A scope has no white space in it (RFC 6749, 3.3), so a comma before a blank ends one, and no other does.
///
/// ```
/// use etched_core::middleware::scopes;
///
/// assert!(scopes("oauth(https://e.com/a(b,c), write)").eq(["https://e.com/a(b,c)", "write"]));
/// assert!(scopes("basic").eq([""; 0]));
/// ```
pub fn scopes(text: &str) -> impl Iterator<Item = &str> {
    inside(text).into_iter().flat_map(|inside| inside.split(", "))
}

/// Returns what is in the parentheses.
fn inside(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('(')?;
    let rest = rest.trim_end();
    Some(rest.strip_suffix(')').unwrap_or(rest))
}
