//! Questions to a registry as values, as the command line and other front ends ask them.
//!
//! Each question has a module of its own, and in it a `Request`, which is read from JSON by the names of its members,
//! and an `Answer`, which is written as one JSON object, `format` first. What an answer has to say beside what was
//! asked is in its `notes`; why there is no answer is an [`Error`], the same type for every question.
//! `render` draws answers for people. Lists are filtered and paged here, so that every front end does
//! it in one way. A program that asks its own registry rather uses the handles.
//!
//! ```
//! # #[cfg(feature = "demo")] {
//! use etched::query::{Question, resources, routes};
//!
//! let registry = etched::Registry::load(&etched::demo::METADATA);
//! let answer = resources::Request::default().glob("Order*").ask(&registry).unwrap();
//! assert_eq!(answer.resources[0].name, "Order");
//!
//! let request: routes::Request = serde_json::from_str(r#"{"method": "DELETE", "limit": 1}"#).unwrap();
//! let json = serde_json::to_value(request.ask(&registry).unwrap()).unwrap();
//! assert_eq!((&json["format"], &json["routes"][0]["method"]), (&1.into(), &"DELETE".into()));
//! # }
//! ```
//!
//! [`Request`] and [`Answer`] are any of them, for what takes its questions from elsewhere.

mod error;
mod location;
mod node;
mod note;
mod page;
mod request;

pub use error::{Error, ErrorCode};
pub use node::{Edge, Node};
pub use note::{Note, Subject};
pub use page::Page;

use serde::{Deserialize, Serialize};

use crate::registry::Registry;

/// The version of the shapes of answers; keys are added under the same version, and changed under the next.
pub const FORMAT: u32 = 1;

/// A question to a registry: what every `Request` of this module is. The [module](self) has examples.
pub trait Question {
    /// What answers it.
    type Answer<'r>: Serialize;

    /// Answers it from a registry.
    ///
    /// # Errors
    /// When it names what the registry does not have, or asks for what cannot be.
    fn ask<'r>(&self, registry: &'r Registry) -> Result<Self::Answer<'r>, Error>;
}

/// Declares the questions: their modules, and the types that are any of them.
macro_rules! questions {
    ($($(#[$doc:meta])* $module:ident: $Name:ident $name:literal,)*) => {
        $(pub mod $module;)*

        /// Any request; in JSON it names its question: `{"question": "routes", "method": "GET"}`.
        ///
        /// ```
        /// # #[cfg(feature = "demo")] {
        /// use etched::query::{Question, Request};
        ///
        /// let registry = etched::Registry::load(&etched::demo::METADATA);
        /// let request: Request = serde_json::from_str(r#"{"question": "resource", "name": "Ordr"}"#).unwrap();
        /// assert_eq!(request.ask(&registry).unwrap_err().suggestions, ["Order"]);
        /// # }
        /// ```
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(tag = "question")]
        #[non_exhaustive]
        pub enum Request {
            $($(#[$doc])* #[serde(rename = $name)] $Name($module::Request),)*
        }

        /// Any answer; in JSON it is that answer alone.
        #[derive(Clone, Debug, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum Answer<'r> {
            $($(#[$doc])* $Name($module::Answer<'r>),)*
        }

        impl Request {
            /// The names of all questions.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Returns the name of its question.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$Name(_) => $name,)*
                }
            }
        }

        impl Question for Request {
            type Answer<'r> = Answer<'r>;

            fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
                match self {
                    $(Self::$Name(request) => request.ask(registry).map(Answer::$Name),)*
                }
            }
        }

        $(
            impl From<$module::Request> for Request {
                fn from(request: $module::Request) -> Self {
                    Self::$Name(request)
                }
            }
        )*
    };
}

questions! {
    /// Which resources are there?
    resources: Resources "resources",
    /// What is this resource?
    resource: Resource "resource",
    /// Which routes are there?
    routes: Routes "routes",
    /// How many routes are there, and of which kinds?
    route_counts: RouteCounts "route_counts",
    /// Which route answers this request?
    matching: Match "match",
    /// Why does this route run the middleware it runs?
    why: Why "why",
    /// Which fields are there?
    fields: Fields "fields",
    /// Which functions do bodies call, and what calls them?
    functions: Functions "functions",
    /// What is done in one way in several places?
    patterns: Patterns "patterns",
    /// What is this pattern?
    pattern: Pattern "pattern",
    /// Where is a well-supported pattern absent?
    deviations: Deviations "deviations",
    /// What does this depend on, and what depends on it?
    deps: Deps "deps",
    /// How does one thing depend on another?
    path: Path "path",
    /// What depends on itself?
    cycles: Cycles "cycles",
    /// How long are the chains of dependencies?
    depth: Depth "depth",
    /// What does a change break?
    impact: Impact "impact",
    /// What does the dependency graph look like?
    graph: Graph "graph",
    /// How much is there?
    info: Info "info",
    /// What is where in the image?
    dump: Dump "dump",
}
