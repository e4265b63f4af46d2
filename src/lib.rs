//! Application metadata compiled into the application: answers at run time, no work at start-up.
//!
//! A schema is compiled when the program is built; the pre-indexed result is in the binary and answers what
//! resources, routes and patterns exist and what depends on what. Nothing is parsed, indexed, allocated or registered
//! when the program starts.
//!
//! # Two lines
//!
//! With files such as this one in `schema/`, beside Cargo.toml
//!
//! ```text
//! resource Order {
//!   id: ulid! @primary
//!   number: string(16)! @unique
//!   customer: User! { on_delete: restrict }
//!   @on list: [auth]
//! }
//! ```
//!
//! The language is in `docs/language.md` of the repository, and `etched explain types` lists its types.
//! `etched_compiler::Build::new().run();` in build.rs compiles them (without it, [`embed!`] does), and in the program:
//!
#![cfg_attr(feature = "macros", doc = "```")]
#![cfg_attr(not(feature = "macros"), doc = "```ignore")]
//! use etched::{Metadata, Registry};
//!
//! static METADATA: Metadata = etched::embed!();
//! static REGISTRY: Registry = Registry::load(&METADATA);
//!
//! let order = REGISTRY.resource("Order").expect("the schema has orders");
//! for field in order.fields() {
//!     println!("{}: {}", field.name(), field.ty());
//! }
//! assert_eq!(REGISTRY.route("GET", "/api/orders/:id").unwrap().handler(), "Order.show");
//! ```
//!
//! `etched init` of the command line writes all of that into a crate. A mistake in the schema is a build error with its
//! place, what was expected and the nearest known name.
//!
//! # Asking
//!
//! A [`Registry`] is one reference: `const` to load, `Send`, `Sync`, cheap to clone. What it returns are handles
//! ([`Resource`](struct@Resource), [`Route`], [`Field`], [`Pattern`]): `Copy`, no allocation, `'static` where the
//! registry is.
//!
//! - by name: [`resource`](Registry::resource), [`route`](Registry::route), [`pattern`](Registry::pattern);
//! - by request: [`match_route`](Registry::match_route) finds the route and its parameters, or which methods there are;
//! - many: [`resources`](Registry::resources), [`routes`](Registry::routes) narrowed by method, resource, middleware;
//! - what depends on what (feature `graph`): `dependencies`, `path`, `cycles`, `impact`;
//! - as plain values with stable JSON keys (feature `query`): `query`, which `render` draws as text.
//!
//! # Names the compiler checks
//!
//! [`resource!`], [`route!`] and [`pattern!`] are constants; a name the schema does not have does not compile, and
//! [`at`](Registry::at) finds them by index. [`constants!`] writes them all, for completion in editors.
//!
//! # Structs the compiler checks
//!
#![cfg_attr(feature = "macros", doc = "`#[derive(`[`Resource`](derive@Resource)`)]`")]
#![cfg_attr(not(feature = "macros"), doc = "`#[derive(Resource)]`")]
//! compares a struct with the resource of its name: fields, types, null, relationships, the values of enums.
//! [`get::<Post>()`](Registry::get) is its resource.
//!
//! # Tests
//!
//! Code that takes a `&Registry` is tested over a schema of a few lines, with `etched-compiler` among the
//! dev-dependencies:
//!
//! ```
//! let bytes = etched_compiler::compile_str("@strict nullability resource Post { title: string! }")?;
//! let registry = etched::Registry::from_bytes(&bytes.to_file())?;
//! assert!(registry.resource("Post").is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Registry::open`] reads an image from a file, after checking all of it.
//!
//! # Features
//!
//! | feature | | default |
//! |---|---|---|
//! | `macros` | the macros and derives; without it [`embed_out_dir!`] embeds what a build script left | yes |
//! | `graph` | dependency queries, a cache the caller owns | yes |
//! | `petgraph08` | the traits of petgraph 0.8 on the dependency graph, and petgraph itself | |
//! | `serde` | `Serialize` on handles | |
//! | `query` | questions and answers as plain values with stable JSON keys | |
//! | `render` | answers as text and pictures | |
//! | `cli` | the command line over any registry | |
//! | `demo` | the application this repository describes, as `demo::METADATA` | |
//!
//! Without any, the crate has one dependency, `etched-core`.
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
#[cfg(feature = "query")]
pub mod query;
mod registry;
#[cfg(feature = "render")]
pub mod render;
mod route_match;
mod routes;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(feature = "graph")]
mod traverse;
pub mod visit;

