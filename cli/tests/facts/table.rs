//! What is compared, and what is known to differ.

/// A question, and how its text and its JSON are allowed to differ.
#[derive(Clone)]
pub(crate) struct Case {
    /// The request, as JSON.
    pub(crate) request: &'static str,
    /// The words the text has of its own.
    pub(crate) labels: &'static str,
    /// What the text leaves out: paths of the JSON, with the reason; `*.key` is that key anywhere.
    pub(crate) omitted: &'static [(&'static str, &'static str)],
    /// The nouns the text counts, and where those counts are in the JSON.
    pub(crate) counts: &'static [(&'static str, &'static str)],
    /// The list of which each row is one line.
    pub(crate) rows: Option<Rows>,
}

/// A list of which each row is one line.
#[derive(Clone)]
pub(crate) struct Rows {
    /// Where the list is.
    pub(crate) list: &'static str,
    /// The members that are on the line; others are in headings, or below it.
    pub(crate) line: &'static [&'static str],
    /// Whether zero is written as a dash.
    pub(crate) dashes: bool,
}

/// What no text says.
pub(crate) const NEVER_SHOWN: &[(&str, &str)] = &[
    ("format", "the version of the JSON is for programs"),
    ("*.nullable", "a mark on the type"),
    ("*.required", "a mark on the type"),
    ("notes[].code", "for programs"),
    ("notes[].name", "the message has it"),
    ("*.derived", "a derived route has the handler and the place of its resource"),
    ("*.own_middleware", "`why` says of each where the route has it from"),
];

const ROUTE: &[(&str, &str)] = &[
    ("routes[].request_body", "bodies are types, which `--format json` is for"),
    ("routes[].response_body", "as request bodies"),
    ("routes[].parameters", "as bodies"),
    ("routes[].documentation", "a list names routes; `resource NAME --full` documents them"),
    ("routes[].tags", "for programs"),
    ("routes[].source", "the file of its place tells"),
    ("routes[].deprecated", "the reason; the text says that it is"),
    ("routes[].authentication", "middleware and security are shown; `why` and `match` say what they come to"),
];

const DISTANCE: (&str, &str) = ("nodes[].distance", "the level in the tree, or the place in the chain");
const NODE_KIND: (&str, &str) = ("nodes[].kind", "the colour of the name");
const NODE_ID: (&str, &str) = ("nodes[].id", "the kind and the name");
const ENDS: [(&str, &str); 2] =
    [("edges[].from", "an id: the name is shown"), ("edges[].to", "an id: the name is shown")];

const DEPS: &[(&str, &str)] = &[
    DISTANCE,
    NODE_KIND,
    NODE_ID,
    ENDS[0],
    ENDS[1],
    ("start", "an id: the name is shown"),
    ("direction", "a verb"),
    ("edges[].weight", "1 is left out"),
    ("edges[].file_path", "edges that are no relationship have the place of their start"),
    ("edges[].line_number", "as its file"),
    ("nodes[].file_path", "a tree gives the places of relationships, and of the start"),
    ("nodes[].line_number", "as its file"),
];

const CYCLES: &[(&str, &str)] = &[
    ("cycles[].members", "ids: the names are shown"),
    ("cycles[].path", "ids: the edges are shown"),
    ("cycles[].edges[].from", "an id: the name is shown"),
    ("cycles[].edges[].to", "an id: the name is shown"),
    ("cycles[].edges[].weight", "1 is left out"),
];

const IMPACT: &[(&str, &str)] = &[
    ("start", "an id: the name is shown"),
    ("counts", "0 is left out; those that count are compared by noun"),
    ("affected[].id", "the kind and the name"),
    ("affected[].kind", "the colour of the name"),
    ("affected[].distance", "within a severity the order is that of distance"),
    ("affected[].effect", "the severity, and the sentence of the reason"),
    ("affected[].reasons", "in words: `reason` is compared"),
];

const MATCH: &[(&str, &str)] = &[
    ("route", "method, path, handler and place of the route are shown; the rest is its record"),
    ("*.source", "compared by `why`"),
];

const PATTERNS: &[(&str, &str)] = &[
    ("patterns[].examples", "the first three, without their code; `pattern` has all"),
    ("patterns[].description", "its first sentence"),
    ("patterns[].name", "ids are readable; `pattern` names it"),
    ("patterns[].frequency", "support is shown where it is known"),
    ("patterns[].confidence", "`pattern` has it"),
    ("patterns[].wilson", "`pattern` has it"),
    ("patterns[].category", "the heading"),
    ("categories[].covered", "0 is left out"),
];

