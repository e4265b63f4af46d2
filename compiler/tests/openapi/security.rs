//! Who may call: alternatives, combinations and anonymous requests, against a plain reading of the specification.

use etched_compiler::document::{read_json, read_msgpack, write_json, write_msgpack};
use etched_compiler::model::{Alternative, Authentication, Model, Route};
use etched_compiler::openapi::{export, import};
use etched_compiler::{Strip, image, patterns};
use serde_json::{Value, json};

use super::{counted, read};

const SCHEMES: &str = "
components:
  securitySchemes:
    basic: {type: http, scheme: basic}
    bearer: {type: http, scheme: bearer, bearerFormat: JWT, description: Ours}
    key: {type: apiKey, in: query, name: k}
    oauth: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://e.com', scopes: {read: Read}}}, x-own: 1}
    open: {type: openIdConnect, openIdConnectUrl: 'https://e.com'}
    tls: {type: mutualTLS}
";

/// The security of `GET /a`, with `top` at the top of the document.
fn model(top: &str, own: &str) -> Model {
    let own = if own.is_empty() { String::new() } else { format!("security: {own}") };
    let top = if top.is_empty() { String::new() } else { format!("security: {top}\n") };
    let imported = read(&format!("openapi: 3.1.0\n{top}paths: {{/a: {{get: {{{own}}}}}}}{SCHEMES}"));
    assert_eq!(imported.warnings, [], "{top} {own}");
    assert_eq!(imported.report, [], "{top} {own}");
    imported.model
}

/// What the JSON of the route says.
fn said(model: &Model) -> (Value, String) {
    let document: Value = serde_json::from_str(&write_json(model)).expect("JSON");
    let route = &document["routes"][0];
    assert!(route.get("middleware").is_none(), "{route}");
    let security = route.get("security").cloned().unwrap_or(json!([]));
    (security, route["authentication"].as_str().expect("a text").to_owned())
}

#[test]
fn either_both_and_anonymous() {
    for (top, own, security, authentication) in [
        ("", "", json!([]), "none"),
        ("", "[]", json!([]), "none"),
        ("", "[{}]", json!([{}]), "none"),
        ("", "[{basic: []}]", json!([{"basic": []}]), "required"),
        ("", "[{basic: []}, {bearer: []}]", json!([{"basic": []}, {"bearer": []}]), "required"),
        ("", "[{basic: [], bearer: []}]", json!([{"basic": [], "bearer": []}]), "required"),
        ("", "[{}, {oauth: [read]}]", json!([{}, {"oauth": ["read"]}]), "optional"),
        ("", "[{oauth: [read, write]}, {}]", json!([{"oauth": ["read", "write"]}, {}]), "optional"),
        ("", "[{oauth: [read]}, {oauth: [write]}]", json!([{"oauth": ["read"]}, {"oauth": ["write"]}]), "required"),
        (
            "",
            "[{basic: [], key: []}, {tls: []}, {open: ['https://e.com/a(b,c)']}]",
            json!([{"basic": [], "key": []}, {"tls": []}, {"open": ["https://e.com/a(b,c)"]}]),
            "required",
        ),
        ("[{basic: []}]", "", json!([{"basic": []}]), "required"),
        ("[{basic: []}, {}]", "", json!([{"basic": []}, {}]), "optional"),
        ("[{basic: []}]", "[]", json!([]), "none"),
        ("[{basic: []}]", "[{}]", json!([{}]), "none"),
        ("[{}]", "[{bearer: []}]", json!([{"bearer": []}]), "required"),
        ("[]", "", json!([]), "none"),
    ] {
        let model = model(top, own);
        let expected = (security, authentication.to_owned());
        assert_eq!(said(&model), expected, "{top} {own}");
        let bytes = image::write(&model, Strip::NONE).expect("it fits");
        for again in [
            image::read(bytes.image()),
            read_json(write_json(&model).as_bytes()).expect("it was written").model,
            read_msgpack(&write_msgpack(&model)).expect("it was written").model,
        ] {
            assert_eq!(again, model, "{top} {own}");
        }
        // An export says the same, with schemes as the document has them.
        let text = export(&model).text;
        let exported: Value = serde_json::from_str(&text).expect("JSON");
        let written = exported["paths"]["/a"]["get"].get("security").cloned().unwrap_or(json!([]));
        assert_eq!(written, expected.0, "{top} {own}");
        let schemes = &exported["components"]["securitySchemes"];
        assert_eq!(
            schemes["bearer"],
            json!({"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Ours"})
        );
        assert_eq!((schemes.as_object().expect("an object").len(), &schemes["oauth"]["x-own"]), (6, &json!(1)));
        let again = import("again.json", text.as_bytes()).expect("readable").model;
        assert_eq!(said(&again), expected, "{top} {own}");
        assert_eq!(again.application.options, model.application.options);
    }
}

