//! What documents say, in the ways that generators and authors write it.

use etched_compiler::model::Reference;
use etched_compiler::openapi::{export, import};

use super::{counted, field, read, resource, route, schemas};

#[test]
fn what_is_said_inside_a_wrapper() {
    let part = "B: {type: object, properties: {size: {type: integer, minimum: 1, description: Its size, x-unit: cm}}}";
    for (schema, constraints, documentation, default) in [
        (
            "{anyOf: [{type: string, maxLength: 50, pattern: '^a', description: d}, {type: 'null'}]}",
            "@max(50) @pattern(/^a/)",
            "d",
            None,
        ),
        ("{oneOf: [{type: 'null'}, {type: integer, enum: [1, 2], default: 2}]}", "@one_of([1, 2])", "", Some("2")),
        ("{allOf: [{type: integer, minimum: 1}]}", "@min(1)", "", None),
        (
            "{allOf: [{type: integer, minimum: 1}, {minimum: 5, maximum: 9}, {maximum: 20}]}",
            "@min(5) @max(9)",
            "",
            None,
        ),
        (
            "{allOf: [{type: integer}, {minimum: 1, exclusiveMinimum: true}, {minimum: 1}]}",
            "@exclusive_min(1)",
            "",
            None,
        ),
        ("{allOf: [{type: string, pattern: a}, {pattern: b}]}", "@pattern(/a/) @pattern(/b/)", "", None),
        ("{$ref: '#/components/schemas/B/properties/size'}", "@min(1)", "Its size", None),
        ("{$ref: '#/components/schemas/B/properties/size', description: Mine}", "@min(1)", "Mine", None),
        (
            "{anyOf: [{allOf: [{type: string, readOnly: true, deprecated: true}]}, {type: 'null'}]}",
            "@read_only @deprecated",
            "",
            None,
        ),
        ("{anyOf: [{type: array, items: {type: string}, maxItems: 3}, {type: 'null'}]}", "@max(3)", "", None),
        ("{allOf: [{$ref: '#/components/schemas/B'}, {writeOnly: true, description: d}]}", "@write_only", "d", None),
        ("{title: T, anyOf: [{type: string, title: U}, {type: 'null'}]}", "", "T", None),
    ] {
        let imported = schemas("3.1.0", &format!("A: {{properties: {{f: {schema}}}}}\n{part}"));
        let field = field(&imported.model, "A", "f");
        let found = (
            field.constraints.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            &*field.documentation,
            field.default.as_deref(),
        );
        assert_eq!(found, (constraints.to_owned(), documentation, default), "{schema}");
    }
    let imported = schemas(
        "3.1.0",
        &format!("A: {{properties: {{f: {{$ref: '#/components/schemas/B/properties/size'}}}}}}\n{part}"),
    );
    assert_eq!(field(&imported.model, "A", "f").meta, [("x-unit".into(), "\"cm\"".into())]);
    // A named schema's own words, and what one of two descriptions costs.
    let imported = schemas(
        "3.1.0",
        "A: {allOf: [{type: string, maxLength: 3, description: inner}], description: outer}\nB: {anyOf: [{type: string, description: d, minLength: 1}, {type: 'null'}]}",
    );
    assert_eq!(resource(&imported.model, "A").documentation, "outer");
    assert_eq!(counted(&imported, "`description` inside one that overrides it"), 1);
    let b = resource(&imported.model, "B");
    assert_eq!(b.documentation, "d");
    assert!(b.meta.contains(&("constraints".into(), "[\"@min(1)\"]".into())), "{:?}", b.meta);
}

