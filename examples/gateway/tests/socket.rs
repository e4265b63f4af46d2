//! Requests over a real connection, byte by byte as a client sends them.
#![forbid(unsafe_code)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use gateway::{Notes, REGISTRY, Rule, Tokens};

/// Starts a server of its own for a test, with notes that a path has to encode.
fn start() -> SocketAddr {
    let (here, there) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut tokens = Tokens::default();
            tokens.add("w", "writer", &[]);
            tokens.add("e", "editor", &["editor"]);
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            here.send(listener.local_addr().unwrap()).unwrap();
            gateway::serve(listener, tokens).await.unwrap();
        });
    });
    let server = there.recv().unwrap();
    for (name, text) in [("trees", "oak\nelm\nash\n"), ("caf%C3%A9%2Fbar%20%25", "coffee")] {
        let put = send(server, "PUT", &format!("/v1/notes/{name}"), "w", text);
        assert_eq!(put.status, 204, "{}", put.head);
    }
    server
}

struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Writes bytes to a connection of its own and reads to its end.
fn raw(server: SocketAddr, request: &[u8]) -> Reply {
    let mut stream = TcpStream::connect(server).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("an answer: {text:?}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Reply { status, head: head.to_owned(), body: body.to_owned() }
}

fn send(server: SocketAddr, method: &str, target: &str, token: &str, body: &str) -> Reply {
    let authorization = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
    let length = body.len();
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: notes\r\nConnection: close\r\n{authorization}Content-Length: {length}\r\n\r\n"
    );
    raw(server, (head + body).as_bytes())
}

#[test]
fn requests_are_let_in_as_the_metadata_says() {
    let server = start();
    for (method, target, token, expected) in [
        ("GET", "/v1/notes", "", 200),
        ("GET", "/v1/notes/trees", "", 200),
        ("PUT", "/v1/notes/new", "", 401),
        ("PUT", "/v1/notes/new", "guess", 401),
        ("PUT", "/v1/notes/new", "w", 204),
        ("PATCH", "/v1/notes/new", "w", 204),
        ("DELETE", "/v1/notes/new", "", 401),
        ("DELETE", "/v1/notes/new", "w", 403),
        ("POST", "/v1/notes/new:archive", "w", 403),
        ("POST", "/v1/notes/new:archive", "e", 204),
        ("DELETE", "/v1/notes/new", "e", 204),
        ("DELETE", "/v1/notes/new", "e", 404),
    ] {
        let reply = send(server, method, target, token, "");
        assert_eq!(reply.status, expected, "{method} {target} as `{token}`: {}", reply.head);
        assert_eq!(reply.header("www-authenticate").is_some(), expected == 401);
    }
}

