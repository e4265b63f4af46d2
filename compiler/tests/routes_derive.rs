//! Derived routes and plurals, as tables.

use std::fmt::Write as _;
use std::path::Path;

use etched_compiler::model::{Application, Chain, Model, Nested, Resource, ResourceExtra, Route, RouteExtra};
use etched_compiler::routes::{Limit, derive, key_parameter, plural, segment, singular};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/routes").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn resource(name: &str, under: &[(&str, &str)]) -> Resource {
    let nested = |&(parent, segment): &(&str, &str)| Nested { parent: parent.into(), segment: segment.into(), line: 2 };
    Resource {
        name: name.into(),
        file_path: format!("schema/{}.cdt", name.to_lowercase()).into(),
        line: 7,
        extra: ResourceExtra { nested_under: under.iter().map(nested).collect(), ..Default::default() }.into(),
        ..Resource::default()
    }
}

fn table(routes: &[Route]) -> String {
    let mut out = String::new();
    for route in routes {
        let Route { method, path, handler, middleware, extra, .. } = route;
        let RouteExtra { request_body, response_body, .. } = &**extra;
        let middleware = middleware.join(",");
        let line = format!("{method} {path} {handler} [{middleware}] {request_body} -> {response_body}")
            .replace("]  ->", "] ->");
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
    out
}

fn paths(model: &Model) -> Vec<&str> {
    let mut paths: Vec<&str> = model.routes.iter().map(|route| route.path.as_str()).collect();
    paths.dedup();
    paths
}

#[test]
fn plurals_are_pinned() {
    let table = fixture("plurals.txt");
    assert!(table.lines().count() > 200);
    for line in table.lines() {
        let (singular, expected) = line.split_once(' ').unwrap();
        assert_eq!(plural(singular), expected, "plural of {singular}");
    }
}

#[test]
fn a_plural_is_its_own_plural() {
    for line in fixture("plurals.txt").lines() {
        let (_, many) = line.split_once(' ').unwrap();
        assert_eq!(plural(many), many);
    }
}

/// Words that share a plural have one singular between them; every other plural leads back to its word.
#[test]
fn singulars_are_the_way_back() {
    let table = fixture("plurals.txt");
    let pairs: Vec<(&str, &str)> = table.lines().map(|line| line.split_once(' ').unwrap()).collect();
    for &(one, many) in &pairs {
        let back = singular(many);
        assert!(pairs.contains(&(&*back, many)), "singular of {many} is {back}");
        let shared = pairs.iter().filter(|&&(other, plural)| plural == many && other != many).count() > 1;
        if one != many {
            assert!(shared || back == one, "singular of {many} is {back}, not {one}");
            assert_eq!(singular(one), one, "a singular is its own");
        }
    }
    for (many, one) in [("axes", "axis"), ("bases", "base"), ("data", "datum"), ("media", "medium"), ("taxis", "taxi")]
    {
        assert_eq!(singular(many), one);
    }
}

/// The plural of a plural is itself, however short or odd the word.
#[test]
fn anything_has_a_plural() {
    for word in [
        "", "s", "y", "x", "es", "ies", "is", "us", "as", "os", "men", "ch", "é", "ß", "größe", "名前", "ñs", "s1",
        "-s",
    ] {
        assert_eq!(plural(&plural(word)), plural(word), "{word}");
        let _ = singular(word);
    }
}

#[test]
fn names_become_segments() {
    for (name, expected) in [
        ("Post", "posts"),
        ("BlogPost", "blog-posts"),
        ("APIKey", "api-keys"),
        ("HTTPServerLog", "http-server-logs"),
        ("UserAPI", "user-apis"),
        ("OAuthToken", "o-auth-tokens"),
        ("S3Object", "s3-objects"),
        ("Web3Wallet", "web3-wallets"),
        ("Sha256", "sha256s"),
        ("Resource12", "resource12s"),
        ("X509Certificate", "x509-certificates"),
        ("Order_Line", "order-lines"),
        ("_Private", "privates"),
        ("A", "as"),
        ("SalesPerson", "sales-people"),
        ("NewsMedia", "news-media"),
        ("Größe", "größes"),
        ("", ""),
    ] {
        assert_eq!(segment(name), expected, "segment of {name}");
    }
    assert_eq!(key_parameter("BlogPost"), "blog_post_id");
    assert_eq!(key_parameter("APIKey"), "api_key_id");
}

/// Every construct that changes routes, in one model; the table beside it is the reviewed answer.
#[test]
fn derived_routes_are_as_in_the_table() {
    let mut post = resource("BlogPost", &[]);
    post.shared_middleware = vec!["cors".into()];
    let chain = Chain { names: vec!["cors".into(), "auth".into(), "rate_limit(5/hour)".into()], line: 9 };
    post.middleware.insert("create".into(), chain);
    let mut status = resource("Status", &[]);
    status.operations = Some(vec!["list".into(), "get".into()]);
    let mut person = resource("Person", &[]);
    person.path = "/team/".into();
    person.operations = Some(vec!["update".into(), "delete".into()]);
    let mut nothing = resource("Nothing", &[]);
    nothing.operations = Some(Vec::new());
    let comment = resource("Comment", &[("BlogPost", "comments"), ("Person", "")]);
    let mut like = resource("Like", &[("Comment", "hearts")]);
    like.operations = Some(vec!["create".into()]);
    let declared = |method: &str, path: &str, resource: &str| Route {
        method: method.into(),
        path: path.into(),
        resource: resource.into(),
        handler: format!("{resource}.own").into(),
        operation: "own".into(),
        line: 33,
        declared: true,
        ..Route::default()
    };
    let mut model = Model {
        application: Application { route_prefix: "api/".into(), ..Application::default() },
        resources: vec![like, comment, post, status, person, nothing],
        routes: vec![
            declared("POST", "/posts/:id/publish", "BlogPost"),
            declared("GET", "health", "Ghost"),
            declared("GET", "/posts/feed", "BlogPost"),
        ],
        ..Model::default()
    };
    assert_eq!(derive(&mut model), []);
    assert_eq!(table(&model.routes), fixture("derived.txt"));
    assert!(model.routes.iter().all(|route| route.declared == (route.operation == "own")));
    assert!(model.routes.iter().filter(|route| !route.declared).all(|route| route.line == 7));
    assert_eq!(model.routes.iter().filter(|route| route.declared && route.line == 33).count(), 3);
    assert_eq!(model.routes[0].file_path, "schema/like.cdt");
}

#[test]
fn nesting_cycles_end() {
    let mut model = Model {
        resources: vec![
            resource("Hen", &[("Egg", "")]),
            resource("Egg", &[("Hen", "")]),
            resource("Node", &[("Node", "")]),
        ],
        ..Model::default()
    };
    derive(&mut model);
    assert!(paths(&model).contains(&"/nodes/:node_id/nodes"));
    assert_eq!(model.routes.len(), 18);
}

#[test]
fn long_and_wide_nestings_end_and_are_reported() {
    let mut chain = Model::default();
    for n in (0..20_000).rev() {
        let parent = format!("R{}", n - 1);
        let under = [(parent.as_str(), "x")];
        chain.resources.push(resource(&format!("R{n}"), if n == 0 { &[] } else { &under }));
    }
    let unplaced = derive(&mut chain);
    assert_eq!(unplaced.len(), 20_000 - 125);
    assert_eq!(chain.routes.len(), 125 * 6);

    let mut wide = Model { resources: vec![resource("L0", &[]), resource("R0", &[])], ..Model::default() };
    for n in 1..40 {
        let (left, right) = (format!("L{}", n - 1), format!("R{}", n - 1));
        let under = [(left.as_str(), ""), (right.as_str(), "")];
        wide.resources.push(resource(&format!("L{n}"), &under));
        wide.resources.push(resource(&format!("R{n}"), &under));
    }
    let unplaced = derive(&mut wide);
    assert_eq!(unplaced[0].resource, "L9");
    assert_eq!((unplaced[0].line, unplaced[0].limit), (7, Limit::Places));
    assert_eq!(unplaced[0].under, ["L8", "L7", "L6", "L5", "L4", "L3", "L2", "L1", "L0"]);
}

/// Levels of nesting, each under both resources of the level before, below a chain whose paths are long already.
fn long_paths(levels: usize, segment: usize) -> Model {
    let mut model = Model { resources: vec![resource("C0", &[])], ..Model::default() };
    for n in 1..levels {
        let parent = format!("C{}", n - 1);
        let mut nested = resource(&format!("C{n}"), &[(parent.as_str(), "")]);
        nested.path = "s".repeat(segment).into();
        model.resources.push(nested);
    }
    let mut parents = [format!("C{}", levels - 1), format!("C{}", levels - 1)];
    for n in 0..8 {
        let under = parents.clone();
        let under: Vec<_> = under.iter().map(|parent| (parent.as_str(), "")).collect();
        parents = [format!("D{n}"), format!("E{n}")];
        parents.iter().for_each(|name| model.resources.push(resource(name, &under)));
    }
    model
}

#[test]
fn derived_paths_are_bounded_by_the_schema() {
    for (levels, segment, limit) in [(110, 200, Limit::PathBytes), (15, 200, Limit::TotalBytes), (3, 5, Limit::Parent)]
    {
        let mut model = long_paths(levels, segment);
        let resources = model.resources.len();
        let unplaced = derive(&mut model);
        match unplaced.first() {
            Some(first) => assert_eq!(first.limit, limit),
            None => assert_eq!(limit, Limit::Parent, "nothing is left out"),
        }
        let bytes: usize = model.routes.iter().map(|route| route.path.len()).sum();
        assert!(bytes <= 6 * ((1 << 20) + (resources << 10)) + 6 * 4_096, "{bytes}");
    }
}
