//! Documents with something wrong: a clear error or a report with the place, never a panic, never unbounded.

use std::fmt::Write as _;

use etched_compiler::openapi::{Error, ErrorKind, import};

use super::{counted, field, read, resource, route, schemas};

fn error(name: &str, text: &[u8]) -> Error {
    match import(name, text) {
        Ok(_) => panic!("{name} was read"),
        Err(error) => error,
    }
}

#[test]
fn documents_of_another_kind() {
    for (text, kind, message) in [
        (
            "swagger: '2.0'\ninfo: {}\n",
            ErrorKind::Version,
            "a.yaml:1: Swagger 2.0 is not read; convert the document to OpenAPI 3.0 or 3.1 first (#/swagger)",
        ),
        (
            "{\"swagger\": 2.0}",
            ErrorKind::Version,
            "a.yaml:1: Swagger 2.0 is not read; convert the document to OpenAPI 3.0 or 3.1 first (#/swagger)",
        ),
        (
            "info: {}\nopenapi: 4.0.0\n",
            ErrorKind::Version,
            "a.yaml:2: OpenAPI 4.0.0 is not read; versions 3.0 and 3.1 are (#/openapi)",
        ),
        (
            "openapi: {}\n",
            ErrorKind::Version,
            "a.yaml:1: expected a version such as 3.1.0, found an object (#/openapi)",
        ),
        (
            "info: {}\n",
            ErrorKind::NotOpenApi,
            "a.yaml:1: expected an OpenAPI document, but there is no `openapi` key with a version (#)",
        ),
        ("[1]", ErrorKind::NotOpenApi, "a.yaml:1: expected an OpenAPI document, found a list (#)"),
        ("", ErrorKind::NotOpenApi, "a.yaml:1: expected an OpenAPI document, found null (#)"),
        ("null", ErrorKind::NotOpenApi, "a.yaml:1: expected an OpenAPI document, found null (#)"),
    ] {
        let error = error("a.yaml", text.as_bytes());
        assert_eq!((error.kind, error.to_string().as_str()), (kind, message), "{text}");
    }
}

#[test]
fn damaged_text() {
    for (name, text, kind, line) in [
        ("a.json", b"{\"openapi\": \"3.0.0\",\n\"a\": ]}".as_slice(), ErrorKind::Syntax, 2),
        ("a.json", b"{\"openapi\": \"3.0.0\",\n\"a\": \"x", ErrorKind::Syntax, 2),
        ("a.json", b"{\"a\": 1} x", ErrorKind::Syntax, 1),
        ("a.yaml", b"openapi: 3.0.0\na: [1\nb: 2\n", ErrorKind::Syntax, 3),
        ("a.yaml", b"openapi: 3.0.0\n\ta: b: c\n", ErrorKind::Syntax, 2),
        ("a.yaml", b"openapi: 3.0.0\na: *gone\n", ErrorKind::Syntax, 2),
        ("a.yaml", b"openapi: 3.0.0\na: \xff\n", ErrorKind::NotText, 2),
        ("a.yaml", b"\xff\xfeo\0p\0", ErrorKind::NotText, 1),
    ] {
        let error = error(name, text);
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.line.abs_diff(line) <= 1, "{error} is not at line {line}");
    }
}

#[test]
fn nesting_is_bounded() {
    for text in [
        "[".repeat(1_000_000),
        "{\"a\":".repeat(1_000_000),
        format!("openapi: 3.0.0\na: {}", "[".repeat(100_000)),
        (0..3000).fold("openapi: 3.0.0\n".to_owned(), |text, depth| text + &" ".repeat(depth) + "a:\n"),
        format!("openapi: 3.0.0\na: {}1", "- ".repeat(100_000)),
    ] {
        assert_eq!(error("a.yaml", text.as_bytes()).kind, ErrorKind::Syntax);
    }
}

/// Runs what once took gigabytes and minutes, and asserts what it allocates in all: unlike time, it is the same each run.
fn bounded<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let mut answer = None;
    let taken = allocation_counter::measure(|| answer = Some(run()));
    assert!(taken.bytes_total < 64 << 20 && taken.count_total < 1_000_000, "{what}: {taken:?}");
    answer.expect("ran")
}

