//! Matching: the rows of its documentation, bad input, cost.

use std::fmt::Write as _;
use std::time::Duration;

use etched_compiler::image::{Bytes, write};
use etched_compiler::model::{Model, Route};
use etched_core::matching::{Match, match_route, visits};
use etched_core::{Header, Image, Strip};

fn image(routes: &[&str]) -> Bytes {
    let route = |line: &&str| {
        let (method, path) = line.split_once(' ').unwrap();
        Route { method: method.into(), path: path.into(), ..Route::default() }
    };
    write(&Model { routes: routes.iter().map(route).collect(), ..Model::default() }, Strip::NONE)
        .expect("the model has an image")
}

fn max_visits(bytes: &Bytes) -> u32 {
    Header::read(&bytes.records, bytes.strings.len()).unwrap().max_visits
}

/// `2 id=42`, `405 GET,HEAD` or `404`.
fn answer(image: Image<'_>, request: &str) -> String {
    let (method, target) = request.split_once(' ').unwrap();
    match match_route(image, method, target) {
        Match::Found(found) => {
            let mut out = found.route.index.to_string();
            for (name, param) in found.params.iter() {
                write!(out, " {name}={}", param.raw()).unwrap();
                assert_eq!(found.params.by_name(name), Some(param));
            }
            out
        }
        Match::MethodNotAllowed(allowed) => format!("405 {}", allowed.iter().collect::<Vec<_>>().join(",")),
        Match::NotFound => "404".into(),
    }
}

fn check(routes: &[&str], table: &[(&str, &str)]) {
    let bytes = image(routes);
    for &(request, expected) in table {
        assert_eq!(answer(bytes.image(), request), expected, "{request} in {routes:?}");
    }
}

#[test]
fn the_most_specific_wins_whatever_was_declared_first() {
    check(
        &["GET /a/b/d", "GET /a/:x/c"],
        &[("GET /a/b/c", "1 x=b"), ("GET /a/b/d", "0"), ("GET /a/b", "404"), ("GET /a/b/e", "404")],
    );
    let routes = [
        "GET /*rest",
        "GET /files/:name",
        "GET /files/{name}.json",
        "GET /files/{name}.tar.gz",
        "GET /files/{base}...{head}",
        "GET /files/all",
        "GET /files/{Key+}",
    ];
    check(
        &routes,
        &[
            ("GET /files/all", "5"),
            ("GET /files/a.tar.gz", "3 name=a"),
            ("GET /files/a.json", "2 name=a"),
            ("GET /files/.json", "1 name=.json"),
            ("GET /files/a...b...c", "4 base=a head=b...c"),
            ("GET /files/a", "1 name=a"),
            ("GET /files/a/b", "6 Key=a/b"),
            ("GET /files/a/", "6 Key=a/"),
            ("GET /files/", "0 rest=files/"),
            ("GET /files", "0 rest=files"),
            ("GET /", "404"),
        ],
    );
}

#[test]
fn equally_specific_segments_leave_the_choice_to_what_follows() {
    check(
        &["GET /{a}.xy/:b", "GET /v{a}xy/c", "GET /{a}.xy/d{b}"],
        &[
            ("GET /v1.xy/c", "1 a=1."),
            ("GET /v1.xy/e", "0 a=v1 b=e"),
            ("GET /v1.xy/d5", "2 a=v1 b=5"),
            ("GET /v1xy/e", "404"),
        ],
    );
    // A conflict: what was declared first answers.
    check(&["GET /{a}x", "GET /x{a}"], &[("GET /xyx", "0 a=xy")]);
    check(&["GET /x{a}", "GET /{a}x"], &[("GET /xyx", "0 a=yx")]);
    check(&["GET /:a", "GET /{b}"], &[("GET /1", "0 a=1")]);
}

