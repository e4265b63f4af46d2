//! The records of a metadata document, key by key, in the order they are written.
//!
//! One table for both directions and for the JSON Schema. `need`: must be there; `keep`: may be missing or null when
//! reading, always written; `opt`: the same, left out when empty. The compatible core comes first in each record,
//! then the keys of ours that carry what the core cannot.

use serde::{Deserialize, Serialize};

use super::shape::{Key, List, Listed, Mode, Real, Record, Shape, is_empty, optional};
use super::shared;
use super::value::{Deprecated, Map, Meta, Options, Text, Texts, Value};
use crate::model;

macro_rules! records {
    ($a:lifetime; $( #[doc = $doc:literal] $Name:ident $label:literal $(to $Model:ty)? {
        $( #[doc = $key_doc:literal] $mode:ident $field:ident $key:literal: $Type:ty, )*
    } )*) => { $(
        records!(@record $a #[doc = $doc] $Name [] $( { #[doc = $key_doc] $mode $field $key $Type } )*);

        impl<$a> Record for $Name<$a> {
            const NAME: &'static str = $label;
            const DOC: &'static str = $doc;
            fn keys() -> Vec<Key> {
                vec![$( Key {
                    name: $key,
                    doc: $key_doc,
                    mode: records!(@mode $mode),
                    shape: <$Type as Shape>::shape(),
                } ),*]
            }
            records!(@from_text $Name);
        }

        $(impl Listed for $Name<'_> {
            type Model = $Model;
            fn written(from: &$Model) -> impl Serialize {
                $Name::from(from)
            }
        })?

        impl Shape for $Name<'_> {
            fn shape() -> String {
                concat!(r##"{"$ref":"#/$defs/"##, $label, r#""}"#).to_owned()
            }
        }
    )* };
    (@mode need) => { Mode::Need };
    (@mode keep) => { Mode::Keep };
    (@mode opt) => { Mode::Opt };
    (@from_text Parameter) => {
        fn from_text(text: &str) -> Option<Self> {
            let (name, ty) = text.split_once(':').unwrap_or((text, ""));
            // A text of no bytes would make a record of fifty.
            if name.trim().is_empty() {
                return None;
            }
            let text = |text: &str| Text::Owned(shared::text(text.trim()));
            Some(Self { name: text(name), ty: text(ty), ..Self::default() })
        }
    };
    (@from_text $Name:ident) => {};
    (@record $a:lifetime #[doc = $doc:literal] $Name:ident [$($done:tt)*]) => {
        #[doc = $doc]
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub(super) struct $Name<$a> { $($done)* }
    };
    (@record $a:lifetime $(#[doc = $doc:literal])? $Name:ident [$($done:tt)*]
        { #[doc = $key_doc:literal] need $field:ident $key:literal $Type:ty } $($rest:tt)*) => {
        records!(@record $a $(#[doc = $doc])? $Name [$($done)*
            #[doc = $key_doc] #[serde(rename = $key)]
            pub(super) $field: $Type,
        ] $($rest)*);
    };
    (@record $a:lifetime $(#[doc = $doc:literal])? $Name:ident [$($done:tt)*]
        { #[doc = $key_doc:literal] keep $field:ident $key:literal $Type:ty } $($rest:tt)*) => {
        records!(@record $a $(#[doc = $doc])? $Name [$($done)*
            #[doc = $key_doc] #[serde(rename = $key, default, deserialize_with = "optional")]
            pub(super) $field: $Type,
        ] $($rest)*);
    };
    (@record $a:lifetime $(#[doc = $doc:literal])? $Name:ident [$($done:tt)*]
        { #[doc = $key_doc:literal] opt $field:ident $key:literal $Type:ty } $($rest:tt)*) => {
        records!(@record $a $(#[doc = $doc])? $Name [$($done)*
            #[doc = $key_doc]
            #[serde(rename = $key, default, deserialize_with = "optional", skip_serializing_if = "is_empty")]
            pub(super) $field: $Type,
        ] $($rest)*);
    };
}

records! { 'a;
    /// A resource.
    Resource "resource" to model::Resource {
        /// Name, unique in the document.
        need name "name": Text<'a>,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
        /// File it is declared in.
        keep file_path "file_path": Text<'a>,
        /// Line it is declared on; 0 is unknown.
        opt line "line_number": u32,
        /// Fields.
        keep fields "fields": List<'a, Field<'a>>,
        /// Relationships.
        keep relationships "relationships": List<'a, Relationship<'a>>,
        /// Hooks.
        keep hooks "hooks": List<'a, Hook<'a>>,
        /// Validations; a `@validate` block is one of type `custom`.
        keep validations "validations": List<'a, Validation<'a>>,
        /// Constraints over several fields.
        keep constraints "constraints": List<'a, Constraint<'a>>,
        /// Effective middleware per operation, in run order.
        opt middleware "middleware": Map<'a, Texts<'a>>,
        /// Scopes.
        opt scopes "scopes": List<'a, Scope<'a>>,
        /// Computed fields.
        opt computed_fields "computed_fields": List<'a, Computed<'a>>,
        /// Functions.
        opt functions "functions": List<'a, Function<'a>>,
        /// Operations from `@operations`; missing when it was not given.
        opt operations "operations": Option<Texts<'a>>,
        /// Resources it is nested under.
        opt nested_under "nested_under": List<'a, Nested<'a>>,
        /// Middleware from `@middleware`, which every effective list starts with.
        opt shared_middleware "shared_middleware": Texts<'a>,
        /// Line of `@middleware`.
        opt shared_line "shared_middleware_line": u32,
        /// Lines of the `@on` lists, per operation.
        opt middleware_lines "middleware_lines": Map<'a, u32>,
        /// Invariants.
        opt invariants "invariants": List<'a, Invariant<'a>>,
        /// Path segment from `@path`.
        opt path "path": Text<'a>,
        /// Deprecation.
        opt deprecated "deprecated": Deprecated<'a>,
        /// `@meta` entries.
        opt meta "meta": Meta<'a>,
        /// Findings it acknowledges.
        opt allows "allows": List<'a, Allow<'a>>,
    }

    /// A field of a resource or of an inline struct.
    Field "field" to model::Field {
        /// Name.
        need name "name": Text<'a>,
        /// Type; a mark (`!` required, `?` nullable) at its end wins over the next two keys.
        need ty "type": Text<'a>,
        /// May be null.
        keep nullable "nullable": bool,
        /// Must be given.
        keep required "required": bool,
        /// Default value.
        opt default "default_value": Option<Value>,
        /// Exact JSON text of the default value, where the value itself does not carry it.
        opt default_text "default_text": Option<Text<'a>>,
        /// Constraints, such as `@min(5)`.
        opt constraints "constraints": Texts<'a>,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
        /// Tags.
        opt tags "tags": Texts<'a>,
        /// Line; 0 is unknown.
        opt line "line_number": u32,
        /// Format of an imported type, such as `unix-time`.
        opt format "format": Text<'a>,
        /// Values of an enum.
        opt values "values": Texts<'a>,
        /// Fields of an inline struct.
        opt fields "fields": List<'a, Field<'a>>,
        /// Taken over from another resource.
        opt inherited "inherited": bool,
        /// `@meta` entries.
        opt meta "meta": Meta<'a>,
    }

    /// A relationship of a resource.
    Relationship "relationship" to model::Relationship {
        /// Name.
        need name "name": Text<'a>,
        /// Kind: `belongs_to`, `has_many`, `has_many_through`, `has_one` or another.
        need kind "type": Text<'a>,
        /// Name of the resource it points to; no resource need have it.
        need target "target_resource": Text<'a>,
        /// Foreign key.
        opt foreign_key "foreign_key": Text<'a>,
        /// Table or resource it goes through.
        opt through "through_table": Text<'a>,
        /// What happens to this side when the target is deleted.
        opt on_delete "on_delete": Text<'a>,
        /// What happens to this side when the target's key changes.
        opt on_update "on_update": Text<'a>,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
        /// Line; 0 is unknown.
        opt line "line_number": u32,
        /// May be null.
        opt nullable "nullable": bool,
        /// Other options.
        opt options "options": Options<'a>,
    }

    /// A hook of a resource.
    Hook "hook" to model::Hook {
        /// When it runs, such as `before_create`.
        need event "type": Text<'a>,
        /// Runs in the transaction of its operation.
        keep transaction "transaction": bool,
        /// Runs beside its operation.
        keep is_async "async": bool,
        /// Body.
        opt body "source_code": Text<'a>,
        /// Line; 0 is unknown.
        keep line "line_number": u32,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
        /// Deprecation.
        opt deprecated "deprecated": Deprecated<'a>,
    }

    /// A validation of a resource.
    Validation "validation" to model::Validation {
        /// Field it looks at; empty for a block.
        keep field "field": Text<'a>,
        /// Kind; `custom` for a block.
        need kind "type": Text<'a>,
        /// Value it compares with.
        opt value "value": Option<Value>,
        /// Exact JSON text of the value, where the value itself does not carry it.
        opt value_text "value_text": Option<Text<'a>>,
        /// What it tells the user.
        opt message "message": Text<'a>,
        /// Line; 0 is unknown.
        keep line "line_number": u32,
        /// Body of a block.
        opt body "source_code": Text<'a>,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
    }

    /// A constraint over several fields.
    Constraint "constraint" to model::Constraint {
        /// Name.
        need name "name": Text<'a>,
        /// Operations it guards.
        keep operations "operations": Texts<'a>,
        /// What must hold.
        keep condition "condition": Text<'a>,
        /// When it is looked at.
        opt when "when": Text<'a>,
        /// What it tells the user.
        keep error "error": Text<'a>,
        /// Line; 0 is unknown.
        keep line "line_number": u32,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
    }

    /// An invariant of a resource.
    Invariant "invariant" to model::Invariant {
        /// Name.
        need name "name": Text<'a>,
        /// What always holds.
        keep condition "condition": Text<'a>,
        /// What it tells the user.
        keep error "error": Text<'a>,
        /// Line; 0 is unknown.
        keep line "line_number": u32,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
    }

    /// A scope: a named query of a resource.
    Scope "scope" to model::Scope {
        /// Name.
        need name "name": Text<'a>,
        /// Body.
        keep query "query": Text<'a>,
        /// Parameters.
        opt parameters "parameters": List<'a, Parameter<'a>>,
        /// Line; 0 is unknown.
        keep line "line_number": u32,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
    }

    /// A computed field of a resource.
    Computed "computed_field" to model::Computed {
        /// Name.
        need name "name": Text<'a>,
        /// Type.
        keep ty "type": Text<'a>,
        /// Body.
        keep expression "expression": Text<'a>,
        /// Line; 0 is unknown.
        keep line "line_number": u32,
        /// May be null.
        opt nullable "nullable": bool,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
    }

    /// A function a resource defines.
    Function "function" to model::Function {
        /// Name.
        need name "name": Text<'a>,
        /// Parameters.
        opt parameters "parameters": List<'a, Parameter<'a>>,
        /// Type it returns.
        opt returns "returns": Text<'a>,
        /// May return null.
        opt nullable "nullable": bool,
        /// Body.
        opt body "source_code": Text<'a>,
        /// Line; 0 is unknown.
        keep line "line_number": u32,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
    }

    /// A parameter of a scope, a function or a route; older documents write `name: type` as one text.
    Parameter "parameter" to model::Parameter {
        /// Name.
        need name "name": Text<'a>,
        /// Where it stands in a request: `path`, `query`, `header`, `cookie`.
        opt location "in": Text<'a>,
        /// Type.
        opt ty "type": Text<'a>,
        /// May be null.
        opt nullable "nullable": bool,
        /// Must be given.
        opt required "required": bool,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
    }

    /// A place a resource is nested in.
    Nested "nesting" to model::Nested {
        /// Name of the parent resource.
        need parent "resource": Text<'a>,
        /// Path segment; missing for the derived one.
        opt segment "segment": Text<'a>,
        /// Line; 0 is unknown.
        opt line "line_number": u32,
    }

    /// A finding a resource acknowledges.
    Allow "allowance" to model::Allow {
        /// Id of the pattern.
        need pattern "pattern": Text<'a>,
        /// Why the deviation is right.
        opt reason "reason": Text<'a>,
        /// Line; 0 is unknown.
        opt line "line_number": u32,
    }

    /// A route.
    Route "route" to model::Route {
        /// Method.
        need method "method": Text<'a>,
        /// Path template.
        need path "path": Text<'a>,
        /// Handler, such as `Post.list`.
        keep handler "handler": Text<'a>,
        /// Name of the resource it serves.
        keep resource "resource": Text<'a>,
        /// Operation, such as `list`.
        keep operation "operation": Text<'a>,
        /// Effective middleware, in run order.
        opt middleware "middleware": Texts<'a>,
        /// Type of the request body.
        opt request_body "request_body": Text<'a>,
        /// Type of the response body.
        opt response_body "response_body": Text<'a>,
        /// File it comes from.
        opt file_path "file_path": Text<'a>,
        /// Line; 0 is unknown.
        opt line "line_number": u32,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
        /// Parameters.
        opt parameters "parameters": List<'a, Parameter<'a>>,
        /// Tags.
        opt tags "tags": Texts<'a>,
        /// Deprecation.
        opt deprecated "deprecated": Deprecated<'a>,
        /// Derived from the REST operations of its resource; a route is declared otherwise.
        opt derived "derived": bool,
    }

    /// A pattern.
    Pattern "pattern" to model::Pattern {
        /// Id; an empty one is replaced by `document/<name>`.
        keep id "id": Text<'a>,
        /// Name.
        need name "name": Text<'a>,
        /// Category.
        keep category "category": Text<'a>,
        /// One sentence.
        keep description "description": Text<'a>,
        /// What to write.
        keep template "template": Text<'a>,
        /// Where it is done.
        keep examples "examples": List<'a, Example<'a>>,
        /// Uses.
        keep frequency "frequency": u32,
        /// Between 0 and 1.
        keep confidence "confidence": Real,
        /// Places that keep it.
        opt support "support": Option<u32>,
        /// Places where it could apply.
        opt applicable "applicable": Option<u32>,
        /// Lower bound of the 95 % Wilson score interval of `support` of `applicable`.
        opt wilson "wilson": Option<Real>,
    }

    /// An example of a pattern.
    Example "example" to model::Example {
        /// Resource it stands in.
        keep resource "resource": Text<'a>,
        /// File.
        keep file_path "file_path": Text<'a>,
        /// Line; 0 is unknown.
        opt line "line_number": u32,
        /// Text.
        keep code "code": Text<'a>,
    }

    /// The dependency graph; rebuilt from the rest, so ignored when reading.
    Dependencies "graph" {
        /// Nodes by id.
        keep nodes "nodes": Map<'a, Node<'a>>,
        /// Edges.
        keep edges "edges": Vec<Edge<'a>>,
    }

    /// A node of the dependency graph.
    Node "node" {
        /// Id, such as `resource:Post`.
        need id "id": Text<'a>,
        /// Kind: `resource`, `middleware`, `function` or `route`.
        need kind "type": Text<'a>,
        /// Name.
        need name "name": Text<'a>,
        /// File.
        opt file_path "file_path": Text<'a>,
    }

    /// An edge of the dependency graph.
    Edge "edge" {
        /// Id of the node it leaves.
        need from "from": Text<'a>,
        /// Id of the node it reaches.
        need to "to": Text<'a>,
        /// Kind.
        need kind "relationship": Text<'a>,
        /// Weight.
        keep weight "weight": u32,
    }

    /// What the `@application` directive says beside the version.
    Application "application" to model::Application {
        /// Name.
        opt name "name": Text<'a>,
        /// Documentation.
        opt documentation "documentation": Text<'a>,
        /// Path every derived route starts with.
        opt route_prefix "route_prefix": Text<'a>,
        /// File of the directive.
        opt file_path "file_path": Text<'a>,
        /// Line of the directive; 0 is unknown.
        opt line "line_number": u32,
        /// Other options.
        opt options "options": Options<'a>,
    }

    /// A reference between two resources that no relationship stands for.
    Reference "reference" to model::Reference {
        /// Resource that refers.
        need from "from": Text<'a>,
        /// Resource referred to.
        need to "to": Text<'a>,
    }

    /// A place where a pattern is absent.
    Deviation "deviation" to model::Deviation {
        /// Id of the pattern.
        need pattern "pattern": Text<'a>,
        /// What deviates, such as `Post.delete`.
        keep subject "subject": Text<'a>,
        /// Resource it belongs to.
        opt resource "resource": Text<'a>,
        /// Places that keep the pattern.
        keep support "support": u32,
        /// Places where it could apply.
        keep applicable "applicable": u32,
        /// Lower bound of the 95 % Wilson score interval of `support` of `applicable`.
        keep wilson "wilson": Real,
        /// Id of another pattern that stands in its place.
        opt rival "rival": Text<'a>,
        /// What to write.
        opt template "template": Text<'a>,
        /// File.
        opt file_path "file_path": Text<'a>,
        /// Line; 0 is unknown.
        opt line "line_number": u32,
    }

    /// What an import could not represent.
    NotRepresented "omission" to (model::Text, u32) {
        /// Reason.
        need reason "reason": Text<'a>,
        /// How often.
        keep count "count": u32,
    }
}