#[test]
fn default_answers_only_where_no_success_is_declared() {
    let error = "{description: e, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}";
    let thing = "{description: t, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}";
    for (responses, body, owner) in [
        (format!("{{'204': {{description: gone}}, default: {error}}}"), "", "Thing"),
        (format!("{{'2XX': {{description: gone}}, default: {error}}}"), "", "Thing"),
        (format!("{{default: {error}, '201': {thing}}}"), "Thing", "Thing"),
        (format!("{{default: {error}}}"), "Error", "Thing"),
        (format!("{{'404': {{description: no}}, default: {error}}}"), "Error", "Thing"),
        (format!("{{default: {error}, '200': {{$ref: '#/components/responses/Empty'}}}}"), "", "Thing"),
    ] {
        let imported = read(&format!(
            "openapi: 3.0.3\npaths:\n  /things/{{id}}: {{delete: {{responses: {responses}}}}}\n  /odd/{{id}}: {{delete: {{responses: {responses}}}}}\ncomponents:\n  responses: {{Empty: {{description: none}}}}\n  schemas: {{Error: {{type: object}}, Thing: {{type: object}}}}"
        ));
        let found = route(&imported.model, "DELETE", "/things/{id}");
        assert_eq!((&*found.response_body, &*found.resource), (body, owner), "{responses}");
        assert_eq!(
            route(&imported.model, "DELETE", "/odd/{id}").resource,
            body,
            "the owner is what is answered: {responses}"
        );
    }
}

/// Returns owner and operation of a route of a document with some schemas.
fn owner(names: &[&str], method: &str, path: &str, operation: &str) -> (String, String) {
    let names: Vec<String> = names.iter().map(|name| format!("{name}: {{type: object}}")).collect();
    let imported = read(&format!(
        "openapi: 3.0.3\npaths: {{'{path}': {{{}: {{{operation}}}}}}}\ncomponents: {{schemas: {{{}}}}}",
        method.to_lowercase(),
        names.join(", ")
    ));
    let found = route(&imported.model, method, path);
    (found.resource.to_string(), found.operation.to_string())
}

#[test]
fn owners_by_path() {
    let answers = |name: &str| {
        format!(
            "responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}}}"
        )
    };
    for (method, path, answer, resource, operation) in [
        ("DELETE", "/users/{id}/movies/{movieId}", "", "Movie", "delete"),
        ("GET", "/users/{id}/movies", "", "Movie", "show"),
        ("DELETE", "/users/{id}/films/{film}", "", "", "delete"),
        ("GET", "/users/{id}/films/{film}", "Movie", "Movie", "show"),
        ("POST", "/users/{id}/block", "Movie", "User", "block"),
        ("POST", "/users/{id}/movies/{m}/rate", "Rating", "Movie", "rate"),
        ("GET", "/users/search", "Rating", "User", "show"),
        ("GET", "/users/{id}/avatar", "", "Avatar", "show"),
        ("POST", "/users/{id}/rating", "User", "User", "rating"),
        ("POST", "/users/{id}/rating", "Rating", "Rating", "rating"),
        ("GET", "/terminal/card-readers/{id}", "", "terminal.card_reader", "show"),
        ("GET", "/payment_links/items/{id}", "", "payment_links.item", "show"),
        ("GET", "/payment_link/items/{id}", "", "payment_links.item", "show"),
        ("GET", "/items/{id}", "", "item", "show"),
        ("POST", "/movies/{id}:archive", "", "Movie", "archive"),
        ("POST", "/movies:batchGet", "", "Movie", "batchGet"),
        ("GET", "/movies/{id}:export", "", "Movie", "export"),
        ("POST", "/movies/{id}", "", "Movie", "update"),
        ("GET", "/films", "Movie", "Movie", "show"),
    ] {
        let names = ["User", "Movie", "Rating", "Avatar", "terminal.card_reader", "item", "payment_links.item"];
        let answer = if answer.is_empty() { String::new() } else { answers(answer) };
        let found = owner(&names, method, path, &answer);
        assert_eq!((&*found.0, &*found.1), (resource, operation), "{method} {path} {answer}");
    }
    // A tag decides last.
    assert_eq!(owner(&["User", "Movie"], "GET", "/films/{id}", "tags: [movies]").0, "Movie");
}

