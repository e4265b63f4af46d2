//! Small documents, one per construct.

use etched_compiler::model::Reference;
use etched_compiler::openapi::looks_like;

use super::{counted, field, read, resource, route, schemas};

/// Types of the fields of `A`, by name.
fn types(properties: &str) -> Vec<(String, String)> {
    let mut text = String::from("B: {type: object}\nC: {type: object}\nA:\n  properties:\n");
    for line in properties.lines() {
        text.push_str("    ");
        text.push_str(line.trim());
        text.push('\n');
    }
    let imported = schemas("3.1.0", &text);
    resource(&imported.model, "A").fields.iter().map(|field| (field.name.to_string(), field.ty.to_string())).collect()
}

#[test]
fn base_types_and_formats() {
    let found = types(
        "a: {type: string}
         b: {type: integer, format: int64}
         c: {type: number}
         d: {type: boolean}
         e: {type: string, format: uuid}
         f: {type: string, format: date-time}
         g: {type: string, format: date}
         h: {type: string, format: email}
         i: {type: string, format: uri}
         j: {type: number, format: decimal}
         k: {type: string, format: my-own}
         l: {}
         m: true
         n: {type: object}
         o: {type: array, items: {type: array, items: {type: integer}}}
         p: {type: object, additionalProperties: {$ref: '#/components/schemas/B'}}
         q: {type: [string, integer]}
         r: {enum: [x, y]}
         s: {enum: [1, 2]}
         t: {type: string, enum: [1, true]}
         u: {properties: {x: {type: string}}}
         v: {type: array, items: {properties: {x: {enum: [z]}}}}
         w: {oneOf: [{$ref: '#/components/schemas/B'}, {type: array, items: {$ref: '#/components/schemas/C'}}]}
         x: {minLength: 2}
         y: {allOf: [{type: string}, {maxLength: 3}]}
         z: {type: string, format: time}",
    );
    let found: Vec<(&str, &str)> = found.iter().map(|(name, ty)| (&**name, &**ty)).collect();
    assert_eq!(
        found,
        [
            ("a", "string"),
            ("b", "int"),
            ("c", "float"),
            ("d", "bool"),
            ("e", "uuid"),
            ("f", "timestamp"),
            ("g", "date"),
            ("h", "email"),
            ("i", "url"),
            ("j", "decimal"),
            ("k", "string"),
            ("l", "json"),
            ("m", "json"),
            ("n", "json"),
            ("o", "array<array<int!>!>"),
            ("p", "hash<string!,B!>"),
            ("q", "one_of<string!, int!>"),
            ("r", "enum"),
            ("s", "int"),
            ("t", "enum"),
            ("u", "struct"),
            ("v", "array<struct!>"),
            ("w", "one_of<B!, array<C!>!>"),
            ("x", "string"),
            ("y", "string"),
            ("z", "time"),
        ]
    );
}

