//! rich(n): resources with a bit of everything.

use crate::{join, put};

const FIELDS: [(&str, &str); 8] = [
    ("id", "uuid"),
    ("title", "string"),
    ("slug", "string"),
    ("body", "text"),
    ("status", "string"),
    ("count", "int"),
    ("created_at", "timestamp"),
    ("updated_at", "timestamp"),
];

const CATEGORIES: [&str; 5] = ["hook", "validation", "authentication", "caching", "rate_limiting"];

/// One relationship: name, type, target, foreign key, what happens on delete.
type Link = (&'static str, &'static str, usize, &'static str, Option<&'static str>);

fn links(i: usize) -> Vec<Link> {
    let mut links = Vec::new();
    if i > 0 {
        links.push(("parent", "belongs_to", i / 2, "parent_id", Some("cascade")));
        links.push(("prev", "belongs_to", i - 1, "prev_id", Some("restrict")));
    }
    if i > 2 {
        links.push(("links", "has_many", i / 3, "link_id", None));
    }
    links
}

/// Operation, method, rest of the path, start of the handler, middleware.
fn operations(i: usize) -> [(&'static str, &'static str, &'static str, &'static str, Vec<String>); 5] {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    [
        ("list", "GET", "", "List", vec![format!("cache({})", 100 * (i % 7))]),
        ("show", "GET", "/:id", "Show", Vec::new()),
        ("create", "POST", "", "Create", texts(&["auth", "rate_limit(5/hour)"])),
        ("update", "PUT", "/:id", "Update", texts(&["auth"])),
        ("delete", "DELETE", "/:id", "Delete", texts(&["auth", "admin"])),
    ]
}

pub(crate) fn document(n: usize) -> String {
    let mut out = String::with_capacity(2700 * n + 500);
    out.push_str(r#"{"version":"1.0","generated":"0001-01-01T00:00:00Z","source_hash":"","resources":["#);
    join(&mut out, n, resource);
    out.push_str(r#"],"routes":["#);
    join(&mut out, n, |out, i| {
        let operations = operations(i);
        join(out, operations.len(), |out, at| {
            let (operation, method, rest, handler, middleware) = &operations[at];
            put!(out, r#"{{"method":"{method}","path":"/resource{i}s{rest}","handler":"{handler}Resource{i}","#);
            put!(out, r#""resource":"Resource{i}","operation":"{operation}""#);
            if !middleware.is_empty() {
                put!(out, r#","middleware":{middleware:?}"#);
            }
            out.push('}');
        });
    });
    out.push_str(r#"],"patterns":["#);
    join(&mut out, n / 5, |out, i| {
        put!(out, r#"{{"id":"pattern-{i}","name":"pattern_{i}","category":"{}","#, CATEGORIES[i % 5]);
        out.push_str(r#""description":"A pattern","template":"@on <operation>: [auth]","examples":["#);
        put!(out, r#"{{"resource":"Resource{i}","file_path":"app/resources/resource{i}.cdt","line_number":10,"#);
        put!(out, r#""code":"@on create: [auth]"}}],"frequency":{i},"confidence":0.5}}"#);
    });
    out.push_str(r#"],"dependencies":{"nodes":null,"edges":null}}"#);
    out
}

fn resource(out: &mut String, i: usize) {
    put!(out, r#"{{"name":"Resource{i}","documentation":"Resource number {i}","#);
    put!(out, r#""file_path":"app/resources/resource{i}.cdt","fields":["#);
    join(out, FIELDS.len(), |out, at| {
        let (name, ty) = FIELDS[at];
        put!(out, r#"{{"name":"{name}","type":"{ty}","nullable":false,"required":true,"#);
        out.push_str(r#""constraints":["@min(1)","@max(200)"]}"#);
    });
    out.push_str(r#"],"relationships":"#);
    let links = links(i);
    if links.is_empty() {
        out.push_str("null");
    } else {
        out.push('[');
        join(out, links.len(), |out, at| {
            let (name, kind, target, key, on_delete) = links[at];
            put!(out, r#"{{"name":"{name}","type":"{kind}","target_resource":"Resource{target}","#);
            put!(out, r#""foreign_key":"{key}""#);
            if let Some(on_delete) = on_delete {
                put!(out, r#","on_delete":"{on_delete}""#);
            }
            out.push('}');
        });
        out.push(']');
    }
    out.push_str(r#","hooks":[{"type":"before_create","transaction":false,"async":false,"#);
    out.push_str(r#""source_code":"self.slug = String.slugify(self.title)","line_number":10},"#);
    out.push_str(r#"{"type":"after_create","transaction":false,"async":true,"#);
    put!(out, r#""source_code":"Notifications.notify{}(self)\nTime.now()","line_number":14}}],"#, i % 50);
    out.push_str(r#""validations":null,"constraints":null,"middleware":{"#);
    let with: Vec<_> = operations(i).into_iter().filter(|operation| !operation.4.is_empty()).collect();
    join(out, with.len(), |out, at| put!(out, r#""{}":{:?}"#, with[at].0, with[at].4));
    out.push_str("}}");
}

pub(crate) fn schema(n: usize) -> String {
    let mut out = String::with_capacity(1100 * n);
    for i in 0..n {
        put!(&mut out, "/// Resource number {i}\nresource Resource{i} {{\n");
        for (name, ty) in FIELDS {
            put!(&mut out, "  {name}: {ty}! @min(1) @max(200)\n");
        }
        for (name, kind, target, key, on_delete) in links(i) {
            match on_delete {
                Some(on_delete) => {
                    put!(&mut out, "  {name}: Resource{target}! {{ foreign_key: \"{key}\", on_delete: {on_delete} }}\n")
                }
                None => put!(&mut out, "  @{kind} Resource{target} as \"{name}\" {{ foreign_key: \"{key}\" }}\n"),
            }
        }
        for (operation, .., middleware) in operations(i) {
            if !middleware.is_empty() {
                put!(&mut out, "  @on {operation}: [{}]\n", middleware.join(", "));
            }
        }
        out.push_str("  @before create {\n    self.slug = String.slugify(self.title)\n  }\n");
        put!(&mut out, "  @after create @async {{\n    Notifications.notify{}(self)\n    Time.now()\n  }}\n", i % 50);
        out.push_str("}\n\n");
    }
    out
}