#[test]
fn owners_by_plural() {
    for (plural, singular) in [
        ("cookies", "Cookie"),
        ("statuses", "Status"),
        ("aliases", "Alias"),
        ("heroes", "Hero"),
        ("people", "Person"),
        ("caches", "Cache"),
        ("children", "Child"),
        ("indices", "Index"),
        ("lenses", "Lens"),
        ("addresses", "Address"),
        ("analyses", "Analysis"),
        ("criteria", "Criterion"),
        ("data", "Datum"),
        ("media", "Medium"),
        ("bases", "Base"),
        ("bases", "Basis"),
        ("axes", "Axe"),
        ("leaves", "Leaf"),
        ("leaves", "Leave"),
        ("wolves", "Wolf"),
        ("knives", "Knife"),
        ("quizzes", "Quiz"),
        ("matrices", "Matrix"),
        ("viruses", "Virus"),
        ("gases", "Gas"),
        ("potatoes", "Potato"),
        ("shoes", "Shoe"),
        ("taxes", "Tax"),
        ("houses", "House"),
        ("series", "Series"),
        ("news", "News"),
        ("blog-posts", "BlogPost"),
        ("sales_people", "SalesPerson"),
        ("salespeople", "Salesperson"),
        ("movies", "movies"),
        ("movie", "Movies"),
    ] {
        assert_eq!(
            owner(&["Other", singular], "DELETE", &format!("/others/{{id}}/{plural}/{{x}}"), "").0,
            singular,
            "{plural}"
        );
    }
}

#[test]
fn path_items_through_a_chain() {
    let imported = read(
        "openapi: 3.1.0
paths:
  /a/{id}:
    $ref: '#/components/pathItems/One'
    summary: Near
    parameters: [{name: id, in: path, required: true, description: mine, schema: {type: integer}}]
    get: {operationId: near}
components:
  pathItems:
    One:
      $ref: '#/components/pathItems/Two'
      parameters: [{name: q, in: query, schema: {type: string}}]
      put: {operationId: middle}
      get: {operationId: overridden}
    Two:
      description: Far
      parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: h, in: header, schema: {type: string}}]
      delete: {operationId: far}
    Loose: {get: {operationId: loose}}
    Loop: {$ref: '#/components/pathItems/Loop'}",
    );
    let mut handlers: Vec<_> = imported.model.routes.iter().map(|route| &*route.handler).collect();
    handlers.sort_unstable();
    assert_eq!(handlers, ["far", "middle", "near"]);
    for route in &imported.model.routes {
        let mut parameters: Vec<_> =
            route.parameters.iter().map(|to| format!("{} {} {}", to.name, to.ty, to.documentation)).collect();
        parameters.sort_unstable();
        assert_eq!(parameters, ["h string ", "id int mine", "q string "], "{}", route.handler);
        assert_eq!(route.documentation, "Near\n\nFar");
        assert!(route.file_path.starts_with("api.yaml#/paths/~1a~1{id}/"), "{}", route.file_path);
    }
    assert_eq!(counted(&imported, "operation of a path that the one referring to it overrides"), 1);
    assert_eq!(counted(&imported, "parameter of a path that the one referring to it overrides"), 1);
    assert_eq!(counted(&imported, "path item that no path refers to"), 2);
    // A chain that leads back keeps what it met.
    let imported = read(
        "openapi: 3.1.0\npaths: {/a: {$ref: '#/components/pathItems/X'}}\ncomponents: {pathItems: {X: {$ref: '#/components/pathItems/Y', get: {operationId: x}}, Y: {$ref: '#/components/pathItems/X', put: {operationId: y}}}}",
    );
    assert_eq!(imported.model.routes.len(), 2);
    assert_eq!(counted(&imported, "`$ref` that leads back to itself"), 1);
}