const DEVIATION: &[(&str, &str)] = &[("deviations[].resource", "the subject names it")];

const GRAPH: &[(&str, &str)] = &[
    DISTANCE,
    NODE_KIND,
    NODE_ID,
    ENDS[0],
    ENDS[1],
    ("edges[].weight", "1 is left out"),
    ("nodes[].file_path", "nodes without outgoing edges are named only"),
    ("nodes[].line_number", "as its file"),
    ("edges[].file_path", "the heading has it"),
];

const INFO: &[(&str, &str)] = &[("largest_cycle", "1 is no cycle")];

const DUMP: &[(&str, &str)] = &[
    ("sections[].offset", "follows from the bytes before it"),
    ("sections[].hash", "that of no bytes is left out"),
    ("record_bytes", "shown without the header"),
    ("strip", "nothing is left out"),
];

const RESOURCE: &[(&str, &str)] = &[
    ("routes[].resource", "it is this one"),
    ("routes[].request_body", "bodies are types, which `--format json` is for"),
    ("routes[].response_body", "as request bodies"),
    ("routes[].parameters", "as bodies"),
    ("routes[].tags", "for programs"),
    ("routes[].source", "the file of its place tells"),
    ("source", "as of routes"),
    ("routes[].file_path", "that of the resource, where it is the same"),
    ("routes[].deprecated", "the reason; the text says that it is"),
    ("routes[].authentication", "as of the list of routes"),
    ("operations", "the routes and chains there are"),
    ("path", "the paths there are"),
    ("middleware", "a chain of an operation that has a route is the route's"),
    ("middleware_lines", "as the chains"),
    ("shared_middleware", "every chain starts with it"),
    ("shared_middleware_line", "`why` has it"),
    ("validations[].value_text", "the value is shown"),
    ("validations[].documentation", "a message says more"),
    ("validations[].message", "its first sentence"),
    ("hooks[].deprecated", "the reason; the text says that it is"),
    ("fields[].meta", "for programs"),
    ("fields[].values", "twelve of many"),
    ("fields[].default_value", "shown as the constraint it is declared by"),
    ("fields[].default_text", "as the value"),
    ("scopes[].documentation", "its first sentence"),
    ("computed_fields[].documentation", "its first sentence"),
    ("functions[].documentation", "its first sentence"),
    ("*.field_count", "0 is left out"),
    ("*.relationship_count", "0 is left out"),
    ("*.hook_count", "0 is left out"),
    ("*.validation_count", "0 is left out"),
    ("*.constraint_count", "0 is left out"),
    ("*.route_count", "0 is left out"),
];

const FIELDS: &[(&str, &str)] =
    &[("fields[].name", "the path has it"), ("fields[].values", "twelve of many"), ("total_count", "0")];

const NONE: &[(&str, &str)] = &[];

const RESOURCES: Case = Case {
    request: r#"{"question": "resources"}"#,
    labels: "resources fields relationships routes name hooks middleware declared in elsewhere",
    omitted: &[
        ("resources[].validation_count", "`resource` has them"),
        ("resources[].constraint_count", "`resource` has them"),
        ("resources[].deprecated", "the colour of the name"),
        ("resources[].field_count", "0 is a dash; a row is compared by line"),
        ("resources[].relationship_count", "as fields"),
        ("resources[].hook_count", "as fields"),
        ("resources[].route_count", "as fields"),
    ],
    counts: &[
        ("resources", "/total_count"),
        ("fields", "/field_count"),
        ("relationships", "/relationship_count"),
        ("routes", "/route_count"),
    ],
    rows: Some(Rows {
        list: "/resources",
        line: &[
            "name",
            "file_path",
            "line_number",
            "field_count",
            "relationship_count",
            "hook_count",
            "route_count",
            "middleware[]",
        ],
        dashes: true,
    }),
};

/// The list with names instead of counts.
const NAMED_RESOURCES: Case = Case {
    request: r#"{"question": "resources", "names": true}"#,
    rows: Some(Rows {
        list: "/resources",
        line: &["name", "file_path", "line_number", "field_count", "relationships[]", "hooks[]", "middleware[]"],
        dashes: true,
    }),
    ..RESOURCES
};

