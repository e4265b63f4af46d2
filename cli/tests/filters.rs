//! Filters: what an operation without a route runs counts, and what nothing has is noted alike in text and JSON.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn etched(from: Option<&Path>, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_etched"));
    if let Some(from) = from {
        command.arg("--from").arg(from);
    } else {
        command.arg("--demo");
    }
    command.args(arguments).output().expect("it runs")
}

fn json(from: Option<&Path>, arguments: &[&str]) -> Value {
    let output = etched(from, &[arguments, &["--format", "json"]].concat());
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn file(name: &str, text: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("filters");
    std::fs::create_dir_all(&directory).expect("a directory is made");
    let path = directory.join(name);
    std::fs::write(&path, text).expect("it is written");
    path
}

/// `None` has no route, `Some` one of its two operations has, `All` has both.
const DOCUMENT: &str = r#"{"resources": [
    {"name": "None", "file_path": "a", "middleware": {"list": ["auth", "cache(300)"], "create": ["auth(staff)"]}},
    {"name": "Some", "file_path": "a", "middleware": {"list": ["log"], "publish": ["auth"], "get": ["cache(60)"]}},
    {"name": "All", "file_path": "a", "middleware": {"list": ["auth"]}}],
    "routes": [
    {"method": "GET", "path": "/some", "handler": "x", "resource": "Some", "operation": "list", "middleware": ["log"]},
    {"method": "GET", "path": "/all", "handler": "y", "resource": "All", "operation": "list", "middleware": []}]}"#;

#[test]
fn operations_without_a_route_count_by_what_they_run() {
    let path = file("chains.json", DOCUMENT);
    let table: &[(&[&str], &[&str])] = &[
        (&["--middleware", "auth"], &["None", "Some"]),
        (&["--middleware", "auth(staff)"], &["None"]),
        (&["--middleware", "cache"], &["None", "Some"]),
        (&["--middleware", "cache(60)"], &["Some"]),
        (&["--middleware", "log"], &["Some"]),
        (&["--operation", "list"], &["None", "Some", "All"]),
        (&["--operation", "publish"], &["Some"]),
        // `get` is another name of `show`.
        (&["--operation", "show"], &["Some"]),
        (&["--operation", "create", "--middleware", "auth"], &["None"]),
        (&["--operation", "create", "--middleware", "cache"], &[]),
        // A chain has no method and no path.
        (&["--method", "GET"], &["Some", "All"]),
        (&["--method", "GET", "--middleware", "auth"], &[]),
        (&["--path-prefix", "/", "--operation", "publish"], &[]),
    ];
    for (arguments, expected) in table {
        let answer = json(Some(&path), &[&["resources"], *arguments].concat());
        let names: Vec<&str> =
            answer["resources"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
        assert_eq!(&names, expected, "{arguments:?}");
    }
    // Routes are what they were.
    assert_eq!(json(Some(&path), &["routes", "--middleware", "auth"])["total_count"], 0);
}

/// Filters by what nothing has: the command, and the code of the note.
const UNKNOWN: &[(&[&str], &str)] = &[
    (&["resources", "Ordr"], "unknown_resource"),
    (&["resources", "--method", "GTE"], "unknown_method"),
    (&["resources", "--operation", "lst"], "unknown_operation"),
    (&["resources", "--middleware", "auht"], "unknown_middleware"),
    (&["resources", "--path", "/api/ordres"], "unknown_path"),
    (&["resources", "--path-prefix", "/api/ordres"], "unknown_path"),
    (&["routes", "--resource", "Ordr"], "unknown_resource"),
    (&["routes", "--method", "PURGE"], "unknown_method"),
    (&["routes", "--middleware", "rate_limit(9/hour)"], "unknown_middleware"),
    (&["routes", "--count", "--operation", "lst"], "unknown_operation"),
    (&["routes", "--count", "--path", "/api/ordres"], "unknown_path"),
    (&["fields", "--type", "decimall"], "unknown_type"),
    (&["fields", "--resource", "Ordr"], "unknown_resource"),
    (&["functions", "Emial"], "unknown_function"),
    (&["patterns", "--kind", "hok"], "unknown_pattern_kind"),
    (&["deviations", "--pattern", "nope"], "unknown_pattern"),
    (&["deviations", "--resource", "Ordr"], "unknown_resource"),
];

#[test]
fn text_and_json_have_the_same_notes() {
    for (arguments, code) in UNKNOWN {
        let answer = json(None, arguments);
        let notes = answer["notes"].as_array().unwrap_or_else(|| panic!("{arguments:?}: {answer}"));
        let messages: Vec<&str> = notes.iter().map(|note| note["message"].as_str().unwrap()).collect();
        assert_eq!(notes[0]["code"], *code, "{arguments:?}");
        let output = etched(None, arguments);
        assert!(output.status.success(), "{arguments:?}");
        let said = String::from_utf8(output.stderr).expect("it is text");
        let said: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("note: ")).collect();
        assert_eq!(said, messages, "{arguments:?}");
    }
}

/// A name that is there and has no match under the other filters is not called unknown.
#[test]
fn what_is_there_is_not_noted() {
    for arguments in [
        &["routes", "--method", "DELETE", "--path", "/api/orders"][..],
        &["routes", "--operation", "list", "--method", "DELETE"],
        &["resources", "Order", "--operation", "login"],
        &["fields", "--type", "decimal", "--resource", "Session"],
        &["resources", "Zz*"],
    ] {
        let answer = json(None, arguments);
        assert_eq!((&answer["total_count"], &answer["notes"]), (&0.into(), &Value::Null), "{arguments:?}");
    }
    let path = file("declared.json", DOCUMENT);
    let answer = json(Some(&path), &["routes", "--operation", "publish"]);
    assert_eq!((&answer["total_count"], &answer["notes"]), (&0.into(), &Value::Null));
}
