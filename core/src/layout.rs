//! The table of what is in an image: every section, every record, every cell.
//!
//! Reader, writer, validator and dump come from this table. A new cell goes at the end of its record, a new
//! section at the end of the list, and [`LAYOUT_MINOR`](crate::LAYOUT_MINOR) goes up; older images then read
//! the new cell as zero, which always means absent, and older readers step over what they do not know.

#[macro_use]
mod macros;

use crate::cell::{Cell, CellKind, Id, List, Opt, Range, Str, Target};
use crate::image::Rec;

/// One cell of a record: its name, where it starts and what it means.
///
/// ```
/// let cell = etched_core::layout::Section::Pair.cells()[1];
/// assert_eq!((cell.name, cell.offset), ("value", 4));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CellSpec {
    /// Name as in the record.
    pub name: &'static str,
    /// Offset in bytes from the start of the record.
    pub offset: usize,
    /// What it means.
    pub kind: CellKind,
}

/// A record type: a fixed run of cells.
///
/// ```
/// use etched_core::Rec;
/// use etched_core::cell::Str;
/// use etched_core::layout::{Pair, Record};
///
/// let mut bytes = [0; Pair::STRIDE];
/// Pair { key: Str(1), value: Str(2) }.write(&mut bytes);
/// assert_eq!(Rec::<Pair>::of(&bytes).key(), Str(1));
/// ```
pub trait Record: Target + Copy {
    /// Bytes from one record to the next.
    const STRIDE: usize;
    /// Its cells, in order.
    const CELLS: &'static [CellSpec];
    /// Writes the record over `record`, which is [`STRIDE`](Self::STRIDE) bytes.
    fn write(&self, record: &mut [u8]);
}

/// A record type that has one section to itself, named like it.
///
/// ```
/// use etched_core::layout::{Home, Resource, Section};
///
/// assert_eq!(Resource::SECTION, Section::Resource);
/// ```
pub trait Home: Record {
    /// That section.
    const SECTION: Section;
}