const RESOURCE_LABELS: &str = "fields field relationships relationship incoming routes route hooks hook validations validation \
    constraints constraint invariants invariant scopes scope computed functions function Fields Relationships Referred to \
    by Routes Middleware Hooks Validations Constraints Invariants Scopes Computed Functions Other through on_delete \
    on_update key inherited transaction async deprecated when nested under allows as default not declared more";

const fn resource(request: &'static str, counts: &'static [(&'static str, &'static str)]) -> Case {
    Case { request, labels: RESOURCE_LABELS, omitted: RESOURCE, counts, rows: None }
}

const ROUTES_COUNTS: &[(&str, &str)] = &[("routes|route", "/total_count")];

const fn routes(request: &'static str) -> Case {
    Case {
        request,
        labels: "routes route no resource deprecated showing note",
        omitted: ROUTE,
        counts: ROUTES_COUNTS,
        rows: Some(Rows {
            list: "/routes",
            line: &["method", "path", "operation", "line_number", "middleware[]"],
            dashes: false,
        }),
    }
}

const fn route_counts(request: &'static str) -> Case {
    Case {
        request,
        labels: "routes by method operation middleware",
        omitted: NONE,
        counts: ROUTES_COUNTS,
        rows: Some(Rows { list: "/middleware", line: &["name", "count"], dashes: false }),
    }
}

const fn matching(request: &'static str) -> Case {
    Case {
        request,
        labels: "Parameters Middleware security authentication runs no middleware allowed methods similar routes resource operation route document",
        omitted: MATCH,
        counts: &[],
        rows: None,
    }
}

const fn why(request: &'static str) -> Case {
    Case {
        request,
        labels: "runs no middleware security authentication 1 2 3 4 5 6",
        omitted: NONE,
        counts: &[],
        rows: Some(Rows { list: "/middleware", line: &["name", "source", "file_path", "line_number"], dashes: false }),
    }
}

const fn fields(request: &'static str) -> Case {
    Case {
        request,
        labels: "fields field type constraints declared in showing more note",
        omitted: FIELDS,
        counts: &[("fields|field", "/total_count")],
        rows: Some(Rows {
            list: "/fields",
            line: &["resource", "type", "constraints[]", "path", "file_path", "line_number", "format"],
            dashes: false,
        }),
    }
}

const fn functions(request: &'static str) -> Case {
    Case {
        request,
        labels: "functions function name bodies called by hooks declared in showing note",
        omitted: &[("functions[].body_count", "a sum of what the rows say")],
        counts: &[("functions|function", "/total_count")],
        rows: Some(Rows { list: "/functions", line: &["name"], dashes: false }),
    }
}

const fn patterns(request: &'static str) -> Case {
    Case {
        request,
        labels: "patterns pattern in of resources followed by uses use and more showing",
        omitted: PATTERNS,
        counts: &[("patterns|pattern", "/total_count"), ("resources", "/resource_count")],
        rows: Some(Rows { list: "/patterns", line: &["id", "support", "applicable"], dashes: false }),
    }
}

const fn pattern(request: &'static str) -> Case {
    Case {
        request,
        labels: "name frequency support of at least 95 Wilson confidence Template Variants Examples and more Deviations",
        omitted: &[
            ("deviations[].pattern", "it is this one"),
            ("deviations[].resource", "the subject names it"),
            ("deviations[].wilson", "that of the pattern"),
            ("deviations[].rival", "`deviations` has it"),
        ],
        counts: &[],
        rows: Some(Rows { list: "/examples", line: &["resource", "file_path", "line_number"], dashes: false }),
    }
}

const fn deviations(request: &'static str) -> Case {
    Case {
        request,
        labels: "deviations deviation lacks which of follow at least follows instead showing",
        omitted: DEVIATION,
        counts: &[("deviations|deviation", "/total_count")],
        rows: Some(Rows { list: "/deviations", line: &["subject", "file_path", "line_number"], dashes: false }),
    }
}

const fn deps(request: &'static str) -> Case {
    Case {
        request,
        labels: "depends on is depended by connected to via nodes node edges edge expanded elsewhere in the tree nothing",
        omitted: DEPS,
        counts: &[("edges|edge", "/edges"), ("nodes|node", "/nodes but the first")],
        rows: Some(Rows { list: "/edges", line: &["kind", "relationship", "on_delete"], dashes: false }),
    }
}

