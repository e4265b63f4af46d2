//! Patterns and deviations.

use super::text::Text;

/// A pattern, which is something the application does in one way in several places; found by
/// [`discover`](crate::patterns::discover).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pattern {
    /// Id, such as `middleware/auth+rate_limit`.
    pub id: Text,
    /// Name, such as `authenticated_rate_limited_handler`.
    pub name: Text,
    /// Category.
    pub category: Text,
    /// One sentence.
    pub description: Text,
    /// What to write.
    pub template: Text,
    /// Where it is done.
    pub examples: Vec<Example>,
    /// With which arguments it is used, and how often, the commonest first; empty where all uses agree.
    pub variants: Vec<Variant>,
    /// Uses.
    pub frequency: u32,
    /// Between 0 and 1.
    pub confidence: f64,
    /// What was counted; `None` for patterns of foreign documents.
    pub support: Option<Support>,
}

/// How often a [`Pattern`] is kept where it could be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Support {
    /// Places that keep it.
    pub support: u32,
    /// Places where it could apply.
    pub applicable: u32,
    /// Lower bound of the 95 % Wilson score interval of `support / applicable`.
    pub wilson: f64,
}

/// A place that keeps a [`Pattern`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// Resource it is in.
    pub resource: Text,
    /// File.
    pub file_path: Text,
    /// Line.
    pub line: u32,
    /// Text.
    pub code: Text,
}

/// Arguments some uses of a [`Pattern`] have: `auth(staff)`, 41 times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variant {
    /// What differs from other uses, as it is written.
    pub code: Text,
    /// Uses.
    pub count: u32,
}

/// A place where a well-supported [`Pattern`] is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deviation {
    /// Id of the pattern.
    pub pattern: Text,
    /// What deviates, such as `Post.delete`.
    pub subject: Text,
    /// Resource it belongs to.
    pub resource: Text,
    /// What was counted: the pattern's counts where it is a habit of this kind of place.
    pub support: Support,
    /// Id of another pattern that is followed instead; empty for none.
    pub rival: Text,
    /// What to write.
    pub template: Text,
    /// File.
    pub file_path: Text,
    /// Line.
    pub line: u32,
}
