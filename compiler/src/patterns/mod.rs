//! Patterns: what the application does in one way in several places, and where it does not.
//!
//! [`discover`] reads a finished model (routes derived) and fills `patterns`, `deviations` and `coverage`. Patterns a
//! document brought along are kept, with its deviations and its coverage.
//!
//! # Ids
//!
//! An id says what the pattern is. It depends on what is declared, never on the order of files or resources.
//!
//! | id | one use is | it could apply to | deviates |
//! |---|---|---|---|
//! | `middleware/auth+rate_limit` | an operation that runs exactly these base names in this order | all operations of the names it is used on | an operation that runs the same ones in another order |
//! | `middleware/auth/delete` (rules only) | a `delete` that runs `auth`, with whatever else | every resource that has a `delete` | a `delete` without |
//! | `security/oauth+and+key` | a route whose security asks for these schemes: alternatives with `or`, what is asked for together with `and` | routes of the operations it is used on | one of an operation whose routes nearly all ask for it |
//! | `hook/before_create/String.slugify` | a hook of this event, these calls and one shape | resources with the fields that all uses name | such a resource that calls none of this on the event |
//! | `validation/Time.now` | a `@validate` block of one shape | as hooks | as hooks |
//! | `field/email/max+unique` | a field of this name with (at least) these constraints | fields of the name | a field that lacks one |
//! | `field/price/decimal` | a field of this name and type | fields of the name | a field of another type |
//! | `type/email/max+unique` | a field of this type with these constraints | fields of the type | one whose name has no convention of its own |
//! | `relationship/belongs_to+cascade` | a relationship of this kind and `on_delete` | relationships of the kind | nothing |
//! | `relationship/belongs_to+on_delete` (rules only) | a `belongs_to` that states `on_delete` | every `belongs_to` | one that does not |
//! | `relationship/belongs_to+restrict/author`, `.../User` | the same for one name, one target | relationships of the kind and name (target) | one with another `on_delete`; name before target |
//! | `scope/published` | a scope of this name and shape | scopes of the name | one that means something else |
//! | `operations/list+show` | an `@operations` of this set | resources with `@operations` | nothing |
//! | `every/field/id` (rules only) | a resource with the field, hook or scope | all resources | one without |
//! | `with/author/hook/...`, `with/update()/field/updated_at` (rules only) | the same among resources with a member, an operation | those resources | one without |
//!
//! Parts of a set are sorted, parts of a sequence are not. Where two patterns would have one id (bodies of different
//! shape that call the same functions), the more frequent one has it and the other adds a hash of its shape: `~1f3a`.
//!
//! # Templates
//!
//! A template has what all uses agree on as it is, and what differs between them in angle brackets:
//! `@on list: [cache(<seconds>), cors]`, and `auth<(role)>` where some have no arguments at all. The template of a
//! deviation says what to write, so there most uses decide.
//!
//! # What deviates
//!
//! [`Options`] states the thresholds and `statistics.rs` their sources: a habit is a rule when at least 4 places
//! keep it, 80 % of those where it could apply, with a Wilson lower bound of 0.35 (so 4 of 5 is the weakest rule);
//! where three or more of the others agree on something else, 90 %; for the last two rows of the table 90 % and a
//! bound of 0.6 (10 of 11). One place is reported once, for the best supported reason.
//!
//! `@allow("middleware/auth/create", "reason")` silences a finding of its resource; so does the start of an id, from
//! two parts on (`middleware/auth`). One that silences nothing is returned in [`Report::unused_allows`].

mod check;
mod cross;
mod deviations;
mod endpoints;
mod fields;
mod group;
mod hooks;
mod ledger;
mod members;
mod middleware;
mod naming;
mod options;
mod relationships;
mod scopes;
mod security;
mod sets;
mod shape;
mod statistics;

pub(crate) use check::check;
pub use naming::{middleware_category, middleware_name};
pub use options::{BadOption, OPTION_KEYS, Options};
pub use statistics::{confidence, wilson};

use crate::model::Model;