const fn path(request: &'static str, counts: &'static [(&'static str, &'static str)]) -> Case {
    Case {
        request,
        labels: "depends on does not depend in steps step",
        omitted: &[
            DISTANCE,
            NODE_KIND,
            NODE_ID,
            ENDS[0],
            ENDS[1],
            ("from", "an id: the name is shown"),
            ("to", "an id: the name is shown"),
            ("found", "a verb"),
            ("edges[].weight", "1 is left out"),
            ("nodes[].file_path", "places are those of the start and of the edges"),
            ("nodes[].line_number", "as its file"),
        ],
        counts,
        rows: Some(Rows {
            list: "/edges",
            line: &["kind", "relationship", "on_delete", "file_path", "line_number"],
            dashes: false,
        }),
    }
}

const fn cycles(request: &'static str) -> Case {
    Case {
        request,
        labels: "cycles cycle the largest of resources resource refers to itself that depend on each other a shortest way \
                 around",
        omitted: CYCLES,
        counts: &[("cycles|cycle", "/total_count")],
        rows: None,
    }
}

const fn depth(request: &'static str, rows: Rows) -> Case {
    Case {
        request,
        labels: "has depth name declared in resources showing",
        omitted: &[
            ("nodes[].kind", "the colour of the name"),
            ("nodes[].id", "the kind and the name"),
            ("total_count", "one node is named, and a ranking counts resources"),
            ("chain[].from", "an id: the name is shown"),
            ("chain[].to", "an id: the name is shown"),
            ("chain[].weight", "1 is left out"),
        ],
        counts: &[],
        rows: Some(rows),
    }
}

const RANKING: Rows = Rows { list: "/nodes", line: &["name", "depth", "file_path", "line_number"], dashes: false };

const CHAIN: Rows =
    Rows { list: "/chain", line: &["kind", "relationship", "on_delete", "file_path", "line_number"], dashes: false };

const fn impact(request: &'static str, counts: &'static [(&'static str, &'static str)]) -> Case {
    Case {
        request,
        labels: "affected nothing deleted blocking broken nulled changed resources resource routes route hooks hook",
        omitted: IMPACT,
        counts,
        rows: Some(Rows { list: "/affected", line: &["name", "reason", "file_path", "line_number"], dashes: false }),
    }
}

const fn graph(request: &'static str) -> Case {
    Case {
        request,
        labels: "nodes edges without outgoing edges",
        omitted: GRAPH,
        counts: &[("nodes", "/nodes"), ("edges", "/edges")],
        rows: Some(Rows { list: "/edges", line: &["kind", "relationship", "on_delete", "line_number"], dashes: false }),
    }
}

const fn info(counts: &'static [(&'static str, &'static str)]) -> Case {
    Case {
        request: r#"{"question": "info"}"#,
        labels: "resources fields relationships routes patterns graph nodes edges between in the largest cycle self loop loops image bytes \
                 layout digest schema files embedded left out nothing Not represented",
        omitted: INFO,
        counts,
        rows: None,
    }
}

const STEPS: &[(&str, &str)] = &[("steps|step", "/edges")];

const INFO_COUNTS: &[(&str, &str)] = &[("nodes", "/nodes"), ("edges", "/edges"), ("bytes", "/image_bytes")];

const fn dump(request: &'static str) -> Case {
    Case {
        request,
        labels: "header layout digest fingerprint checksum embedded in files bytes and table records strings trie visits at most left out nothing sections \
                 name count stride share hash string pool entries of resources",
        omitted: DUMP,
        counts: &[],
        rows: Some(Rows { list: "/sections", line: &["name", "count", "stride", "bytes", "share"], dashes: false }),
    }
}

