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
/// assert!(arguments(r#"log("a, b", level: debug)"#).eq([r#""a, b""#, "level: debug"]));
/// assert!(arguments("auth").eq([""; 0]));
/// ```
pub fn arguments(text: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    inside(text)
        .unwrap_or_default()
        .split(move |part| {
            if quoted {
                (quoted, escaped) = (escaped || part != '"', !escaped && part == '\\');
                return false;
            }
            match part {
                '"' => quoted = true,
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            part == ',' && depth == 0
        })
        .map(str::trim)
        .filter(|argument| !argument.is_empty())
}

/// A middleware as a text calls it: `rate_limit(5/hour, by: ip)`.
///
/// ```
/// use etched_core::middleware::Call;
///
/// let call = Call::new("rate_limit(5/hour, by: ip)");
/// assert_eq!(call.name(), "rate_limit");
/// assert!(call.positional().eq(["5/hour"]));
/// assert_eq!((call.named("by"), call.named("to")), (Some("ip"), None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Call<'t> {
    text: &'t str,
}

impl<'t> Call<'t> {
    /// Reads a text; any text is a call of something.
    #[inline]
    #[must_use]
    pub const fn new(text: &'t str) -> Self {
        Self { text }
    }

    /// Returns the text as written.
    #[inline]
    #[must_use]
    pub const fn text(self) -> &'t str {
        self.text
    }

    /// Returns the name, which is the base name of the text.
    #[must_use]
    pub fn name(self) -> &'t str {
        base(self.text)
    }

    /// Returns the arguments in order.
    ///
    /// Cost: linear in the text; nothing is allocated.
    pub fn arguments(self) -> impl Iterator<Item = Argument<'t>> {
        arguments(self.text).map(Argument::read)
    }

    /// Returns the values of the arguments that have no name.
    pub fn positional(self) -> impl Iterator<Item = &'t str> {
        self.arguments().filter(|argument| argument.name.is_none()).map(|argument| argument.value)
    }

    /// Returns the value of the argument of that name.
    #[must_use]
    pub fn named(self, name: &str) -> Option<&'t str> {
        self.arguments().find(|argument| argument.name == Some(name)).map(|argument| argument.value)
    }
}

/// An argument of a [`Call`]: a value, or `name: value`, or `name = value`.
///
/// ```
/// use etched_core::middleware::{Argument, Call};
///
/// let arguments = Call::new(r#"cache(300, vary: "accept", https://e.com)"#).arguments();
/// assert!(arguments.eq([
///     Argument { name: None, value: "300" },
///     Argument { name: Some("vary"), value: "accept" },
///     Argument { name: None, value: "https://e.com" },
/// ]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Argument<'t> {
    /// Its name, where it has one.
    pub name: Option<&'t str>,
    /// Its value as written; of a string what is between the quotes.
    pub value: &'t str,
}

impl<'t> Argument<'t> {
    fn read(text: &'t str) -> Self {
        let is_name = |name: &str| {
            let mut parts = name.chars();
            parts.next().is_some_and(|first| first == '_' || first.is_alphabetic())
                && parts.all(|part| matches!(part, '_' | '-') || part.is_alphanumeric())
        };
        let named = text.split_once([':', '=']).map(|(name, value)| (name.trim(), value.trim()));
        // `https://e.com` and `a == b` have no name.
        match named.filter(|(name, value)| is_name(name) && !value.is_empty() && !value.starts_with(['/', '='])) {
            Some((name, value)) => Self { name: Some(name), value: unquoted(value) },
            None => Self { name: None, value: unquoted(text) },
        }
    }
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(value)
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
