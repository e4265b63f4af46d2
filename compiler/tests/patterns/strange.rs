//! Models at the edges: empty, uniform, diverse, huge, foreign.

use etched_compiler::model::{Application, Model, Pattern, Route, Validation};
use etched_compiler::patterns::discover;

use super::build::{by_id, field, hook, model, on, resource, resources};

#[test]
fn an_empty_model_has_no_patterns() {
    let mut model = Model::default();
    let report = discover(&mut model);
    assert_eq!(model, Model::default());
    assert!(report.unused_allows.is_empty() && report.bad_options.is_empty());
}

#[test]
fn nothing_recurrent_is_no_pattern() {
    let mut model = resources(2, |at, resource| {
        on(resource, "create", &[["a", "b"][at]]);
        resource.fields = vec![field(["x", "y"][at], "string", &["@unique"])];
    });
    discover(&mut model);
    assert!(model.patterns.is_empty() && model.deviations.is_empty() && model.coverage.is_empty());
}

#[test]
fn five_thousand_resources_with_one_chain() {
    let mut model = resources(5_000, |_, resource| on(resource, "create", &["auth"]));
    discover(&mut model);
    let ids: Vec<_> = model.patterns.iter().map(|one| (one.id.as_str(), one.frequency)).collect();
    assert_eq!(
        ids,
        [
            ("middleware/auth", 5_000),
            ("middleware/auth/create", 5_000),
            ("operations/list+show+create+update+delete", 5_000)
        ]
    );
    assert!(model.patterns.iter().all(|pattern| pattern.examples.len() == 5));
    assert_eq!(model.coverage, [("authentication".into(), 5_000), ("operation".into(), 5_000)]);
}

#[test]
fn ten_thousand_distinct_chains() {
    let distinct = |copies: usize| {
        let mut model = resources(2_000 * copies, |at, resource| {
            for (nth, operation) in ["list", "show", "create", "update", "delete"].into_iter().enumerate() {
                on(resource, operation, &["auth", &format!("m{}_{nth}", at / copies)]);
            }
        });
        discover(&mut model);
        model.patterns.iter().filter(|one| one.id.starts_with("middleware/auth+m")).count()
    };
    assert_eq!(distinct(1), 0);
    assert_eq!(distinct(3), 10_000);
}

#[test]
fn a_body_of_a_megabyte_is_shown_from_its_start() {
    let line = "self.total = Number.add(self.total, \"ä #{Time.now()} }\")\n";
    let body = line.repeat(1_000_000 / line.len() + 1);
    let mut model = resources(4, |_, resource| resource.hooks = vec![hook("before_save", &body)]);
    discover(&mut model);
    let patterns = by_id(&model);
    let pattern = patterns["hook/before_save/Number.add+Time.now"];
    assert_eq!(pattern.frequency, 4);
    for text in pattern.examples.iter().map(|one| &one.code).chain([&pattern.template]) {
        assert!(text.len() < 2_100 && text.ends_with('…'), "{} bytes", text.len());
    }
}

#[test]
fn a_body_that_does_not_lex_is_a_body() {
    for body in
        ["self.a = \"open", "/* open", "a = /open", "}}}} #{", "self.", "|", "let", "self.x!(", "\u{0}", "é.ü(1)"]
    {
        let mut model = resources(3, |_, resource| resource.hooks = vec![hook("odd", body), hook("", body)]);
        discover(&mut model);
        assert!(model.patterns.iter().any(|one| one.category == "hook"), "{body}");
    }
}

#[test]
fn an_id_of_many_calls_is_short() {
    let body: String = (0..50).map(|at| format!("A.f{at}()\n")).collect();
    let mut model = resources(3, |_, resource| resource.hooks = vec![hook("after_save", &body)]);
    discover(&mut model);
    assert!(by_id(&model).contains_key("hook/after_save/A.f0+A.f1+A.f2+A.f3+46-more"), "{:?}", model.patterns);
}

#[test]
fn patterns_of_a_document_are_kept() {
    let mut model = resources(5, |_, resource| on(resource, "create", &["auth"]));
    model.patterns = vec![Pattern { id: "document/mine".into(), ..Pattern::default() }];
    model.coverage = vec![("hook".into(), 3)];
    model.application =
        Application { options: vec![("pattern_min_rate".into(), "x".into())], ..Application::default() };
    let before = model.clone();
    let report = discover(&mut model);
    assert_eq!(model, before);
    assert_eq!(report.bad_options.len(), 1);
}

#[test]
fn routes_say_which_operations_a_document_has() {
    let route = |resource: &str, method: &str, operation: &str, middleware: &[&str]| Route {
        method: method.into(),
        path: format!("/{resource}/{operation}").into(),
        resource: resource.into(),
        operation: operation.into(),
        middleware: super::build::texts(middleware),
        declared: true,
        line: 5,
        ..Route::default()
    };
    let mut model = model((0..9).map(|at| {
        let mut resource = resource(at);
        resource.operations = None;
        resource
    }));
    for at in 0..9 {
        let guard: &[&str] = if at == 3 { &[] } else { &["auth"] };
        let name = format!("R{at:02}");
        model.routes.push(route(&name, "GET", "Index", &[]));
        if at != 5 {
            model.routes.push(route(&name, "PUT", "Update", guard));
            model.routes.push(route(&name, "PATCH", "Update", guard));
        }
    }
    discover(&mut model);
    let patterns = by_id(&model);
    let support = patterns["middleware/auth/update"].support.expect("counted");
    assert_eq!((support.support, support.applicable), (7, 8));
    let subjects: Vec<_> = model.deviations.iter().map(|one| one.subject.as_str()).collect();
    assert_eq!(subjects, ["R03.update"]);
}

#[test]
fn routes_of_no_resource_stand_for_themselves() {
    let mut model = Model::default();
    for at in 0..12 {
        model.routes.push(Route {
            method: "GET".into(),
            path: format!("/things/{at}").into(),
            middleware: if at == 7 { Vec::new() } else { vec!["auth:bearer".into()] },
            ..Route::default()
        });
    }
    discover(&mut model);
    let patterns = by_id(&model);
    assert_eq!(patterns["middleware/auth:bearer"].frequency, 11);
    let [one] = &model.deviations[..] else { panic!("{:?}", model.deviations) };
    assert_eq!((one.subject.as_str(), one.resource.as_str()), ("GET /things/7", ""));
}

#[test]
fn validations_of_a_document_count_as_constraints() {
    let mut model = resources(8, |at, resource| {
        resource.fields = vec![field("email", "string", &[])];
        if at > 0 {
            resource.validations = vec![Validation {
                field: "email".into(),
                kind: "max".into(),
                value: "255".into(),
                ..Validation::default()
            }];
        }
    });
    discover(&mut model);
    let patterns = by_id(&model);
    assert_eq!(patterns["field/email/max"].template, "email: string! @max(255)");
    assert_eq!(model.deviations.len(), 1);
}
