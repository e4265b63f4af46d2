//! What the compiler says of a schema's routes.

use std::time::Duration;

use etched_compiler::model::{Model, Route};
use etched_compiler::routes::{conflicts, most_visits};
use etched_compiler::{Diagnostics, Sources, compile};

fn diagnostics(text: &str) -> Diagnostics {
    match compile(&Sources::from_texts([("schema/app.cdt", text)])) {
        Ok(compiled) => compiled.warnings,
        Err(errors) => errors,
    }
}

/// Code, line, column and message of each diagnostic, with the places of other parties.
fn said(text: &str) -> Vec<String> {
    let diagnostics = diagnostics(text);
    let said = diagnostics.iter().map(|diagnostic| {
        let place = diagnostic.place();
        let related: Vec<String> = diagnostic
            .related()
            .iter()
            .map(|related| format!(" | {} {}", related.place.line().unwrap_or(0), related.message))
            .collect();
        let (code, line, column) = (diagnostic.code(), place.line().unwrap_or(0), place.column().unwrap_or(0));
        format!("{code} {line}:{column} {}{}", diagnostic.message(), related.concat())
    });
    said.collect()
}

#[test]
fn a_conflict_names_both_routes_and_where_they_are() {
    let text = r#"
resource Post {
  title: string!
  @route GET "/posts/{slug}" -> by_slug
}
"#;
    assert_eq!(
        said(text),
        ["E0077 4:15 `GET /posts/:id` (Post.show) and `GET /posts/{slug}` (Post.by_slug) match the same requests \
          | 2 `GET /posts/:id` (Post.show) comes first"]
    );
}

#[test]
fn a_conflict_of_derived_routes_stands_at_the_later_resource() {
    let text =
        "resource Person { name: string! @operations [list] }\nresource People { name: string! @operations [list] }\n";
    assert_eq!(
        said(text),
        ["E0077 2:10 `GET /people` (Person.list) and `GET /people` (People.list) match the same requests \
          | 1 `GET /people` (Person.list) comes first"]
    );
}

#[test]
fn what_is_told_apart_is_no_conflict() {
    let text = r#"
@application "blog" { route_prefix: "/api" }
resource Post {
  title: string!
  @route GET "/posts/new" -> new
  @route GET "/posts/{id}.json" -> as_json
  @route GET "/posts/{id}.atom" -> as_atom
  @route POST "/posts/{key}" -> touch
  @route GET "/posts/*rest" -> rest
}
"#;
    assert_eq!(said(text), [""; 0]);
}

#[test]
fn paths_that_are_no_templates_are_errors() {
    let text = "resource Post {\n  title: string!\n  @route GET\n    \"/posts/{id\" -> broken\n}\n";
    let said = said(text);
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("E0073 "), "{said:?}");
}

#[test]
fn dear_matching_is_a_warning() {
    let mut text = String::from("resource Post {\n  title: string!\n");
    for bits in 0..1 << 8 {
        let path: String =
            (0..8).map(|at| if bits >> at & 1 == 0 { "/a".into() } else { format!("/:x{at}") }).collect();
        text += &format!("  @route GET \"{path}\" -> r{bits}\n");
    }
    text.push('}');
    assert_eq!(
        said(&text),
        ["W0006 3:15 to match a request such as `/a/a/a/a/a/a/a/a`, up to 511 nodes of the path trie are visited"]
    );
}

#[test]
fn too_many_places_are_an_error() {
    let mut text = String::from("resource L0 { a: int! }\nresource R0 { a: int! }\n");
    for n in 1..20 {
        for side in ["L", "R"] {
            let under = n - 1;
            text += &format!("resource {side}{n} {{ a: int! @nested under L{under} @nested under R{under} }}\n");
        }
    }
    let said = said(&text);
    assert!(said.iter().any(|said| said.starts_with("E0067 19:10 `L9` is nested in more than 256 places")), "{said:?}");
}

fn model(paths: impl Iterator<Item = String>) -> Model {
    let route = |path: String| Route { method: "GET".into(), path: path.into(), ..Route::default() };
    Model { routes: paths.map(route).collect(), ..Model::default() }
}

/// Every pair of 30,000 routes would take minutes here.
#[test]
fn many_routes_are_checked_without_pairing_them() {
    let sets: [(Model, usize); 5] = [
        (model((0..30_000).map(|n| format!("/r{}/:a/s{n}", n / 7))), 0),
        (model((0..30_000).map(|n| format!("/f/{{a}}.{n:05}"))), 0),
        (model((0..30_000).map(|n| format!("/f/{n:05}.{{a}}"))), 0),
        (model((0..30_000).map(|n| format!("/f/:a{n}"))), 29_999),
        (model((0..2_000).map(|n| if n % 2 == 0 { format!("/{{a}}{n:05}") } else { format!("/{n:05}{{a}}") })), 1_998),
    ];
    for (model, expected) in &sets {
        let start = workloads::Stopwatch::start();
        let found = conflicts(model);
        assert!(found.len() >= *expected && (*expected > 0 || found.is_empty()), "{}", found.len());
        assert!(most_visits(model.routes.iter().map(|route| route.path.as_str())).most > 0);
        assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    }
}
