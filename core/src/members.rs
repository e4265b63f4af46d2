//! The table of what the records of an application say: every member of every record, once.
//!
//! The layout table ([`layout`](crate::layout)) says how a record lies in bytes; this one says what its cells mean. What
//! reads and writes members comes from it: images, metadata documents and their JSON Schema, entity hashes,
//! `Serialize` and `visit` of the handles. A new member is a cell in the layout table, a row here, and a member of the
//! model and of the handle under the same name.
//!
//! [`members!`](crate::members!) hands the table to a macro of the caller's:
//!
//! ```text
//! /// What the record is.
//! Record "name in the JSON Schema" extra RecordExtra {
//!     /// What the member is.
//!     mode member "document key": Form [cells] strip role,
//! } derived { cell "what it is made of", }
//! ```
//!
//! - *mode*, of the document key: `need` it must be there; `keep` it may be missing or null, and is always written;
//!   `opt` it is left out when it says nothing; `lean` as `opt` in documents and as `keep` in answers; `top` it is at the top of the document and not in the record.
//! - *form*, how the member is written in a document: `Plain` as its type says, the others are named by what they do.
//! - *cells*: `[cell]` of the record, `[extra cell]` of the record that only some have, `[flag FLAG]` a bit of `flags`,
//!   `[cell flag FLAG]` a value that is there when the bit is set,
//!   `[again cell]` for a second key of the same member.
//! - *strip*, what leaves it out: `docs`, `bodies`, `paths`; `quotes` with bodies where it may quote one; `kept` never.
//! - *role*: `means` it is part of the entity hash, wherever it says anything. All other roles are not: `place` is where
//!   something stands, `found` follows from the rest of the application, `aside` has its own reason, and `also` is a
//!   second key of a member.
//! - *derived*: the cells that are no members, and what each is made of.

