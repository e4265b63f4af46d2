//! What is said of the routes of a document, where no compiler refused them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("routes-{name}"));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("the directory is made");
    path
}

fn etched(from: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_etched")).arg("--from").arg(from).args(args).output().expect("the program starts")
}

fn document(routes: impl Iterator<Item = String>) -> String {
    let mut text = String::from("{\"resources\": [], \"routes\": [");
    for (at, path) in routes.enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(text, "{comma}{{\"method\": \"GET\", \"path\": \"{path}\", \"handler\": \"h{at}\"}}");
    }
    text + "]}"
}

/// Runs a command on a document and on the image of it.
fn both(name: &str, text: &str, args: &[&str]) -> [String; 2] {
    let directory = scratch(name);
    let (json, image) = (directory.join("document.json"), directory.join("image"));
    std::fs::write(&json, text).expect("the file writes");
    let made = etched(&json, &["compile", "-o", image.to_str().expect("it is UTF-8")]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    [json, image].map(|from| {
        let output = etched(&from, args);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        format!("{}--\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    })
}

#[test]
fn routes_that_are_costly_to_match_are_warned_of() {
    let routes = |length: u32| {
        (0..1 << length).map(move |bits: u32| {
            let segment = |at| if bits >> at & 1 == 0 { "/a".to_owned() } else { format!("/:x{at}") };
            (0..length).map(segment).collect::<String>()
        })
    };
    for said in both("costly", &document(routes(8)), &["check"]) {
        let expected =
            "warning[W0006]: matching a request such as `/a/a/a/a/a/a/a/a` visits up to 511 nodes of the path trie";
        assert!(said.starts_with(expected), "{said}");
    }
    for said in both("cheap", &document(routes(7)), &["check"]) {
        assert_eq!(said, "no errors, no warnings\n--\n");
    }
}

/// Ten routes of one meaning: nine warnings would bury the answer.
#[test]
fn many_conflicts_are_counted_and_the_first_declared_answers() {
    let text = document((0..10).map(|n| format!("/things/{{n{}}}", 9 - n)));
    for said in both("many", &text, &["match", "GET", "/things/1"]) {
        let (answer, beside) = said.split_once("--\n").expect("there are two parts");
        assert!(answer.contains("GET /things/{n9} -> h0\n"), "{answer}");
        let expected = "warning: `GET /things/{n9}` (h0) and `GET /things/{n8}` (h1) match the same requests, such as \
                        `GET /things/x`; the first one wins\n";
        assert!(beside.starts_with(expected), "{beside}");
        assert_eq!(beside.lines().count(), 4, "{beside}");
        assert!(beside.ends_with("note: 6 more such conflicts; `routes --conflicts` shows all\n"), "{beside}");
    }
    for said in both("all", &text, &["routes", "--conflicts"]) {
        assert!(said.starts_with("9 conflicts\n") && said.ends_with("--\n"), "{said}");
    }
}
