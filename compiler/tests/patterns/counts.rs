//! Counts against a brute-force count, and that order in does not show out.

use std::collections::{BTreeMap, BTreeSet};

use etched_compiler::model::{FieldConstraint, Model, Text};
use etched_compiler::patterns::{Options, confidence, discover, wilson};
use etched_core::middleware;
use proptest::prelude::*;

use super::build::{belongs_to, by_id, field, hook, model, on, resource, scope};

const MIDDLEWARE: [&str; 6] = ["auth", "auth(staff)", "log", "cache(60)", "cors", "rate_limit(5/hour)"];
const OPERATIONS: [&str; 5] = ["list", "show", "create", "update", "delete"];
const CONSTRAINTS: [&str; 5] = ["@unique", "@max(255)", "@max(10)", "@index", "@min(1)"];
const BODIES: [&str; 6] = [
    "self.slug = String.slugify(self.title)",
    "self.slug = String.slugify(self.name)",
    "self.code = String.slugify(self.title)",
    "Audit.record(:made, self.id)\nTime.now()",
    "Audit.record(:sold, self.id)  // Time.later()\nTime.now()",
    "self.status = \"new\"",
];
const ACTIONS: [&str; 3] = ["cascade", "restrict", ""];

/// Numbers choose what each of some resources has.
fn built(choices: &[Vec<usize>]) -> Model {
    model(choices.iter().enumerate().map(|(at, choice)| {
        let mut out = resource(at);
        let mut choice = choice.iter().copied().cycle();
        let mut pick = |n: usize| choice.next().unwrap_or(0) % n;
        let operations = OPERATIONS.iter().filter(|_| pick(5) > 0).map(|one| Text::from(*one)).collect::<Vec<_>>();
        for operation in &operations {
            let names: Vec<&str> = (0..pick(4)).map(|_| MIDDLEWARE[pick(6)]).collect();
            on(&mut out, operation, &names);
        }
        out.operations = Some(operations);
        for name in ["email", "title", "slug", "name", "status"] {
            if pick(4) > 0 {
                let constraints: BTreeSet<&str> = (0..pick(3)).map(|_| CONSTRAINTS[pick(5)]).collect();
                let constraints: Vec<&str> = constraints.into_iter().collect();
                out.fields.push(field(name, ["string", "string(9)", "email"][pick(3)], &constraints));
            }
        }
        for event in ["before_create", "after_save"] {
            if pick(3) > 0 {
                out.hooks.push(hook(event, BODIES[pick(6)]));
            }
        }
        if pick(2) > 0 {
            out.relationships.push(belongs_to("author", ["User", "Person"][pick(2)], ACTIONS[pick(3)]));
        }
        if pick(2) > 0 {
            out.scopes.push(scope("recent", ["limit: 1", "limit: 2", "order_by: \"id\""][pick(3)]));
        }
        out
    }))
}

fn choices() -> impl Strategy<Value = Vec<Vec<usize>>> {
    prop::collection::vec(prop::collection::vec(0usize..60, 7..40), 0..30)
}

/// (frequency, support, applicable) of every chain, the slow way.
fn chains(model: &Model) -> BTreeMap<String, (u32, u32, u32)> {
    let mut found = BTreeMap::new();
    let places: Vec<(&str, Vec<&str>)> = model
        .resources
        .iter()
        .flat_map(|resource| resource.operations.iter().flatten().map(move |operation| (resource, operation)))
        .map(|(resource, operation)| {
            let names = resource.middleware.get(operation).map_or(&[][..], |chain| &chain.names);
            (operation.as_str(), names.iter().map(|text| middleware::base(text)).collect())
        })
        .collect();
    for (_, chain) in places.iter().filter(|(_, chain)| !chain.is_empty()) {
        let uses: Vec<_> = places.iter().filter(|(_, other)| other == chain).collect();
        let applicable = places.iter().filter(|(operation, _)| uses.iter().any(|(own, _)| own == operation)).count();
        let uses = uses.len() as u32;
        found.insert(format!("middleware/{}", chain.join("+")), (uses, uses, applicable as u32));
    }
    found
}

/// The same of the `on_delete` of relationships by name.
fn relationships(model: &Model) -> BTreeMap<String, (u32, u32, u32)> {
    let all: Vec<_> = model.resources.iter().flat_map(|resource| &resource.relationships).collect();
    let mut found = BTreeMap::new();
    for one in &all {
        let uses =
            all.iter().filter(|other| (&other.name, &other.on_delete) == (&one.name, &one.on_delete)).count() as u32;
        let named = all.iter().filter(|other| other.name == one.name).count() as u32;
        let plus = if one.on_delete.is_empty() { String::new() } else { format!("+{}", one.on_delete) };
        found.insert(format!("relationship/belongs_to{plus}/{}", one.name), (uses, uses, named));
    }
    found
}