#[test]
fn head_is_answered_by_get_without_the_body() {
    let server = start();
    let get = send(server, "GET", "/v1/notes/trees", "", "");
    let head = send(server, "HEAD", "/v1/notes/trees", "", "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(get.body, "oak\nelm\nash\n");
    assert_eq!(head.header("content-length"), Some("12"));
    assert_eq!(head.header("content-type"), get.header("content-type"));
    assert_eq!(send(server, "HEAD", "/v1/notes/none", "", "").status, 404);
}

#[test]
fn another_method_is_told_which_there_are() {
    let server = start();
    for (method, target, expected) in [
        ("POST", "/v1/notes", "GET, HEAD"),
        ("BREW", "/v1/notes", "GET, HEAD"),
        ("OPTIONS", "/v1/notes/trees", "GET, HEAD, PUT, PATCH, DELETE"),
        ("POST", "/v1/notes/trees/lines/1", "GET, HEAD"),
    ] {
        let reply = send(server, method, target, "", "");
        assert_eq!(reply.status, 405, "{method} {target}");
        assert_eq!(reply.header("allow"), Some(expected), "{method} {target}");
    }
}

#[test]
fn what_is_not_there_shows_what_is_near() {
    let server = start();
    let reply = send(server, "GET", "/v1/nots/trees", "", "");
    assert_eq!(reply.status, 404);
    assert!(reply.body.starts_with("similar: GET /v1/notes/:id\n"), "{}", reply.body);
}

#[test]
fn parameters_arrive_decoded() {
    let server = start();
    for (target, expected) in [
        ("/v1/notes/caf%C3%A9%2Fbar%20%25", "coffee"),
        ("/v1/%6Eotes/caf%c3%a9%2fb%61r%20%25?version=%zz#top", "coffee"),
        ("/v1/notes/trees/lines/2", "elm\n"),
        ("/v1/notes/trees/lines/2/3", "elm\nash\n"),
        ("/v1/notes/tr%65es/lines/1/18446744073709551615", "oak\nelm\nash\n"),
    ] {
        let reply = send(server, "GET", target, "", "");
        assert_eq!((reply.status, reply.body.as_str()), (200, expected), "{target}");
    }
}

#[test]
fn paths_that_are_none_are_refused() {
    let server = start();
    for (target, expected) in [
        ("/v1/notes/%zz", 400),
        ("/v1/notes/%", 400),
        ("/v1/notes/%4", 400),
        ("/v1/no%zztes", 400),
        ("/v1/notes/%ff", 400),
        ("/v1/notes/%00", 400),
        ("/v1/notes/..", 400),
        ("/v1/notes/../notes", 400),
        ("/v1/notes/%2e%2E", 400),
        ("/v1/notes/trees/lines/..%2f..%2fsecret", 400),
        ("/v1/notes/...", 404),
        ("//v1/notes", 404),
        ("/v1//notes", 404),
        ("/v1/notes//", 404),
        ("/v1/notes/", 404),
        ("/", 404),
        ("*", 404),
    ] {
        assert_eq!(send(server, "GET", target, "", "").status, expected, "{target}");
    }
    // Bytes that no request line has.
    assert_eq!(raw(server, b"GET /v1/notes/\xff HTTP/1.1\r\nHost: notes\r\n\r\n").status, 400);
    assert_eq!(raw(server, b"G@T /v1/notes HTTP/1.1\r\nHost: notes\r\n\r\n").status, 400);
}

#[test]
fn long_paths_are_answered_at_once() {
    let server = start();
    let started = Instant::now();
    let kilobytes = 60 * 1024;
    for (target, expected) in [
        (format!("/v1/notes/{}", "x".repeat(kilobytes)), 404),
        (format!("/v1/notes/{}", "%zz".repeat(kilobytes / 3)), 400),
        (format!("/v1{}", "/x".repeat(kilobytes / 2)), 404),
        (format!("/v1/notes/trees/lines/{}", "1/".repeat(kilobytes / 2)), 404),
        // More than hyper takes.
        (format!("/v1/notes/{}", "x".repeat(64 * 1024)), 414),
    ] {
        assert_eq!(send(server, "GET", &target, "", "").status, expected, "{}", &target[..24]);
    }
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn a_target_may_be_a_url() {
    let server = start();
    assert_eq!(send(server, "GET", "http://notes.example/v1/notes/trees?x", "", "").body, "oak\nelm\nash\n");
    assert_eq!(send(server, "DELETE", "http://notes.example/v1/notes/trees", "w", "").status, 403);
    assert_eq!(send(server, "GET", "http://notes.example", "", "").status, 404);
    assert_eq!(send(server, "CONNECT", "notes.example:443", "", "").status, 404);
}

#[test]
fn a_caller_who_asks_too_often_has_to_wait() {
    let server = start();
    let ask = |token| send(server, "GET", "/v1/notes/trees/lines/1", token, "");
    for _ in 0..5 {
        assert_eq!(ask("").status, 200);
    }
    let reply = ask("");
    assert_eq!(reply.status, 429);
    let wait: u64 = reply.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    // Others, and other routes, have windows of their own.
    assert_eq!(ask("w").status, 200);
    assert_eq!(send(server, "GET", "/v1/notes/trees", "", "").status, 200);
}

#[test]
fn a_body_has_a_limit() {
    let server = start();
    assert_eq!(send(server, "PUT", "/v1/notes/long", "w", &"x".repeat(40_000)).status, 204);
    assert_eq!(send(server, "PUT", "/v1/notes/long", "w", &"x".repeat(40_001)).status, 413);
}

#[test]
fn every_middleware_and_handler_of_the_schema_is_served() {
    for route in REGISTRY.routes() {
        assert!(Notes::serves(route), "{}", route.handler());
        for middleware in route.middleware().iter() {
            assert!(Rule::read(middleware).is_some(), "{middleware} of {}", route.path());
        }
    }
    for unknown in ["author", "auth(x)", "require_role", "require_role()", "rate_limit", "rate_limit(5/week)", "auth("]
    {
        assert_eq!(Rule::read(unknown), None, "{unknown}");
    }
}
