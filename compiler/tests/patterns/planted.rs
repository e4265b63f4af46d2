//! Deviations that were planted are found, with file, line, rival and template, and nothing else is.

use etched_compiler::model::{Model, Resource};
use etched_compiler::patterns::discover;

use super::build::{allow, belongs_to, by_id, deviations, field, hook, on, resource, resources, scope};

/// Twelve resources that do everything in one way.
fn clean() -> Model {
    resources(12, |at, resource| {
        on(resource, "list", &[&format!("cache({})", at * 60)]);
        for operation in ["create", "update", "delete"] {
            on(resource, operation, &["auth", "log"]);
        }
        resource.fields = vec![
            field("id", "uuid", &["@primary", "@auto"]),
            field("email", "email", &["@unique", "@max(255)"]),
            field("title", &format!("string({})", at * 10), &[]),
            field("slug", "string", &["@unique"]),
            field("created_at", "timestamp", &["@auto"]),
        ];
        resource.relationships = vec![belongs_to("author", "User", "restrict")];
        resource.hooks = vec![
            hook("before_create", "self.slug = String.slugify(self.title)"),
            hook("after_save", &format!("Audit.record(:r{at}, self.id)")),
        ];
        resource.scopes = vec![scope("recent", "where: { created_at: { gt: Time.days_ago(7) } }")];
    })
}

fn planted(change: impl Fn(&mut Resource)) -> Vec<String> {
    let mut model = clean();
    change(&mut model.resources[6]);
    discover(&mut model);
    deviations(&model)
}

#[test]
fn a_clean_schema_has_none() {
    assert_eq!(planted(|_| {}), Vec::<String>::new());
}

#[test]
fn a_missing_guard_is_one_finding_at_its_operation() {
    let found = planted(|resource| on(resource, "delete", &["log"]));
    assert_eq!(found, ["middleware/auth/delete R06.delete schema/r06.cdt:10"]);
    // Nothing of the usual chain is there: still one place, and where it would be written.
    let found = planted(|resource| drop(resource.middleware.remove("delete")));
    assert_eq!(found, ["middleware/auth/delete R06.delete schema/r06.cdt:1"]);
}