#[test]
fn alias_bombs_are_bounded() {
    let mut bomb = "openapi: 3.0.0\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..40 {
        let _ = write!(bomb, "a{level}: &a{level} [");
        bomb.push_str(&vec![format!("*a{}", level - 1); 9].join(", "));
        bomb.push_str("]\n");
    }
    let found = bounded("bomb", || error("a.yaml", bomb.as_bytes()));
    assert!(found.message.contains("aliases"), "{found}");
    // Depth through aliases counts as depth.
    let mut deep = "openapi: 3.0.0\na0: &a0 [x]\n".to_owned();
    for level in 1..1000 {
        let _ = writeln!(deep, "a{level}: &a{level} [*a{}]", level - 1);
    }
    assert!(bounded("deep", || error("a.yaml", deep.as_bytes())).message.contains("levels"));
    assert!(error("a.yaml", b"openapi: 3.0.0\na: &a [*a]\n").message.contains("alias"));
}

#[test]
fn anchors_and_merge_keys_are_read() {
    let imported = schemas(
        "3.0.0",
        "A: &a
  type: object
  properties: &p
    one: {type: string}
B:
  <<: *a
  description: b
C:
  properties:
    <<: [*p, {two: {type: integer}}]
    one: {type: boolean}",
    );
    assert_eq!(field(&imported.model, "B", "one").ty, "string");
    let fields: Vec<_> = resource(&imported.model, "C").fields.iter().map(|field| (&*field.name, &*field.ty)).collect();
    assert_eq!(fields, [("two", "int"), ("one", "bool")]);
}