pub(crate) fn demo() -> Vec<Case> {
    const COUNTS: &[(&str, &str)] = &[
        ("fields", "/field_count"),
        ("relationships", "/relationship_count"),
        ("incoming", "/incoming"),
        ("routes", "/route_count"),
        ("hooks|hook", "/hook_count"),
    ];
    vec![
        RESOURCES,
        NAMED_RESOURCES,
        resource(r#"{"question": "resource", "name": "Order"}"#, COUNTS),
        resource(r#"{"question": "resource", "name": "User"}"#, COUNTS),
        resource(r#"{"question": "resource", "name": "Article"}"#, COUNTS),
        resource(r#"{"question": "resource", "name": "Product"}"#, COUNTS),
        routes(r#"{"question": "routes"}"#),
        routes(r#"{"question": "routes", "middleware": "auth", "limit": 7, "offset": 3}"#),
        routes(r#"{"question": "routes", "resource": "Ordr"}"#),
        route_counts(r#"{"question": "route_counts"}"#),
        matching(r#"{"question": "match", "method": "GET", "path": "/api/orders/42"}"#),
        matching(r#"{"question": "match", "method": "PURGE", "path": "/api/orders"}"#),
        matching(r#"{"question": "match", "method": "GET", "path": "/api/ordres/42"}"#),
        why(r#"{"question": "why", "method": "POST", "path": "/api/orders"}"#),
        fields(r#"{"question": "fields"}"#),
        fields(r#"{"question": "fields", "type": "decimal", "limit": 3}"#),
        fields(r#"{"question": "fields", "type": "decimall"}"#),
        functions(r#"{"question": "functions"}"#),
        functions(r#"{"question": "functions", "namespace": "String", "limit": 2, "offset": 1}"#),
        functions(r#"{"question": "functions", "namespace": "Strng"}"#),
        patterns(r#"{"question": "patterns"}"#),
        patterns(r#"{"question": "patterns", "category": "authentication", "limit": 2}"#),
        pattern(r#"{"question": "pattern", "id": "middleware/auth/delete"}"#),
        deviations(r#"{"question": "deviations"}"#),
        deps(r#"{"question": "deps", "name": "Order"}"#),
        deps(r#"{"question": "deps", "name": "User", "direction": "reverse", "depth": 2}"#),
        deps(r#"{"question": "deps", "name": "middleware:auth", "direction": "both", "depth": 1}"#),
        path(r#"{"question": "path", "from": "Review", "to": "function:Audit.record"}"#, STEPS),
        path(r#"{"question": "path", "from": "middleware:auth", "to": "User"}"#, &[]),
        cycles(r#"{"question": "cycles"}"#),
        cycles(r#"{"question": "cycles", "inverses": true}"#),
        depth(r#"{"question": "depth"}"#, RANKING),
        depth(r#"{"question": "depth", "edge_kinds": ["belongs_to"], "limit": 5, "offset": 2}"#, RANKING),
        depth(r#"{"question": "depth", "name": "Order"}"#, CHAIN),
        impact(
            r#"{"question": "impact", "name": "Product"}"#,
            &[("affected", "/counts/affected"), ("broken", "/counts/broken"), ("routes", "/counts/routes")],
        ),
        impact(r#"{"question": "impact", "name": "User", "change": "rename"}"#, &[("changed", "/counts/changed")]),
        impact(r#"{"question": "impact", "name": "auth", "change": "remove"}"#, &[("routes", "/counts/routes")]),
        graph(r#"{"question": "graph"}"#),
        graph(r#"{"question": "graph", "name": "Order", "node_kinds": ["resource", "middleware"]}"#),
        info(INFO_COUNTS),
        dump(r#"{"question": "dump"}"#),
    ]
}

pub(crate) fn stripe() -> Vec<Case> {
    vec![
        RESOURCES,
        NAMED_RESOURCES,
        resource(r#"{"question": "resource", "name": "customer"}"#, &[("fields", "/field_count")]),
        resource(r#"{"question": "resource", "name": "account"}"#, &[("fields", "/field_count")]),
        routes(r#"{"question": "routes"}"#),
        route_counts(r#"{"question": "route_counts"}"#),
        matching(r#"{"question": "match", "method": "GET", "path": "/v1/customers/42"}"#),
        matching(r#"{"question": "match", "method": "GET", "path": "/v1/custmers/42"}"#),
        why(r#"{"question": "why", "method": "POST", "path": "/v1/customers"}"#),
        fields(r#"{"question": "fields"}"#),
        functions(r#"{"question": "functions"}"#),
        patterns(r#"{"question": "patterns"}"#),
        pattern(r#"{"question": "pattern", "id": "field/object/enum"}"#),
        deviations(r#"{"question": "deviations"}"#),
        deps(r#"{"question": "deps", "name": "customer", "depth": 2}"#),
        path(r#"{"question": "path", "from": "account", "to": "customer"}"#, STEPS),
        cycles(r#"{"question": "cycles"}"#),
        depth(r#"{"question": "depth"}"#, RANKING),
        depth(r#"{"question": "depth", "name": "customer"}"#, CHAIN),
        impact(r#"{"question": "impact", "name": "customer"}"#, &[("affected", "/counts/affected")]),
        graph(r#"{"question": "graph"}"#),
        info(INFO_COUNTS),
        dump(r#"{"question": "dump"}"#),
    ]
}
