//! Models that use every member of the model, with texts that are hard to carry.

use std::collections::{BTreeMap, BTreeSet};

use etched_compiler::model::*;

use super::Rng;

/// Returns a model of up to `most` resources that keeps what `Model` promises: distinct names, sorted patterns,
/// references between known resources, middleware that starts with the shared list.
#[must_use]
pub fn model(seed: u64, most: usize) -> Model {
    let mut rng = Rng::new(seed);
    let rng = &mut rng;
    let count = rng.below(most + 1);
    let names: Vec<Text> = (0..count).map(|at| name(rng, at)).collect();
    let paths: Vec<Text> = (0..rng.below(4)).map(|at| format!("schema/{}{at}.cdt", rng.word()).into()).collect();
    let resources: Vec<Resource> = names.iter().map(|name| resource(rng, name, &names, &paths)).collect();
    let routes = routes(rng, &names, &paths);
    let named: Vec<&Text> = paths.iter().filter(|_| rng.below(5) > 0).collect();
    let mut files: Vec<File> = named.into_iter().map(|path| file(rng, path)).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let (patterns, coverage) = patterns(rng, &names, &paths);
    let deviations = rng.list(3, |rng| Deviation {
        pattern: text(rng),
        subject: text(rng),
        resource: if names.is_empty() || rng.one_in(3) { Text::EMPTY } else { rng.pick(&names).clone() },
        support: support(rng),
        rival: maybe(rng),
        template: maybe(rng),
        file_path: path(rng, &paths),
        line: line(rng),
    });
    Model {
        application: application(rng, &paths),
        files,
        references: references(rng, &names),
        resources,
        routes,
        patterns,
        deviations,
        coverage,
        not_represented: rng.list(3, |rng| (text(rng), line(rng))),
    }
}

/// Of some files the digest is known.
fn file(rng: &mut Rng, path: &Text) -> File {
    if rng.one_in(3) {
        File { path: path.clone(), ..File::default() }
    } else {
        File::new(path.clone(), path.as_bytes())
    }
}

fn name(rng: &mut Rng, at: usize) -> Text {
    match rng.below(12) {
        0 => format!("Größe{at}").into(),
        1 => format!("shop.Order Line {at}").into(),
        2 => (format!("A{}", "b".repeat(at % 40)) + &at.to_string()).into(),
        _ => format!("Resource{at}").into(),
    }
}

/// A text that is hard to carry, or a plain one, or none.
fn text(rng: &mut Rng) -> Text {
    const TEXTS: [&str; 14] = [
        "",
        "plain",
        "two words",
        "\"quoted\" \\ back",
        "line\nbreak\r\n\ttab",
        "nul\0 and \u{7f} and \u{1b}",
        "ümläut ß",
        "日本語のテキスト",
        "🦀 \u{200d} \u{feff}",
        "{ \"json\": [1, null] }",
        "null",
        "</script>",
        "@min(5)",
        "#{interpolated}",
    ];
    match rng.below(16) {
        0 => "long ".repeat(rng.below(60)).into(),
        1 => char::from_u32(rng.below(0xd7ff) as u32).map(|char| char.to_string().into()).unwrap_or_default(),
        _ => (*rng.pick(&TEXTS)).into(),
    }
}

fn maybe(rng: &mut Rng) -> Text {
    if rng.one_in(2) { Text::EMPTY } else { text(rng) }
}

fn texts(rng: &mut Rng) -> Vec<Text> {
    if rng.one_in(2) { Vec::new() } else { rng.list(3, text) }
}

fn line(rng: &mut Rng) -> u32 {
    match rng.below(8) {
        0 => u32::MAX,
        1 => 0,
        _ => rng.below(2000) as u32,
    }
}

fn path(rng: &mut Rng, paths: &[Text]) -> Text {
    if paths.is_empty() || rng.one_in(5) { Text::EMPTY } else { rng.pick(paths).clone() }
}

fn deprecated(rng: &mut Rng) -> Option<Text> {
    rng.one_in(6).then(|| maybe(rng))
}

/// A JSON text, in and out of the form a writer would give it.
fn json(rng: &mut Rng) -> Text {
    const TEXTS: [&str; 18] = [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1.5",
        "1.50",
        "1e400",
        "-0",
        "18446744073709551616",
        "\"draft\"",
        "\"\"",
        "\"\\u00e4\"",
        "[1, 2]",
        "[1,2,[null]]",
        "{\"a\":1,\"b\":[]}",
        "{\"b\":1,\"a\":{}}",
        "{\"a\":1,\"a\":2}",
    ];
    (*rng.pick(&TEXTS)).into()
}