#[test]
fn methods_are_told_apart_from_paths() {
    let routes = [
        "GET /posts/:id",
        "PUT /posts/{post}",
        "POST /posts/search",
        "HEAD /posts/:id/raw",
        "GET /posts/:id/raw",
        "HEAD /posts/*any",
        "BREW /pots",
    ];
    check(
        &routes,
        &[
            ("get /posts/1", "0 id=1"),
            ("PUT /posts/1", "1 post=1"),
            ("GET /posts/search", "0 id=search"),
            ("POST /posts/search", "2"),
            ("POST /posts/1", "405 GET,HEAD,PUT"),
            ("DELETE /posts/search", "405 GET,HEAD,POST,PUT"),
            ("HEAD /posts/1/raw", "3 id=1"),
            ("GET /posts/1/raw", "4 id=1"),
            ("HEAD /posts/1", "0 id=1"),
            ("HEAD /posts/1/2/3", "5 any=1/2/3"),
            ("GET /posts/1/2/3", "405 HEAD"),
            ("GET /pots", "405 BREW"),
            ("brew /pots", "6"),
            ("UNKNOWN /pots", "405 BREW"),
            ("UNKNOWN /nowhere", "404"),
            (" /pots", "405 BREW"),
        ],
    );
}

#[test]
fn more_methods_than_bits() {
    let routes: Vec<String> = (0..60).map(|n| format!("M{n:02} /things/{{t{n}}}")).collect();
    let mut routes: Vec<&str> = routes.iter().map(String::as_str).collect();
    routes.push("GET /things/:id");
    let bytes = image(&routes);
    for n in 0..60 {
        assert_eq!(answer(bytes.image(), &format!("m{n:02} /things/7")), format!("{n} t{n}=7"));
    }
    let allowed = answer(bytes.image(), "POST /things/7");
    assert!(allowed.starts_with("405 GET,HEAD,M00,"), "{allowed}");
    assert_eq!(allowed.split(',').count(), 62);
    assert_eq!(answer(bytes.image(), "M60 /things/7"), allowed);
}

#[test]
fn targets_are_taken_as_documented() {
    let routes = [
        "GET /",
        "GET /posts",
        "GET /posts/:id",
        "GET /größe",
        "GET /a%20b",
        "GET /a%2Fb",
        "GET /{x}%7B{y}",
        "GET /{x}%25",
    ];
    check(
        &routes,
        &[
            ("GET /", "0"),
            ("GET /?a=/posts", "0"),
            ("GET /#x", "0"),
            ("GET /posts?page=2", "1"),
            ("GET /posts/4?a#b", "2 id=4"),
            ("GET /posts#x/y", "1"),
            ("GET /posts/", "404"),
            ("GET /posts/4/", "404"),
            ("GET http://example.org/posts/4?x", "2 id=4"),
            ("GET HTTPS://u@[::1]:8080/posts", "1"),
            ("GET http://example.org", "0"),
            ("GET http://example.org?x=/posts", "0"),
            ("GET http:///posts", "1"),
            ("GET ://posts", "404"),
            ("GET 1http://x/posts", "404"),
            ("GET *", "404"),
            ("GET example.org:443", "404"),
            ("GET posts", "404"),
            ("GET /%70osts", "1"),
            ("GET /p%6Fst%73/4", "2 id=4"),
            ("GET /gr%C3%B6%c3%9Fe", "3"),
            ("GET /größe", "3"),
            ("GET /a%20b", "4"),
            ("GET /a b", "4"),
            ("GET /a%2fb", "5"),
            ("GET /a/b", "404"),
            ("GET /posts/a%2Fb", "2 id=a%2Fb"),
            ("GET /1{2", "6 x=1 y=2"),
            ("GET /1%7b2", "6 x=1 y=2"),
            ("GET /1%25", "7 x=1"),
            ("GET /1%", "7 x=1"),
        ],
    );
}

