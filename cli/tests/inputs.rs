//! Sources that are no files, and answers about documents that say more than their resources.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the program with something on standard input.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_etched"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_vec();
    // It may end without reading all of it.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("it wrote");
    output
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8") + &String::from_utf8_lossy(&output.stderr)
}

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name)
}

const SCHEMA: &str = "@strict nullability\nresource Post {\n  title: string!\n}\n";

#[test]
fn standard_input_is_a_source_of_any_kind() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("inputs-stdin");
    std::fs::create_dir_all(&directory).expect("it is made");
    let image = directory.join("post.etched");
    let made = run(&["--from", "-", "compile", "-o", image.to_str().expect("UTF-8")], SCHEMA.as_bytes());
    assert!(made.status.success(), "{}", text(&made));
    let json = run(&["--from", "-", "export", "--to", "json"], SCHEMA.as_bytes()).stdout;
    let image = std::fs::read(&image).expect("it is there");
    let petstore = std::fs::read(data("openapi/petstore.yaml")).expect("it is there");
    for (input, names) in
        [(SCHEMA.as_bytes(), &["Post"][..]), (&json, &["Post"]), (&image, &["Post"]), (&petstore, &["Order", "Pet"])]
    {
        let answer = text(&run(&["--from", "-", "resources"], input));
        for name in names {
            assert!(answer.contains(name), "{answer}");
        }
    }
    for (input, message) in [
        (&b""[..], "standard input is empty"),
        (b"hello", "cannot tell what standard input is"),
        (b"resource Post {", "stdin"),
        (&image[..70], "standard input: the image is truncated"),
    ] {
        let refused = run(&["--from", "-", "resources"], input);
        assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
        assert!(text(&refused).contains(message), "{message}: {}", text(&refused));
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_read() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("inputs-pipe");
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).expect("it is made");
    let pipe = directory.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is part of every Unix").success());
    let writing = pipe.clone();
    let writer = std::thread::spawn(move || std::fs::write(writing, "openapi: 3.0.0\npaths: {/a: {get: {}}}\n"));
    let answer = run(&["--from", pipe.to_str().expect("UTF-8"), "routes"], b"");
    writer.join().expect("it ends").expect("it was read");
    assert!(text(&answer).contains("pipe"), "{}", text(&answer));
    assert!(text(&answer).contains("/a"), "{}", text(&answer));
}

#[test]
fn paths_stand_under_the_base_path_of_the_first_server() {
    let document =
        b"openapi: 3.0.0\nservers: [{url: https://api.example.com/v1}]\npaths: {/pets: {get: {}}, /: {get: {}}}\n";
    let status = |path: &str| {
        let answer = run(&["--from", "-", "match", "GET", path, "--format", "json"], document);
        let value: serde_json::Value = serde_json::from_slice(&answer.stdout).expect("JSON");
        (value["status"].as_u64().expect("a status"), value["base_path"].as_str().map(str::to_owned))
    };
    for path in ["https://api.example.com/v1/pets", "/v1/pets", "/v1/pets?limit=1", "/v1", "/v1/"] {
        assert_eq!(status(path), (200, None), "{path}");
    }
    for path in ["/pets", "/v1pets", "/", "https://api.example.com/pets"] {
        assert_eq!(status(path), (404, Some("/v1".to_owned())), "{path}");
    }
    assert_eq!(status("/v1/cats"), (404, None));
    let answer = text(&run(&["--from", "-", "match", "GET", "/pets"], document));
    assert!(answer.contains("every path starts with /v1") && answer.contains("GET /pets"), "{answer}");
}