#[test]
fn yaml_says_what_its_author_meant() {
    let imported = schemas(
        "3.0.0",
        "A: &a
  description: a
  properties: &p
    one: {type: string}
B:
  !!merge <<: *a
  description: b
C:
  properties:
    !<tag:yaml.org,2002:merge> <<: *p
D:
  properties:
    code: {type: string, default: 007}
    plus: {type: string, default: +49}
    half: {type: string, default: .5}
    hex: {type: string, enum: [0x1F, 0x20]}
    flag: {type: string, enum: [True, no, 1.10], default: True}
    zip: {anyOf: [{type: string, const: 01234}, {type: 'null'}]}
    date: {type: string, format: date, default: 2024-01-02}
    number: {type: integer, default: 007, maximum: 0x10}
    logic: {type: boolean, default: True, readOnly: TRUE}
  required: [code, 200]
  description: 1.10
",
    );
    assert_eq!(field(&imported.model, "B", "one").ty, "string");
    assert_eq!(resource(&imported.model, "B").documentation, "b");
    assert_eq!(field(&imported.model, "C", "one").ty, "string");
    let default = |name: &str| field(&imported.model, "D", name).default.as_deref().unwrap_or_default().to_owned();
    for (name, expected) in [
        ("code", "\"007\""),
        ("plus", "\"+49\""),
        ("half", "\".5\""),
        ("flag", "\"True\""),
        ("date", "\"2024-01-02\""),
        ("number", "7"),
        ("logic", "true"),
    ] {
        assert_eq!(default(name), expected, "{name}");
    }
    let values =
        |name: &str| field(&imported.model, "D", name).values.iter().map(|value| value.to_string()).collect::<Vec<_>>();
    assert_eq!(values("hex"), ["0x1F", "0x20"]);
    assert_eq!(values("flag"), ["True", "no", "1.10"]);
    assert_eq!(values("zip"), ["01234"]);
    assert_eq!(field(&imported.model, "D", "number").constraints[0].to_string(), "@max(16)");
    assert_eq!(field(&imported.model, "D", "logic").constraints[0].to_string(), "@read_only");
    assert_eq!(resource(&imported.model, "D").documentation, "1.10");
    assert!(field(&imported.model, "D", "code").required);
    let imported = read("openapi: 3.0.0\ninfo: {title: 007, version: 01.0}\npaths: {/a: {get: {operationId: 0x2}}}");
    assert_eq!((&*imported.model.application.name, &*imported.model.application.version), ("007", "01.0"));
    assert_eq!(imported.model.routes[0].handler, "0x2");
}

#[test]
fn a_reference_with_more_words_is_the_reference() {
    for (schema, ty, related) in [
        ("{allOf: [{$ref: '#/components/schemas/Status'}, {type: string}]}", "Status", true),
        ("{allOf: [{type: object}, {$ref: '#/components/schemas/Base'}]}", "Base", true),
        ("{allOf: [{$ref: '#/components/schemas/Base'}, {required: [id]}]}", "Base", true),
        ("{allOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/Base'}]}", "Base", true),
        ("{allOf: [{$ref: '#/components/schemas/Status'}, {enum: [a]}, {title: T}]}", "Status", true),
        ("{type: object, allOf: [{$ref: '#/components/schemas/Base'}, {minProperties: 1, title: T}]}", "Base", true),
        ("{allOf: [{$ref: '#/components/schemas/Base'}, {properties: {x: {}}}]}", "struct", false),
        ("{allOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/Status'}]}", "struct", false),
        ("{type: array, items: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object}]}}", "array<Base!>", true),
        ("{anyOf: [{$ref: '#/components/schemas/Base'}, {type: object, nullable: true}]}", "Base", true),
        ("{oneOf: [{nullable: true, type: object}, {$ref: '#/components/schemas/Base'}]}", "Base", true),
        ("{anyOf: [{type: string}, {type: object, nullable: true}]}", "one_of<string!, json!>", false),
    ] {
        let imported = schemas(
            "3.0.3",
            &format!(
                "A: {{properties: {{f: {schema}}}}}\nBase: {{properties: {{id: {{type: string}}}}}}\nStatus: {{type: string, enum: [a, b]}}"
            ),
        );
        assert_eq!(field(&imported.model, "A", "f").ty.to_string(), ty, "{schema}");
        assert_eq!(resource(&imported.model, "A").relationships.len(), usize::from(related), "{schema}");
        assert_eq!(field(&imported.model, "A", "f").nullable, schema.contains("nullable"), "{schema}");
        // What only narrows it is counted.
        assert_eq!(
            counted(&imported, "`required` beside a `$ref`"),
            u32::from(schema.contains("required")),
            "{schema}"
        );
    }
}

