//! Keys in paths, groups, declared routes and their parameters, from schema text to routes.
//!
//! `ETCHED_BLESS=1 cargo test -p etched-compiler --test paths` writes the table of routes anew; review the diff.

use std::fs;
use std::path::{Path, PathBuf};

use etched_compiler::model::{Authentication, Model, Route};
use etched_compiler::{Sources, Strip, compile, document, image};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/paths")
}

fn blog() -> Model {
    let compiled = compile(&Sources::read(fixtures().join("blog.cdt"))).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(compiled.warnings.is_empty(), "{}", compiled.warnings);
    compiled.model
}

fn of(text: &str) -> Model {
    let text = format!("@strict nullability\n{text}");
    let compiled =
        compile(&Sources::from_texts([("a.cdt", text.as_str())])).unwrap_or_else(|errors| panic!("{errors}"));
    compiled.model
}

fn route<'m>(model: &'m Model, id: &str) -> &'m Route {
    let ids = || model.routes.iter().map(Route::id).collect::<Vec<_>>();
    model.routes.iter().find(|route| route.id() == id).unwrap_or_else(|| panic!("{id} is none of {:#?}", ids()))
}

fn parameters(route: &Route) -> Vec<String> {
    let one = |parameter: &etched_compiler::model::Parameter| {
        let mark = if parameter.required { "" } else { "?" };
        let ty = if parameter.ty.is_empty() { "untyped" } else { &parameter.ty };
        format!("{} {}: {ty}{mark}", parameter.location, parameter.name)
    };
    route.parameters.iter().map(one).collect()
}

#[test]
fn every_route_of_the_blog() {
    let mut table = String::new();
    for route in &blog().routes {
        let names: Vec<&str> = route.middleware.iter().map(|name| &**name).collect();
        table.push_str(&format!("{} -> {}\n", route.id(), route.handler));
        for (key, value) in [
            ("middleware", names.join(" ")),
            (
                "authentication",
                match route.authentication {
                    Authentication::None => String::new(),
                    other => other.to_string(),
                },
            ),
            ("parameters", parameters(route).join(", ")),
            ("request", if route.declared { route.request_body.to_string() } else { String::new() }),
            ("response", if route.declared { route.response_body.to_string() } else { String::new() }),
        ] {
            if !value.is_empty() {
                table.push_str(&format!("  {key}: {value}\n"));
            }
        }
        for response in &route.responses {
            let line = format!("  {} {} {}", response.status, response.body, response.documentation);
            table.push_str(line.trim_end());
            table.push('\n');
        }
    }
    let expected = fixtures().join("routes.txt");
    if std::env::var_os("ETCHED_BLESS").is_some() {
        fs::write(&expected, &table).unwrap();
    }
    assert_eq!(table, fs::read_to_string(expected).unwrap_or_default());
}

#[test]
fn a_model_with_all_of_it_survives_images_documents_and_formatting() {
    let model = blog();
    assert_eq!(model.application.kinds.len(), 2);
    assert_eq!(model.resources.iter().map(|resource| resource.keys.len()).sum::<usize>(), 2);
    let bytes = image::write(&model, Strip::NONE).unwrap();
    assert_eq!(image::read(bytes.image()), model);
    let json = document::write_json(&model);
    assert_eq!(document::read_json(json.as_bytes()).unwrap().model, model);
    let text = fs::read_to_string(fixtures().join("blog.cdt")).unwrap();
    let formatted = etched_compiler::format("blog.cdt", &text).unwrap();
    assert_eq!(formatted, text, "the fixture is in the canonical layout");
    let one_line = text.lines().filter(|line| !line.contains("///")).collect::<Vec<_>>().join(" ");
    let digest = |text: &str| {
        let model =
            compile(&Sources::from_texts([("blog.cdt", text)])).unwrap_or_else(|errors| panic!("{errors}")).model;
        image::write(&model, Strip::NONE).unwrap().image().digest()
    };
    let again = etched_compiler::format("blog.cdt", &one_line).unwrap();
    assert_eq!(digest(&again), digest(&one_line));
    assert_eq!(etched_compiler::format("blog.cdt", &again).unwrap(), again);
}

/// `@key` alone changes a path: neither a unique field nor a composite key does.
#[test]
fn only_the_key_of_paths_changes_a_path() {
    let paths = |annotations: &str| -> Vec<String> {
        let text = format!(
            "resource Post {{ id: uuid! slug: string! {annotations} }} resource Note {{ a: int! @nested under Post }}"
        );
        of(&text).routes.iter().map(|route| route.id()).collect()
    };
    let plain = paths("");
    for other in ["@unique [slug]", "@primary [id, slug]", "@primary [slug]", "@index [slug, id] as \"x\""] {
        assert_eq!(paths(other), plain, "{other}");
    }
    let keyed: Vec<String> =
        plain.iter().map(|id| id.replacen("/posts/:id", "/posts/:slug", 1).replace(":post_id", ":post_slug")).collect();
    assert_eq!(paths("@key slug"), keyed);
    assert_ne!(keyed, plain);
}

