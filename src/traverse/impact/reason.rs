//! Why a change affects a dependent.

use std::borrow::Cow;
use std::fmt;

use super::{Change, Effect};

/// What happens to a dependent, and why; displays as a sentence.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::graph::{Cause, Effect};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let impact = registry.impact("Brand", etched::Change::Delete).unwrap();
/// let product = impact.affected().iter().find(|each| each.name() == "Product").unwrap();
/// let reason = &product.reasons()[0];
/// assert_eq!(reason.to_string(), "belongs_to `brand` sets `brand_id` to null");
/// assert_eq!(reason.effect, Effect::Nulled);
/// assert!(matches!(&reason.cause, Cause::SetNull { relationship: "brand", field, .. } if field == "brand_id"));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Reason<'r> {
    /// What happens.
    pub effect: Effect,
    /// Why.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub cause: Cause<'r>,
}

/// Why something happens to a dependent: that of a [`Reason`].
///
/// `kind` is that of the relationship, `owner` the resource that declares it where the dependent does not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(tag = "cause", rename_all = "snake_case"))]
#[expect(missing_docs, reason = "the members are what the sentence of the variant names")]
#[non_exhaustive]
pub enum Cause<'r> {
    /// A relationship cascades: its records are deleted.
    Cascade { kind: &'r str, relationship: &'r str, owner: Option<Cow<'r, str>> },
    /// A relationship restricts: the delete is blocked while there are records.
    Restrict { kind: &'r str, relationship: &'r str, owner: Option<Cow<'r, str>> },
    /// A relationship sets its key to null.
    SetNull { kind: &'r str, relationship: &'r str, owner: Option<Cow<'r, str>>, field: String },
    /// A relationship sets its key to its default.
    SetDefault { kind: &'r str, relationship: &'r str, owner: Option<Cow<'r, str>>, field: String },
    /// A relationship has no rule that says what becomes of its records.
    NoRule { kind: &'r str, relationship: &'r str, on_delete: Option<&'r str>, target: Cow<'r, str> },
    /// A relationship names its target.
    Names { kind: &'r str, relationship: &'r str, target: Cow<'r, str> },
    /// A relationship goes through a resource.
    Through { kind: &'r str, relationship: &'r str, resource: Cow<'r, str> },
    /// A relationship has no key of its own: the key follows the name of its owner.
    DerivedKey { kind: &'r str, relationship: &'r str, owner: Cow<'r, str>, field: String },
    /// An edge that is no relationship leads to the target.
    RefersTo { kind: &'r str, target: Cow<'r, str> },
    /// Bodies call a function; a hook is one body, and has no count.
    Calls { function: Cow<'r, str>, bodies: Option<u32>, change: Change },
    /// A route serves a resource that is gone.
    Serves { resource: &'r str },
    /// A route serves a resource that loses records.
    ServesDeleted { resource: &'r str },
    /// A handler has the name of a resource in it.
    Handles { handler: &'r str, resource: Cow<'r, str> },
    /// A path is derived from the name of a resource.
    DerivedPath { resource: Cow<'r, str> },
    /// A resource is nested under another.
    Nested { parent: Cow<'r, str> },
    /// A path is under that of a resource.
    NestedPath { parent: Cow<'r, str> },
    /// A hook runs when records are deleted.
    RunsOnDelete { resource: &'r str },
    /// A hook goes with its resource.
    GoesWith { resource: &'r str },
    /// A resource runs a middleware on some operations.
    Uses { middleware: Cow<'r, str>, operations: Vec<&'r str>, change: Change },
    /// A route runs a middleware.
    Runs { middleware: Cow<'r, str>, change: Change },
}

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl fmt::Display for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whose = |owner: &Option<Cow<'_, str>>| match owner {
            Some(owner) => format!(" of {owner}"),
            None => String::new(),
        };
        let fate = |change: &Change| if *change == Change::Rename { "which is renamed" } else { "which is deleted" };
        match self {
            Self::Cascade { kind, relationship, owner } => {
                write!(f, "{kind} `{relationship}`{} cascades: records are deleted", whose(owner))
            }
            Self::Restrict { kind, relationship, owner } => {
                let owner = whose(owner);
                write!(f, "{kind} `{relationship}`{owner} restricts: the delete is blocked while records exist")
            }
            Self::SetNull { kind, relationship, owner, field } => {
                write!(f, "{kind} `{relationship}`{} sets `{field}` to null", whose(owner))
            }
            Self::SetDefault { kind, relationship, owner, field } => {
                write!(f, "{kind} `{relationship}`{} sets `{field}` to its default", whose(owner))
            }
            Self::NoRule { kind, relationship, on_delete: Some(rule), target } => {
                write!(f, "{kind} `{relationship}` has on_delete `{rule}`: records still point to {target}")
            }
            Self::NoRule { kind, relationship, on_delete: None, target } => {
                write!(f, "{kind} `{relationship}` has no on_delete: records still point to {target}")
            }
            Self::Names { kind, relationship, target } => write!(f, "{kind} `{relationship}` names {target}"),
            Self::Through { kind, relationship, resource } => {
                write!(f, "{kind} `{relationship}` goes through {resource}")
            }
            Self::DerivedKey { kind, relationship, owner, field } => {
                write!(f, "{kind} `{relationship}` of {owner} gives no foreign_key: `{field}` follows the name")
            }
            Self::RefersTo { kind, target } => write!(f, "{kind} {target}"),
            Self::Calls { function, bodies: Some(1), change } => {
                write!(f, "calls `{function}` in 1 body, {}", fate(change))
            }
            Self::Calls { function, bodies: Some(bodies), change } => {
                write!(f, "calls `{function}` in {bodies} bodies, {}", fate(change))
            }
            Self::Calls { function, bodies: None, change } => write!(f, "calls `{function}`, {}", fate(change)),
            Self::Serves { resource } => write!(f, "serves {resource}, which is deleted"),
            Self::ServesDeleted { resource } => write!(f, "serves {resource}, whose records are deleted"),
            Self::Handles { handler, resource } => write!(f, "handler `{handler}` serves {resource}"),
            Self::DerivedPath { resource } => write!(f, "its path is derived from the name {resource}"),
            Self::Nested { parent } => write!(f, "is nested under {parent}"),
            Self::NestedPath { parent } => write!(f, "its path is under that of {parent}"),
            Self::RunsOnDelete { resource } => write!(f, "runs when records of {resource} are deleted"),
            Self::GoesWith { resource } => write!(f, "is deleted with {resource}"),
            Self::Uses { middleware, operations, change } => {
                let operations = operations.join(", ");
                match change {
                    Change::Delete => write!(f, "uses {middleware}, which is deleted, on {operations}"),
                    Change::Rename => write!(f, "names {middleware} on {operations}"),
                    Change::RemoveMiddleware => write!(f, "runs without {middleware} on {operations}"),
                }
            }
            Self::Runs { middleware, change } => match change {
                Change::Delete => write!(f, "runs {middleware}, which is deleted"),
                Change::Rename => write!(f, "runs {middleware} under another name"),
                Change::RemoveMiddleware => write!(f, "runs without {middleware}"),
            },
        }
    }
}