/// The same of slugs set before a create: uses of the shape, then resources that keep it among those with the field.
fn slugs(model: &Model) -> (u32, u32, u32) {
    let sets = |body: &str| body.contains("String.slugify");
    let on_create = |resource: &etched_compiler::model::Resource| {
        resource.hooks.iter().any(|hook| hook.event == "before_create" && sets(&hook.body))
    };
    let hooks = model.resources.iter().flat_map(|resource| &resource.hooks);
    let uses: Vec<_> = hooks.filter(|hook| hook.event == "before_create" && sets(&hook.body)).collect();
    let needs = |name: &str| {
        uses.iter().all(|hook| hook.body.contains(&format!("self.{name}")))
            && model
                .resources
                .iter()
                .filter(|one| on_create(one))
                .all(|one| one.fields.iter().any(|field| field.name == name))
    };
    let names: Vec<&str> = ["slug", "title", "name"].into_iter().filter(|name| needs(name)).collect();
    let applicable: Vec<_> = model
        .resources
        .iter()
        .filter(|one| names.iter().all(|name| one.fields.iter().any(|field| field.name == *name)))
        .collect();
    let kept = applicable.iter().filter(|one| on_create(one)).count();
    (uses.len() as u32, kept as u32, applicable.len() as u32)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn frequency_and_support_are_those_of_a_brute_force_count(choices in choices()) {
        let mut model = built(&choices);
        discover(&mut model);
        let patterns = by_id(&model);
        let options = Options::default();
        let mut expected = chains(&model);
        expected.extend(relationships(&model));
        expected.insert("hook/before_create/String.slugify".to_owned(), slugs(&model));
        for (id, (frequency, support, applicable)) in expected {
            let found = patterns.get(id.as_str()).map(|one| {
                let counted = one.support.expect("counted");
                (one.frequency, counted.support, counted.applicable)
            });
            let wanted = options.is_pattern(frequency).then_some((frequency, support, applicable));
            prop_assert_eq!(found, wanted, "{}", id);
        }
        for pattern in &model.patterns {
            let counted = pattern.support.expect("counted");
            prop_assert!(counted.support <= counted.applicable, "{}", pattern.id);
            prop_assert_eq!(counted.wilson, wilson(counted.support, counted.applicable));
            prop_assert_eq!(pattern.confidence, confidence(pattern.frequency));
            prop_assert!(options.is_pattern(pattern.frequency), "{}", pattern.id);
            prop_assert!(pattern.examples.len() == 5.min(pattern.frequency as usize), "{}", pattern.id);
        }
        for (name, exact) in [("email", "unique"), ("title", "index"), ("slug", "index+unique")] {
            // A set without arguments: fields that have all of it, out of the fields of the name.
            let named: Vec<_> = model.resources.iter().flat_map(|one| &one.fields).filter(|one| one.name == name).collect();
            let parts: Vec<FieldConstraint> = exact.split('+').map(|part| format!("@{part}").into()).collect();
            let uses = named.iter().filter(|one| parts.iter().all(|part| one.constraints.contains(part))).count() as u32;
            if let Some(pattern) = patterns.get(format!("field/{name}/{exact}").as_str()) {
                prop_assert_eq!((pattern.frequency, pattern.support.map(|one| one.applicable)), (uses, Some(named.len() as u32)));
            }
        }
    }

    #[test]
    fn the_order_of_resources_changes_nothing(choices in choices(), seed in any::<u64>()) {
        let mut first = built(&choices);
        let mut second = first.clone();
        let mut state = seed | 1;
        for at in (1..second.resources.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            second.resources.swap(at, (state >> 33) as usize % (at + 1));
        }
        discover(&mut first);
        discover(&mut second);
        prop_assert_eq!(&first.patterns, &second.patterns);
        prop_assert_eq!(&first.deviations, &second.deviations);
        prop_assert_eq!(&first.coverage, &second.coverage);
    }

    #[test]
    fn ids_are_unique_and_sorted_and_deviations_name_them(choices in choices()) {
        let mut model = built(&choices);
        discover(&mut model);
        let patterns = by_id(&model);
        prop_assert_eq!(patterns.len(), model.patterns.len());
        let sorted = model.patterns.windows(2).all(|pair| {
            (pair[1].frequency, &pair[0].id) < (pair[0].frequency, &pair[1].id)
        });
        prop_assert!(sorted);
        let mut places = BTreeSet::new();
        for deviation in &model.deviations {
            let pattern = patterns.get(deviation.pattern.as_str());
            prop_assert!(pattern.is_some(), "{}", deviation.pattern);
            prop_assert!(deviation.rival.is_empty() || patterns.contains_key(deviation.rival.as_str()));
            prop_assert!(deviation.line > 0 && !deviation.file_path.is_empty());
            let kind = deviation.pattern.split('/').next();
            prop_assert!(places.insert((kind, &deviation.resource, &deviation.subject)), "{:?}", deviation);
        }
    }
}

#[test]
fn coverage_counts_all_uses_and_each_resource_once() {
    let mut model = super::build::resources(20, |at, resource| {
        if at < 12 {
            on(resource, "create", &["auth"]);
            on(resource, "update", &["auth"]);
        }
        if at < 2 {
            on(resource, "list", &["cache(1)"]);
        }
    });
    discover(&mut model);
    // Two uses of a cache are no pattern, so there is no such category.
    assert_eq!(model.coverage, [("authentication".into(), 12), ("operation".into(), 20)]);
}