#[test]
fn own_definitions_are_no_cycle() {
    let edges = |text: &str| {
        let imported = schemas("3.1.0", text);
        imported.model.references.iter().map(|to| format!("{} {}", to.from, to.to)).collect::<Vec<_>>()
    };
    let own = "'#/components/schemas/A/$defs/x'";
    assert_eq!(
        edges(&format!("A: {{$defs: {{x: {{type: string}}}}, properties: {{f: {{$ref: {own}}}}}}}")),
        Vec::<String>::new()
    );
    assert_eq!(edges(&format!("A: {{$defs: {{x: {{properties: {{again: {{$ref: {own}}}}}}}}}}}")), ["A A"]);
    assert_eq!(
        edges(&format!("A: {{$defs: {{x: {{type: string}}}}}}\nB: {{properties: {{f: {{$ref: {own}}}}}}}")),
        ["B A"]
    );
    assert_eq!(edges("A: {not: {$ref: '#/components/schemas/A'}}"), ["A A"]);
}

#[test]
fn inherited_fields_do_not_depend_on_order() {
    let parts = [
        "A: {properties: {id: {type: string}, last: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {at: {type: string}}, required: [at, id]}]}}}",
        "B: {allOf: [{$ref: '#/components/schemas/A'}], required: [id], properties: {own: {type: integer}}}",
        "C: {allOf: [{$ref: '#/components/schemas/B'}], properties: {id: {type: integer}, deep: {allOf: [{$ref: '#/components/schemas/D'}, {properties: {more: {type: string}}}]}}}",
        "D: {properties: {inner: {allOf: [{$ref: '#/components/schemas/E'}, {properties: {x: {}}}]}}}",
        "E: {properties: {e: {type: string}}}",
    ];
    let shown = |order: &[usize]| {
        let text: Vec<&str> = order.iter().map(|&at| parts[at]).collect();
        let imported = schemas("3.1.0", &text.join("\n"));
        fn fields(fields: &[etched_compiler::model::Field]) -> String {
            let each = fields.iter().map(|it| {
                format!(
                    "{}:{}{}{}{}",
                    it.name,
                    it.ty,
                    if it.required { "!" } else { "?" },
                    if it.inherited { "^" } else { "" },
                    fields_of(it)
                )
            });
            format!("{{{}}}", each.collect::<Vec<_>>().join(" "))
        }
        fn fields_of(field: &etched_compiler::model::Field) -> String {
            if field.fields.is_empty() { String::new() } else { fields(&field.fields) }
        }
        let mut all: Vec<String> =
            imported.model.resources.iter().map(|it| format!("{} {}", it.name, fields(&it.fields))).collect();
        all.sort();
        let report: Vec<_> = imported.report.iter().map(|it| (it.reason.clone(), it.count)).collect();
        (all, report)
    };
    let first = shown(&[0, 1, 2, 3, 4]);
    assert!(first.0[1].starts_with("B {id:string!^ last:struct?^"), "{:?}", first.0);
    assert!(first.0[2].contains("deep:struct?{inner:struct?^{e:string?^ x:json?} more:string?}"), "{:?}", first.0);
    assert!(first.0[2].starts_with("C {id:int!"), "{:?}", first.0);
    assert!(first.0[0].contains("id:string!^") && first.0[0].contains("at:string!"), "{:?}", first.0);
    let mut order = [0, 1, 2, 3, 4];
    // Every order, by Heap's algorithm.
    fn permuted(count: usize, order: &mut [usize; 5], each: &mut impl FnMut(&[usize; 5])) {
        if count == 1 {
            return each(order);
        }
        for at in 0..count {
            permuted(count - 1, order, each);
            order.swap(if count.is_multiple_of(2) { at } else { 0 }, count - 1);
        }
    }
    permuted(5, &mut order, &mut |order| assert_eq!(shown(order), first, "{order:?}"));
}