#[test]
fn what_only_routes_of_a_document_say() {
    let document = br#"{"resources": [
        {"name": "A", "file_path": "a", "fields": [], "relationships": [
            {"name": "gone", "type": "belongs_to", "target_resource": "Gone"},
            {"name": "me", "type": "belongs_to", "target_resource": "A"}]}],
        "routes": [
            {"method": "GET", "path": "/nope", "handler": "nope", "resource": "Nope", "operation": "list"},
            {"method": "GET", "path": "/gone", "handler": "gone", "resource": "Gone", "operation": "list"},
            {"method": "GET", "path": "/a", "handler": "a", "resource": "A", "operation": "list", "middleware": ["auth"]}]}"#;
    let ask = |arguments: &[&str]| text(&run(&[&["--from", "-"], arguments].concat(), document));
    for (name, path) in [("Nope", "/nope"), ("Gone", "/gone")] {
        let answer = ask(&["routes", "--resource", name]);
        assert!(answer.contains(path) && answer.contains("1 route"), "{answer}");
        assert!(!answer.contains("/a "), "{answer}");
    }
    assert!(ask(&["resources"]).contains("auth"));
    let info = ask(&["info"]);
    assert!(info.contains("1 self loop, no larger cycle"), "{info}");
    let answer = ask(&["deps", "Gone", "--reverse"]);
    assert!(answer.contains("GET /gone"), "{answer}");
    let answer = ask(&["depth", "Gone"]);
    assert!(answer.contains("Gone, which is not declared, has depth 0"), "{answer}");
    let answer = ask(&["depth", "route:GET /gone", "--format", "json"]);
    assert!(answer.contains("\"depth\":1") && answer.contains("\"to\":\"resource:Gone\""), "{answer}");
}

/// Either, both and anonymous are three things in every answer, and schemes are found by their names.
#[test]
fn security_says_either_both_and_anonymous() {
    let document = br#"
openapi: 3.0.0
security: [{basic: []}]
paths:
  /either: {get: {operationId: either, security: [{basic: []}, {bearer: []}]}}
  /both: {get: {operationId: both, security: [{basic: [], bearer: []}]}}
  /open: {get: {operationId: open, security: [{}, {oauth: [read, write]}]}}
  /none: {get: {operationId: none, security: []}}
  /top: {get: {operationId: top}}
components: {securitySchemes: {basic: {type: http, scheme: basic}, bearer: {type: http, scheme: bearer}, oauth: {type: oauth2, flows: {}}}}
"#;
    let ask = |arguments: &[&str]| text(&run(&[&["--from", "-"], arguments].concat(), document));
    let routes = ask(&["routes"]);
    let line = |path: &str| routes.lines().find(|line| line.contains(path)).expect("it is listed").to_owned();
    let cases = [
        ("/either", "basic or bearer", r#"[{"basic":[]},{"bearer":[]}]"#, "required"),
        ("/both", "basic and bearer", r#"[{"basic":[],"bearer":[]}]"#, "required"),
        ("/open", "anonymous or oauth(read, write)", r#"[{},{"oauth":["read","write"]}]"#, "optional"),
        ("/none", "", "", "none"),
        ("/top", "basic", r#"[{"basic":[]}]"#, "required"),
    ];
    for (path, security, json, authentication) in cases {
        assert!(line(path).contains(security), "{routes}");
        for question in ["why", "match"] {
            let answer = ask(&[question, "GET", path]);
            assert!(answer.contains(security) && answer.contains(authentication), "{answer}");
            assert_eq!(answer.contains("security"), !security.is_empty(), "{answer}");
            let answer = ask(&[question, "GET", path, "--format", "json"]);
            assert!(answer.contains(&format!(r#""authentication":"{authentication}""#)), "{answer}");
            assert_eq!(answer.contains(&format!(r#""security":{json}"#)), !json.is_empty(), "{answer}");
        }
    }
    for (name, paths) in [
        ("basic", &["/either", "/both", "/top"][..]),
        ("bearer", &["/either", "/both"]),
        ("oauth", &["/open"]),
        ("oauth(read, write)", &["/open"]),
        ("oauth(read)", &[]),
        ("anonymous", &[]),
    ] {
        let answer = ask(&["routes", "--middleware", name]);
        for (path, ..) in cases {
            assert_eq!(answer.contains(path), paths.contains(&path), "{name}: {answer}");
        }
    }
    assert!(ask(&["impact", "bearer", "--change", "remove"]).contains("bearer"));
}
