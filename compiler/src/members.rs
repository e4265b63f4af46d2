//! The forms that the table of members names: how a member is written in a document, and how a part of it is set.

use std::collections::BTreeMap;

use crate::model::{Alternative, Authentication, Chain, Support, Text};

/// How a value that was read becomes a member.
pub(crate) trait Set<M> {
    /// Whether the member is set even to what it is from the start.
    #[cfg(feature = "document")]
    const ALWAYS: bool = false;
    /// Sets the member, or the part of it that the form stands for.
    fn set(to: &mut M, value: M) {
        *to = value;
    }
}

/// Whether a value says anything: more than what a member is from the start.
pub(crate) fn says<M: Default + PartialEq>(value: &M) -> bool {
    *value != M::default()
}

macro_rules! forms {
    ($($(#[$doc:meta])* $Form:ident)*) => { $(
        $(#[$doc])*
        pub(crate) struct $Form;
    )* };
}

forms! {
    /// As its type says.
    Plain
    /// Where a declaration was read, by name.
    Source
    /// Whether a route asks who calls, by name.
    Authenticates
    /// Security alternatives, as objects of schemes and scopes.
    Security
    /// The opposite.
    #[cfg(feature = "document")]
    Not
    /// JSON text, as a text for readers: that of a string, otherwise the JSON.
    Json
    /// JSON text as it is, where the text for readers does not carry it.
    #[cfg(feature = "document")]
    JsonExact
    /// Parameters, as one text each.
    Signature
    /// Parameters as records, where the texts do not carry them.
    #[cfg(feature = "document")]
    SignatureExact
    /// Keys and plain texts.
    Options
    /// Keys and JSON texts.
    Meta
    /// `true`, or why.
    Deprecated
    /// Middleware by operation.
    Chains
    /// Lines by operation.
    #[cfg(feature = "document")]
    ChainLines
    /// Of what was counted: the places that keep a pattern.
    Kept
    /// Of what was counted: the places where it could apply.
    Applicable
    /// Of what was counted: the bound.
    Wilson
}

impl<M> Set<M> for Plain {}
impl<M> Set<M> for Source {}
impl Set<Vec<Alternative>> for Security {}

/// What a document states counts, also where it is what a route does from the start.
impl Set<Authentication> for Authenticates {
    #[cfg(feature = "document")]
    const ALWAYS: bool = true;
}

impl<M> Set<M> for Options {}
impl<M> Set<M> for Meta {}
impl<M> Set<M> for Deprecated {}

#[cfg(feature = "document")]
impl Set<bool> for Not {
    const ALWAYS: bool = true;
}

/// The exact text wins, whichever comes first.
impl<M: Default + PartialEq> Set<M> for Json {
    fn set(to: &mut M, value: M) {
        if !says(to) {
            *to = value;
        }
    }
}
#[cfg(feature = "document")]
impl<M> Set<M> for JsonExact {}

/// The records win, whichever come first.
impl<M: Default + PartialEq> Set<M> for Signature {
    fn set(to: &mut M, value: M) {
        if !says(to) {
            *to = value;
        }
    }
}
#[cfg(feature = "document")]
impl<M> Set<M> for SignatureExact {}

type ByOperation = BTreeMap<Text, Chain>;

/// Lines are of the operations that have middleware, whichever comes first.
impl Set<ByOperation> for Chains {
    fn set(to: &mut ByOperation, value: ByOperation) {
        let lines = std::mem::replace(to, value);
        for (operation, chain) in to.iter_mut() {
            if let Some(known) = lines.get(operation) {
                chain.line = known.line;
            }
        }
    }
}
#[cfg(feature = "document")]
impl Set<ByOperation> for ChainLines {
    fn set(to: &mut ByOperation, value: ByOperation) {
        if to.is_empty() {
            *to = value;
            return;
        }
        for (operation, chain) in value {
            if let Some(known) = to.get_mut(&operation) {
                known.line = chain.line;
            }
        }
    }
}

macro_rules! parts {
    ($($Form:ident $part:ident)*) => { $(
        impl Set<Support> for $Form {
            fn set(to: &mut Support, value: Support) {
                to.$part = value.$part;
            }
        }
        impl Set<Option<Support>> for $Form {
            fn set(to: &mut Option<Support>, value: Option<Support>) {
                if let Some(value) = value {
                    to.get_or_insert_default().$part = value.$part;
                }
            }
        }
    )* };
}

parts! { Kept support Applicable applicable Wilson wilson }