fn pairs(rng: &mut Rng, value: fn(&mut Rng) -> Text) -> Vec<(Text, Text)> {
    if rng.one_in(2) { Vec::new() } else { rng.list(3, |rng| (rng.word().into(), value(rng))) }
}

fn fields(rng: &mut Rng, depth: usize) -> Vec<Field> {
    const TYPES: [&str; 12] = [
        "string",
        "string(50)",
        "decimal(10,2)",
        "int",
        "uuid",
        "array<string!>",
        "hash<string!, int?>",
        "integer",
        "timestamp",
        "json",
        "text",
        "bool",
    ];
    rng.list(5, |rng| {
        let mut field = Field {
            name: rng.word().into(),
            ty: (*rng.pick(&TYPES)).into(),
            nullable: rng.one_in(2),
            required: rng.one_in(2),
            constraints: if rng.one_in(2) {
                vec!["@min(1)".into(), "@unique".into()]
            } else {
                texts(rng).into_iter().map(FieldConstraint::parse).collect()
            },
            line: line(rng),
            inherited: rng.one_in(5),
            extra: FieldExtra {
                default: rng.one_in(3).then(|| json(rng)),
                documentation: maybe(rng),
                tags: texts(rng),
                format: if rng.one_in(4) { text(rng) } else { Text::EMPTY },
                meta: pairs(rng, json),
                ..Default::default()
            }
            .into(),
        };
        match rng.below(8) {
            0 => {
                field.ty = "enum".into();
                field.values = texts(rng);
            }
            1 if depth > 0 => {
                field.ty = (*rng.pick(&["struct", "array<struct!>"])).into();
                field.fields = fields(rng, depth - 1);
            }
            _ => {}
        }
        field
    })
}

fn parameters(rng: &mut Rng) -> Vec<Parameter> {
    rng.list(3, |rng| Parameter {
        name: rng.word().into(),
        location: (*rng.pick(&["", "path", "query", "header", "cookie"])).into(),
        ty: (*rng.pick(&["int", "string", "", "array<int!>"])).into(),
        nullable: rng.one_in(2),
        required: rng.one_in(2),
        documentation: maybe(rng),
    })
}

fn middleware(rng: &mut Rng) -> Text {
    const TEXTS: [&str; 7] = ["auth", "admin", "cache(300)", "cache(60)", "rate_limit(5/hour)", "log", "cors(\"*\")"];
    (*rng.pick(&TEXTS)).into()
}

fn body(rng: &mut Rng) -> Text {
    const BODIES: [&str; 5] = [
        "self.slug = Text.slugify(self.title)",
        "Email.send(self)\nTime.now()",
        "if self.count > 3 { HTTP.get(\"x\") }",
        "// Text.slugify(x)\nself.total",
        "",
    ];
    if rng.one_in(4) { text(rng) } else { (*rng.pick(&BODIES)).into() }
}

fn relationship(rng: &mut Rng, names: &[Text]) -> Relationship {
    const KINDS: [&str; 6] = ["belongs_to", "has_many", "has_many_through", "has_one", "one_of", "extends"];
    Relationship {
        name: rng.word().into(),
        kind: (*rng.pick(&KINDS)).into(),
        target: if rng.one_in(8) { format!("Missing{}", rng.below(3)).into() } else { rng.pick(names).clone() },
        foreign_key: maybe(rng),
        line: line(rng),
        nullable: rng.one_in(2),
        extra: RelationshipExtra {
            through: maybe(rng),
            on_delete: (*rng.pick(&["", "cascade", "restrict", "set_null"])).into(),
            on_update: maybe(rng),
            documentation: maybe(rng),
            options: pairs(rng, text),
        }
        .into(),
    }
}

