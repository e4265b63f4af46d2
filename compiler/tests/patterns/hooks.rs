//! Shapes of bodies: what makes two of them one, and what their ids, templates and examples say.

use etched_compiler::model::{Model, Validation};
use etched_compiler::patterns::discover;

use super::build::{by_id, field, hook, resources};

/// Three resources for each of these bodies.
fn thrice(bodies: &[&str]) -> Model {
    let mut model = resources(bodies.len() * 3, |at, resource| {
        resource.fields = vec![field("slug", "string", &[]), field("title", "string", &[])];
        resource.hooks = vec![hook("before_create", bodies[at % bodies.len()])];
    });
    discover(&mut model);
    model.patterns.retain(|pattern| pattern.category == "hook");
    model
}

fn ids(bodies: &[&str]) -> Vec<(String, u32)> {
    thrice(bodies).patterns.into_iter().map(|pattern| (pattern.id.to_string(), pattern.frequency)).collect()
}

#[test]
fn names_literals_comments_and_layout_do_not_count() {
    for bodies in [
        &["self.slug = String.slugify(self.title)", "self.code  =  String.slugify( self.name )"][..],
        &[
            "self.slug = String.slugify(self.title)",
            "// as usual\nself.slug =\n  String.slugify(self.title) /* once */",
        ],
        &[
            "let a = String.slugify(self.title)\nself.slug = a",
            "let base = String.slugify(self.title)\nself.slug = base",
        ],
        &["self.slug = String.slugify(\"a #{self.title} {b}\")", "self.slug = String.slugify(\"c #{self.name} }\")"],
        &["self.tags = String.slugify(self.t).map(|one| one)", "self.tags = String.slugify(self.t).map(|two| two)"],
        &["String.slugify(self.title, :short, 3, /a+/)", "String.slugify(self.title, :long, 44, /b}/)"],
    ] {
        assert_eq!(ids(bodies), [("hook/before_create/String.slugify".to_owned(), 6)], "{bodies:?}");
    }
}

#[test]
fn other_events_and_other_calls_are_other_patterns() {
    let found = ids(&["self.slug = String.slugify(self.title)", "self.slug = Text.slugify(self.title)"]);
    assert_eq!(
        found.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(),
        ["hook/before_create/String.slugify", "hook/before_create/Text.slugify"]
    );
    let found = ids(&["Audit.record(self)\nTime.now()", "Time.now()\nAudit.record(self)"]);
    assert_eq!(
        found.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(),
        ["hook/before_create/Audit.record+Time.now", "hook/before_create/Time.now+Audit.record"]
    );
    // Comments, strings and methods of the record are no calls.
    let found = ids(&["self.touch(1) // Time.now()\nself.note = \"Time.now()\""]);
    assert_eq!(found, [("hook/before_create/self.note".to_owned(), 3)]);
}

#[test]
fn the_same_field_twice_is_not_two_fields() {
    let found = ids(&["self.slug = String.slugify(self.slug)", "self.slug = String.slugify(self.title)"]);
    assert_eq!(found.len(), 2);
    assert!(found.iter().any(|(id, _)| id == "hook/before_create/String.slugify"));
    assert!(found.iter().any(|(id, _)| id.starts_with("hook/before_create/String.slugify~")), "{found:?}");
}

#[test]
fn the_more_frequent_of_two_shapes_has_the_plain_id() {
    let (often, seldom) =
        ("self.slug = String.slugify(self.title)", "self.slug = self.slug ?? String.slugify(self.title)");
    let found = ids(&[often, seldom, often]);
    assert_eq!(found[0], ("hook/before_create/String.slugify".to_owned(), 6));
    assert!(found[1].0.starts_with("hook/before_create/String.slugify~"), "{found:?}");
    // The hash is of the shape: the order of the model and other patterns do not move it.
    assert_eq!(found[1].0, ids(&[seldom, often, often])[1].0);
}

#[test]
fn assignments_without_a_call_are_told_apart_by_their_fields() {
    let found = ids(&["self.status = \"new\"", "self.state = \"old\"", "self.status = \"other\""]);
    assert_eq!(
        found,
        [("hook/before_create/self.status".to_owned(), 6), ("hook/before_create/self.state".to_owned(), 3)]
    );
}