/// A record type that is found by one of its own texts, through a hash table.
///
/// ```
/// use etched_core::Rec;
/// use etched_core::cell::Str;
/// use etched_core::layout::{Keyed, Record, Resource, Section};
///
/// let mut bytes = [0; Resource::STRIDE];
/// Resource { name: Str(7), ..Resource::default() }.write(&mut bytes);
/// assert_eq!((Resource::TABLE, Resource::key(Rec::of(&bytes))), (Section::ResourceTable, Str(7)));
/// ```
pub trait Keyed: Home {
    /// The table that leads to its records.
    const TABLE: Section;
    /// Returns the text it is found by.
    fn key(record: Rec<'_, Self>) -> Str;
}

sections! {
    /// One record: the application itself.
    Application: Application,
    /// Byte offsets of the strings, one more than there are strings.
    Strings: Word,
    /// Lists of ids and of strings, pointed into from records.
    Ids: Word,
    /// Key and value texts.
    Pair: Pair,
    /// Schema files.
    File: File,
    /// Resources in declaration order.
    Resource: Resource,
    /// Fields of resources, each resource's in one run, then the fields of inline structs.
    Field: Field,
    /// What only some fields have.
    FieldExtra: FieldExtra,
    /// Types, what one is made of before it.
    Type: Type,
    /// What types are made of, each type's in one run.
    TypePart: TypePart,
    /// Constraints of fields.
    FieldConstraint: FieldConstraint,
    /// Arguments of constraints, each constraint's in one run, then those inside of others.
    Literal: Literal,
    /// Relationships, each resource's in one run.
    Relationship: Relationship,
    /// Hooks.
    Hook: Hook,
    /// Validations.
    Validation: Validation,
    /// Constraints over several fields.
    Constraint: Constraint,
    /// Invariants.
    Invariant: Invariant,
    /// Scopes.
    Scope: Scope,
    /// Computed fields.
    Computed: Computed,
    /// Functions a resource defines.
    Function: Function,
    /// Parameters of scopes, functions and routes.
    Parameter: Parameter,
    /// Places a resource is nested in.
    Nested: Nested,
    /// Effective middleware per operation of a resource.
    Chain: Chain,
    /// Security alternatives of routes, each route's in one run.
    Alternative: Alternative,
    /// Findings a resource acknowledges.
    Allow: Allow,
    /// Routes in declaration order.
    Route: Route,
    /// What only some routes have.
    RouteExtra: RouteExtra,
    /// Patterns, by frequency, then id.
    Pattern: Pattern,
    /// Examples of patterns.
    Example: Example,
    /// Variants of patterns.
    Variant: Variant,
    /// Places where a pattern is absent.
    Deviation: Deviation,
    /// Index: methods by code, and their routes.
    Method: Method,
    /// Index: routes per resource and method.
    ResourceMethod: ResourceMethod,
    /// Index: middleware by base name.
    Middleware: Middleware,
    /// Index: middleware by full text.
    MiddlewareText: MiddlewareText,
    /// Index: functions called from bodies.
    Callee: Callee,
    /// Index: base types of fields.
    TypeName: TypeName,
    /// Index: categories of patterns.
    Category: Category,
    /// Relationship targets no resource has the name of (documents only).
    Dangling: Dangling,
    /// Kinds of graph edges, by name.
    EdgeKind: EdgeKind,
    /// Graph: offset of each node's first outgoing edge, one more than there are nodes.
    Forward: Word,
    /// Graph: edges, ordered by where they start.
    Edge: Edge,
    /// Graph: offset of each node's first incoming edge in `Incoming`, one more than there are nodes.
    Backward: Word,
    /// Graph: ids of edges, ordered by where they end.
    Incoming: Word,
    /// Entity hashes of resources, by resource.
    ResourceHash: EntityHash,
    /// Entity hashes of routes, by route.
    RouteHash: EntityHash,
    /// Hash table: resource by name.
    ResourceTable: NameSlot,
    /// Hash table: route by path, seeded with the method.
    RouteTable: Slot,
    /// Hash table: pattern by id, and by name where no id has it.
    PatternTable: Slot,
    /// Hash table: middleware by base name.
    MiddlewareTable: NameSlot,
    /// Hash table: middleware by full text.
    MiddlewareTextTable: NameSlot,
    /// Hash table: function by name.
    CalleeTable: NameSlot,
    /// Hash table: base type by name.
    TypeTable: NameSlot,
    /// Hash table: category by name.
    CategoryTable: NameSlot,
    /// Hash table: dangling target by name.
    DanglingTable: NameSlot,
    /// Path trie: one node per distinct run of segments, parents first.
    TrieNode: TrieNode,
    /// Path trie: edges from a node to the next.
    TrieEdge: TrieEdge,
    /// The crate an image was written for: one record, or none.
    Embedder: Embedder,
    /// Keys and indexes over members, each resource's in one run.
    Key: Key,
    /// What routes answer with, by status, each route's in one run.
    Response: Response,
}

homes! {
    Application Pair File Resource Field FieldExtra Type TypePart FieldConstraint Literal Relationship Hook Validation Constraint Invariant Scope Computed
    Function Parameter Nested Chain Alternative Allow Route RouteExtra Pattern Example Variant Deviation Method ResourceMethod Middleware
    MiddlewareText Callee TypeName Category Dangling EdgeKind Edge TrieNode TrieEdge
    Embedder Key Response
}

keyed! {
    Resource by name in ResourceTable,
    Middleware by name in MiddlewareTable,
    MiddlewareText by text in MiddlewareTextTable,
    Callee by name in CalleeTable,
    TypeName by name in TypeTable,
    Category by name in CategoryTable,
    Dangling by name in DanglingTable,
}

/// Bits of a record's `flags` cell.
///
/// ```
/// use etched_core::layout::flag::{NULLABLE, REQUIRED};
///
/// let flags = NULLABLE | REQUIRED;
/// assert_ne!(flags & REQUIRED, 0);
/// ```
pub mod flag {
    /// Field, relationship, parameter, computed field, function: may be null.
    pub const NULLABLE: u32 = 1;
    /// Field, parameter: must be given.
    pub const REQUIRED: u32 = 1 << 1;
    /// Field: taken over from another resource.
    pub const INHERITED: u32 = 1 << 2;
    /// Hook: runs in the transaction of its operation.
    pub const TRANSACTION: u32 = 1 << 3;
    /// Hook: runs beside its operation.
    pub const ASYNC: u32 = 1 << 4;
    /// Resource, route, hook: deprecated, with or without a reason.
    pub const DEPRECATED: u32 = 1 << 5;
    /// Resource: `@operations` was given.
    pub const OPERATIONS: u32 = 1 << 6;
    /// Pattern: `support`, `applicable` and `wilson` are known.
    pub const SUPPORT: u32 = 1 << 7;
    /// Route: declared beside the REST ones, or taken from a document.
    pub const DECLARED: u32 = 1 << 8;
}

records! {
    /// A bare number: an offset, an id or a string id.
    Word { value: u32 }

    /// A key and its value.
    Pair { key: Str, value: Str }

    /// The application.
    Application {
        name: Str,
        version: Str,
        source_hash: Str,
        documentation: Str,
        route_prefix: Str,
        file: Opt<File>,
        line: u32,
        /// How many schema files there were.
        files: u32,
        options: Range<Pair>,
        not_represented: Range<Pair>,
        hash: [u8; 16],
        /// What middleware does, where its name does not tell.
        kinds: Range<Pair>,
    }

    /// A schema file; its path starts with the schema directory's own name and has `/` between parts.
    File {
        path: Str,
        /// Of its text, with LF line ends and without a byte order mark; zeros where it is not known.
        digest: [u8; 16],
    }

    /// The crate an image is embedded in.
    Embedder { name: Str, version: Str }

    /// A resource.
    Resource {
        name: Str,
        documentation: Str,
        file: Opt<File>,
        line: u32,
        flags: u32,
        path: Str,
        deprecated: Str,
        operations: List<Str>,
        nested: Range<Nested>,
        shared_middleware: List<Str>,
        shared_line: u32,
        chains: Range<Chain>,
        meta: Range<Pair>,
        allows: Range<Allow>,
        fields: Range<Field>,
        relationships: Range<Relationship>,
        hooks: Range<Hook>,
        validations: Range<Validation>,
        constraints: Range<Constraint>,
        invariants: Range<Invariant>,
        scopes: Range<Scope>,
        computed: Range<Computed>,
        functions: Range<Function>,
        /// Routes, in declaration order.
        routes: List<Route>,
        /// Routes per method.
        methods: Range<ResourceMethod>,
        /// Distinct base names of middleware, sorted.
        middleware: List<Middleware>,
        /// Relationships that point here.
        incoming: List<Relationship>,
        /// Number of the [`Origin`](crate::Origin).
        origin: u32,
        /// Keys and indexes over members.
        keys: Range<Key>,
        /// The field that stands for it in paths.
        path_key: Str,
    }

    /// A field.
    Field {
        resource: Id<Resource>,
        name: Str,
        ty: Id<Type>,
        flags: u32,
        /// JSON text of the default value.
        default: Str,
        documentation: Str,
        line: u32,
        constraints: List<FieldConstraint>,
        extra: Opt<FieldExtra>,
    }

    /// What only some fields have.
    FieldExtra {
        format: Str,
        values: List<Str>,
        fields: Range<Field>,
        meta: Range<Pair>,
        tags: List<Str>,
        /// The field of whose struct this is one.
        parent: Opt<Field>,
    }

    /// A type.
    Type {
        /// How it is written, as in `string(50)`; nothing where it is inside of others only.
        text: Str,
        /// What it is, see [`kind`](crate::kind).
        kind: u32,
        /// The name it is found by, where a field is found by that.
        base: Opt<TypeName>,
        /// Arguments of a scalar, values of an enum, the name of a resource.
        words: List<Str>,
        parts: Range<TypePart>,
    }

    /// A type inside of another, with the name and the mark it has there.
    TypePart {
        name: Str,
        ty: Id<Type>,
        /// 0 not written, 1 required, 2 nullable.
        mark: u32,
    }

    /// A constraint of fields.
    FieldConstraint { text: Str, name: Str, arguments: Range<Literal> }

    /// An argument of a constraint, or an item of one.
    Literal {
        /// The key it has in a map.
        key: Str,
        /// What it is, see [`kind`](crate::kind).
        kind: u32,
        text: Str,
        items: Range<Literal>,
    }

    /// A relationship.
    Relationship {
        resource: Id<Resource>,
        name: Str,
        kind: Id<EdgeKind>,
        target_name: Str,
        target: Opt<Resource>,
        foreign_key: Str,
        through: Str,
        on_delete: Str,
        on_update: Str,
        documentation: Str,
        line: u32,
        flags: u32,
        options: Range<Pair>,
    }

    /// A hook.
    Hook {
        resource: Id<Resource>,
        event: Str,
        flags: u32,
        body: Str,
        line: u32,
        calls: List<Callee>,
        documentation: Str,
        deprecated: Str,
    }

    /// A validation.
    Validation { resource: Id<Resource>, field: Str, kind: Str, value: Str, message: Str, body: Str, line: u32, documentation: Str }

    /// A constraint over several fields.
    Constraint {
        resource: Id<Resource>,
        name: Str,
        operations: List<Str>,
        condition: Str,
        when: Str,
        error: Str,
        line: u32,
        documentation: Str,
    }

    /// An invariant.
    Invariant { resource: Id<Resource>, name: Str, condition: Str, error: Str, line: u32, documentation: Str }

    /// A scope.
    Scope { resource: Id<Resource>, name: Str, parameters: Range<Parameter>, query: Str, line: u32, documentation: Str }

    /// A computed field.
    Computed { resource: Id<Resource>, name: Str, ty: Opt<Type>, flags: u32, expression: Str, line: u32, documentation: Str }

    /// A function a resource defines.
    Function {
        resource: Id<Resource>,
        name: Str,
        parameters: Range<Parameter>,
        returns: Opt<Type>,
        flags: u32,
        body: Str,
        line: u32,
        documentation: Str,
    }

    /// A parameter of a scope, a function or a route.
    Parameter { name: Str, location: Str, ty: Opt<Type>, flags: u32, documentation: Str }

    /// A place a resource is nested in.
    Nested { parent: Str, segment: Str, line: u32 }

    /// A key or an index over members of a resource.
    Key { kind: Str, name: Str, members: List<Str>, line: u32 }

    /// What a route answers with under one status.
    Response { status: u32, body: Str, documentation: Str }

    /// The effective middleware of one operation, in run order.
    Chain { operation: Str, names: List<Str>, line: u32 }

    /// A way to be let in: all of its requirements together.
    Alternative { requirements: List<Str> }

    /// A finding a resource acknowledges.
    Allow { pattern: Str, reason: Str, line: u32 }

    /// A route.
    Route {
        method: Id<Method>,
        path: Str,
        handler: Str,
        resource_name: Str,
        resource: Opt<Resource>,
        operation: Str,
        middleware: List<Str>,
        request_body: Str,
        response_body: Str,
        file: Opt<File>,
        line: u32,
        flags: u32,
        extra: Opt<RouteExtra>,
        /// Number of the [`Origin`](crate::Origin).
        origin: u32,
        /// Number of the [`Authentication`](crate::Authentication).
        authentication: u32,
    }

    /// What only some routes have.
    RouteExtra {
        documentation: Str,
        deprecated: Str,
        parameters: Range<Parameter>,
        tags: List<Str>,
        /// How many of its middleware, from the end, are of its own `@route`.
        own_middleware: u32,
        security: Range<Alternative>,
        responses: Range<Response>,
    }

    /// A pattern.
    Pattern {
        id: Str,
        name: Str,
        category: Id<Category>,
        description: Str,
        template: Str,
        examples: Range<Example>,
        variants: Range<Variant>,
        frequency: u32,
        support: u32,
        applicable: u32,
        flags: u32,
        confidence: f64,
        wilson: f64,
    }

    /// An example of a pattern.
    Example { resource: Str, file: Opt<File>, line: u32, code: Str }

    /// The arguments of some uses of a pattern.
    Variant { code: Str, count: u32 }

    /// A place where a pattern is absent.
    Deviation {
        pattern: Str,
        subject: Str,
        /// Name of the resource, which need not be declared.
        resource: Str,
        support: u32,
        applicable: u32,
        wilson: f64,
        rival: Str,
        template: Str,
        file: Opt<File>,
        line: u32,
    }

    /// A method and its routes.
    Method { name: Str, routes: List<Route> }

    /// The routes of one resource under one method.
    ResourceMethod { method: Id<Method>, routes: List<Route> }

    /// A middleware by base name, and the routes that run it.
    Middleware { name: Str, routes: List<Route> }

    /// A middleware with its arguments, and the routes that run it.
    MiddlewareText { text: Str, base: Id<Middleware>, routes: List<Route> }

    /// A function called from bodies.
    Callee { name: Str }

    /// A base type, and the fields that have it.
    TypeName { name: Str, fields: List<Field> }

    /// A category of patterns; `covered` counts the distinct resources that use one of them.
    Category { name: Str, patterns: List<Pattern>, covered: u32 }

    /// A name that relationships point to and no resource has.
    Dangling { name: Str }

    /// A kind of graph edge.
    EdgeKind { name: Str }

    /// A graph edge between two nodes.
    ///
    /// Nodes are numbered resources first, then dangling targets, routes, middleware and callees, each in the
    /// order of its section.
    Edge { from: u32, to: u32, kind: Id<EdgeKind>, weight: u32, relationship: Opt<Relationship> }

    /// A 128-bit hash over what an entity means.
    EntityHash { hash: [u8; 16] }

    /// A slot of a hash table: 16 bits of hash and 16 of length, where the key is in the strings, the id plus one.
    Slot { tag: u32, key: u32, value: u32 }

    /// A slot of a hash table of names; zero in `value` is an empty one.
    ///
    /// `key` holds the two words of a key of up to 16 bytes, or the hash of a longer one and where it is in the string
    /// pool; see [`names`](crate::names).
    NameSlot { key: [u8; 16], length: u32, value: u32 }

    /// A node of the path trie.
    TrieNode {
        /// Edges of static segments: a list of a few, or a hash table; see [`trie`](crate::trie).
        statics: Range<TrieEdge>,
        /// The node behind a parameter segment.
        parameter: Opt<TrieNode>,
        /// Edges of mixed segments, those with more static text first, then that of the catch-all.
        others: Range<TrieEdge>,
        /// The routes that end here, one per method, by method.
        routes: List<Route>,
        /// One bit for each of the first 31 methods that a route here has; the last bit stands for all further ones.
        methods: u32,
    }

    /// An edge from one trie node to the next; in hash tables, one to node 0 is a free slot.
    TrieEdge {
        /// Bytes of static text; none for a catch-all.
        text_len: u32,
        /// First and last bytes of a static segment; see [`trie`](crate::trie).
        ends: [u8; 16],
        /// A static segment, decoded; of a mixed one its texts with `{}` between them, in which only `%`, `{` and `}` are
        /// escaped.
        text: Str,
        node: Id<TrieNode>,
    }
}