fn resource(rng: &mut Rng, name: &str, names: &[Text], paths: &[Text]) -> Resource {
    let shared_middleware = if rng.one_in(3) { rng.list(2, middleware) } else { Vec::new() };
    let mut chains = BTreeMap::new();
    for operation in ["list", "show", "create", "update", "delete", "publish"] {
        if rng.one_in(2) {
            let names = shared_middleware.iter().cloned().chain(rng.list(2, middleware)).collect();
            chains.insert(operation.into(), Chain { names, line: line(rng) });
        }
    }
    Resource {
        name: name.into(),
        documentation: maybe(rng),
        file_path: path(rng, paths),
        line: line(rng),
        fields: fields(rng, 3),
        relationships: rng.list(3, |rng| relationship(rng, names)),
        origin: *rng.pick(&Origin::ALL),
        extra: ResourceExtra {
            path: if rng.one_in(5) { rng.word().into() } else { Text::EMPTY },
            operations: rng.one_in(3).then(|| rng.list(3, |rng| (*rng.pick(&["list", "show", "create"])).into())),
            nested_under: if rng.one_in(4) {
                rng.list(2, |rng| Nested { parent: rng.pick(names).clone(), segment: maybe(rng), line: line(rng) })
            } else {
                Vec::new()
            },
            keys: rng.list(2, |rng| Key {
                kind: (*rng.pick(&["primary", "unique", "index"])).into(),
                name: maybe(rng),
                members: texts(rng),
                line: line(rng),
            }),
            path_key: if rng.one_in(5) { rng.word().into() } else { Text::EMPTY },
            shared_line: if shared_middleware.is_empty() { 0 } else { line(rng) },
            shared_middleware,
            middleware: chains,
            deprecated: deprecated(rng),
            meta: pairs(rng, json),
            allows: rng.list(1, |rng| Allow { pattern: text(rng), reason: maybe(rng), line: line(rng) }),
            hooks: rng.list(3, |rng| Hook {
                event: (*rng.pick(&["before_create", "after_update"])).into(),
                transaction: rng.one_in(2),
                is_async: rng.one_in(2),
                body: body(rng),
                line: line(rng),
                documentation: maybe(rng),
                deprecated: deprecated(rng),
            }),
            validations: rng.list(2, |rng| Validation {
                field: maybe(rng),
                kind: (*rng.pick(&["custom", "min", "pattern"])).into(),
                value: if rng.one_in(2) { json(rng) } else { Text::EMPTY },
                message: maybe(rng),
                body: body(rng),
                line: line(rng),
                documentation: maybe(rng),
            }),
            constraints: rng.list(2, |rng| Constraint {
                name: rng.word().into(),
                operations: texts(rng),
                condition: body(rng),
                when: maybe(rng),
                error: maybe(rng),
                line: line(rng),
                documentation: maybe(rng),
            }),
            invariants: rng.list(1, |rng| Invariant {
                name: rng.word().into(),
                condition: body(rng),
                error: maybe(rng),
                line: line(rng),
                documentation: maybe(rng),
            }),
            scopes: rng.list(2, |rng| Scope {
                name: rng.word().into(),
                parameters: parameters(rng),
                query: body(rng),
                line: line(rng),
                documentation: maybe(rng),
            }),
            computed_fields: rng.list(2, |rng| Computed {
                name: rng.word().into(),
                ty: "string(9)".into(),
                nullable: rng.one_in(2),
                expression: body(rng),
                line: line(rng),
                documentation: maybe(rng),
            }),
            functions: rng.list(2, |rng| Function {
                name: rng.word().into(),
                parameters: parameters(rng),
                returns: (*rng.pick(&["", "bool", "array<string?>"])).into(),
                nullable: rng.one_in(2),
                body: body(rng),
                line: line(rng),
                documentation: maybe(rng),
            }),
        }
        .into(),
    }
}

fn alternative(rng: &mut Rng) -> Alternative {
    let mut requirements = Vec::new();
    for scheme in ["basic", "bearerAuth", "oauth2"] {
        if rng.one_in(3) {
            let scopes = rng.list(3, |rng| *rng.pick(&["read", "write:pets", "https://e.com/a(b,c)", ""]));
            requirements.push(Alternative::requirement(scheme, scopes));
        }
    }
    Alternative { requirements }
}