pub use bound::{ResourceEnum, ResourcePart, ResourceScalar, ResourceType};
pub use etched_core::middleware::{Argument as MiddlewareArgument, Call as MiddlewareCall};
pub use etched_core::scalar::Scalar;
pub use etched_core::spelling::Syntax;
pub use etched_core::validate::{CellError, Expected, ValidateError};
pub use etched_core::{Authentication, Header, HeaderError, Image, Origin, Strip};
#[cfg(feature = "macros")]
#[doc = include_str!("derive.md")]
pub use etched_macros::Resource;
/// Makes an enum the type of a field with these values.
///
/// ```
/// use etched::ResourceEnum;
///
/// #[derive(ResourceEnum)]
/// enum Status {
///     Draft,
///     InReview,
///     #[resource(rename = "live")]
///     Published,
///     #[resource(skip)] // for what is not in the schema
///     Other(String),
/// }
///
/// assert_eq!(Status::VALUES, ["draft", "in_review", "live"]);
/// ```
///
/// A variant's value is its name in snake case, or in the case of `#[resource(rename_all = "…")]` or serde's
/// `rename_all`; `rename`, `skip` and serde's `rename`, `skip` and `other` are respected. A struct that derives
/// [`Resource`](derive@Resource) and has the enum as a field compares the values with the schema's.
#[cfg(feature = "macros")]
pub use etched_macros::ResourceEnum;
/// Says what a type of the program's own holds, so that structs with [`Resource`](derive@Resource) may have it.
///
/// ```
/// use etched::ResourceScalar;
/// # struct Uuid;
///
/// #[derive(ResourceScalar)]
/// #[resource(type = "uuid")]
/// struct UserId(Uuid);
///
/// #[derive(ResourceScalar)]
/// #[resource(type = "array<string!>")]
/// struct Labels(String); // separated by commas
///
/// assert_eq!((UserId::TYPE, Labels::TYPE), ("uuid", "array<string!>"));
/// ```
///
/// The attribute is the claim: what is inside of the type is not looked at. It is a type as the schema writes one; without
/// its arguments and parts (`string`, `array`) it holds any of them. Aliases and types of other crates are named in
/// the manifest instead, `[package.metadata.etched.types]`, or with `#[field(type = "…")]` on one field.
///
/// # Errors
/// A claim that is no type of the schema language, or none.
#[cfg(feature = "macros")]
pub use etched_macros::ResourceScalar;
#[cfg(feature = "macros")]
#[doc = include_str!("constants.md")]
pub use etched_macros::constants;
#[cfg(feature = "macros")]
#[doc = include_str!("embed.md")]
pub use etched_macros::embed;
/// Expands to the [`PatternId`] of a pattern, by id or name: `pattern!("middleware/auth")`.
///
/// A constant. A pattern the schema does not have is a compile error that suggests the nearest one.
/// `pattern!("…", schema = "path")` says where the schema is, as for [`embed!`].
#[cfg(feature = "macros")]
pub use etched_macros::pattern;
/// Expands to the [`ResourceId`] of a resource: `resource!("Post")`.
///
/// ```
/// const ORDER: etched::ResourceId = etched::resource!("Order");
/// assert_eq!(ORDER.name(), "Order");
/// ```
///
/// A constant. A name the schema does not have is a compile error that suggests the nearest one:
///
/// ```compile_fail
/// const ORDER: etched::ResourceId = etched::resource!("Ordr");
/// ```
///
/// `resource!("Order", schema = "path")` says where the schema is, as for [`embed!`].
#[cfg(feature = "macros")]
pub use etched_macros::resource;
/// Expands to the [`RouteId`] of a route: `route!("GET", "/posts/:id")`.
///
/// ```
/// const SHOW: etched::RouteId = etched::route!("GET", "/api/orders/:id");
/// assert_eq!(SHOW.name(), "GET /api/orders/:id");
/// // The same route: `:id` and `{id}` are one spelling.
/// static METADATA: etched::Metadata = etched::embed!();
/// let registry = etched::Registry::load(&METADATA);
/// assert_eq!(registry.at(etched::route!("GET", "/api/orders/{id}")), registry.at(SHOW));
/// ```
///
/// A constant. A route the schema does not have is a compile error that suggests the nearest one.
/// `route!("GET", "/posts/:id", schema = "path")` says where the schema is, as for [`embed!`].
#[cfg(feature = "macros")]
pub use etched_macros::route;
pub use handle::{
    Allow, Alternative, Application, Category, Chain, Computed, Constraint, Deviation, Element, Embedder, Example,
    Field, FieldConstraint, Function, Hook, Invariant, Key, Literal, LiteralKind, Location, Nested, Parameter, Pattern,
    Relationship, Resource, Response, Route, Scope, SourceFile, TypeKind, Validation, Variant,
};
pub use id::{FieldId, PatternId, ResourceId, RouteId};
pub use list::{Incoming, IncomingIter, List, ListIter, Pairs, PairsIter, Texts, TextsIter};
pub use metadata::Metadata;
pub use open::OpenError;
pub use registry::Registry;
pub use route_match::{Allowed, Param, Params, RouteMatch};
pub use routes::{Patterns, Routes, RoutesIter};

#[cfg(feature = "graph")]
pub use graph::{Cache, Change, Dependencies, GraphError, Severity};
#[cfg(feature = "petgraph08")]
pub use petgraph08;

#[doc(hidden)]
pub mod private;