#[test]
fn an_export_keeps_the_edges_beside_data() {
    for data in [
        "x-note: {$ref: '#/components/schemas/B'}",
        "default: {$ref: '#/components/schemas/B'}",
        "discriminator: {mapping: {$ref: '#/components/schemas/B'}}",
    ] {
        let imported = schemas(
            "3.1.0",
            &format!(
                "A: {{{data}, properties: {{p: {{allOf: [{{$ref: '#/components/schemas/B'}}, {{properties: {{q: {{}}}}}}]}}}}}}\nB: {{properties: {{b: {{}}}}}}"
            ),
        );
        assert_eq!(imported.model.references, [Reference { from: "A".into(), to: "B".into() }], "{data}");
        let again = import("again.json", export(&imported.model).text.as_bytes()).expect("readable");
        assert_eq!(again.model.references, imported.model.references, "{data}");
    }
}

#[test]
fn another_name_has_the_fields() {
    for alias in [
        "{$ref: '#/components/schemas/Base'}",
        "{oneOf: [{$ref: '#/components/schemas/Base'}]}",
        "{anyOf: [{$ref: '#/components/schemas/Base'}, {type: 'null'}]}",
    ] {
        let imported = schemas(
            "3.1.0",
            &format!(
                "Alias: {alias}\nC: {{allOf: [{{$ref: '#/components/schemas/Alias'}}]}}\nBase: {{required: [id], properties: {{id: {{type: string}}}}}}"
            ),
        );
        let again = import("again.json", export(&imported.model).text.as_bytes()).expect("readable");
        for model in [&imported.model, &again.model] {
            for name in ["Alias", "C"] {
                let fields: Vec<_> =
                    resource(model, name).fields.iter().map(|it| (&*it.name, it.required, it.inherited)).collect();
                assert_eq!(fields, [("id", true, true)], "{alias} {name}");
            }
            assert!(resource(model, "Alias").meta.contains(&("type".into(), "\"Base\"".into())), "{alias}");
        }
    }
}

#[test]
fn server_variables_survive() {
    let imported = read(
        "openapi: 3.0.3\nservers:\n- {url: 'https://e.com/v2/{tenant}', variables: {tenant: {default: main, enum: [main, test]}}}\n- {url: 'https://f.com', description: other}\npaths: {}",
    );
    assert_eq!(imported.model.application.options[2], ("base_path".into(), "/v2/main".into()));
    assert_eq!(imported.model.application.options.len(), 4);
    assert_eq!(counted(&imported, "`description` of a server"), 1);
    let again = import("again.json", export(&imported.model).text.as_bytes()).expect("readable");
    assert_eq!(again.model.application.options, imported.model.application.options);
}

#[test]
fn the_base_path_is_that_of_the_first_server() {
    for (servers, base) in [
        ("[{url: 'https://e.com/v1'}, {url: 'https://e.com/v2'}]", "/v1"),
        ("[{url: 'https://e.com/v1/'}]", "/v1"),
        ("[{url: 'https://e.com'}]", ""),
        ("[{url: 'https://e.com/'}]", ""),
        ("[{url: /api/v3}]", "/api/v3"),
        ("[{url: api}]", "/api"),
        ("[{url: //e.com/x}]", "/x"),
        ("[{url: 'https://e.com?x=/y'}]", ""),
        ("[{url: '{scheme}://e.com/{v}/a', variables: {scheme: {default: https}, v: {default: v2}}}]", "/v2/a"),
        ("[{url: 'https://e.com/{v}'}]", ""),
        ("[{url: 'https://e.com/{v'}]", ""),
        ("[{}]", ""),
        ("[null, {url: /late}]", "/late"),
    ] {
        let imported = read(&format!("openapi: 3.0.3\nservers: {servers}\npaths: {{}}"));
        let options = &imported.model.application.options;
        let found = options.iter().find(|(key, _)| key == "base_path").map_or("", |(_, value)| value);
        assert_eq!(found, base, "{servers}");
        let again = import("again.json", export(&imported.model).text.as_bytes()).expect("readable");
        assert_eq!(&again.model.application.options, options, "{servers}");
    }
}
