//! Who is let in: whether a route asks its callers who they are.

use core::fmt;

use crate::middleware::{arguments, base};
use crate::name::words;

/// Whether a route asks who calls.
///
/// A route asks everybody where each way to call it does. One that admits anonymous requests beside others is
/// [`Optional`](Self::Optional), and counts as authenticated nowhere.
///
/// ```
/// use etched_core::Authentication::{self, *};
///
/// assert_eq!(Authentication::of(["log", "auth(staff)"], []), Required);
/// assert_eq!(Authentication::of(["auth(optional)"], []), Optional);
/// // Of security alternatives, by whether each asks for anything: one that does not admits anyone.
/// assert_eq!(Authentication::of([], [true, true]), Required);
/// assert_eq!(Authentication::of([], [true, false]), Optional);
/// assert_eq!(Authentication::of(["author_filter"], [false]), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authentication {
    /// It asks nobody.
    #[default]
    None,
    /// It knows callers who say who they are, and admits others.
    Optional,
    /// It admits nobody who does not say who they are.
    Required,
}

impl Authentication {
    /// All of them, by number.
    pub const ALL: [Self; 3] = [Self::None, Self::Optional, Self::Required];

    /// Returns what a route does that runs all of this middleware and has these security alternatives, each by whether
    /// it asks for anything.
    pub fn of<'t>(middleware: impl IntoIterator<Item = &'t str>, alternatives: impl IntoIterator<Item = bool>) -> Self {
        let (mut asks, mut admits) = (false, false);
        for alternative in alternatives {
            asks |= alternative;
            admits |= !alternative;
        }
        let security = match (asks, admits) {
            (false, _) => Self::None,
            (true, true) => Self::Optional,
            (true, false) => Self::Required,
        };
        // A request passes all of them.
        middleware.into_iter().map(Self::of_middleware).fold(security, Self::max)
    }

    /// Returns what a middleware does, by its text.
    ///
    /// One with `auth` as a word of its base name authenticates; `optional`, as an argument or as a word, admits
    /// anonymous requests.
    ///
    /// ```
    /// use etched_core::Authentication::{self, *};
    ///
    /// let texts = ["require-auth", "jwtAuth(staff)", "auth(mode: optional)", "optional_auth", "author", "cache(auth)"];
    /// assert_eq!(texts.map(Authentication::of_middleware), [Required, Required, Optional, Optional, None, None]);
    /// ```
    #[must_use]
    pub fn of_middleware(text: &str) -> Self {
        let has = |wanted: &str| words(base(text)).any(|word| word.eq_ignore_ascii_case(wanted));
        match has("auth") {
            false => Self::None,
            true if has("optional") || arguments(text).any(is_optional) => Self::Optional,
            true => Self::Required,
        }
    }

    /// Returns the name, as documents have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }

    /// Returns the one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The words that schemas say of a middleware, by number: `@middleware_kind session: authenticates`.
    pub const KINDS: [&str; 3] = ["neither", "allows_anonymous", "authenticates"];

    /// Returns the one that a middleware of that kind brings about.
    ///
    /// ```
    /// use etched_core::Authentication;
    ///
    /// assert_eq!(Authentication::from_kind("allows_anonymous"), Some(Authentication::Optional));
    /// assert_eq!(Authentication::from_kind("optional"), None);
    /// ```
    #[must_use]
    pub fn from_kind(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| Self::KINDS[*one as usize] == kind)
    }

    /// Returns the number it has in an image.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32
    }

    /// Returns the one of a number; one that nobody knows protects nothing.
    #[must_use]
    pub fn from_number(number: u32) -> Self {
        Self::ALL.get(number as usize).copied().unwrap_or(Self::None)
    }
}

/// Whether an argument is `optional`, alone, as the name of what is not false, or as the value of another.
fn is_optional(argument: &str) -> bool {
    let plain = |text: &str| text.trim_matches(|part: char| !part.is_alphanumeric()).eq_ignore_ascii_case("optional");
    match argument.split_once([':', '=']) {
        Some((name, value)) if !name.trim().is_empty() => {
            let value = value.trim();
            plain(value) || plain(name) && !value.eq_ignore_ascii_case("false")
        }
        _ => plain(argument),
    }
}

impl fmt::Display for Authentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
