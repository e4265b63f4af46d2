//! Applications made to be slow: each family repeats what a pass would look at once for every other of its kind.
//!
//! A pass that does has twice the input and four times the work. `benches/growth.rs` prints the exponent of each
//! family, and holds it below a bound.

use crate::put;

/// What is made of a family's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Schema text: compiled, and its diagnostics rendered.
    Schema,
    /// A metadata document: read, and its image written and checked.
    Document,
    /// An OpenAPI document: imported.
    OpenApi,
}

/// A family of inputs, by what there are `n` of.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// What it repeats.
    pub name: &'static str,
    /// What its text is.
    pub form: Form,
    /// A resource or middleware whose change is asked about, if one is.
    pub impact: Option<&'static str>,
    text: fn(usize) -> String,
}

impl Family {
    /// Returns the text with `n` of what the family repeats.
    ///
    /// ```
    /// let family = workloads::growth::FAMILIES.iter().find(|family| family.name == "enum values").unwrap();
    /// assert!(family.text(3).contains("enum [\"v0\",\n\"v1\",\n\"v2\"]"));
    /// ```
    #[must_use]
    pub fn text(&self, n: usize) -> String {
        (self.text)(n)
    }
}

/// All of them.
pub const FAMILIES: &[Family] = &[
    schema("unknown targets", |n| each(n, |out, at| put!(out, "resource Known{at} {{ other{at}: Unknwn{at}! }}\n"))),
    schema("unknown types", |n| each(n, |out, at| put!(out, "resource Known{at} {{ name: strng{at}! }}\n"))),
    // Diagnostics show lines that are not too long: what is many stands on lines of its own.
    schema("enum values", |n| {
        format!("resource Post {{ state: enum [{}]! @one_of({}) }}\n", texts("v", n), texts("v", n))
    }),
    schema("enum values that are none", |n| {
        format!("resource Post {{ state: enum [{}]! @one_of({}) }}\n", texts("v", n), texts("w", n))
    }),
    schema("constraints of one field", |n| {
        format!("resource Post {{ name: string! {} }}\n", each(n, |out, at| put!(out, "@unknown{at}\n@min({at})\n")))
    }),
    asked("hooks of one event", "Post", |n| {
        resource("Post", &each(n, |out, at| put!(out, "@before delete {{ self.name = work{at}() }}\n")))
    }),
    asked("hooks that call a namespace", "Post", |n| {
        let post = resource("Post", &each(n, |out, at| put!(out, "@function f{at}() -> int! {{ 1 }}\n")));
        post + &resource("Caller", &each(n, |out, at| put!(out, "@before create {{ Post.f{at}() }}\n")))
    }),
    asked("repeated uses", "auth", |n| {
        let routes = each(n, |out, at| put!(out, "@route GET \"/r/{at}\" -> r{at} [auth]\n"));
        resource("Post", &format!("@middleware [auth]\n{routes}"))
    }),
    schema("unknown @on beside routes", |n| {
        resource("Post", &each(n, |out, at| put!(out, "@route GET \"/r/{at}\" -> run{at}\n@on walk{at}: [auth]\n")))
    }),
    schema("routes of one resource", |n| {
        resource(
            "Post",
            &each(n, |out, at| put!(out, "@route GET \"/r/{at}\" -> run{at} [auth, log]\n@on run{at}: [cache]\n")),
        )
    }),
    schema("chains of middleware", |n| {
        chains(n, |at, names| resource(&format!("Post{at}"), &format!("@middleware [{}]", names.join(",\n"))))
    }),
    schema("conflicts with escaped paths", |n| {
        resource(
            "Post",
            &each(n, |out, at| {
                put!(out, "@route GET \"/\\u{{61}}{at}/:x\" -> a{at}\n@route GET \"/a{at}/:y\" -> b{at}\n")
            }),
        )
    }),
    schema("a hub of foreign keys", |n| {
        let keys =
            each(n, |out, at| put!(out, "@has_many Spoke as \"spokes{at}\" {{ foreign_key: \"wrong{at}_id\" }}\n"));
        resource("Hub", &keys) + &resource("Spoke", &each(n, |out, at| put!(out, "hub{at}: Hub!\n")))
    }),
    schema("relations through a hub", |n| {
        let relations = each(n, |out, at| put!(out, "@has_many End through Hub as \"ends{at}\"\n"));
        resource("Start", &relations)
            + &resource("Hub", &each(n, |out, at| put!(out, "start{at}: Start!\n")))
            + &resource("End", "")
    }),
    schema("belongs_to that are nulled", |n| {
        resource("User", "")
            + &resource(
                "Post",
                &each(n, |out, at| {
                    put!(out, "k{at}_id: uuid?\n@belongs_to User as \"k{at}\" {{ on_delete: set_null }}\n");
                }),
            )
    }),
    schema("hooks with many calls", |n| {
        let calls = each(n, |out, at| put!(out, "Tool.f{at}()\n"));
        ["A", "B", "C"].iter().map(|name| resource(name, &format!("@before create {{ {calls} }}\n"))).collect()
    }),
    schema("a hook with many assignments", |n| {
        resource("Post", &format!("@before create {{ {} }}", each(n, |out, at| put!(out, "self.f{at} = {at}\n"))))
    }),
    schema("acknowledgements", |n| {
        resource("Post", &each(n, |out, at| put!(out, "@allow(\"middleware/auth/run{at}\", \"known\")\n")))
    }),
    schema("a documentation of one word", |n| {
        format!("@strict nullability\n/// {}\nresource Post {{ name: string! }}\n", "w".repeat(n * 40))
    }),
    schema("a documentation of one wide word", |n| {
        format!("@strict nullability\n/// {}\nresource Post {{ name: string! }}\n", "表".repeat(n * 20))
    }),
    schema("nestings of one resource", |n| {
        each(n, |out, at| put!(out, "resource Parent{at} {{ name: string! }}\n"))
            + &resource("Post", &each(n, |out, at| put!(out, "@nested under Parent{at}\n")))
    }),
    schema("cycles of nesting", |n| {
        let chain = each(n, |out, at| put!(out, "resource Step{at} {{ @nested under Step{} }}\n", at + 1));
        chain + &resource(&format!("Step{n}"), &each(n, |out, at| put!(out, "@nested under Step{at}\n")))
    }),
    schema("keys of a constraint", |n| {
        resource("Post", &format!("@constraint c {{\n{}}}\n", each(n, |out, at| put!(out, "key{at}: true\n"))))
    }),
    schema("options of a relation", |n| {
        resource("Post", &format!("@has_many Post as \"p\" {{\n{}}}\n", each(n, |out, at| put!(out, "o{at}: 1,\n"))))
    }),
    schema("metadata of a resource", |n| {
        resource("Post", &format!("@meta({}last: 1)\n", each(n, |out, at| put!(out, "k{at}: 1,\n"))))
    }),
    schema("resources of one name", |n| each(n, |out, _| put!(out, "resource Post {{ name: string! }}\n"))),
    schema("fields of one name", |n| resource("Post", &each(n, |out, _| put!(out, "title: string!\n")))),
    schema("routes of one path", |n| resource("Post", &each(n, |out, at| put!(out, "@route GET \"/r\" -> run{at}\n")))),
    schema("errors in one line", |n| resource("Post", &each(n, |out, at| put!(out, "f{at}: strng{at}! ")))),
    schema("fields and relations", |n| {
        let fields = each(n, |out, at| put!(out, "f{at}: string! @unique\n@has_many Tag as \"t{at}\"\n"));
        resource("Post", &fields) + &resource("Tag", &each(n, |out, at| put!(out, "p{at}: Post!\n")))
    }),
    schema("fields of a struct", |n| {
        let fields = each(n, |out, at| put!(out, "f{at}: int!\n"));
        let values = each(n, |out, at| put!(out, "f{at}: 1,\n"));
        resource("Post", &format!("s: {{\n{fields}}}! @default({{\n{values}}})\n"))
    }),
    schema("chains in two orders", |n| {
        chains(n, |at, names| {
            let reversed: Vec<String> = names.iter().rev().cloned().collect();
            let chain = |by| if by == 9 { &reversed } else { names };
            (0..10)
                .map(|by| resource(&format!("Post{at}By{by}"), &format!("@on create: [{}]\n", chain(by).join(",\n"))))
                .collect()
        })
    }),
    schema("one hook with many fields", |n| {
        let body = each(n, |out, at| put!(out, "self.f{at} = go(self.g{at})\n"));
        (0..10).map(|at| resource(&format!("Post{at}"), &format!("@before create {{ {body} }}\n"))).collect()
    }),
    document("undeclared targets", |n| {
        let relations = joined(n, |at| format!(r#"{{"name":"r{at}","type":"has_many","target_resource":"Gone{at}"}}"#));
        format!(r#"{{"version":"1.0","resources":[{{"name":"Post","relationships":[{relations}]}}],"routes":[]}}"#)
    }),
    document("constraints in a document", |n| {
        let constraints = joined(n, |at| format!(r#""@c{at}({at})""#));
        let field =
            format!(r#"{{"name":"f","type":"string","nullable":false,"required":true,"constraints":[{constraints}]}}"#);
        let resources = joined(8, |at| format!(r#"{{"name":"Post{at}","fields":[{field}]}}"#));
        format!(r#"{{"version":"1.0","resources":[{resources}],"routes":[]}}"#)
    }),
    document("types of a document", |n| {
        let fields = joined(n, |at| {
            format!(r#"{{"name":"f{at}","type":"t{at}<int>","nullable":false,"required":true,"constraints":[]}}"#)
        });
        format!(r#"{{"version":"1.0","resources":[{{"name":"Post","fields":[{fields}]}}],"routes":[]}}"#)
    }),
    document("routes alike", |n| {
        let routes = joined(n, |at| {
            format!(r#"{{"method":"GET","path":"/p/:a{at}","handler":"h","resource":"Post","middleware":["m{at}"]}}"#)
        });
        format!(r#"{{"version":"1.0","resources":[{{"name":"Post"}}],"routes":[{routes}]}}"#)
    }),
    openapi("properties", |n| {
        let properties = joined(n, |at| format!(r##""p{at}":{{"$ref":"#/components/schemas/Post"}}"##));
        let required = joined(n, |at| format!(r#""p{at}""#));
        schemas(&format!(r#""Post":{{"type":"object","properties":{{{properties}}},"required":[{required}]}}"#))
    }),
    openapi("parts of a schema", |n| {
        let parts = joined(n, |at| format!(r##"{{"$ref":"#/components/schemas/P{at}"}}"##));
        let others = joined(n, |at| format!(r#""P{at}":{{"type":"object","properties":{{"a":{{"type":"string"}}}}}}"#));
        schemas(&format!(r#""Post":{{"allOf":[{parts}]}},{others}"#))
    }),
    openapi("alternatives", |n| {
        let parts = joined(n, |at| format!(r##"{{"$ref":"#/components/schemas/P{at}"}}"##));
        let others = joined(n, |at| format!(r#""P{at}":{{"type":"object"}}"#));
        let scalars = joined(n, |at| format!(r#"{{"type":"string","maxLength":{at}}}"#));
        let enumeration = joined(n, |at| format!(r#""v{at}""#));
        schemas(&format!(
            r#""Post":{{"type":"object","properties":{{"a":{{"oneOf":[{parts}]}},"b":{{"anyOf":[{scalars}]}},"c":{{"type":"string","enum":[{enumeration}]}}}}}},{others}"#
        ))
    }),
    openapi("parameters and tags", |n| {
        let parameters = joined(n, |at| format!(r#"{{"name":"q{at}","in":"query","schema":{{"type":"string"}}}}"#));
        let tags = joined(n, |at| format!(r#""t{at}""#));
        format!(
            r#"{{"openapi":"3.1.0","info":{{"title":"t","version":"1"}},"paths":{{"/p":{{"get":{{"tags":[{tags}],"parameters":[{parameters}],"responses":{{}}}}}}}}}}"#
        )
    }),
    document("methods", |n| {
        let routes = joined(n, |at| {
            format!(r#"{{"method":"M{at}","path":"/p/{at}","handler":"h","resource":"Post","middleware":[]}}"#)
        });
        format!(r#"{{"version":"1.0","resources":[{{"name":"Post"}}],"routes":[{routes}]}}"#)
    }),
    openapi("security schemes", |n| {
        let schemes = joined(n, |at| format!(r#""s{at}":{{"type":"apiKey","name":"k","in":"header"}}"#));
        let uses = joined(n, |at| format!(r#"{{"s{at}":[]}}"#));
        format!(
            r#"{{"openapi":"3.1.0","info":{{"title":"t","version":"1"}},"paths":{{"/p":{{"get":{{"security":[{uses}],"responses":{{}}}}}}}},"components":{{"securitySchemes":{{{schemes}}}}}}}"#
        )
    }),
];

const fn schema(name: &'static str, text: fn(usize) -> String) -> Family {
    Family { name, form: Form::Schema, impact: None, text }
}

const fn document(name: &'static str, text: fn(usize) -> String) -> Family {
    Family { name, form: Form::Document, impact: None, text }
}

const fn openapi(name: &'static str, text: fn(usize) -> String) -> Family {
    Family { name, form: Form::OpenApi, impact: None, text }
}

/// A schema about which `impact` is asked.
const fn asked(name: &'static str, start: &'static str, text: fn(usize) -> String) -> Family {
    Family { name, form: Form::Schema, impact: Some(start), text }
}

fn resource(name: &str, members: &str) -> String {
    format!("resource {name} {{\nname: string!\n{members}}}\n")
}

/// An OpenAPI document with schemas.
fn schemas(schemas: &str) -> String {
    format!(
        r#"{{"openapi":"3.1.0","info":{{"title":"t","version":"1"}},"paths":{{}},"components":{{"schemas":{{{schemas}}}}}}}"#
    )
}

/// Names of middleware, in chains about as long as a chain may be.
fn chains(n: usize, write: fn(usize, &[String]) -> String) -> String {
    let names: Vec<String> = (0..n).map(|at| format!("m{at}")).collect();
    names.chunks(200).enumerate().map(|(at, names)| write(at, names)).collect()
}

fn joined(n: usize, item: impl Fn(usize) -> String) -> String {
    (0..n).map(item).collect::<Vec<_>>().join(",")
}

fn texts(letter: &str, n: usize) -> String {
    (0..n).map(|at| format!("\"{letter}{at}\"")).collect::<Vec<_>>().join(",\n")
}

fn each(n: usize, write: fn(&mut String, usize)) -> String {
    let mut out = String::new();
    (0..n).for_each(|at| write(&mut out, at));
    out
}
