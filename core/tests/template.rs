//! Path templates: what is one, what is none and where, and which of two is more specific.

use std::cmp::Ordering;

use etched_core::template::{Segment, Template, TemplateErrorKind as Kind};

fn shape(template: &str) -> Vec<String> {
    let template = Template::parse(template).unwrap_or_else(|error| panic!("{template}: {error}"));
    template
        .segments()
        .map(|segment| match segment {
            Segment::Static(text) => format!("={text}"),
            Segment::Mixed(mixed) => format!("~{}", mixed.texts().collect::<Vec<_>>().join("|")),
            Segment::Parameter(name) => format!(":{name}"),
            Segment::CatchAll(name) => format!("*{name}"),
        })
        .collect()
}

#[test]
fn templates_are_read() {
    for (template, expected) in [
        ("/", &["="][..]),
        ("/posts", &["=posts"]),
        ("/posts/", &["=posts", "="]),
        ("/posts/:id", &["=posts", ":id"]),
        ("/posts/{post-id}/c", &["=posts", ":post-id", "=c"]),
        ("/{id}.json", &["~|.json"]),
        ("/compare/{base}...{head}", &["=compare", "~|...|"]),
        ("/v1/{name}:verb", &["=v1", "~|:verb"]),
        ("/v1/messages:send", &["=v1", "=messages:send"]),
        ("/{Bucket}/{Key+}", &[":Bucket", "*Key"]),
        ("/static/*rest", &["=static", "*rest"]),
        ("/static/{*rest}", &["=static", "*rest"]),
        ("/a-{b}-{c}-d", &["~a-|-|-d"]),
        ("/a*b/größe/a%20b", &["=a*b", "=größe", "=a%20b"]),
        ("/{größe}", &[":größe"]),
    ] {
        assert_eq!(shape(template), expected, "{template}");
    }
}

#[test]
fn parameters_are_named_from_the_left() {
    let template = Template::parse("/:a/x{b}y{c}/{d}/{e+}").unwrap();
    assert!(template.parameters().eq(["a", "b", "c", "d", "e"]));
}

#[test]
fn broken_templates_say_where() {
    let many = "/a".repeat(256);
    let parameters: String = (0..64).map(|n| format!("/{{a{n}}}.{{b{n}}}.{{c{n}}}.{{d{n}}}")).collect();
    let long = format!("/{}", "a".repeat(256));
    for (template, kind, wrong) in [
        ("", Kind::Relative, ""),
        ("posts", Kind::Relative, "p"),
        ("/a//b", Kind::EmptySegment, "//"),
        ("//", Kind::EmptySegment, "//"),
        ("/a/{id", Kind::Unclosed, "{"),
        ("/a/{id/b}", Kind::Unclosed, "{"),
        ("/a/{i{d}}", Kind::Unclosed, "{"),
        ("/a/id}", Kind::Unopened, "}"),
        ("/a/{id}}", Kind::Unopened, "}"),
        ("/a/:", Kind::Name, ":"),
        ("/a/*", Kind::Name, "*"),
        ("/a/{}", Kind::Name, "{}"),
        ("/a/{+}", Kind::Name, "{+}"),
        ("/a/{a+b}", Kind::Name, "{a+b}"),
        ("/a/{id:[0-9]+}", Kind::Name, "{id:[0-9]+}"),
        ("/a/:id.json", Kind::Name, ".json"),
        ("/a/:from-:to", Kind::Name, "-:to"),
        ("/a/{b}{c}", Kind::Adjacent, "{c}"),
        ("/a/{b+}/c", Kind::CatchAll, "{b+}"),
        ("/a/*b/c", Kind::CatchAll, "*b"),
        ("/a/x{b+}", Kind::CatchAll, "{b+}"),
        ("/a/{b+}x", Kind::CatchAll, "{b+}"),
        ("/:id/{id}", Kind::Repeated, "id"),
        ("/{id}-{id}", Kind::Repeated, "id"),
        ("/a?b", Kind::Character, "?"),
        ("/a#b", Kind::Character, "#"),
        ("/a%zz", Kind::Escape, "%"),
        ("/a%", Kind::Escape, "%"),
        ("/a%FFb", Kind::Escape, "%FFb"),
        (&many, Kind::Long, "a"),
        (&parameters, Kind::Long, "d63"),
        (&long, Kind::Long, &long[1..]),
    ] {
        let error = Template::parse(template).expect_err(template);
        assert_eq!((error.kind, &template[error.at..error.end]), (kind, wrong), "{template}");
        assert!(!error.to_string().is_empty());
    }
    assert!(Template::parse(&"/a".repeat(255)).is_ok());
    assert!(Template::parse(&long[..256]).is_ok());
}

#[test]
fn the_more_specific_goes_first() {
    // Each template is more specific than all that stand below it.
    let ladder =
        ["/a/b", "/a/b{x}cd", "/a/b{x}c", "/a/{x}b", "/a/:x/d", "/a/:x/{y}d", "/a/:x", "/a/*x", "/:a/b/c/d/e", "/*a"];
    for (above, a) in ladder.iter().enumerate() {
        for (below, b) in ladder.iter().enumerate() {
            let order = Template::parse(a).unwrap().order(Template::parse(b).unwrap());
            assert_eq!(order, above.cmp(&below), "{a} and {b}");
        }
    }
    for (a, b) in [("/a/:x", "/a/{y}"), ("/x{a}", "/{a}y"), ("/é{a}", "/%C3%A9{a}"), ("/a", "/b")] {
        assert_eq!(Template::parse(a).unwrap().order(Template::parse(b).unwrap()), Ordering::Equal);
    }
}