#[test]
fn bad_input_has_a_defined_answer() {
    let segments = "/x".repeat(1_000);
    let long = format!("/posts/{}", "y".repeat(64 * 1024));
    let long_literal = format!("/{}", "posts".repeat(13_000));
    let escapes = format!("/{}", "%70".repeat(20_000));
    check(
        &["GET /posts/:id", "GET /files/*rest", "GET /posts/{a}..{b}", "GET /posts/new"],
        &[
            ("GET ", "404"),
            ("GET //", "404"),
            ("GET //posts/1", "404"),
            ("GET /posts//1", "404"),
            ("GET /posts//", "404"),
            ("GET /files//", "1 rest=/"),
            ("GET /files//a", "1 rest=/a"),
            ("GET /files/../etc", "1 rest=../etc"),
            ("GET /posts/..", "0 id=.."),
            ("GET /posts/a..b", "2 a=a b=b"),
            ("GET /posts/....", "2 a=. b=."),
            ("GET /posts/.", "0 id=."),
            ("GET /posts/%zz", "0 id=%zz"),
            ("GET /posts/%", "0 id=%"),
            ("GET /posts/%00", "0 id=%00"),
            ("GET /posts/%FF%FE", "0 id=%FF%FE"),
            ("GET /posts/%2E%2e", "0 id=%2E%2e"),
            ("GET /posts/\u{0}\u{7f}\n", "0 id=\u{0}\u{7f}\n"),
            ("GET /posts/日本", "0 id=日本"),
            (&format!("GET {segments}"), "404"),
            (&format!("GET /files{segments}"), &format!("1 rest={}", &segments[1..])),
            (&format!("GET {long}"), &format!("0 id={}", &long[7..])),
            (&format!("GET {long_literal}"), "404"),
            (&format!("GET {escapes}"), "404"),
            (&format!("{} /posts/1", "M".repeat(70_000)), "405 GET,HEAD"),
        ],
    );
    // No routes, no image at all.
    check(&[], &[("GET /", "404")]);
    assert_eq!(answer(Image::new(&[], ""), "GET /posts"), "404");
}

#[test]
fn parameters_decode_when_asked() {
    let bytes = image(&["GET /:a/:b/:c"]);
    let Match::Found(found) = match_route(bytes.image(), "GET", "/a%20b/%FF/%zz%41?x") else { panic!("no match") };
    let mut buffer = [0; 16];
    let mut decoded = |at: usize| found.params.get(at).unwrap().decode_into(&mut buffer).map(str::to_owned);
    assert_eq!(decoded(0).as_deref(), Some("a b"));
    assert_eq!(decoded(1), None);
    assert_eq!(decoded(2).as_deref(), Some("%zzA"));
    assert_eq!(found.params.get(3), None);
    assert!(found.params.get(1).unwrap().bytes().eq([0xff]));
    assert_eq!(found.params.get(0).unwrap().plain(), None);
    assert_eq!(found.params.by_name("c").unwrap().raw(), "%zz%41");
    assert_eq!(found.params.by_name("d"), None);
    assert_eq!(found.params.get(0).unwrap().decode_into(&mut [0; 2]), None);
}

#[test]
fn parameters_beyond_the_inline_ones_are_found_again() {
    let template: String = (0..12).map(|n| format!("/:p{n}/x-{{q{n}}}.{{r{n}}}")).collect();
    let path: String = (0..12).map(|n| format!("/{n}/x-a{n}.b.{n}")).collect();
    let bytes = image(&[&format!("GET {template}/*rest")]);
    let target = format!("http://h{path}/1/2?q");
    let Match::Found(found) = match_route(bytes.image(), "GET", &target) else { panic!("no match") };
    assert_eq!(found.params.len(), 37);
    let all: Vec<String> = found.params.iter().map(|(name, param)| format!("{name}={}", param.raw())).collect();
    let mut expected: Vec<String> =
        (0..12).flat_map(|n| [format!("p{n}={n}"), format!("q{n}=a{n}"), format!("r{n}=b.{n}")]).collect();
    expected.push("rest=1/2".into());
    assert_eq!(all, expected);
}