/// Alternatives of the same schemes are different applications.
#[test]
fn either_is_not_both() {
    let texts = ["[{basic: []}, {bearer: []}]", "[{basic: [], bearer: []}]", "[{basic: []}, {bearer: []}, {}]", "[]"];
    let mut digests: Vec<_> = texts
        .iter()
        .map(|text| image::write(&model("", text), Strip::NONE).expect("it fits").image().digest())
        .collect();
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), texts.len());
}

#[test]
fn what_is_wrong_protects_nothing_unseen() {
    for (security, warning, reason, authentication) in [
        ("3", "`security` must be a list, found a number", "`security` of the wrong kind", "none"),
        ("{basic: []}", "`security` must be a list, found an object", "`security` of the wrong kind", "none"),
        (
            "[basic]",
            "a security requirement must be an object, found text",
            "something else where a security requirement must be",
            "none",
        ),
        ("[{basic: read}]", "scopes must be a list, found text", "scopes of the wrong kind", "required"),
        ("[{gone: []}]", "no security scheme is called \"gone\"", "", "required"),
    ] {
        let imported = read(&format!("openapi: 3.1.0\npaths: {{/a: {{get: {{security: {security}}}}}}}{SCHEMES}"));
        let messages: Vec<&str> = imported.warnings.iter().map(|warning| &*warning.message).collect();
        assert_eq!(messages, [warning], "{security}");
        assert_eq!(counted(&imported, reason), u32::from(!reason.is_empty()), "{security}");
        assert_eq!(said(&imported.model).1, authentication, "{security}");
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn security(&mut self) -> Value {
        let mut alternatives = Vec::new();
        for _ in 0..self.below(4) {
            let mut alternative = serde_json::Map::new();
            for scheme in ["basic", "oauth", "key"] {
                if self.below(3) == 0 {
                    let scopes = ["read", "write", "admin:all"];
                    alternative.insert(scheme.to_owned(), json!(scopes[..self.below(4)]));
                }
            }
            alternatives.push(Value::Object(alternative));
        }
        Value::Array(alternatives)
    }
}

/// The specification, word for word: an operation's own list replaces the document's, one alternative has to hold, and
/// an empty one always does.
fn plainly(document: &Value, operation: &Value) -> (Value, &'static str) {
    let security = operation.get("security").or_else(|| document.get("security")).cloned().unwrap_or(json!([]));
    let alternatives = security.as_array().expect("a list");
    let named = alternatives.iter().any(|alternative| !alternative.as_object().expect("an object").is_empty());
    let anyone = alternatives.iter().any(|alternative| alternative.as_object().expect("an object").is_empty());
    let authentication = if !named {
        "none"
    } else if anyone {
        "optional"
    } else {
        "required"
    };
    (security, authentication)
}

#[test]
fn random_security_is_read_as_the_specification_says() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..400 {
        let mut random = Random(seed);
        let mut operation = json!({"operationId": "one"});
        if random.below(3) > 0 {
            operation["security"] = random.security();
        }
        let schemes = json!({"basic": {"type": "http", "scheme": "basic"}, "oauth": {"type": "oauth2", "flows": {}},
            "key": {"type": "apiKey", "in": "header", "name": "k"}});
        let mut document = json!({"openapi": "3.0.3", "paths": {"/a": {"get": operation}}, "components": {"securitySchemes": schemes}});
        if random.below(2) > 0 {
            document["security"] = random.security();
        }
        let (security, authentication) = plainly(&document, &document["paths"]["/a"]["get"]);
        let model = import("a.json", document.to_string().as_bytes()).expect("readable").model;
        assert_eq!(said(&model), (security.clone(), authentication.to_owned()), "{document}");
        let again = import("b.json", export(&model).text.as_bytes()).expect("readable").model;
        assert_eq!(said(&again), (security, authentication.to_owned()), "{document}");
        seen.insert(authentication);
    }
    assert_eq!(seen.len(), 3);
}

