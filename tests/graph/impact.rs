//! What a change does to its dependents.

use etched::graph::{Affected, Cause, Effect, Impact};
use etched::{Change, GraphError, Registry, Severity};
use etched_compiler::model::{Model, Nested};

use crate::build::{blog, hook, model, of, on, registry, resource, route};

/// Lines as `distance id severity: reason`.
fn show(impact: &Impact<'_>) -> Vec<String> {
    let line = |line: &Affected<'_>| {
        format!("{} {} {}: {}", line.distance(), line.id(), line.severity().name(), reasons(line))
    };
    impact.affected().iter().map(line).collect()
}

/// All reasons as sentences.
fn reasons(line: &Affected<'_>) -> String {
    line.reasons().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn delete(registry: &Registry, name: &str) -> Vec<String> {
    show(&registry.impact(name, Change::Delete).unwrap())
}

#[test]
fn cascades_are_followed_and_restrict_blocks() {
    let registry = of(&[
        ("User", &[]),
        ("Post", &["belongs_to author User author_id cascade"]),
        ("Comment", &["belongs_to post Post post_id cascade"]),
        ("Vote", &["belongs_to comment Comment comment_id restrict"]),
        ("Behind", &["belongs_to vote Vote vote_id cascade"]),
    ]);
    assert_eq!(
        delete(&registry, "User"),
        [
            "1 resource:Post critical: belongs_to `author` cascades: records are deleted",
            "2 resource:Comment critical: belongs_to `post` cascades: records are deleted",
            "3 resource:Vote high: belongs_to `comment` restricts: the delete is blocked while records exist",
        ]
    );
    let counts = registry.impact("User", Change::Delete).unwrap().counts();
    assert_eq!((counts.affected, counts.deleted, counts.blocked, counts.resources), (3, 2, 1, 3));
}

#[test]
fn set_null_names_the_field() {
    let registry = of(&[
        ("User", &[]),
        ("Post", &["belongs_to author User author_id set_null", "belongs_to editor User - set_default"]),
        ("Log", &["belongs_to actor User actor_id no_action", "belongs_to other User other_id"]),
    ]);
    assert_eq!(
        delete(&registry, "User"),
        [
            "1 resource:Post medium: belongs_to `author` sets `author_id` to null; \
             belongs_to `editor` sets `editor_id` to its default",
            "1 resource:Log high: belongs_to `actor` has on_delete `no_action`: records still point to User; \
             belongs_to `other` has no on_delete: records still point to User",
        ]
    );
    let counts = registry.impact("User", Change::Delete).unwrap().counts();
    assert_eq!((counts.affected, counts.nulled, counts.broken), (2, 1, 1));
}

#[test]
fn the_worst_of_several_effects_counts_and_all_are_named() {
    let registry = of(&[
        ("User", &[]),
        ("Post", &["belongs_to editor User editor_id restrict", "belongs_to author User author_id cascade"]),
    ]);
    let impact = registry.impact("User", Change::Delete).unwrap();
    let [post] = impact.affected() else { panic!("one dependent") };
    assert_eq!((post.effect(), post.severity()), (Effect::Deleted, Severity::Critical));
    let causes: Vec<_> = post.reasons().iter().map(|reason| (reason.effect, &reason.cause)).collect();
    let cascade = Cause::Cascade { kind: "belongs_to", relationship: "author", owner: None };
    let restrict = Cause::Restrict { kind: "belongs_to", relationship: "editor", owner: None };
    assert_eq!(causes, [(Effect::Deleted, &cascade), (Effect::Blocked, &restrict)]);
    assert_eq!((impact.counts().deleted, impact.counts().blocked), (1, 1));
}

#[test]
fn cascading_in_a_circle_ends() {
    let registry = of(&[
        ("A", &["belongs_to b B b_id cascade", "belongs_to a A a_id cascade"]),
        ("B", &["belongs_to a A a_id cascade"]),
    ]);
    assert_eq!(delete(&registry, "A"), ["1 resource:B critical: belongs_to `a` cascades: records are deleted"]);
}

#[test]
fn a_rule_on_the_collecting_side_is_about_the_collected() {
    let registry = of(&[
        ("User", &["has_many posts Post - cascade", "has_one profile Profile owner_id set_null"]),
        ("Post", &[]),
        ("Profile", &[]),
    ]);
    assert_eq!(
        delete(&registry, "User"),
        [
            "1 resource:Post critical: has_many `posts` of User cascades: records are deleted",
            "1 resource:Profile medium: has_one `profile` of User sets `owner_id` to null",
        ]
    );
    assert_eq!(delete(&registry, "Post"), ["1 resource:User high: has_many `posts` names Post"]);
}

#[test]
fn routes_and_hooks_are_touched() {
    let mut user = resource("User", &[]);
    hook(&mut user, "before_create", "x()");
    let mut post = resource("Post", &["belongs_to author User author_id cascade"]);
    hook(&mut post, "after_delete", "x()");
    hook(&mut post, "before_update", "x()");
    let routes = vec![route(&user, "GET /users list"), route(&post, "GET /posts list")];
    let registry = registry(&Model { routes, ..model(vec![user, post]) });
    assert_eq!(
        delete(&registry, "User"),
        [
            "1 resource:Post critical: belongs_to `author` cascades: records are deleted",
            "1 route:GET /users high: serves User, which is deleted",
            "1 hook:User.before_create low: is deleted with User",
            "2 route:GET /posts low: serves Post, whose records are deleted",
            "2 hook:Post.after_delete low: runs when records of Post are deleted",
        ]
    );
    let counts = registry.impact("User", Change::Delete).unwrap().counts();
    assert_eq!((counts.resources, counts.routes, counts.hooks), (1, 2, 2));
}

#[test]
fn renaming_touches_whatever_carries_the_name() {
    let mut user = resource("User", &["has_many posts Post"]);
    let post = resource("Post", &["belongs_to author User author_id cascade"]);
    let mut comment = resource("Comment", &["has_many_through readers Reader"]);
    comment.relationships[0].through = "User".into();
    comment.nested_under.push(Nested { parent: "User".into(), ..Nested::default() });
    let reader = resource("Reader", &[]);
    let routes = vec![route(&user, "GET /users list"), route(&comment, "GET /users/:user_id/comments list")];
    let mut all = Model { routes, ..model(vec![user.clone(), post, comment, reader]) };
    let show = |model: &Model| show(&registry(model).impact("User", Change::Rename).unwrap());
    assert_eq!(
        show(&all),
        [
            "1 resource:Post medium: belongs_to `author` names User; \
             has_many `posts` of User gives no foreign_key: `user_id` follows the name",
            "1 resource:Comment medium: has_many_through `readers` goes through User; is nested under User",
            "1 route:GET /users high: its path is derived from the name User",
            "2 route:GET /users/:user_id/comments high: its path is under that of User",
        ]
    );
    user.path = "people".into();
    all.resources[0] = user;
    assert!(show(&all).contains(&"1 route:GET /users medium: handler `User.list` serves User".to_owned()));
}

#[test]
fn middleware_is_removed_renamed_or_gone() {
    let registry = blog();
    let impact = registry.impact("auth", Change::RemoveMiddleware).unwrap();
    assert_eq!(impact.start().id(), "middleware:auth");
    assert_eq!(
        show(&impact),
        [
            "1 resource:Post medium: runs without auth on create, delete, list, update",
            "2 route:GET /posts medium: runs without auth",
            "2 route:PUT /posts/:id medium: runs without auth",
            "2 route:PATCH /posts/:id medium: runs without auth",
        ]
    );
    let gone = registry.impact("middleware:auth", Change::Delete).unwrap();
    assert_eq!(reasons(&gone.affected()[0]), "uses auth, which is deleted, on create, delete, list, update");
    assert_eq!(gone.counts().broken, 4);
    let renamed = registry.impact("middleware:rate_limit", Change::Rename).unwrap();
    assert_eq!(show(&renamed), ["1 resource:Post medium: names rate_limit on create"]);
}

#[test]
fn a_resource_of_the_same_name_is_not_the_middleware() {
    let mut auth = resource("auth", &[]);
    on(&mut auth, "list", 2, &["auth"]);
    let registry = registry(&model(vec![auth]));
    assert_eq!(registry.impact("auth", Change::RemoveMiddleware).unwrap().start().id(), "middleware:auth");
    assert_eq!(registry.impact("auth", Change::Delete).unwrap().start().id(), "resource:auth");
}

#[test]
fn functions_break_their_callers() {
    let mut post = resource("Post", &[]);
    hook(&mut post, "before_create", "self.slug = String.slugify(self.title)");
    hook(&mut post, "after_create", "User.greet(self.author)");
    let registry = registry(&model(vec![post, resource("User", &[])]));
    assert_eq!(
        delete(&registry, "function:String.slugify"),
        [
            "1 resource:Post high: calls `String.slugify` in 1 body, which is deleted",
            "2 hook:Post.before_create high: calls `String.slugify`, which is deleted",
        ]
    );
    assert_eq!(
        show(&registry.impact("User", Change::Rename).unwrap()),
        [
            "1 resource:Post medium: calls `User.greet` in 1 body, which is renamed",
            "2 hook:Post.after_create medium: calls `User.greet`, which is renamed",
        ]
    );
}

#[test]
fn wrong_questions_are_errors() {
    let registry = blog();
    assert!(matches!(registry.impact("Usr", Change::Delete), Err(GraphError::UnknownNode { .. })));
    let error = registry.impact("atuh", Change::RemoveMiddleware).unwrap_err();
    assert_eq!(error.to_string(), "there is no middleware `atuh`; did you mean `middleware:auth`?");
    let error = registry.impact("Post", Change::RemoveMiddleware).unwrap_err();
    assert_eq!(error.to_string(), "`remove` applies to a middleware, and `resource:Post` is not one");
    assert!(registry.impact("route:GET /posts", Change::Delete).unwrap().affected().is_empty());
}