#[test]
fn an_operation_that_does_not_exist_is_no_place() {
    let found = planted(|resource| {
        resource.middleware.remove("delete");
        resource.operations.as_mut().expect("listed").retain(|operation| operation != "delete");
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_deviation_says_how_well_supported_it_is_and_what_to_write() {
    let mut model = clean();
    on(&mut model.resources[6], "delete", &["log"]);
    discover(&mut model);
    let [one] = &model.deviations[..] else { panic!("{:?}", model.deviations) };
    assert_eq!((one.support.support, one.support.applicable), (11, 12));
    assert!((one.support.wilson - 0.646).abs() < 0.001);
    assert_eq!(one.template, "@on delete: [auth, log]");
    assert_eq!((one.resource.as_str(), one.rival.as_str()), ("R06", ""));
}

#[test]
fn another_order_is_found_and_its_rival_named() {
    let mut model = resources(40, |at, resource| {
        on(resource, "create", if at < 37 { &["auth", "log"] } else { &["log", "auth"] });
    });
    discover(&mut model);
    let rivals: Vec<_> = model.deviations.iter().map(|one| (one.pattern.as_str(), one.rival.as_str())).collect();
    assert_eq!(rivals, [("middleware/auth+log", "middleware/log+auth"); 3]);
    assert_eq!(model.deviations[0].template, "@on create: [auth, log]");
}

#[test]
fn three_that_agree_on_something_else_are_a_second_habit() {
    let split = |others: usize| {
        let mut model = resources(24, |at, resource| {
            let ty = if at < others { "ulid" } else { "uuid" };
            resource.fields = vec![field("key", ty, &["@primary"])];
        });
        discover(&mut model);
        model.deviations.len()
    };
    assert_eq!([split(0), split(1), split(2), split(3), split(4)], [0, 1, 2, 0, 0]);
}

#[test]
fn a_field_that_lacks_one_of_its_constraints() {
    let found = planted(|resource| resource.fields[1].constraints.retain(|one| one != "@unique"));
    assert_eq!(found, ["field/email/max+unique R06.email schema/r06.cdt:20"]);
    let found = planted(|resource| resource.fields[1].constraints[1] = "@max(100)".into());
    assert_eq!(found, ["field/email/max+unique R06.email schema/r06.cdt:20"]);
    // More than usual is not less.
    let found = planted(|resource| resource.fields[1].constraints.push("@index".into()));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_field_of_another_type_but_not_under_another_name() {
    let found = planted(|resource| resource.fields[1].ty = "string".into());
    assert_eq!(found, ["field/email/email R06.email schema/r06.cdt:20"]);
    let found = planted(|resource| resource.fields[4].ty = "datetime".into());
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn four_of_five_is_the_weakest_rule() {
    let found = |n: usize| {
        let mut model = resources(n, |at, resource| {
            let constraints: &[&str] = if at == 0 { &["@max(255)"] } else { &["@unique", "@max(255)"] };
            resource.fields = vec![field("email", "email", constraints)];
        });
        discover(&mut model);
        model.deviations.len()
    };
    assert_eq!([found(3), found(4), found(5), found(12)], [0, 0, 1, 1]);
}

#[test]
fn a_missing_field() {
    let found = planted(|resource| drop(resource.fields.pop()));
    assert_eq!(found, ["every/field/created_at R06.created_at schema/r06.cdt:1"]);
}

#[test]
fn a_missing_hook_where_its_fields_are() {
    let found = planted(|resource| drop(resource.hooks.remove(0)));
    assert_eq!(found, ["hook/before_create/String.slugify R06.before_create schema/r06.cdt:1"]);
    // Where there is no slug there is nothing to set.
    let mut model = clean();
    let mut other = resource(99);
    other.fields = model.resources[0].fields.clone();
    other.fields.retain(|field| field.name != "slug");
    (other.middleware, other.relationships, other.scopes) = (
        model.resources[0].middleware.clone(),
        model.resources[0].relationships.clone(),
        model.resources[0].scopes.clone(),
    );
    other.hooks = vec![hook("after_save", "Audit.record(:other, self.id)")];
    model.resources.push(other);
    discover(&mut model);
    assert_eq!(deviations(&model), ["every/field/slug R99.slug schema/r99.cdt:1"]);
}

#[test]
fn a_hook_that_does_the_same_and_more_keeps_the_habit() {
    let found = planted(|resource| {
        resource.hooks[0].body = "let base = String.slugify(self.title)\nself.slug = Slug.unique(base)".into();
    });
    assert_eq!(found, Vec::<String>::new());
    // Before a save is before a create, too.
    let found = planted(|resource| resource.hooks[0].event = "before_save".into());
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn another_on_delete_and_none() {
    let found = planted(|resource| resource.relationships[0].on_delete = "cascade".into());
    assert_eq!(found, ["relationship/belongs_to+restrict/author R06.author schema/r06.cdt:40"]);
    let found = planted(|resource| resource.relationships[0].on_delete = Default::default());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("relationship/belongs_to+"), "{found:?}");
}

#[test]
fn a_scope_that_means_something_else() {
    let found = planted(|resource| resource.scopes[0].query = "order_by: \"created_at desc\"".into());
    assert_eq!(found, ["scope/recent R06.recent schema/r06.cdt:50"]);
    let found = planted(|resource| resource.scopes.clear());
    assert_eq!(found, ["every/scope/recent R06.recent schema/r06.cdt:1"]);
}

#[test]
fn the_reason_of_a_field_is_the_feature_that_accounts_for_it_best() {
    // Resources with an update have `updated_at`; the others have no use for it.
    let build = |forgot: bool| {
        let mut model = resources(30, |at, resource| {
            resource.fields = vec![field("id", "uuid", &["@primary"])];
            if at % 2 == 0 {
                resource.fields.push(field("updated_at", "timestamp", &["@auto_update"]));
            } else {
                resource.operations.as_mut().expect("listed").retain(|operation| operation != "update");
            }
        });
        if forgot {
            model.resources[4].fields.pop();
        }
        discover(&mut model);
        model
    };
    assert_eq!(deviations(&build(false)), Vec::<String>::new());
    let model = build(true);
    assert_eq!(deviations(&model), ["with/update()/field/updated_at R04.updated_at schema/r04.cdt:1"]);
    assert_eq!(model.deviations[0].template, "updated_at: timestamp! @auto_update");
}

#[test]
fn a_hook_whose_fields_do_not_say_who_has_it_goes_by_another_feature() {
    let mut model = resources(40, |at, resource| {
        if at % 2 == 0 {
            resource.relationships = vec![belongs_to("author", "User", "restrict")];
            if at != 8 {
                resource.hooks = vec![hook("after_create", "Notify.followers(self)")];
            }
        }
    });
    discover(&mut model);
    assert_eq!(
        deviations(&model),
        ["with/author/hook/after_create/Notify.followers R08.after_create schema/r08.cdt:1"]
    );
}

#[test]
fn an_acknowledgement_silences_what_it_names_and_is_itself_checked() {
    for (id, silenced) in [
        ("middleware/auth/delete", true),
        ("middleware/auth", true),
        ("middleware", false),
        ("middleware/au", false),
        ("middleware/auth/create", false),
        ("middleware/auth/delete/x", false),
        ("", false),
    ] {
        let mut model = clean();
        on(&mut model.resources[6], "delete", &["log"]);
        model.resources[6].allows = vec![allow(id)];
        let report = discover(&mut model);
        assert_eq!(model.deviations.is_empty(), silenced, "{id}");
        let unused: Vec<_> = report.unused_allows.iter().map(|one| (one.pattern.as_str(), one.line)).collect();
        assert_eq!(unused, if silenced { vec![] } else { vec![(id, 3)] });
    }
}

#[test]
fn an_acknowledgement_uncovers_the_next_reason_and_counts_in_its_own_resource_only() {
    let mut model = clean();
    model.resources[6].middleware.remove("delete");
    model.resources[6].allows = vec![allow("middleware/auth/delete")];
    model.resources[7].allows = vec![allow("middleware/auth/delete")];
    let report = discover(&mut model);
    assert_eq!(deviations(&model), ["middleware/log/delete R06.delete schema/r06.cdt:1"]);
    let [unused] = &report.unused_allows[..] else { panic!("{report:?}") };
    assert_eq!((unused.resource.as_str(), unused.is_pattern), ("R07", true));
    assert_eq!(by_id(&model)["middleware/auth/delete"].frequency, 11);
}
