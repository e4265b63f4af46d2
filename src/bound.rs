//! Rust types that stand for parts of the schema; `#[derive]` implements these traits.

use crate::id::ResourceId;

/// A Rust type bound to a resource, by `#[derive(Resource)]`.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use etched::{Resource, ResourceType};
/// # struct Uuid;
///
/// #[derive(Resource)]
/// #[resource(partial)]
/// struct Tag {
///     id: Uuid,
///     title: String,
///     guidance: Option<String>,
/// }
///
/// assert_eq!(Tag::ID.name(), "Tag");
/// assert_eq!(Tag::FIELDS, ["id", "title", "guidance"]);
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not bound to a resource",
    label = "the schema has a resource here",
    note = "write `#[derive(etched::Resource)]` on it"
)]
pub trait ResourceType {
    /// The resource.
    const ID: ResourceId;
    /// Names of the bound fields in the schema, in the order of the struct; joined columns are none of them.
    const FIELDS: &'static [&'static str];
}

/// A Rust type bound to an inline struct, by `#[derive(Resource)]` with `#[resource(inline = "Order.totals")]`.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use etched::{Resource, ResourcePart};
/// # struct Decimal;
///
/// #[derive(Resource)]
/// #[resource(inline = "Order.totals", partial)]
/// struct Totals {
///     goods: Decimal,
/// }
///
/// assert_eq!(Totals::OF, ["Order.totals"]);
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not bound to an inline struct of the schema",
    label = "the schema has an inline struct here",
    note = "write `#[derive(etched::Resource)]` and `#[resource(inline = \"Resource.field\")]` on it"
)]
pub trait ResourcePart {
    /// Paths of the inline structs, such as `Order.totals`.
    const OF: &'static [&'static str];
    /// Names of the bound fields in the schema, in the order of the struct; joined columns are none of them.
    const FIELDS: &'static [&'static str];
}

/// A Rust enum that has the values of a field, by `#[derive(ResourceEnum)]`.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use etched::ResourceEnum;
///
/// #[derive(ResourceEnum)]
/// enum Status {
///     Draft,
///     Editing,
///     Published,
/// }
///
/// assert_eq!(Status::VALUES, ["draft", "editing", "published"]);
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which values it has",
    label = "the schema has an enum here",
    note = "write `#[derive(etched::ResourceEnum)]` on it, or use `String`"
)]
pub trait ResourceEnum {
    /// The values, in the order of the variants.
    const VALUES: &'static [&'static str];
}

/// A Rust type of the program's own that holds values of a type of the schema, by `#[derive(ResourceScalar)]`.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use etched::ResourceScalar;
/// # struct Uuid;
///
/// #[derive(ResourceScalar)]
/// #[resource(type = "uuid")]
/// struct UserId(Uuid);
///
/// assert_eq!(UserId::TYPE, "uuid");
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what it holds",
    note = "write `#[derive(etched::ResourceScalar)]` and `#[resource(type = \"uuid\")]` on it"
)]
pub trait ResourceScalar {
    /// What it holds, as the schema writes it, without a null mark.
    const TYPE: &'static str;
}