#[test]
fn what_a_field_carries() {
    let imported = schemas(
        "3.0.3",
        "A:
  description: An a
  deprecated: true
  x-kept: {a: 1}
  required: [code]
  properties:
    code: {type: string, minLength: 2, maxLength: 8, pattern: '^a/b\\/c$', default: ab, description: The code, readOnly: true, x-order: 3}
    count: {type: integer, minimum: 0, exclusiveMinimum: true, maximum: 9223372036854775808, multipleOf: 5, format: unix-time, default: 5}
    list: {type: array, items: {type: string}, minItems: 1, maxItems: 3, uniqueItems: true}
    level: {type: integer, enum: [1, 2, null]}
    inner: {type: object, required: [x], properties: {x: {type: string, writeOnly: true}, y: {type: integer, deprecated: true}}}",
    );
    let model = &imported.model;
    let a = resource(model, "A");
    assert_eq!((&*a.documentation, a.deprecated.as_deref()), ("An a", Some("")));
    assert_eq!(a.meta, [("x-kept".into(), "{\"a\":1}".into())]);
    assert_eq!((&*a.file_path, a.line), ("api.yaml#/components/schemas/A", 6));
    let code = field(model, "A", "code");
    assert_eq!(code.constraints, ["@min(2)", "@max(8)", "@pattern(/^a\\/b\\/c$/)", "@read_only"]);
    assert_eq!((code.default.as_deref(), &*code.documentation, code.required), (Some("\"ab\""), "The code", true));
    assert_eq!((code.meta.as_slice(), code.line), ([("x-order".into(), "3".into())].as_slice(), 12));
    let count = field(model, "A", "count");
    assert_eq!(count.constraints, ["@exclusive_min(0)", "@max(9223372036854775808)", "@multiple_of(5)"]);
    assert_eq!((&*count.format, count.default.as_deref()), ("unix-time", Some("5")));
    assert_eq!(field(model, "A", "list").constraints, ["@min(1)", "@max(3)", "@unique_items"]);
    let level = field(model, "A", "level");
    assert_eq!((level.constraints.as_slice(), level.nullable), (["@one_of([1, 2])".into()].as_slice(), true));
    let inner = field(model, "A", "inner");
    let fields: Vec<_> =
        inner.fields.iter().map(|field| (&*field.name, field.required, field.constraints.join(" "))).collect();
    assert_eq!(fields, [("x", true, "@write_only".into()), ("y", false, "@deprecated".into())]);
}

#[test]
fn relationships_by_kind() {
    let imported = schemas(
        "3.1.0",
        "A:
  allOf: [{$ref: '#/components/schemas/Base'}, {properties: {own: {$ref: '#/components/schemas/B'}}}]
  properties:
    one: {$ref: '#/components/schemas/B'}
    wrapped: {allOf: [{$ref: '#/components/schemas/B'}], description: d}
    maybe: {anyOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}
    many: {type: array, items: {$ref: '#/components/schemas/C'}}
    some: {type: array, items: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}}
    either: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}, {type: string}]}
    self: {$ref: '#/components/schemas/A'}
    map: {additionalProperties: {$ref: '#/components/schemas/D'}}
    inline: {properties: {deep: {$ref: '#/components/schemas/E'}, b: {$ref: '#/components/schemas/B'}}}
Base: {properties: {id: {type: string}, friend: {$ref: '#/components/schemas/F'}}, required: [id]}
B: {type: object}
C: {type: object}
D: {type: object}
E: {type: object}
F: {type: object}
Either: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/B'}]}
Alias: {$ref: '#/components/schemas/B'}
List: {type: array, items: {$ref: '#/components/schemas/B'}}",
    );
    let model = &imported.model;
    let a = resource(model, "A");
    let found: Vec<_> = a.relationships.iter().map(|to| (&*to.name, &*to.kind, &*to.target, to.nullable)).collect();
    assert_eq!(
        found,
        [
            ("Base", "extends", "Base", false),
            ("own", "has_one", "B", false),
            ("one", "has_one", "B", false),
            ("wrapped", "has_one", "B", false),
            ("maybe", "has_one", "B", true),
            ("many", "has_many", "C", false),
            ("some", "has_many", "B", false),
            ("some", "has_many", "C", false),
            ("either", "one_of", "B", false),
            ("either", "one_of", "C", false),
            ("self", "has_one", "A", false),
        ]
    );
    let inherited: Vec<_> =
        a.fields.iter().filter(|field| field.inherited).map(|field| (&*field.name, field.required)).collect();
    assert_eq!(inherited, [("id", true), ("friend", false)]);
    let edge = |from: &str, to: &str| Reference { from: from.into(), to: to.into() };
    let references = [edge("A", "D"), edge("A", "E"), edge("Either", "B"), edge("Alias", "B"), edge("List", "B")];
    assert_eq!(model.references, references);
}

