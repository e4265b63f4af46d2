//! Deterministic applications of any size, for the benches and tests of etched.
//!
//! [`Workload`] has the shapes that figures are given for, each as a metadata document and as schema text. [`random`]
//! makes models that use every part of the model, for properties that have to hold for all of them, and [`growth`]
//! applications that were made to be slow.
#![forbid(unsafe_code)]

mod blog3;
mod chain;
pub mod growth;
pub mod random;
mod rich;
mod star;
mod stopwatch;

pub use stopwatch::Stopwatch;

/// A shape of application.
///
/// ```
/// use workloads::Workload;
///
/// assert!(Workload::Chain.schema(3).contains("dependency: Resource1!"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Workload {
    /// Every resource but the first belongs to the first; five routes each.
    Star,
    /// Every resource belongs to the one before it, some to the one before that, too.
    Chain,
    /// Eight fields, three relationships, two hooks, middleware and five routes each.
    Rich,
    /// Post, User and Comment, whatever the size.
    Blog3,
}

impl Workload {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Star, Self::Chain, Self::Rich, Self::Blog3];

    /// Returns the name figures are given under.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Star => "star",
            Self::Chain => "chain",
            Self::Rich => "rich",
            Self::Blog3 => "blog3",
        }
    }

    /// Returns the metadata document of `n` resources, as the reference system writes it.
    #[must_use]
    pub fn document(self, n: usize) -> String {
        match self {
            Self::Star => star::document(n),
            Self::Chain => chain::document(n),
            Self::Rich => rich::document(n),
            Self::Blog3 => blog3::DOCUMENT.to_owned(),
        }
    }

    /// Returns the schema text of `n` resources; routes and patterns are what the compiler derives.
    #[must_use]
    pub fn schema(self, n: usize) -> String {
        match self {
            Self::Star => star::schema(n),
            Self::Chain => chain::schema(n),
            Self::Rich => rich::schema(n),
            Self::Blog3 => blog3::SCHEMA.to_owned(),
        }
    }

    /// Returns the resource that dependency queries start at: the one with the most below it.
    #[must_use]
    pub fn start(self, n: usize) -> String {
        match self {
            Self::Blog3 => "Comment".to_owned(),
            _ => format!("Resource{}", n.saturating_sub(1)),
        }
    }
}

/// Appends formatted text; a `String` takes all of it.
macro_rules! put {
    ($out:expr, $($arg:tt)*) => {
        std::fmt::Write::write_fmt($out, format_args!($($arg)*)).expect("a text takes all of it")
    };
}
use put;

/// Puts what `each` writes for every number below `n` between commas.
fn join(out: &mut String, n: usize, mut each: impl FnMut(&mut String, usize)) {
    for at in 0..n {
        if at > 0 {
            out.push(',');
        }
        each(out, at);
    }
}
