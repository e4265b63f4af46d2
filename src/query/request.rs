//! How requests are declared.

/// Declares a request: a struct with what it needs and what it may have, the setters of the latter, and how it is read
/// from JSON, where an unknown key is an error.
///
/// What it may have is of a kind: `text` and `texts`, `flag`, `number`, `size`, `skip`, `ratio`, or `one(Type)`.
macro_rules! request {
    (
        $(#[$doc:meta])*
        may { $($(#[$member_doc:meta])* $member:ident: $kind:ident $(($ty:ty))?,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[non_exhaustive]
        pub struct Request {
            $($(#[$member_doc])* #[serde(default)] pub $member: request!(@type $kind $($ty)?),)*
        }

        impl Request {
            $(request!(@setter $member $kind $($ty)?);)*
        }
    };
    (
        $(#[$doc:meta])*
        needs { $($(#[$need_doc:meta])* $need:ident,)+ }
        may { $($(#[$member_doc:meta])* $member:ident: $kind:ident $(($ty:ty))?,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[non_exhaustive]
        pub struct Request {
            $($(#[$need_doc])* pub $need: String,)+
            $($(#[$member_doc])* #[serde(default)] pub $member: request!(@type $kind $($ty)?),)*
        }

        impl Request {
            /// Asks with what it needs, and for nothing else.
            #[must_use]
            pub fn new($($need: impl Into<String>),+) -> Self {
                Self { $($need: $need.into(),)+ $($member: Default::default(),)* }
            }

            $(request!(@setter $member $kind $($ty)?);)*
        }
    };
    (@type text) => { Option<String> };
    (@type texts) => { Vec<String> };
    (@type flag) => { bool };
    (@type number) => { Option<u32> };
    (@type size) => { Option<usize> };
    (@type skip) => { usize };
    (@type ratio) => { Option<f64> };
    (@type one $ty:ty) => { $ty };
    (@setter $member:ident text) => {
        request!(@set $member: impl Into<String>, Some($member.into()));
    };
    (@setter $member:ident texts) => {
        request!(@set $member: impl IntoIterator<Item: Into<String>>, $member.into_iter().map(Into::into).collect());
    };
    (@setter $member:ident flag) => { request!(@set $member: bool, $member); };
    (@setter $member:ident number) => { request!(@set $member: u32, Some($member)); };
    (@setter $member:ident size) => { request!(@set $member: usize, Some($member)); };
    (@setter $member:ident skip) => { request!(@set $member: usize, $member); };
    (@setter $member:ident ratio) => { request!(@set $member: f64, Some($member)); };
    (@setter $member:ident one $ty:ty) => { request!(@set $member: $ty, $member); };
    (@set $member:ident: $given:ty, $value:expr) => {
        #[doc = concat!("Sets [`", stringify!($member), "`](Self#structfield.", stringify!($member), ").")]
        #[must_use]
        pub fn $member(mut self, $member: $given) -> Self {
            self.$member = $value;
            self
        }
    };
}
pub(super) use request;
