//! chain(n): each resource points at the one before it.

use crate::{join, put};

/// The targets of a resource, by relationship name.
fn targets(i: usize) -> Vec<(&'static str, usize)> {
    let mut targets = Vec::new();
    if i > 0 {
        targets.push(("dependency", i - 1));
    }
    if i > 1 && i.is_multiple_of(3) {
        targets.push(("alternate", i - 2));
    }
    targets
}

pub(crate) fn document(n: usize) -> String {
    let mut out = String::with_capacity(250 * n + 200);
    out.push_str(r#"{"version":"1.0.0","generated":"0001-01-01T00:00:00Z","source_hash":"","resources":["#);
    join(&mut out, n, |out, i| {
        put!(out, r#"{{"name":"Resource{i}","file_path":"","fields":null,"relationships":"#);
        let targets = targets(i);
        if targets.is_empty() {
            out.push_str("null");
        } else {
            out.push('[');
            join(out, targets.len(), |out, at| {
                let (name, target) = targets[at];
                put!(out, r#"{{"name":"{name}","type":"belongs_to","target_resource":"Resource{target}"}}"#);
            });
            out.push(']');
        }
        out.push_str(r#","hooks":null,"validations":null,"constraints":null}"#);
    });
    out.push_str(r#"],"routes":null,"patterns":null,"dependencies":{"nodes":null,"edges":null}}"#);
    out
}

pub(crate) fn schema(n: usize) -> String {
    let mut out = String::with_capacity(60 * n);
    for i in 0..n {
        put!(&mut out, "resource Resource{i} {{\n");
        for (name, target) in targets(i) {
            put!(&mut out, "  {name}: Resource{target}!\n");
        }
        out.push_str("}\n\n");
    }
    out
}
