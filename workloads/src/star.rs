//! star(n): everything points at one resource.

use crate::{join, put};

const FIELDS: [(&str, &str); 4] =
    [("id", "uuid!"), ("name", "string!"), ("email", "string!"), ("created_at", "timestamp!")];

const ROUTES: [(&str, &str, &str); 5] = [
    ("GET", "", "Index"),
    ("GET", "/:id", "Show"),
    ("POST", "", "Create"),
    ("PUT", "/:id", "Update"),
    ("DELETE", "/:id", "Delete"),
];

pub(crate) fn document(n: usize) -> String {
    let mut out = String::with_capacity(1000 * n + 1000);
    out.push_str(r#"{"version":"1.0.0","generated":"0001-01-01T00:00:00Z","source_hash":"","resources":["#);
    join(&mut out, n, |out, i| {
        put!(out, r#"{{"name":"Resource{i}","file_path":"","fields":["#);
        join(out, FIELDS.len(), |out, at| {
            let (name, ty) = FIELDS[at];
            put!(out, r#"{{"name":"{name}","type":"{ty}","nullable":false,"required":false}}"#);
        });
        out.push_str(r#"],"relationships":["#);
        if i > 0 {
            out.push_str(r#"{"name":"related","type":"belongs_to","target_resource":"Resource0"}"#);
        }
        out.push_str(r#"],"hooks":null,"validations":null,"constraints":null}"#);
    });
    out.push_str(r#"],"routes":["#);
    join(&mut out, n, |out, i| {
        join(out, ROUTES.len(), |out, at| {
            let (method, rest, handler) = ROUTES[at];
            put!(out, r#"{{"method":"{method}","path":"/Resource{i}{rest}","handler":"{handler}","#);
            put!(out, r#""resource":"Resource{i}","operation":""}}"#);
        });
    });
    out.push_str(r#"],"patterns":["#);
    let patterns = [
        ("auth_handler", "@before create: [auth]", n / 2),
        ("cached_handler", "@on list: [cache(300)]", n / 3),
        ("transactional", "@after create @transaction", n / 4),
    ];
    join(&mut out, patterns.len(), |out, at| {
        let (name, template, frequency) = patterns[at];
        put!(out, r#"{{"id":"","name":"{name}","category":"","description":"","template":"{template}","#);
        put!(out, r#""examples":null,"frequency":{frequency},"confidence":0}}"#);
    });
    out.push_str(r#"],"dependencies":{"nodes":null,"edges":null}}"#);
    out
}

pub(crate) fn schema(n: usize) -> String {
    let mut out = String::with_capacity(150 * n);
    for i in 0..n {
        put!(&mut out, "resource Resource{i} {{\n");
        for (name, ty) in FIELDS {
            put!(&mut out, "  {name}: {ty}\n");
        }
        if i > 0 {
            out.push_str("  related: Resource0!\n");
        }
        out.push_str("}\n\n");
    }
    out
}