#[test]
fn templates_open_what_differs_and_keep_the_rest() {
    let model = thrice(&["self.slug = String.slugify(self.title)", "self.slug = String.slugify(self.name)"]);
    assert_eq!(
        model.patterns[0].template,
        "@before create { self.slug = String.slugify(<field>) }".replace("<field>", "self.<field>")
    );
    let model = thrice(&["self.slug = String.slugify(self.title)"]);
    assert_eq!(model.patterns[0].template, "@before create { self.slug = String.slugify(self.title) }");
    let model = thrice(&["Audit.record(:a, \"x\", 1)", "Audit.record(:b, \"x\", 2)"]);
    assert_eq!(model.patterns[0].template, "@before create { Audit.record(:<name>, \"x\", <number>) }");
    let model =
        thrice(&["Audit.record(\"a #{self.id} b\")\nTime.now()", "Audit.record(\"c #{self.id} b\")\nTime.now()"]);
    assert_eq!(model.patterns[0].template, "@before create {\n  Audit.record(\"<text>#{self.id} b\")\n  Time.now()\n}");
}

#[test]
fn templates_and_examples_say_how_the_hook_runs() {
    let mut model = resources(4, |at, resource| {
        let mut one = hook("after_save", "Search.index(self)");
        (one.is_async, one.transaction) = (true, at == 0);
        resource.hooks = vec![one];
    });
    discover(&mut model);
    let patterns = by_id(&model);
    let pattern = patterns["hook/after_save/Search.index"];
    assert_eq!(pattern.template, "@after save @async { Search.index(self) }");
    assert_eq!(pattern.examples[0].code, "@after save @transaction @async { Search.index(self) }");
    assert_eq!((pattern.examples[0].line, pattern.name.as_str()), (30, "after_save_index"));
}

#[test]
fn a_hook_applies_where_the_fields_are_that_all_its_uses_name() {
    let mut model = resources(10, |at, resource| {
        if at < 6 {
            resource.fields.push(field("slug", "string", &[]));
            let from = if at % 2 == 0 { "title" } else { "name" };
            resource.fields.push(field(from, "string", &[]));
            resource.hooks = vec![hook("before_create", &format!("self.slug = String.slugify(self.{from})"))];
        }
    });
    model.resources[8].fields.push(field("slug", "string", &[]));
    discover(&mut model);
    let patterns = by_id(&model);
    let support = patterns["hook/before_create/String.slugify"].support.expect("counted");
    assert_eq!((support.support, support.applicable), (6, 7));
    let [one] = &model.deviations[..] else { panic!("{:?}", model.deviations) };
    assert_eq!(one.subject, "R08.before_create");
}

#[test]
fn the_rival_of_a_missing_hook_is_what_sets_the_field_instead() {
    let mut model = resources(43, |at, resource| {
        resource.fields = vec![field("slug", "string", &[]), field("title", "string", &[])];
        let body = if at < 40 { "self.slug = String.slugify(self.title)" } else { "self.slug = Random.text(8)" };
        resource.hooks = vec![hook("before_create", body)];
    });
    discover(&mut model);
    let rivals: Vec<_> = model.deviations.iter().map(|one| one.rival.as_str()).collect();
    assert_eq!(rivals, ["hook/before_create/Random.text"; 3]);
    assert_eq!(model.deviations[0].line, 30);
}

#[test]
fn validation_blocks_have_shapes_too() {
    let mut model = resources(3, |_, resource| {
        let body = "if self.ends < Time.now() { error(:ends, \"over\") }";
        resource.validations =
            vec![Validation { kind: "custom".into(), body: body.into(), line: 8, ..Validation::default() }];
    });
    discover(&mut model);
    let patterns = by_id(&model);
    let pattern = patterns["validation/Time.now"];
    assert_eq!((pattern.category.as_str(), pattern.examples[0].line), ("validation", 8));
    assert!(pattern.template.starts_with("@validate { if self.ends"), "{}", pattern.template);
}