#[test]
fn a_reference_counts_only_where_a_schema_may_stand() {
    let imported = schemas(
        "3.1.0",
        "A:
  x-foo: {$ref: '#/components/schemas/B'}
  example: {$ref: '#/components/schemas/B'}
  examples: [{$ref: '#/components/schemas/B'}]
  default: {$ref: '#/components/schemas/B'}
  enum: [{$ref: '#/components/schemas/B'}]
  const: {$ref: '#/components/schemas/B'}
  discriminator: {propertyName: p, mapping: {b: '#/components/schemas/B'}}
  properties:
    example: {$ref: '#/components/schemas/C'}
    default: {type: string, default: {$ref: '#/components/schemas/B'}}
    $ref: {type: string}
B: {type: object}
C: {type: object}
D:
  not: {$ref: '#/components/schemas/A'}
  if: {$ref: '#/components/schemas/B'}
  patternProperties: {'^x': {$ref: '#/components/schemas/C'}}
  dependentSchemas: {x: {$ref: '#/components/schemas/D'}}
  prefixItems: [{$ref: '#/components/schemas/E'}]
  $defs: {F: {$ref: '#/components/schemas/F'}}
E: {type: object}
F: {type: object}",
    );
    let a = resource(&imported.model, "A");
    assert_eq!(a.relationships.iter().map(|to| &*to.target).collect::<Vec<_>>(), ["C"]);
    assert_eq!(a.fields.iter().map(|field| &*field.name).collect::<Vec<_>>(), ["example", "default", "$ref"]);
    let pairs: Vec<_> = imported.model.references.iter().map(|edge| (&*edge.from, &*edge.to)).collect();
    assert_eq!(pairs, [("D", "A"), ("D", "B"), ("D", "C"), ("D", "D"), ("D", "E"), ("D", "F")]);
    assert_eq!(imported.warnings, []);
}

#[test]
fn names_that_are_no_identifiers() {
    let imported = schemas(
        "3.0.0",
        "'+1': {properties: {'@odata.type': {type: string}, '': {$ref: '#/components/schemas/a~1b~0c'}, 'x y': {$ref: '#/components/schemas/%2B1'}}}\na/b~c: {type: object}\n'': {properties: {self: {$ref: '#/components/schemas/'}}}\n200: {type: object}\nnull: {type: object}",
    );
    let names: Vec<_> = imported.model.resources.iter().map(|resource| &*resource.name).collect();
    assert_eq!(names, ["+1", "a/b~c", "", "200", "null"]);
    let one = resource(&imported.model, "+1");
    assert_eq!(one.fields.iter().map(|field| &*field.name).collect::<Vec<_>>(), ["@odata.type", "", "x y"]);
    assert_eq!(one.relationships.iter().map(|to| &*to.target).collect::<Vec<_>>(), ["a/b~c", "+1"]);
    assert_eq!(resource(&imported.model, "a/b~c").file_path, "api.yaml#/components/schemas/a~1b~0c");
    assert_eq!(resource(&imported.model, "").relationships[0].target, "");
}

#[test]
fn references_into_schemas_belong_to_their_owner() {
    let imported = schemas(
        "3.0.0",
        "A: {properties: {b: {$ref: '#/components/schemas/B/properties/size'}, c: {$ref: '#/components/schemas/B/properties/gone'}, d: {$ref: '#/components/parameters/P/schema'}}}\nB: {properties: {size: {type: integer, minimum: 1}}}",
    );
    assert_eq!(field(&imported.model, "A", "b").ty, "int");
    let pairs: Vec<_> = imported.model.references.iter().map(|edge| (&*edge.from, &*edge.to)).collect();
    assert_eq!(pairs, [("A", "B")]);
    let warned: Vec<_> = imported.warnings.iter().map(|warning| &*warning.pointer).collect();
    assert_eq!(warned, ["#/components/schemas/A/properties/c/$ref", "#/components/schemas/A/properties/d/$ref"]);
    assert_eq!(counted(&imported, "`$ref` to nothing in the document"), 2);
}