/// What [`discover`] has to say beside what it puts into the model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Acknowledgements that match no finding, by file and line.
    pub unused_allows: Vec<UnusedAllow>,
    /// Pattern options that could not be used.
    pub bad_options: Vec<BadOption>,
}

/// An `@allow` that acknowledges nothing: the deviation is gone, or never was one. Part of a [`Report`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnusedAllow {
    /// Resource it is in.
    pub resource: String,
    /// The id it names.
    pub pattern: String,
    /// Whether there is a pattern of this id, which then is kept here or has no deviations.
    pub is_pattern: bool,
    /// Number of the resource in the model.
    pub resource_index: u32,
    /// Its own number in the resource.
    pub index: u32,
    /// File.
    pub file_path: String,
    /// Line.
    pub line: u32,
}

/// Finds the patterns of a model and the places that deviate, with the options of its `@application` directive.
///
/// Does nothing to a model that has patterns already. Routes have to be derived first.
///
/// ```
/// use etched_compiler::model::{Chain, Model, Resource, ResourceExtra};
///
/// let resource = |name: &str| Resource {
///     name: name.into(),
///     extra: ResourceExtra {
///         middleware: [("create".into(), Chain { names: vec!["auth".into()], line: 3 })].into(),
///         ..ResourceExtra::default()
///     }
///     .into(),
///     ..Resource::default()
/// };
/// let mut model = Model { resources: ["A", "B", "C"].map(resource).into(), ..Model::default() };
/// let report = etched_compiler::patterns::discover(&mut model);
/// let pattern = &model.patterns[0];
/// assert_eq!((pattern.id.as_str(), pattern.name.as_str()), ("middleware/auth", "authenticated_handler"));
/// assert_eq!((pattern.frequency, pattern.confidence), (3, 0.3));
/// assert!(model.deviations.is_empty() && report.unused_allows.is_empty());
/// ```
///
/// Cost: about 20 us a resource with ten fields and two hooks, optimised; linear in the model.
pub fn discover(model: &mut Model) -> Report {
    let (options, bad_options) = Options::from_application(&model.application);
    Report { bad_options, ..discover_with(model, &options) }
}

/// Finds patterns and deviations with the options given; those of the model are not read.
///
/// Cost: as [`discover`].
///
/// ```
/// use etched_compiler::model::{Field, Model, Resource};
/// use etched_compiler::patterns::{Options, discover_with};
///
/// let id = Field { name: "id".into(), ty: "uuid".into(), constraints: vec!["@primary".into()], ..Field::default() };
/// let resource = |name: &str| Resource { name: name.into(), fields: vec![id.clone()], ..Resource::default() };
/// let mut model = Model { resources: ["A", "B"].map(resource).into(), ..Model::default() };
/// discover_with(&mut model, &Options::default().min_frequency(2).min_confidence(0.2));
/// assert_eq!(model.patterns[0].id, "field/id/primary");
/// ```
pub fn discover_with(model: &mut Model, options: &Options) -> Report {
    if !model.patterns.is_empty() {
        return Report::default();
    }
    let (patterns, deviations, coverage, unused_allows) = {
        let mut ledger = ledger::Ledger::new(model, options);
        let endpoints = endpoints::endpoints(ledger.model);
        let members = members::Members::new(ledger.model);
        middleware::discover(&mut ledger, &endpoints);
        security::discover(&mut ledger);
        fields::discover(&mut ledger);
        relationships::discover(&mut ledger);
        scopes::operations(&mut ledger);
        let hooks = hooks::discover(&mut ledger, &members);
        let scopes = scopes::discover(&mut ledger);
        cross::discover(&mut ledger, &endpoints, hooks, scopes);
        let mut finished = ledger.finish();
        let (deviations, unused_allows) = deviations::resolve(model, &mut finished);
        (finished.patterns, deviations, finished.coverage, unused_allows)
    };
    model.patterns = patterns;
    model.deviations = deviations;
    model.coverage = coverage.into_iter().map(|(category, covered)| (category.into(), covered)).collect();
    Report { unused_allows, bad_options: Vec::new() }
}