fn routes(rng: &mut Rng, names: &[Text], paths: &[Text]) -> Vec<Route> {
    const SEGMENTS: [&str; 8] = ["posts", ":id", "comments", ":slug", "v1.:ext", "*rest", "new", "größe"];
    let mut seen = BTreeSet::new();
    let mut routes = rng.list(names.len() * 3, |rng| {
        let file = path(rng, paths);
        let depth = rng.below(4);
        let path: String = (0..depth).map(|_| format!("/{}", rng.pick(&SEGMENTS))).collect();
        // A catch-all takes the rest, so nothing can be behind it.
        let path = match path.find("/*rest") {
            Some(at) => path[..at + 6].into(),
            None if path.is_empty() => "/".into(),
            None => path,
        };
        let mut route = Route {
            method: (*rng.pick(&["GET", "POST", "PUT", "PATCH", "DELETE", "PURGE"])).into(),
            path: path.into(),
            handler: maybe(rng),
            resource: if rng.one_in(6) { maybe(rng) } else { rng.pick(names).clone() },
            operation: (*rng.pick(&["", "list", "show", "create", "update"])).into(),
            middleware: rng.list(3, middleware),
            file_path: file,
            line: line(rng),
            declared: rng.one_in(2),
            origin: *rng.pick(&Origin::ALL),
            authentication: Authentication::None,
            extra: RouteExtra {
                request_body: Type::parse(maybe(rng)),
                response_body: Type::parse(maybe(rng)),
                documentation: maybe(rng),
                parameters: parameters(rng),
                tags: texts(rng),
                deprecated: deprecated(rng),
                own_middleware: rng.below(3) as u32,
                security: rng.list(3, alternative),
                responses: rng.list(2, |rng| Response {
                    status: 200 + rng.below(300) as u32,
                    body: Type::parse(maybe(rng)),
                    documentation: maybe(rng),
                }),
            }
            .into(),
        };
        // A declaration may say otherwise than the names tell.
        route.authentication = if rng.one_in(4) { *rng.pick(&Authentication::ALL) } else { route.told() };
        route
    });
    // Parameter names do not tell two templates apart.
    routes.retain(|route| seen.insert((route.method.clone(), route.path.replace(":slug", ":id"))));
    routes
}

fn references(rng: &mut Rng, names: &[Text]) -> Vec<Reference> {
    let mut references = Vec::new();
    for from in names {
        let mut targets: BTreeSet<Text> = BTreeSet::new();
        for _ in 0..rng.below(3) {
            targets.insert(if rng.one_in(6) { "Missing9".into() } else { rng.pick(names).clone() });
        }
        references.extend(targets.into_iter().map(|to| Reference { from: from.clone(), to }));
    }
    references
}

fn real(rng: &mut Rng) -> f64 {
    rng.below(1000) as f64 / (1 + rng.below(997)) as f64
}

fn support(rng: &mut Rng) -> Support {
    let applicable = rng.below(50) as u32;
    Support { support: rng.below(applicable as usize + 1) as u32, applicable, wilson: real(rng) }
}

fn patterns(rng: &mut Rng, names: &[Text], paths: &[Text]) -> (Vec<Pattern>, Vec<(Text, u32)>) {
    let count = rng.below(6);
    let mut patterns: Vec<Pattern> = (0..count)
        .map(|at| Pattern {
            id: format!("{}/{}{at}", rng.word(), text(rng)).into(),
            name: text(rng),
            category: (*rng.pick(&["hook", "caching", "authentication"])).into(),
            description: maybe(rng),
            template: maybe(rng),
            examples: rng.list(3, |rng| Example {
                resource: if names.is_empty() || rng.one_in(4) { text(rng) } else { rng.pick(names).clone() },
                file_path: path(rng, paths),
                line: line(rng),
                code: body(rng),
            }),
            variants: rng.list(3, |rng| Variant { code: text(rng), count: rng.below(9) as u32 }),
            frequency: rng.below(4) as u32,
            confidence: real(rng),
            support: rng.one_in(2).then(|| support(rng)),
        })
        .collect();
    patterns.sort_by(|a, b| b.frequency.cmp(&a.frequency).then_with(|| a.id.cmp(&b.id)));
    let categories: BTreeSet<&Text> = patterns.iter().map(|pattern| &pattern.category).collect();
    let coverage = categories.into_iter().map(|category| (category.clone(), 1 + rng.below(9) as u32)).collect();
    (patterns, coverage)
}

fn application(rng: &mut Rng, paths: &[Text]) -> Application {
    Application {
        name: maybe(rng),
        version: text(rng),
        source_hash: maybe(rng),
        documentation: maybe(rng),
        route_prefix: (*rng.pick(&["", "/api", "/api/v1"])).into(),
        file_path: path(rng, paths),
        line: line(rng),
        kinds: if rng.one_in(4) { vec![("session".into(), "authenticates".into())] } else { Vec::new() },
        options: pairs(rng, text),
    }
}
