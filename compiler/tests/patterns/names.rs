//! Names, categories, thresholds, options: the rows of the specification.

use etched_compiler::model::Application;
use etched_compiler::patterns::{
    OPTION_KEYS, Options, confidence, discover, discover_with, middleware_category, middleware_name, wilson,
};

use super::build::{by_id, field, on, resources};

#[test]
fn names_follow_the_words_of_the_base_names() {
    for (chain, name) in [
        (&["auth"][..], "authenticated_handler"),
        (&["auth(staff)"], "authenticated_handler"),
        (&["cache(300)"], "cached_handler"),
        (&["rate_limit(5/hour)"], "rate_limited_handler"),
        (&["cors"], "cors_enabled_handler"),
        (&["log"], "logged_handler"),
        (&["logging"], "logged_handler"),
        (&["request_log"], "logged_handler"),
        (&["auth", "rate_limit(5/hour)"], "authenticated_rate_limited_handler"),
        (&["cache(60)", "cors"], "cached_cors_enabled_handler"),
        (&["auth", "admin"], "authenticated_admin_handler"),
        (&["idempotent"], "idempotent_handler"),
        // whole words only
        (&["author_filter"], "author_filter_handler"),
        (&["blog_filter"], "blog_filter_handler"),
        (&["authority"], "authority_handler"),
        (&["catalog"], "catalog_handler"),
        (&["login"], "login_handler"),
        (&["caching"], "caching_handler"),
        (&["rate"], "rate_handler"),
        (&["rate_limiter"], "rate_limiter_handler"),
        (&["scores"], "scores_handler"),
        (&["cache_control"], "cached_handler"),
        (&["jwt_auth"], "authenticated_handler"),
        (&["jwtAuth"], "authenticated_handler"),
        (&["auth:bearer"], "authenticated_handler"),
        // arguments are no part of the base name
        (&["guard(auth)"], "guard_handler"),
    ] {
        assert_eq!(middleware_name(chain), name, "{chain:?}");
    }
}

#[test]
fn categories_have_an_order_over_the_whole_chain() {
    for (chain, category) in [
        (&["cors", "rate_limit(1/day)", "cache(5)", "auth"][..], "authentication"),
        (&["cors", "rate_limit(1/day)", "cache(5)"], "caching"),
        (&["cors", "rate_limit(1/day)"], "rate_limiting"),
        (&["log", "cors"], "cors"),
        (&["log"], "general"),
        (&["admin", "idempotent"], "general"),
        (&["author_filter"], "general"),
        (&["blog_filter"], "general"),
        (&["cache_control"], "caching"),
        (&["author_filter", "cors"], "cors"),
    ] {
        assert_eq!(middleware_category(chain), category, "{chain:?}");
    }
}

#[test]
fn three_uses_make_a_pattern_and_ten_make_it_certain() {
    for (uses, expected) in
        [(1, None), (2, None), (3, Some(0.3)), (4, Some(0.4)), (9, Some(0.9)), (10, Some(1.0)), (25, Some(1.0))]
    {
        let mut model = resources(uses, |_, resource| on(resource, "create", &["idempotent"]));
        discover(&mut model);
        let found = by_id(&model).get("middleware/idempotent").map(|pattern| pattern.confidence);
        assert_eq!(found, expected, "{uses} uses");
    }
}

#[test]
fn the_confidence_filter_is_a_second_threshold() {
    let options = Options::default().min_frequency(1).min_confidence(0.2);
    for (uses, found) in [(1, false), (2, true)] {
        let mut model = resources(uses, |_, resource| on(resource, "create", &["idempotent"]));
        discover_with(&mut model, &options);
        assert_eq!(by_id(&model).contains_key("middleware/idempotent"), found, "{uses} uses");
    }
}

#[test]
fn the_statistics_are_the_published_ones() {
    // Values of Wilson's lower bound computed with 50 digits elsewhere.
    for (support, applicable, bound) in [
        (0, 0, 0.0),
        (0, 5, 0.0),
        (3, 3, 0.438_503),
        (4, 5, 0.375_535),
        (11, 12, 0.646_120),
        (49, 50, 0.895_046),
        (5000, 5000, 0.999_232),
    ] {
        let found = wilson(support, applicable);
        assert!((found - bound).abs() < 1e-5, "{support} of {applicable}: {found}, not {bound}");
    }
    assert_eq!([0, 1, 3, 10, 11].map(confidence), [0.0, 0.1, 0.3, 1.0, 1.0]);
}

