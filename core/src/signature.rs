//! Parameters as one text each, `name: type!`: what metadata documents have for those of a scope.

use core::fmt;

/// A parameter as one text; displays as `days: int!`, and one that has no name as `_: int!`.
///
/// ```
/// use etched_core::signature::Signature;
///
/// let days = Signature { name: "days", ty: "int", nullable: false, required: true };
/// assert_eq!(days.to_string(), "days: int!");
/// assert!(days.is_whole());
/// assert!(!Signature { required: true, nullable: true, ..days }.is_whole());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Signature<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type, without a mark.
    pub ty: &'a str,
    /// Whether it may be null, which `?` says.
    pub nullable: bool,
    /// Whether it must be given, which `!` says.
    pub required: bool,
}

impl Signature<'_> {
    fn mark(&self) -> &'static str {
        match (self.nullable, self.required) {
            (true, false) => "?",
            (false, true) => "!",
            _ => "",
        }
    }

    /// Returns whether reading the text gives all of it back.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let Self { name, ty, nullable, required } = self;
        let plain = !name.is_empty() && !name.contains(':') && name.trim() == *name;
        let typed = if ty.is_empty() { self.mark().is_empty() } else { ty.trim() == *ty && !ty.ends_with(['!', '?']) };
        plain && typed && !(*nullable && *required)
    }
}

impl fmt::Display for Signature<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, ty, .. } = self;
        f.write_str(if name.is_empty() { "_" } else { name })?;
        match (ty.is_empty(), self.mark()) {
            (true, "") => Ok(()),
            (_, mark) => write!(f, ": {ty}{mark}"),
        }
    }
}
