//! Questions and their answers, as the command line and other front ends ask them.
//!
//! Each answer is a plain value with the keys of the JSON output, `format` first; `render` writes it for people, serde
//! (feature `serde`) for programs. Lists are filtered and paged here, so that every front end does it in one way. A
//! program that asks its own registry rather uses the handles.
//!
//! ```
//! # #[cfg(all(feature = "demo", feature = "serde"))] {
//! use etched::query::{Page, RouteFilter, resources};
//!
//! let registry = etched::Registry::load(&etched::demo::METADATA);
//! let answer = resources(&registry, Some("Order"), &RouteFilter::default(), Page::ALL);
//! let json = serde_json::to_value(&answer).unwrap();
//! assert_eq!((&json["format"], &json["total_count"]), (&1.into(), &1.into()));
//! # }
//! ```

#[cfg(feature = "graph")]
mod cycles;
#[cfg(feature = "graph")]
mod deps;
#[cfg(all(feature = "serde", feature = "graph"))]
mod dump;
#[cfg(feature = "serde")]
mod error;
#[cfg(feature = "serde")]
mod fields;
#[cfg(feature = "graph")]
mod impact;
#[cfg(all(feature = "serde", feature = "graph"))]
mod info;
#[cfg(feature = "serde")]
mod matching;
#[cfg(feature = "serde")]
mod page;
#[cfg(feature = "graph")]
mod path;
#[cfg(feature = "serde")]
mod patterns;
#[cfg(feature = "serde")]
mod resources;
#[cfg(feature = "serde")]
mod routes;
#[cfg(feature = "graph")]
mod why;

#[cfg(all(feature = "serde", feature = "graph"))]
pub use dump::{Dump, DumpEntry, DumpFile, DumpSection, dump};
#[cfg(feature = "serde")]
pub use error::NotFound;
#[cfg(feature = "serde")]
pub use fields::{FieldFilter, FieldRow, Fields, fields};
#[cfg(all(feature = "serde", feature = "graph"))]
pub use info::{EmbeddedIn, Info, info};
#[cfg(feature = "serde")]
pub use matching::{MatchAnswer, MatchParam, matching};
#[cfg(feature = "serde")]
pub use page::Page;
#[cfg(feature = "serde")]
pub use patterns::{
    CATEGORIES, DeviationFilter, Deviations, PatternAnswer, PatternFilter, PatternList, deviations, pattern, patterns,
};
#[cfg(feature = "serde")]
pub use resources::{ResourceAnswer, ResourceRow, Resources, resource, resources};
#[cfg(feature = "serde")]
pub use routes::{RouteFilter, RouteList, routes};

#[cfg(feature = "cli")]
pub(crate) use error::near;
#[cfg(feature = "graph")]
pub use {
    cycles::{CycleAnswer, CyclesAnswer},
    deps::{DepsAnswer, DepsEdge, DepsNode},
    impact::{AffectedAnswer, ImpactAnswer},
    path::PathAnswer,
    why::{WhyAnswer, WhyMiddleware},
};

/// The version of the shapes of answers; keys are added under the same version, and changed under the next.
pub const FORMAT: u32 = 1;