#[test]
fn verbose_names_add_parameters_and_the_commonest_operation() {
    let mut model = resources(4, |at, resource| {
        on(resource, "create", &["auth", "rate_limit(5/hour)"]);
        if at == 0 {
            on(resource, "update", &["auth", "rate_limit(9/day)"]);
        }
    });
    discover_with(&mut model, &Options::default().verbose_names(true));
    let patterns = by_id(&model);
    let pattern = patterns["middleware/auth+rate_limit"];
    assert_eq!(pattern.name, "authenticated_rate_limited_handler_with_5_per_hour_for_create");
    assert_eq!(pattern.template, "@on <operation>: [auth, rate_limit(<limit>)]");
}

#[test]
fn verbose_names_have_the_parts_there_are() {
    for (operation, chain, name) in [
        ("list", &["cache(300)"][..], "cached_handler_with_300_for_list"),
        ("list", &["cors"], "cors_enabled_handler_for_list"),
        ("create", &["auth", "idempotent"], "authenticated_idempotent_handler_for_create"),
        (
            "list",
            &["cache(60)", "cors", "rate_limit(9/day)"],
            "cached_cors_enabled_rate_limited_handler_with_60_9_per_day_for_list",
        ),
        ("by_slug", &["owner(user_id)"], "owner_handler_with_user_id_for_by_slug"),
        ("list", &["cache()"], "cached_handler_for_list"),
    ] {
        let mut model = resources(3, |_, resource| on(resource, operation, chain));
        discover_with(&mut model, &Options::default().verbose_names(true));
        let names: Vec<&str> = model.patterns.iter().map(|pattern| pattern.name.as_str()).collect();
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
}

#[test]
fn templates_have_placeholders_for_what_differs() {
    for (texts, template) in [
        (["cache(300)", "cache(300)", "cache(300)", "cache(300)"], "cache(300)"),
        (["cache(300)", "cache(300)", "cache(300)", "cache(60)"], "cache(<seconds>)"),
        (["cache", "cache", "cache", "cache"], "cache"),
        (["cache", "cache", "cache", "cache(60)"], "cache<(seconds)>"),
        (["owner(a)", "owner(b)", "owner(a)", "owner(a)"], "owner(<arguments>)"),
        (["owner(a)", "owner(a)", "owner(a)", "owner(a)"], "owner(a)"),
        (["auth", "auth(staff)", "auth(staff)", "auth(editor)"], "auth<(role)>"),
        (
            ["rate_limit(5/hour)", "rate_limit(6/hour)", "rate_limit(6/hour)", "rate_limit(6/hour)"],
            "rate_limit(<limit>)",
        ),
    ] {
        let mut model = resources(4, |at, resource| on(resource, "list", &[texts[at], "cors"]));
        discover(&mut model);
        let patterns = by_id(&model);
        let base = texts[0].split('(').next().unwrap();
        // The chain, and the rule that `list` always runs it.
        assert_eq!(patterns[&*format!("middleware/{base}+cors")].template, format!("@on list: [{template}, cors]"));
        assert_eq!(patterns[&*format!("middleware/{base}/list")].template, format!("@on list: [{template}]"));
    }
    let mut model = resources(4, |at, resource| on(resource, "list", &[&format!("cache({at})"), "cors"]));
    discover(&mut model);
    let patterns = by_id(&model);
    assert_eq!(patterns["middleware/cache+cors"].template, "@on list: [cache(<seconds>), cors]");
    assert_eq!(patterns["middleware/cache+cors"].examples[1].code, "@on list: [cache(1), cors]");
}

#[test]
fn variants_are_counted_where_uses_differ() {
    let texts = ["auth", "auth(staff)", "auth(staff)", "auth(editor)", "auth", "auth(staff)"];
    let mut model = resources(6, |at, resource| {
        on(resource, "list", &[texts[at], "cors"]);
        on(resource, "create", &["auth"]);
        resource.fields = vec![field("title", "string", &[["@max(80)", "@max(40)"][at % 2], "@unique"])];
    });
    discover(&mut model);
    let patterns = by_id(&model);
    let variants = |id: &str| -> Vec<(&str, u32)> {
        patterns[id].variants.iter().map(|variant| (variant.code.as_str(), variant.count)).collect()
    };
    // Commonest first, and of equally common ones the first in order.
    assert_eq!(
        variants("middleware/auth+cors"),
        [("auth(staff), cors", 3), ("auth, cors", 2), ("auth(editor), cors", 1)]
    );
    assert_eq!(variants("middleware/auth/list"), [("auth(staff)", 3), ("auth", 2), ("auth(editor)", 1)]);
    assert_eq!(variants("field/title/max+unique"), [("@max(40)", 3), ("@max(80)", 3)]);
    assert_eq!((variants("middleware/auth"), variants("middleware/auth/create")), (vec![], vec![]));
    for pattern in patterns.values().filter(|pattern| !pattern.variants.is_empty()) {
        assert_eq!(pattern.variants.iter().map(|variant| variant.count).sum::<u32>(), pattern.frequency);
    }
}

#[test]
fn options_come_from_the_application_and_bad_ones_are_named() {
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    let good = Application {
        options: pairs(&[
            ("pattern_min_frequency", "7"),
            ("pattern_min_confidence", "0.5"),
            ("pattern_max_examples", "0"),
            ("pattern_descriptions", "false"),
            ("pattern_verbose_names", "true"),
            ("pattern_min_support", "9"),
            ("pattern_min_rate", "\"0.95\""),
            ("pattern_min_wilson", "0.7"),
            ("pattern_rival_rate", "1"),
            ("pattern_cross_rate", "0.99"),
            ("pattern_cross_wilson", "0.8"),
            ("theme", "dark"),
        ]),
        ..Application::default()
    };
    let (options, bad) = Options::from_application(&good);
    assert!(bad.is_empty(), "{bad:?}");
    let expected = Options::default()
        .min_frequency(7)
        .min_confidence(0.5)
        .max_examples(0)
        .descriptions(false)
        .verbose_names(true)
        .min_support(9)
        .min_rate(0.95)
        .min_wilson(0.7)
        .rival_rate(1.0)
        .cross_rate(0.99)
        .cross_wilson(0.8);
    assert_eq!(options, expected);

    for key in OPTION_KEYS.iter().chain(&["pattern_min_frequenzy"]) {
        for value in ["", "many", "-1", "NaN"] {
            let application = Application { options: pairs(&[(key, value)]), line: 4, ..Application::default() };
            let (options, bad) = Options::from_application(&application);
            assert_eq!(options, Options::default(), "{key}: {value}");
            assert_eq!((bad.len(), bad[0].key.as_str(), bad[0].line), (1, *key, 4));
        }
    }
}

#[test]
fn descriptions_can_be_left_out_and_examples_kept_in_full() {
    let mut model = resources(8, |_, resource| on(resource, "create", &["auth"]));
    discover(&mut model);
    assert!(model.patterns.iter().all(|pattern| !pattern.description.is_empty() && pattern.examples.len() == 5));
    model.patterns.clear();
    discover_with(&mut model, &Options::default().descriptions(false).max_examples(0));
    assert!(model.patterns.iter().all(|pattern| pattern.description.is_empty() && pattern.examples.len() == 8));
    model.patterns.clear();
    discover_with(&mut model, &Options::default().max_examples(1));
    assert!(model.patterns.iter().all(|pattern| pattern.examples.len() == 1));
}

#[test]
fn examples_are_of_different_resources_first() {
    let mut model = resources(3, |_, resource| {
        for operation in ["create", "update", "delete"] {
            on(resource, operation, &["auth"]);
        }
    });
    discover_with(&mut model, &Options::default().max_examples(4));
    let patterns = by_id(&model);
    let examples: Vec<&str> = patterns["middleware/auth"].examples.iter().map(|one| one.resource.as_str()).collect();
    assert_eq!(examples, ["R00", "R00", "R01", "R02"]);
}