#[test]
fn siblings_of_a_reference() {
    let text = "A: {properties: {b: {$ref: '#/components/schemas/B', description: Mine, default: {}}}}\nB: {type: object, description: Its own}";
    let imported = schemas("3.1.0", text);
    assert_eq!(field(&imported.model, "A", "b").documentation, "Mine");
    assert_eq!(counted(&schemas("3.0.0", text), "sibling of `$ref`, which OpenAPI 3.0 ignores"), 1);
}

#[test]
fn fields_through_several_schemas() {
    let imported = schemas(
        "3.1.0",
        "A: {properties: {a: {type: string}, both: {type: string}}}
B: {allOf: [{$ref: '#/components/schemas/A'}], properties: {b: {type: string}}}
C: {allOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/A'}, {required: [a, b]}], properties: {both: {type: integer}}}",
    );
    let fields: Vec<_> =
        resource(&imported.model, "C").fields.iter().map(|f| (&*f.name, &*f.ty, f.required, f.inherited)).collect();
    assert_eq!(fields, [("a", "string", true, true), ("both", "int", false, false), ("b", "string", true, true)]);
}

const PATHS: &str = r"
openapi: 3.0.3
info: {title: Shop, version: 2.1, description: A shop}
servers: [{url: https://api.example.com/v1}]
security: [{key: []}]
paths:
  /orders:
    parameters: [{$ref: '#/components/parameters/Trace'}, {name: limit, in: query, schema: {type: integer}}]
    get:
      operationId: listOrders
      summary: Orders
      description: All of them
      tags: [orders]
      parameters: [{name: limit, in: query, required: true, schema: {type: string, nullable: true}}]
      responses:
        '404': {description: no}
        '200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}}}
    post:
      requestBody: {$ref: '#/components/requestBodies/New'}
      responses: {'201': {$ref: '#/components/responses/One'}}
      security: [{login: [write, read]}, {}]
  /orders/{id}:
    $ref: '#/components/pathItems/Order'
  /orders/{id}/cancel:
    post:
      deprecated: true
      security: []
      responses: {default: {description: ok, content: {text/plain: {schema: {type: string}}, application/problem+json: {schema: {$ref: '#/components/schemas/Order'}}}}}
  /health: {get: {responses: {}}}
components:
  pathItems:
    Order:
      get: {responses: {2XX: {$ref: '#/components/responses/One'}}}
      delete: {responses: {'204': {description: gone}}}
  parameters: {Trace: {name: X-Trace, in: header, description: t, schema: {type: string, format: uuid}}}
  requestBodies: {New: {content: {application/json: {schema: {type: object, required: [sku], properties: {sku: {type: string}, n: {type: integer}}}}}}}
  responses: {One: {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}
  securitySchemes: {key: {type: apiKey, in: header, name: K}, login: {type: oauth2, flows: {}}}
  schemas: {Order: {type: object}}
";

/// Security alternatives with bars between them.
fn asked(route: &etched_compiler::model::Route) -> String {
    route.security.iter().map(|one| one.requirements.join(" & ")).collect::<Vec<_>>().join(" | ")
}

#[test]
fn routes() {
    let imported = read(PATHS);
    let model = &imported.model;
    let application = &model.application;
    assert_eq!((&*application.name, &*application.version, &*application.documentation), ("Shop", "2.1", "A shop"));
    let ids: Vec<_> = model.routes.iter().map(|route| (route.id(), &*route.handler, &*route.operation)).collect();
    let ids: Vec<_> = ids.iter().map(|(id, handler, operation)| (&**id, *handler, *operation)).collect();
    assert_eq!(
        ids,
        [
            ("GET /orders", "listOrders", "list"),
            ("POST /orders", "Order.create", "create"),
            ("GET /orders/{id}", "Order.show", "show"),
            ("DELETE /orders/{id}", "Order.delete", "delete"),
            ("POST /orders/{id}/cancel", "Order.cancel", "cancel"),
            ("GET /health", "getHealth", "show"),
        ]
    );
    let list = route(model, "GET", "/orders");
    assert_eq!(
        (&*list.documentation, &*list.response_body, &*list.resource),
        ("Orders\n\nAll of them", "array<Order!>", "Order")
    );
    assert_eq!(
        (list.tags.as_slice(), asked(list), list.middleware.len()),
        (["orders".into()].as_slice(), "key".to_owned(), 0)
    );
    assert_eq!((&*list.file_path, list.line, list.declared), ("api.yaml#/paths/~1orders/get", 9, true));
    let parameters: Vec<_> =
        list.parameters.iter().map(|p| (&*p.name, &*p.location, &*p.ty, p.required, p.nullable)).collect();
    assert_eq!(parameters, [("X-Trace", "header", "uuid", false, false), ("limit", "query", "string", true, true)]);
    let create = route(model, "POST", "/orders");
    assert_eq!((&*create.request_body, &*create.response_body), ("{ sku: string!, n: int? }", "Order"));
    assert_eq!(asked(create), "login(write, read) | ");
    assert_eq!(route(model, "GET", "/orders/{id}").response_body, "Order");
    let cancel = route(model, "POST", "/orders/{id}/cancel");
    assert_eq!((cancel.security.len(), cancel.deprecated.as_deref(), &*cancel.response_body), (0, Some(""), "Order"));
    assert_eq!(imported.warnings, []);
    for (reason, count) in [("response besides the success one", 2), ("further media types of a response", 1)] {
        assert_eq!(counted(&imported, reason), count, "{reason}");
    }
    let total: u32 = model.not_represented.iter().map(|(_, count)| count).sum();
    assert_eq!(total, imported.report.iter().map(|entry| entry.count).sum::<u32>());
}

#[test]
fn sniffing() {
    for (text, is) in [
        ("openapi: 3.0.0", true),
        ("\u{feff}# comment\ninfo: {}\n'openapi': '3.1.0'\n", true),
        ("swagger: '2.0'\n", true),
        ("{\"info\": {\"a\": [\"}\"]}, \"openapi\" : \"3.1.0\"}", true),
        ("{\"info\": {\"openapi\": \"3\"}}", false),
        ("{\"version\": \"1\", \"resources\": []}", false),
        ("info:\n  openapi: 3", false),
        ("  info: {}\n  openapi: 3.0.0\n", true),
        ("  info: {}\nopenapi: 3.0.0\n", false),
        ("# c\n%YAML 1.2\n---\n  # c\n  openapi: 3.1.0", true),
        ("--- {openapi: 3.1.0}", true),
        ("---\n{info: {openapi: 3}}", false),
        ("{info: {title: 'it''s'}, openapi: 3.0.0}", true),
        ("{ # {openapi: 3}\n info: [openapi], 'swagger' : 2}", true),
        ("{info: {}, x: openapi}", false),
        ("? openapi\n: 3.0.0\n", true),
        ("? 'openapi'\n: 3.0.0\n", true),
        ("{? openapi : 3.0.0}", true),
        ("? [openapi]\n: 3.0.0\n", false),
        ("openapix: 1", false),
        ("resource Post {}", false),
        ("", false),
        ("{", false),
        ("{\"a\\", false),
    ] {
        assert_eq!(looks_like(text.as_bytes()), is, "{text}");
        let read = etched_compiler::openapi::import("a.yaml", text.as_bytes());
        let known =
            |error: &etched_compiler::openapi::Error| error.kind == etched_compiler::openapi::ErrorKind::Version;
        assert!(!is || read.as_ref().err().is_none_or(known), "{text}: {read:?}");
    }
    assert!(!looks_like(&[0xff, 0xfe, 0, 1]));
    // UTF-16 is refused by the reader, which knows what it is.
    let text = "info: {}\nopenapi: 3.0.0\n";
    let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for bytes in [big, little] {
        assert!(looks_like(&bytes));
        let error = etched_compiler::openapi::import("a.yaml", &bytes).expect_err("it is refused");
        assert_eq!(error.message, "the document is UTF-16; save it as UTF-8");
    }
}
