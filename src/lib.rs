//! Application metadata compiled into the application: answers at run time, no work at start-up.
//!
//! A schema is compiled when the program is built; the pre-indexed result stands in the binary and answers what
//! resources, routes and patterns exist and what depends on what. Nothing is parsed, indexed, allocated or registered
//! when the program starts.
//!
//! ```no_run
//! # #[cfg(feature = "demo")] {
//! use etched::Registry;
//!
//! static REGISTRY: Registry = Registry::load(&etched::demo::METADATA);
//!
//! let order = REGISTRY.resource("Order").expect("the demo has orders");
//! for field in order.fields() {
//!     println!("{}: {}", field.name(), field.ty());
//! }
//! # }
//! ```
#![forbid(unsafe_code)]

mod bound;
#[cfg(feature = "graph")]
mod cache;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "demo")]
pub mod demo;
#[cfg(feature = "graph")]
mod error;
#[cfg(feature = "graph")]
pub mod graph;
mod handle;
mod id;
mod list;
mod metadata;
mod open;
pub mod query;
mod registry;
#[cfg(feature = "cli")]
pub mod render;
mod route_match;
mod routes;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(feature = "graph")]
mod traverse;

pub use bound::{ResourceEnum, ResourcePart, ResourceType};
pub use etched_core::Strip;
#[cfg(feature = "macros")]
pub use etched_macros::{Resource, ResourceEnum, constants, embed, pattern, resource, route};
pub use handle::{
    Allow, Application, Category, Chain, Computed, Constraint, Deviation, Example, Field, Function, Hook, Invariant,
    Location, Nested, Parameter, Pattern, Relationship, Resource, Route, Scope, Validation,
};
pub use id::{FieldId, PatternId, ResourceId, RouteId};
pub use list::{List, ListIter, Pairs, Texts};
pub use metadata::Metadata;
pub use open::OpenError;
pub use registry::Registry;
pub use route_match::{Allowed, Param, Params, RouteMatch};
pub use routes::{Patterns, Routes, RoutesIter};

#[cfg(feature = "graph")]
pub use graph::{Cache, Change, Dependencies, GraphError, Severity};
#[cfg(feature = "graph")]
pub use petgraph;

#[doc(hidden)]
pub mod private;