#[test]
fn middleware_runs_from_the_resource_through_groups_and_operation_to_the_route() {
    let model = of(r#"resource Post {
        title: string!
        @on publish: [operation]
        @middleware [resource]
        @group "/a" [outer] { @group "/b" [inner] { @route POST "/c" -> publish [own] } }
    }
    @group "/d" [outer] { @group "/e/" [inner] { @route GET "/f" -> free [own]  @route GET "/" -> root } }"#);
    let of_post = route(&model, "POST /a/b/c");
    assert_eq!(of_post.middleware, ["resource", "outer", "inner", "operation", "own"]);
    assert_eq!(of_post.own_middleware, 1);
    assert_eq!(model.resources[0].middleware["publish"].names, of_post.middleware);
    assert_eq!(route(&model, "GET /d/e/f").middleware, ["outer", "inner", "own"]);
    assert_eq!(route(&model, "GET /d/e").middleware, ["outer", "inner"]);
    assert_eq!(route(&model, "GET /d/e").resource, "");
}

#[test]
fn a_path_can_escape_the_prefix_of_application_and_groups() {
    let model = of(r#"@application "a" { route_prefix: "/api" }
    @group "/in" { @route GET "/health" -> health { prefix: false }  @route GET "/ready" -> ready { prefix: true } }
    resource Post { a: int! @route GET "/robots.txt" -> robots { prefix: false } }"#);
    assert_eq!(route(&model, "GET /health").handler, "health");
    assert_eq!(route(&model, "GET /api/in/ready").handler, "ready");
    assert_eq!(route(&model, "GET /robots.txt").handler, "Post.robots");
}

#[test]
fn declared_middleware_overrides_what_its_name_tells() {
    let authentication = |kinds: &str, list: &str| {
        let model = of(&format!("{kinds}\n@route GET \"/a\" -> a [{list}]"));
        route(&model, "GET /a").authentication
    };
    use Authentication::{None, Optional, Required};
    let table = [
        ("", "session", None),
        ("@middleware_kind session: authenticates", "session", Required),
        ("@middleware_kind session: authenticates", "session(admin)", Required),
        ("@middleware_kind session(soft): allows_anonymous", "session", None),
        ("@middleware_kind session(soft): allows_anonymous", "session(soft)", Optional),
        ("@middleware_kind session: authenticates\n@middleware_kind session(soft): neither", "session(soft)", None),
        ("", "auth", Required),
        ("@middleware_kind auth: neither", "auth(staff)", None),
        ("@middleware_kind auth(guest): allows_anonymous", "auth(guest)", Optional),
        ("@middleware_kind auth(guest): allows_anonymous", "auth(guest), auth", Required),
    ];
    for (kinds, list, expected) in table {
        assert_eq!(authentication(kinds, list), expected, "{kinds} [{list}]");
    }
}

/// `@primary [` belongs to the resource, `@primary` to the field, whatever stands between.
#[test]
fn a_bracket_makes_a_constraint_one_of_the_resource() {
    let model = of("resource A { a: int! @unique b: int! @unique\n  [a, b] c: int! @index@primary[a] }");
    let constraints = |at: usize| model.resources[0].fields[at].constraints.len();
    assert_eq!([constraints(0), constraints(1), constraints(2)], [1, 0, 1]);
    let keys: Vec<(&str, usize)> = model.resources[0].keys.iter().map(|key| (&*key.kind, key.members.len())).collect();
    assert_eq!(keys, [("unique", 2), ("primary", 1)]);
}

/// The examples of `docs/routes.md` compile, and make the routes that the page says.
#[test]
fn the_page_on_routes_is_true() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/routes.md")).unwrap();
    let examples: Vec<&str> =
        page.split("```cdt\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect();
    let mut ids = Vec::new();
    for example in &examples {
        let compiled =
            compile(&Sources::from_texts([("docs.cdt", *example)])).unwrap_or_else(|errors| panic!("{errors}"));
        assert!(compiled.warnings.is_empty(), "{}", compiled.warnings);
        assert_eq!(
            etched_compiler::format("docs.cdt", example).unwrap().matches('{').count(),
            example.matches('{').count()
        );
        ids.extend(compiled.model.routes.iter().map(Route::id));
    }
    assert_eq!(examples.len(), 6);
    let methods = ["GET", "POST"];
    let named = page.split('`').filter(|code| {
        code.split_once(' ').is_some_and(|(method, path)| methods.contains(&method) && path.starts_with('/'))
    });
    let mut count = 0;
    for id in named {
        assert!(ids.iter().any(|known| known == id), "{id} is none of {ids:#?}");
        count += 1;
    }
    assert!(count >= 6, "{count} routes are named");
}