#[test]
fn references_that_lead_nowhere() {
    let imported = read(
        "openapi: 3.0.0
paths:
  /a:
    get:
      parameters: [{$ref: '#/components/parameters/X'}, {$ref: '#/components/parameters/Gone'}]
      requestBody: {$ref: other.yaml#/body}
      responses: {200: {$ref: '#/components/responses/Loop'}}
  /b: {$ref: 'https://example.com/b.yaml'}
components:
  parameters: {X: {$ref: '#/components/parameters/Y'}, Y: {$ref: '#/components/parameters/X'}}
  responses: {Loop: {$ref: '#/components/responses/Loop'}}
  schemas:
    A: {properties: {far: {$ref: './far.json'}, gone: {$ref: '#/components/schemas/Gone'}, odd: {$ref: 5}, top: {$ref: '#'}, anchor: {$ref: '#name'}}}
    B: {$ref: '#/components/schemas/B'}
    C: {allOf: [{$ref: '#/components/schemas/D'}], properties: {c: {type: string}}}
    D: {allOf: [{$ref: '#/components/schemas/C'}], properties: {d: {type: string}}}",
    );
    let model = &imported.model;
    assert_eq!(resource(model, "A").relationships, []);
    assert_eq!(resource(model, "A").fields.len(), 5);
    assert_eq!((&*model.references[0].from, &*model.references[0].to), ("B", "B"));
    assert_eq!(resource(model, "C").relationships[0].target, "D");
    assert_eq!(resource(model, "D").relationships[0].target, "C");
    assert_eq!(model.routes.len(), 1);
    assert_eq!(counted(&imported, "`$ref` to another document"), 3);
    assert_eq!(counted(&imported, "`$ref` to nothing in the document"), 3);
    assert_eq!(counted(&imported, "`$ref` that leads back to itself"), 3);
    assert_eq!(counted(&imported, "`allOf` that leads back to itself"), 1);
    let warned = imported.warnings.iter().find(|warning| warning.message.contains("far.json")).expect("listed");
    assert_eq!((&*warned.pointer, warned.line), ("#/components/schemas/A/properties/far/$ref", 13));
    assert_eq!(warned.message, "`$ref` \"./far.json\" points to another document, which is not fetched");
}

#[test]
fn paths_and_operations() {
    let imported = read(
        "openapi: 3.0.0
paths:
  no-slash: {get: {operationId: same}}
  /a?b=c: {get: {operationId: same}}
  /a#b: {get: {}}
  /a b: {get: {}}
  /{id}/x/{id}: {get: {operationId: ''}}
  /params:
    get:
      parameters: [{name: q, in: query, schema: {type: string}}, {name: q, in: query, schema: {type: integer}}, {in: query}, {name: z, in: nowhere}, null]
  /null: null
  /list: []
  /op: {get: null, post: [], put: {responses: [], parameters: {}, requestBody: null, security: {}}}
  x-internal: {get: {}}",
    );
    let model = &imported.model;
    let ids: Vec<String> = model.routes.iter().map(etched_compiler::model::Route::id).collect();
    assert_eq!(
        ids,
        ["GET no-slash", "GET /a?b=c", "GET /a#b", "GET /a b", "GET /{id}/x/{id}", "GET /params", "PUT /op"]
    );
    let parameters: Vec<_> = route(model, "GET", "/params").parameters.iter().map(|p| (&*p.name, &*p.ty)).collect();
    assert_eq!(parameters, [("q", "int"), ("z", "string")]);
    for part in [
        "this path matches no request: a path template starts with `/`, at `n`",
        "cannot contain `?` or `#`, at `?`",
        "cannot contain `?` or `#`, at `#`",
        "duplicate parameter name, at `id`",
        "duplicate operationId \"same\"",
        "parameter \"q\"",
        "without a name",
        "\"nowhere\"",
    ] {
        assert!(
            imported.warnings.iter().any(|warning| warning.message.contains(part)),
            "{part}: {:?}",
            imported.warnings
        );
    }
    // It answers `/a%20b`.
    assert!(!imported.warnings.iter().any(|warning| warning.pointer.ends_with("/a b")));
}

#[test]
fn something_else_where_a_schema_must_be() {
    let imported = schemas(
        "3.0.0",
        "A: null
B: 5
C: [1]
D: text
E: {properties: null, required: true, allOf: {}, enum: x, type: 7}
F: {properties: {a: null, b: 3, c: [x], d: {type: nonsense}, e: {type: [string, [x]]}, f: {items: 3, type: array}, g: {minimum: x, pattern: 3, readOnly: maybe}, h: {additionalProperties: 7, type: object}, i: {anyOf: [null, 3]}, j: {enum: []}}}",
    );
    assert_eq!(imported.model.resources.len(), 6);
    assert_eq!(resource(&imported.model, "F").fields.len(), 10);
    assert!(counted(&imported, "something else where a schema must be") >= 7);
    let at = |pointer: &str| imported.warnings.iter().any(|warning| warning.pointer == pointer);
    for name in ["A", "B", "C", "D"] {
        assert!(at(&format!("#/components/schemas/{name}")), "{name}: {:?}", imported.warnings);
    }
    for top in [
        "paths: null",
        "paths: []",
        "components: 3",
        "components: {schemas: []}",
        "info: 5",
        "security: 3",
        "servers: 1",
        "tags: {}",
    ] {
        read(&format!("openapi: 3.0.0\n{top}\n"));
    }
}

#[test]
fn keys_and_numbers() {
    let imported = import(
        "a.json",
        br#"{"openapi": "3.0.0", "components": {"schemas": {
            "A": {"type": "string"}, "B": {"properties": {"x": {"type": "string"}, "x": {"type": "integer", "maximum": 123456789012345678901234567890}}},
            "A": {"properties": {"big": {"type": "number", "maximum": 1e400, "default": -0.0}}}}}}"#,
    )
    .expect("readable");
    let model = &imported.model;
    assert_eq!(model.resources.len(), 2);
    assert_eq!(field(model, "B", "x").constraints, ["@max(123456789012345678901234567890)"]);
    let big = field(model, "A", "big");
    assert_eq!((big.constraints.join(" "), big.default.as_deref()), ("@max(1e400)".to_owned(), Some("-0.0")));
    assert_eq!(counted(&imported, "duplicate key"), 2);
    let imported = schemas(
        "3.0.0",
        "A: {properties: {n: {type: number, default: .nan, maximum: .inf, minimum: 0x10}, o: {type: integer, minimum: +7, maximum: 010}}}\n? [x]\n: 5",
    );
    assert_eq!(field(&imported.model, "A", "n").default.as_deref(), Some("\".nan\""));
    assert_eq!(field(&imported.model, "A", "n").constraints, ["@min(16)"]);
    assert_eq!(field(&imported.model, "A", "o").constraints, ["@min(7)", "@max(10)"]);
    assert_eq!(counted(&imported, "number that is not finite"), 2);
    assert_eq!(counted(&imported, "key that is no text"), 1);
    // Python writes NaN into JSON; YAML reads it as text.
    let imported = import("a.json", br#"{"openapi": "3.0.0", "info": {"title": NaN}}"#).expect("readable");
    assert_eq!(imported.model.application.name, "NaN");
}

#[test]
fn large_values() {
    let text = "d".repeat(500_000);
    let values: Vec<String> = (0..100_000).map(|value| format!("v{value}")).collect();
    let document = format!(
        "{{\"openapi\": \"3.0.0\", \"components\": {{\"schemas\": {{\"A\": {{\"description\": \"{text}\", \"properties\": {{\"e\": {{\"enum\": [\"{}\"]}}}}}}}}}}}}",
        values.join("\",\"")
    );
    let imported = bounded("large", || import("a.json", document.as_bytes()).expect("readable"));
    assert_eq!(resource(&imported.model, "A").documentation.len(), 500_000);
    assert_eq!(field(&imported.model, "A", "e").values.len(), 100_000);
}