/// All of {a, :x}^14 and a request for another method: nothing can be decided before the last node.
#[test]
fn hostile_templates_stay_within_the_bound() {
    const LEN: u32 = 14;
    let routes: Vec<String> = (0..1_u32 << LEN)
        .map(|bits| {
            let segments = (0..LEN).map(|at| if bits >> at & 1 == 0 { "/a".to_owned() } else { format!("/:x{at}") });
            format!("GET {}", segments.collect::<String>())
        })
        .collect();
    let bytes = image(&routes.iter().map(String::as_str).collect::<Vec<_>>());
    let bound = max_visits(&bytes);
    assert_eq!(bound, (1 << (LEN + 1)) - 1);
    let path = "/a".repeat(LEN as usize);
    assert_eq!(visits(bytes.image(), "POST", &path), bound, "each node once");
    assert_eq!(visits(bytes.image(), "GET", &path), LEN + 1);
    assert!(visits(bytes.image(), "POST", &"/b".repeat(LEN as usize)) <= bound);
    assert!(visits(bytes.image(), "POST", &"/a".repeat(1_000)) <= bound);
    assert_eq!(answer(bytes.image(), &format!("POST {path}")), "405 GET,HEAD");
}

/// To compare the text at every place would take 200 times as long.
#[test]
fn a_text_that_is_almost_everywhere_is_searched_in_one_go() {
    let text = "a".repeat(200);
    let routes: Vec<String> = (0..50).map(|n| format!("GET /{{x}}{text}b{n}{{y}}")).collect();
    let bytes = image(&routes.iter().map(String::as_str).collect::<Vec<_>>());
    let segment = format!("{}%61", "a".repeat(64 * 1024));
    let started = workloads::Stopwatch::start();
    assert_eq!(answer(bytes.image(), &format!("GET /{segment}")), "404");
    assert_eq!(
        answer(bytes.image(), &format!("GET /{segment}b49z")),
        format!("49 x={} y=z", &segment[..64 * 1024 - 199])
    );
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[test]
fn the_bound_is_exact_where_nodes_want_different_texts() {
    // The costliest path below `a` and below `:p` differ, so no request pays for both.
    let bytes = image(&["GET /a/x/1/2/3", "GET /:p/y/1/2/3"]);
    assert_eq!(max_visits(&bytes), 7);
    let bytes = image(&["GET /posts", "POST /posts", "GET /posts/:id", "PUT /posts/:id"]);
    assert_eq!(max_visits(&bytes), 3);
}

#[test]
fn matching_allocates_nothing() {
    let bytes =
        image(&["GET /posts/:id/{a}.json", "PUT /posts/:id/{a}.json", "BREW /*rest", "GET /{a}xy/:b", "GET /v{a}y/c"]);
    let image = bytes.image();
    let mut sum = 0;
    let info = allocation_counter::measure(|| {
        for (method, path) in [
            ("GET", "/posts/42/x.json?q"),
            ("head", "http://h/posts/%34%32/x%2Ejson"),
            ("DELETE", "/posts/42/x.json"),
            ("brew", "/a/b/c"),
            ("GET", "/vxy/c"),
            ("GET", "/a/b/c/d"),
        ] {
            match match_route(image, method, path) {
                Match::Found(found) => {
                    let mut buffer = [0; 64];
                    for (name, param) in found.params.iter() {
                        sum += name.len() + param.decode_into(&mut buffer).map_or(0, str::len);
                    }
                }
                Match::MethodNotAllowed(allowed) => sum += allowed.iter().map(str::len).sum::<usize>(),
                Match::NotFound => sum += 1,
            }
        }
    });
    assert_eq!(info.count_total, 0);
    assert!(sum > 20);
}
