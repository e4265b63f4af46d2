//! Matching requests against the routes of the demo.
#![cfg(feature = "demo")]

use etched::{Registry, Route, RouteMatch};

static REGISTRY: Registry = Registry::load(&etched::demo::METADATA);

/// A request for a route: `v0`, `v1` and so on in place of its parameters.
fn filled(route: Route<'_>) -> String {
    let mut values = 0..;
    route
        .path()
        .split('/')
        .map(|segment| {
            let parameter = segment.starts_with([':', '*']) || (segment.starts_with('{') && segment.ends_with('}'));
            if parameter { format!("v{}", values.next().unwrap()) } else { segment.replace(['{', '}'], "") }
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[test]
fn every_route_answers_its_own_requests() {
    for route in REGISTRY.routes() {
        let request = filled(route);
        let RouteMatch::Found(found, params) = REGISTRY.match_route(&route.method().to_lowercase(), &request) else {
            panic!("{} {request} finds nothing", route.method());
        };
        assert_eq!(found.index(), route.index(), "{request}");
        for (at, (name, param)) in params.iter().enumerate() {
            assert_eq!(params.get(name), Some(param));
            assert_eq!(params.at(at), Some(param));
            assert!(route.path().contains(name));
        }
    }
}

#[test]
fn answers_say_what_is_allowed_and_what_is_there() {
    let RouteMatch::MethodNotAllowed(allowed) = REGISTRY.match_route("PURGE", "/api/orders/1") else { panic!() };
    assert!(allowed.iter().any(|method| method == "GET"));
    assert!(allowed.to_string().starts_with("GET, HEAD"), "{allowed}");
    assert!(matches!(REGISTRY.match_route("GET", "/api/nothing/here"), RouteMatch::NotFound));
    let RouteMatch::Found(route, params) = REGISTRY.match_route("HEAD", "https://shop.example/api/orders/a%20b?c")
    else {
        panic!()
    };
    assert_eq!((route.method(), route.operation()), ("GET", "show"));
    let id = params.get("id").unwrap();
    assert_eq!((id.raw(), id.decoded().unwrap().as_ref()), ("a%20b", "a b"));
    assert_eq!(format!("{params:?}"), r#"{"id": "a%20b"}"#);
    let RouteMatch::Found(_, params) = REGISTRY.match_route("GET", "/api/orders/%ff") else { panic!() };
    assert!(params.at(0).unwrap().decoded().is_err());
}

/// What is near to a path that nothing answers.
#[cfg(feature = "query")]
#[test]
fn nearest_routes_are_those_that_were_meant() {
    use etched::query::{Question, matching};

    let nearest = |method: &str, path: &str| matching::Request::new(method, path).ask(&REGISTRY).unwrap().nearest;
    for (path, expected) in [
        ("/api/ordres/4", "GET /api/orders/:id"),
        ("/orders/4", "GET /api/orders/:id"),
        ("/v1/api/orders/4", "GET /api/orders/:id"),
        ("/api/orders/", "GET /api/orders"),
        ("https://shop.example/api/orders/", "GET /api/orders"),
    ] {
        assert_eq!(nearest("GET", path).first().map(String::as_str), Some(expected), "{path}");
    }
    let (long, deep) = ("x".repeat(60_000), "/x".repeat(1_000));
    for path in ["", "/", "*", "/%zz", &format!("/{long}"), &format!("/api/orders/1/{long}/2"), &deep] {
        let found = nearest("GET", path);
        assert!(found.len() <= 3, "{found:?}");
        for name in found {
            let (method, template) = name.split_once(' ').unwrap();
            assert!(REGISTRY.route(method, template).is_some(), "{name}");
        }
    }
    // A segment too long to be compared is like no other, and is not read to its end for each route.
    assert_eq!(nearest("GET", &format!("/{long}")), [""; 0]);
}