/// Small documents that say much: each doubles, or repeats what is large, through references.
#[test]
fn what_multiplies_is_bounded() {
    let mut all_of = String::from("S0: {properties: {a: {type: string}}}\n");
    let mut any_of = String::from("S0: {type: 'null'}\n");
    let mut chain = String::from("S0: {properties: {a0: {type: string}}}\n");
    let mut inline = String::from("S0: {properties: {p: {properties: {x: {type: string}}}}}\n");
    let mut circle = String::new();
    for n in 1..600 {
        let to = |n: usize| format!("{{$ref: '#/components/schemas/S{n}'}}");
        let below = to(n - 1);
        let _ = writeln!(all_of, "S{n}: {{allOf: [{below}, {below}, {below}], properties: {{b: {below}}}}}");
        let _ = writeln!(any_of, "S{n}: {{anyOf: [{below}, {below}, {below}], properties: {{b: {below}}}}}");
        let _ = writeln!(chain, "S{n}: {{allOf: [{below}], properties: {{a{n}: {{type: string}}}}}}");
        let middle = format!("{{$ref: '#/components/schemas/S{}/properties/p'}}", n - 1);
        let _ =
            writeln!(inline, "S{n}: {{properties: {{p: {{properties: {{x: {middle}, y: {middle}, z: {middle}}}}}}}}}");
        if n < 60 {
            let all: Vec<String> = (1..60).map(to).collect();
            let _ = writeln!(circle, "S{n}: {{anyOf: [{}], properties: {{b: {below}}}}}", all.join(", "));
        }
    }
    for (name, text) in [("all", all_of), ("any", any_of), ("chain", chain), ("inline", inline), ("circle", circle)] {
        let imported = bounded(name, || schemas("3.1.0", &text));
        let fields: usize = imported.model.resources.iter().map(|resource| resource.fields.len()).sum();
        assert!(fields < 250_000, "{name}: {fields} fields");
    }
}

/// As deep as a document may be, by each construct, on the small stack of a test's thread.
#[test]
fn depth_costs_no_stack() {
    for (open, close, times) in [
        ("{properties: {p: ", "}}", 90),
        ("{items: ", "}", 180),
        ("{additionalProperties: ", "}", 180),
        ("{anyOf: [{type: string}, ", "]}", 90),
        ("{allOf: [", "]}", 90),
        ("{allOf: [{$ref: '#/components/schemas/A'}, ", "]}", 90),
        ("{not: ", "}", 180),
    ] {
        let deep = format!("{}{{type: string}}{}", open.repeat(times), close.repeat(times));
        let mut text = format!("A: {deep}\nB: {{properties: {{b: {deep}}}}}\n");
        // Chains of schemas whose deepest place leads on to the next.
        for n in 0..60 {
            let next = if n % 2 == 0 {
                format!("{{$ref: '#/components/schemas/C{}/properties/p'}}", n + 1)
            } else {
                format!("{{allOf: [{{$ref: '#/components/schemas/C{}'}}, {{properties: {{q: {{}}}}}}]}}", n + 1)
            };
            let deep = format!("{}{next}{}", open.repeat(times - 10), close.repeat(times - 10));
            let _ = writeln!(text, "C{n}: {{properties: {{p: {deep}}}}}");
        }
        let imported = schemas("3.1.0", &text);
        let exported = etched_compiler::openapi::export(&imported.model);
        import("again", exported.text.as_bytes()).expect("readable");
    }
}

#[test]
fn warnings_are_bounded() {
    let mut text = String::from("A:\n  properties:\n");
    for n in 0..3000 {
        let _ = writeln!(text, "    p{n}: {{$ref: '#/gone/{n}'}}");
    }
    let imported = schemas("3.0.0", &text);
    assert_eq!(imported.warnings.len(), 1000);
    assert_eq!(counted(&imported, "warning beyond the first 1,000"), 2000);
    assert_eq!(counted(&imported, "`$ref` to nothing in the document"), 3000);
}

/// Cuts and single-byte changes of a real document, in both notations: an answer every time.
#[test]
fn damaged_documents() {
    let museum = super::document("museum.yaml");
    let json = {
        let imported = import("museum.yaml", &museum).expect("readable");
        etched_compiler::openapi::export(&imported.model).text.into_bytes()
    };
    let mut state = 7_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    for document in [museum, json] {
        for _ in 0..60 {
            let mut bytes = document.clone();
            for _ in 0..=random(3) {
                let at = random(bytes.len());
                bytes[at] = b"{}[]:\"'&*#-, \n\t~0x"[random(18)];
            }
            if random(3) == 0 {
                bytes.truncate(random(bytes.len()));
            }
            let _ = import("a.yaml", &bytes);
        }
    }
}