/// Hands the table of members to a macro, behind the tokens given; [`members`](mod@crate::members) says how to read it.
///
/// ```
/// macro_rules! count {
///     ($( $(#[$doc:meta])* $Record:ident $label:literal $(extra $Extra:ident)? {
///         $( $(#[$key_doc:meta])* $mode:ident $member:ident $key:literal: $Form:ident [$($cell:ident)*] $strip:ident
///             $role:ident $($why:literal)?, )*
///     } derived { $( $derived:ident $made_of:literal, )* } )*) => {
///         [$((stringify!($Record), [$($key),*].len())),*]
///     };
/// }
///
/// assert!(etched_core::members!(count).contains(&("Allow", 3)));
/// ```
#[macro_export]
macro_rules! members {
    ($callback:ident $($before:tt)*) => { $callback! { $($before)*
        /// What the `@application` directive says beside the version.
        Application "application" {
            /// Version of the application's interface.
            top version "version": Plain [version] kept means,
            /// Hash of what the document was made from.
            top source_hash "source_hash": Plain [source_hash] kept aside "what the source was, not what it says",
            /// Name.
            opt name "name": Plain [name] kept means,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
            /// Path every derived route starts with.
            opt route_prefix "route_prefix": Plain [route_prefix] kept means,
            /// File of the directive.
            opt file_path "file_path": Plain [file] paths place,
            /// Line of the directive; 0 is unknown.
            opt line "line_number": Plain [line] paths place,
            /// Other options.
            opt options "options": Options [options] kept means,
            /// What middleware does whose name does not tell: `authenticates`, `allows_anonymous` or `neither`.
            opt kinds "middleware_kinds": Options [kinds] kept means,
        } derived {
            files "the number of schema files",
            not_represented "the import's report",
            hash "the members that mean something",
        }

        /// A resource.
        Resource "resource" {
            /// Name, unique in the document.
            need name "name": Plain [name] kept means,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
            /// File it is declared in.
            keep file_path "file_path": Plain [file] paths place,
            /// Line it is declared on; 0 is unknown.
            opt line "line_number": Plain [line] paths place,
            /// Fields.
            keep fields "fields": Plain [fields] kept means,
            /// Relationships.
            keep relationships "relationships": Plain [relationships] kept means,
            /// Hooks.
            keep hooks "hooks": Plain [hooks] kept means,
            /// Validations; a `@validate` block is one of type `custom`.
            keep validations "validations": Plain [validations] kept means,
            /// Constraints over several fields.
            keep constraints "constraints": Plain [constraints] kept means,
            /// Effective middleware per operation, in run order.
            opt middleware "middleware": Chains [chains] kept means,
            /// Scopes.
            opt scopes "scopes": Plain [scopes] kept means,
            /// Computed fields.
            opt computed_fields "computed_fields": Plain [computed] kept means,
            /// Functions.
            opt functions "functions": Plain [functions] kept means,
            /// Operations from `@operations`; missing when it was not given.
            opt operations "operations": Plain [operations flag OPERATIONS] kept means,
            /// Keys and indexes over members.
            opt keys "keys": Plain [keys] kept means,
            /// The field that stands for it in paths; missing for the primary key, as `id`.
            opt path_key "path_key": Plain [path_key] kept means,
            /// Resources it is nested under.
            opt nested_under "nested_under": Plain [nested] kept means,
            /// Middleware from `@middleware`, which every effective list starts with.
            opt shared_middleware "shared_middleware": Plain [shared_middleware] kept means,
            /// Line of `@middleware`.
            opt shared_line "shared_middleware_line": Plain [shared_line] paths place,
            /// Lines of the `@on` lists, per operation.
            opt middleware "middleware_lines": ChainLines [again chains] paths also,
            /// Invariants.
            opt invariants "invariants": Plain [invariants] kept means,
            /// Path segment from `@path`.
            opt path "path": Plain [path] kept means,
            /// Deprecation.
            opt deprecated "deprecated": Deprecated [deprecated flag DEPRECATED] kept means,
            /// `@meta` entries.
            opt meta "meta": Meta [meta] kept means,
            /// Findings it acknowledges.
            opt allows "allows": Plain [allows] kept means,
            /// What it was read from: `document`, `openapi` or `rust`; missing for a schema.
            opt origin "source": Source [origin] kept aside "a declaration means the same wherever it was read",
        } derived {
            flags "the bits named above",
            routes "the routes that serve it",
            methods "the routes that serve it",
            middleware "the chains",
            incoming "the relationships of all resources",
        }

        /// A field of a resource or of an inline struct.
        Field "field" extra FieldExtra {
            /// Name.
            need name "name": Plain [name] kept means,
            /// Type; a mark (`!` required, `?` nullable) at its end wins over the next two keys.
            need ty "type": Plain [ty] kept means,
            /// May be null.
            keep nullable "nullable": Plain [flag NULLABLE] kept means,
            /// Must be given.
            keep required "required": Plain [flag REQUIRED] kept means,
            /// Default value as text: that of a string, otherwise JSON.
            opt default "default_value": Json [default] kept means,
            /// JSON text of the default value, where `default_value` would be read as another, as `true` of a string is.
            opt default "default_text": JsonExact [again default] kept also,
            /// Constraints, such as `@min(5)`.
            opt constraints "constraints": Plain [constraints] kept means,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
            /// Tags.
            opt tags "tags": Plain [extra tags] kept means,
            /// Line; 0 is unknown.
            opt line "line_number": Plain [line] paths place,
            /// Format of an imported type, such as `unix-time`.
            opt format "format": Plain [extra format] kept means,
            /// Values of an enum.
            opt values "values": Plain [extra values] kept means,
            /// Fields of an inline struct.
            opt fields "fields": Plain [extra fields] kept means,
            /// Taken over from another resource.
            opt inherited "inherited": Plain [flag INHERITED] kept means,
            /// `@meta` entries.
            opt meta "meta": Meta [extra meta] kept means,
        } derived {
            resource "the resource that declares it",
            flags "the bits named above",
            parent "the field of whose struct it is one",
            extra "the members above that only some fields have",
        }

        /// A relationship of a resource.
        Relationship "relationship" {
            /// Name.
            need name "name": Plain [name] kept means,
            /// Kind: `belongs_to`, `has_many`, `has_many_through`, `has_one` or another.
            need kind "type": Plain [kind] kept means,
            /// Name of the resource it points to; no resource need have it.
            need target "target_resource": Plain [target_name] kept means,
            /// Foreign key.
            opt foreign_key "foreign_key": Plain [foreign_key] kept means,
            /// Table or resource it goes through.
            opt through "through_table": Plain [through] kept means,
            /// What happens to this side when the target is deleted.
            opt on_delete "on_delete": Plain [on_delete] kept means,
            /// What happens to this side when the target's key changes.
            opt on_update "on_update": Plain [on_update] kept means,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
            /// Line; 0 is unknown.
            opt line "line_number": Plain [line] paths place,
            /// May be null.
            opt nullable "nullable": Plain [flag NULLABLE] kept means,
            /// Other options.
            opt options "options": Options [options] kept means,
        } derived {
            resource "the resource that declares it",
            target "the name of its target",
            flags "the bits named above",
        }

        /// A hook of a resource.
        Hook "hook" {
            /// When it runs, such as `before_create`.
            need event "type": Plain [event] kept means,
            /// Runs in the transaction of its operation.
            keep transaction "transaction": Plain [flag TRANSACTION] kept means,
            /// Runs beside its operation.
            keep is_async "async": Plain [flag ASYNC] kept means,
            /// Body.
            opt body "source_code": Plain [body] bodies means,
            /// Line; 0 is unknown.
            keep line "line_number": Plain [line] paths place,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
            /// Deprecation.
            opt deprecated "deprecated": Deprecated [deprecated flag DEPRECATED] kept means,
        } derived {
            resource "the resource that declares it",
            flags "the bits named above",
            calls "the body",
        }

        /// A validation of a resource.
        Validation "validation" {
            /// Field it looks at; empty for a block.
            keep field "field": Plain [field] kept means,
            /// Kind; `custom` for a block.
            need kind "type": Plain [kind] kept means,
            /// Value it compares with, as text: that of a string, otherwise JSON.
            opt value "value": Json [value] kept means,
            /// JSON text of the value, where `value` would be read as another.
            opt value "value_text": JsonExact [again value] kept also,
            /// What it tells the user.
            opt message "message": Plain [message] kept means,
            /// Line; 0 is unknown.
            keep line "line_number": Plain [line] paths place,
            /// Body of a block.
            opt body "source_code": Plain [body] bodies means,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
        } derived {
            resource "the resource that declares it",
        }

        /// A constraint over several fields.
        Constraint "constraint" {
            /// Name.
            need name "name": Plain [name] kept means,
            /// Operations it guards.
            keep operations "operations": Plain [operations] kept means,
            /// What must hold.
            keep condition "condition": Plain [condition] kept means,
            /// When it is looked at.
            opt when "when": Plain [when] kept means,
            /// What it tells the user.
            keep error "error": Plain [error] kept means,
            /// Line; 0 is unknown.
            keep line "line_number": Plain [line] paths place,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
        } derived {
            resource "the resource that declares it",
        }

        /// An invariant of a resource.
        Invariant "invariant" {
            /// Name.
            need name "name": Plain [name] kept means,
            /// What always holds.
            keep condition "condition": Plain [condition] kept means,
            /// What it tells the user.
            keep error "error": Plain [error] kept means,
            /// Line; 0 is unknown.
            keep line "line_number": Plain [line] paths place,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
        } derived {
            resource "the resource that declares it",
        }

        /// A scope: a named query of a resource.
        Scope "scope" {
            /// Name.
            need name "name": Plain [name] kept means,
            /// Body.
            keep query "query": Plain [query] bodies means,
            /// Parameters, as `name: type!` each.
            opt parameters "parameters": Signature [parameters] kept means,
            /// Parameters as records, where the texts do not say all of them.
            opt parameters "parameter_records": SignatureExact [again parameters] kept also,
            /// Line; 0 is unknown.
            keep line "line_number": Plain [line] paths place,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
        } derived {
            resource "the resource that declares it",
        }

        /// A computed field of a resource.
        Computed "computed_field" {
            /// Name.
            need name "name": Plain [name] kept means,
            /// Type.
            keep ty "type": Plain [ty] kept means,
            /// Body.
            keep expression "expression": Plain [expression] bodies means,
            /// Line; 0 is unknown.
            keep line "line_number": Plain [line] paths place,
            /// May be null.
            opt nullable "nullable": Plain [flag NULLABLE] kept means,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
        } derived {
            resource "the resource that declares it",
            flags "the bits named above",
        }

        /// A function a resource defines.
        Function "function" {
            /// Name.
            need name "name": Plain [name] kept means,
            /// Parameters.
            opt parameters "parameters": Plain [parameters] kept means,
            /// Type it returns.
            opt returns "returns": Plain [returns] kept means,
            /// May return null.
            opt nullable "nullable": Plain [flag NULLABLE] kept means,
            /// Body.
            opt body "source_code": Plain [body] bodies means,
            /// Line; 0 is unknown.
            keep line "line_number": Plain [line] paths place,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
        } derived {
            resource "the resource that declares it",
            flags "the bits named above",
        }

        /// A parameter of a scope, a function or a route; older documents write `name: type` as one text.
        Parameter "parameter" {
            /// Name.
            need name "name": Plain [name] kept means,
            /// Where it is in a request: `path`, `query`, `header`, `cookie`.
            opt location "in": Plain [location] kept means,
            /// Type.
            opt ty "type": Plain [ty] kept means,
            /// May be null.
            opt nullable "nullable": Plain [flag NULLABLE] kept means,
            /// Must be given.
            opt required "required": Plain [flag REQUIRED] kept means,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
        } derived {
            flags "the bits named above",
        }

        /// A place a resource is nested in.
        Nested "nesting" {
            /// Name of the parent resource.
            need parent "resource": Plain [parent] kept means,
            /// Path segment; missing for the derived one.
            opt segment "segment": Plain [segment] kept means,
            /// Line; 0 is unknown.
            opt line "line_number": Plain [line] paths place,
        } derived {}

        /// A key or an index over members of a resource.
        Key "key" {
            /// Kind: `primary`, `unique` or `index`.
            need kind "type": Plain [kind] kept means,
            /// Name; missing where none is given.
            opt name "name": Plain [name] kept means,
            /// Fields, relationships or foreign keys, in order.
            keep members "members": Plain [members] kept means,
            /// Line; 0 is unknown.
            opt line "line_number": Plain [line] paths place,
        } derived {}

        /// What a route answers with under one status.
        Response "response" {
            /// Status, such as 201.
            need status "status": Plain [status] kept means,
            /// Type of the body; missing where there is none.
            opt body "body": Plain [body] kept means,
            /// Documentation.
            opt documentation "documentation": Plain [documentation] docs means,
        } derived {}

        /// A finding a resource acknowledges.
        Allow "allowance" {
            /// Id of the pattern.
            need pattern "pattern": Plain [pattern] kept means,
            /// Why the deviation is right.
            opt reason "reason": Plain [reason] docs means,
            /// Line; 0 is unknown.
            opt line "line_number": Plain [line] paths place,
        } derived {}

        /// A route.
        Route "route" extra RouteExtra {
            /// Method.
            need method "method": Plain [method] kept means,
            /// Path template.
            need path "path": Plain [path] kept means,
            /// Handler, such as `Post.list`.
            keep handler "handler": Plain [handler] kept means,
            /// Name of the resource it serves.
            keep resource "resource": Plain [resource_name] kept means,
            /// Operation, such as `list`.
            keep operation "operation": Plain [operation] kept means,
            /// Effective middleware, in run order.
            opt middleware "middleware": Plain [middleware] kept means,
            /// Security alternatives as OpenAPI writes them: who meets all of one is let in, and an empty one admits anyone.
            opt security "security": Security [extra security] kept means,
            /// Whether it asks who calls: `required`, `optional` or `none`; missing is what middleware and security tell.
            keep authentication "authentication": Authenticates [authentication] kept means,
            /// Type of the request body.
            opt request_body "request_body": Plain [request_body] kept means,
            /// Type of the response body.
            opt response_body "response_body": Plain [response_body] kept means,
            /// What it answers with, by status; missing where the body says all of it.
            opt responses "responses": Plain [extra responses] kept means,
            /// File it comes from.
            opt file_path "file_path": Plain [file] paths place,
            /// Line; 0 is unknown.
            opt line "line_number": Plain [line] paths place,
            /// Documentation.
            opt documentation "documentation": Plain [extra documentation] docs means,
            /// Parameters.
            opt parameters "parameters": Plain [extra parameters] kept means,
            /// Tags.
            opt tags "tags": Plain [extra tags] kept means,
            /// Deprecation.
            opt deprecated "deprecated": Deprecated [extra deprecated flag DEPRECATED] kept means,
            /// How many of `middleware`, from the end, its own `@route` lists; the others are of its resource or operation.
            opt own_middleware "own_middleware": Plain [extra own_middleware] kept aside "a route does the same, whoever lists it",
            /// Derived from the REST operations of its resource; a route is declared otherwise.
            opt declared "derived": Not [flag DECLARED] kept aside "a route does the same, declared or derived",
            /// What it was read from: `document`, `openapi` or `rust`; missing for a schema.
            opt origin "source": Source [origin] kept aside "a declaration means the same wherever it was read",
        } derived {
            resource "the name of the resource it serves",
            flags "the bits named above",
            extra "the members above that only some routes have",
        }

        /// A pattern.
        Pattern "pattern" {
            /// Id; an empty one is replaced by `document/<name>`.
            keep id "id": Plain [id] kept found,
            /// Name.
            need name "name": Plain [name] kept found,
            /// Category.
            keep category "category": Plain [category] kept found,
            /// One sentence.
            keep description "description": Plain [description] docs found,
            /// What to write.
            keep template "template": Plain [template] quotes found,
            /// Where it is done.
            keep examples "examples": Plain [examples] kept found,
            /// With which arguments it is used, the commonest first; missing where all uses agree.
            opt variants "variants": Plain [variants] kept found,
            /// Uses.
            keep frequency "frequency": Plain [frequency] kept found,
            /// Between 0 and 1.
            keep confidence "confidence": Plain [confidence] kept found,
            /// Places that keep it.
            opt support "support": Kept [support flag SUPPORT] kept found,
            /// Places where it could apply.
            opt support "applicable": Applicable [applicable flag SUPPORT] kept found,
            /// Lower bound of the 95 % Wilson score interval of `support` of `applicable`.
            opt support "wilson": Wilson [wilson flag SUPPORT] kept found,
        } derived {
            flags "the bits named above",
        }

        /// An example of a pattern.
        Example "example" {
            /// Resource it is in.
            keep resource "resource": Plain [resource] kept found,
            /// File.
            keep file_path "file_path": Plain [file] paths place,
            /// Line; 0 is unknown.
            opt line "line_number": Plain [line] paths place,
            /// Text.
            keep code "code": Plain [code] quotes found,
        } derived {}

        /// The arguments that some uses of a pattern have.
        Variant "variant" {
            /// What differs from other uses, as it is written.
            keep code "code": Plain [code] kept found,
            /// Uses.
            keep count "count": Plain [count] kept found,
        } derived {}

        /// A place where a pattern is absent.
        Deviation "deviation" {
            /// Id of the pattern.
            need pattern "pattern": Plain [pattern] kept found,
            /// What deviates, such as `Post.delete`.
            keep subject "subject": Plain [subject] kept found,
            /// Resource it belongs to.
            opt resource "resource": Plain [resource] kept found,
            /// Places that keep the pattern.
            keep support "support": Kept [support] kept found,
            /// Places where it could apply.
            keep support "applicable": Applicable [applicable] kept found,
            /// Lower bound of the 95 % Wilson score interval of `support` of `applicable`.
            keep support "wilson": Wilson [wilson] kept found,
            /// Id of another pattern that is followed instead.
            opt rival "rival": Plain [rival] kept found,
            /// What to write.
            lean template "template": Plain [template] bodies found,
            /// File.
            lean file_path "file_path": Plain [file] paths place,
            /// Line; 0 is unknown.
            opt line "line_number": Plain [line] paths place,
        } derived {}
    } };
}
