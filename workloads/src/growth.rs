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
        let post = resource("Post", &each(n, |out, at| put!(out, "@function f{at}() {{ 1 }}\n")));
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
    schema("a chain of middleware", |n| {
        resource("Post", &format!("@middleware [{}]", each(n, |out, at| put!(out, "m{at}, ")) + "z"))
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
    shown("a documentation of one word", |n| {
        format!("@strict nullability\n/// {}\nresource Post {{ name: string! }}\n", "w".repeat(n * 40))
    }),
    shown("a documentation of one wide word", |n| {
        format!("@strict nullability\n/// {}\nresource Post {{ name: string! }}\n", "表".repeat(n * 20))
    }),
    Family {
        name: "methods",
        form: Form::Document,
        impact: None,
        text: |n| {
            let routes: Vec<String> = (0..n)
                .map(|at| {
                    format!(r#"{{"method":"M{at}","path":"/p/{at}","handler":"h","resource":"Post","middleware":[]}}"#)
                })
                .collect();
            format!(r#"{{"version":"1.0","resources":[{{"name":"Post"}}],"routes":[{}]}}"#, routes.join(","))
        },
    },
    Family {
        name: "security schemes",
        form: Form::OpenApi,
        impact: None,
        text: |n| {
            let schemes: Vec<String> =
                (0..n).map(|at| format!(r#""s{at}":{{"type":"apiKey","name":"k","in":"header"}}"#)).collect();
            let uses: Vec<String> = (0..n).map(|at| format!(r#"{{"s{at}":[]}}"#)).collect();
            format!(
                r#"{{"openapi":"3.1.0","info":{{"title":"t","version":"1"}},"paths":{{"/p":{{"get":{{"security":[{}],"responses":{{}}}}}}}},"components":{{"securitySchemes":{{{}}}}}}}"#,
                uses.join(","),
                schemes.join(",")
            )
        },
    },
];

const fn schema(name: &'static str, text: fn(usize) -> String) -> Family {
    Family { name, form: Form::Schema, impact: None, text }
}

/// A schema about which `impact` is asked.
const fn asked(name: &'static str, start: &'static str, text: fn(usize) -> String) -> Family {
    Family { name, form: Form::Schema, impact: Some(start), text }
}

/// A schema whose resource `Post` is shown.
const fn shown(name: &'static str, text: fn(usize) -> String) -> Family {
    schema(name, text)
}

fn resource(name: &str, members: &str) -> String {
    format!("resource {name} {{\nname: string!\n{members}}}\n")
}

fn texts(letter: &str, n: usize) -> String {
    (0..n).map(|at| format!("\"{letter}{at}\"")).collect::<Vec<_>>().join(",\n")
}

fn each(n: usize, write: fn(&mut String, usize)) -> String {
    let mut out = String::new();
    (0..n).for_each(|at| write(&mut out, at));
    out
}