/// Middleware that names a scheme is asked for in every alternative, since a request passes all of it.
#[test]
fn exported_middleware_narrows_every_alternative() {
    let of = |middleware: &[&str], security: &[&[&str]]| {
        let texts = |all: &[&str]| all.iter().map(|&text| text.into()).collect();
        let mut route = Route { method: "GET".into(), path: "/a".into(), ..Route::default() };
        route.middleware = texts(middleware);
        route.security = security.iter().map(|all| Alternative { requirements: texts(all) }).collect();
        route.authentication = route.told();
        let model = Model { routes: vec![route], ..Model::default() };
        let text = export(&model).text;
        let again = import("again.json", text.as_bytes()).expect("readable").model;
        assert_eq!(again.routes[0].security, model.routes[0].security);
        assert_eq!(again.routes[0].middleware, model.routes[0].middleware);
        assert_eq!(again.routes[0].authentication, model.routes[0].authentication);
        let document: Value = serde_json::from_str(&text).expect("JSON");
        document["paths"]["/a"]["get"].get("security").cloned().unwrap_or(json!([]))
    };
    assert_eq!(of(&["auth:bearer", "log"], &[]), json!([{"bearer": []}]));
    assert_eq!(
        of(&["auth:bearer"], &[&["key"], &["basic"]]),
        json!([{"key": [], "bearer": []}, {"basic": [], "bearer": []}])
    );
    assert_eq!(of(&["auth:bearer", "auth:oauth2(read)"], &[]), json!([{"bearer": [], "oauth2": ["read"]}]));
    assert_eq!(of(&["auth:bearer(optional)"], &[]), json!([{"bearer": []}, {}]));
    assert_eq!(of(&["log"], &[]), json!([]));
}

#[test]
fn a_stated_authentication_survives_an_export() {
    let mut model = Model {
        routes: vec![Route { method: "GET".into(), path: "/a".into(), ..Route::default() }],
        ..Model::default()
    };
    model.routes[0].middleware = vec!["session".into()];
    model.routes[0].authentication = Authentication::Required;
    let again = import("again.json", export(&model).text.as_bytes()).expect("readable").model;
    assert_eq!(again.routes[0].authentication, Authentication::Required);
}

#[test]
fn patterns_tell_either_from_both() {
    let paths: String = (0..5)
        .map(|at| {
            let security = if at == 4 { "[{basic: []}, {}]" } else { "[{basic: []}, {oauth: [read]}]" };
            format!("  /r{at}/{{id}}: {{delete: {{security: {security}}}, get: {{security: [{{basic: [], oauth: [write]}}]}}}}\n")
        })
        .collect();
    let mut model = read(&format!("openapi: 3.1.0\npaths:\n{paths}{}", SCHEMES.trim_start())).model;
    patterns::discover(&mut model);
    let found: Vec<(&str, &str, u32)> =
        model.patterns.iter().map(|pattern| (&*pattern.id, &*pattern.category, pattern.frequency)).collect();
    assert_eq!(
        found,
        [("security/basic+and+oauth", "authentication", 5), ("security/basic+or+oauth", "authentication", 4),]
    );
    assert_eq!(model.patterns[0].template, "security: basic and oauth(write)");
    let deviation = &model.deviations[0];
    assert_eq!((&*deviation.pattern, &*deviation.subject), ("security/basic+or+oauth", "DELETE /r4/{id}"));
}
