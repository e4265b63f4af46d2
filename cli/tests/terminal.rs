//! What reaches a terminal: lines that fit, no escapes of a document's own, a quiet end when nobody reads on.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use unicode_width::UnicodeWidthStr;

fn etched(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_etched"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")).args(args);
    if !args.contains(&"--from") {
        command.arg("--demo");
    }
    for name in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn text(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const QUESTIONS: &[&[&str]] = &[
    &["resources"],
    &["resources", "--names"],
    &["resource", "Order"],
    &["resource", "User"],
    &["routes"],
    &["fields"],
    &["fields", "--type", "decimal"],
    &["functions"],
    &["info"],
    &["patterns"],
    &["deviations"],
    &["deps", "Order", "--depth", "2"],
    &["deps", "User", "--reverse", "--node-kind", "resource"],
    &["path", "Review", "Supplier"],
    &["cycles"],
    &["depth"],
    &["depth", "Order"],
    &["impact", "User"],
    &["why", "POST", "/api/orders"],
    &["match", "GET", "/api/users/1/addresses/2"],
    &["graph"],
];

#[test]
fn lines_fit() {
    for columns in [60, 72, 100, 200] {
        for question in QUESTIONS {
            let found = text(etched(question).env("COLUMNS", columns.to_string()));
            for line in found.lines() {
                // Templates and examples of patterns are code, which is not broken.
                if question[0] == "patterns" && line.starts_with("    ") {
                    continue;
                }
                assert!(line.width() <= columns, "{question:?} at {columns}, {}: {line}", line.width());
                assert_eq!(line, line.trim_end(), "{question:?} at {columns}");
            }
        }
    }
}

#[test]
fn nothing_is_cut_in_a_pipe() {
    for question in QUESTIONS {
        assert!(!text(&mut etched(question)).contains('…'), "{question:?}");
    }
}

#[test]
fn colour_is_for_those_who_want_it() {
    let coloured = |command: &mut Command| text(command).contains('\u{1b}');
    assert!(!coloured(&mut etched(&["resources"])));
    assert!(coloured(etched(&["resources"]).env("CLICOLOR_FORCE", "1")));
    assert!(!coloured(etched(&["resources"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
    assert!(coloured(etched(&["resources", "--color", "always"]).env("NO_COLOR", "1")));
    assert!(!coloured(etched(&["resources", "--color", "never"]).env("CLICOLOR_FORCE", "1")));
}

/// A document whose every text holds escapes, bells and marks that turn text around.
#[test]
fn a_document_cannot_steer_the_terminal() {
    let name = "Evil\u{1b}[31m\u{7}";
    let questions: &[&[&str]] = &[
        &["resources"],
        &["resource", name],
        &["resource", name, "--full"],
        &["resource", "E\u{1b}vil"],
        &["routes"],
        &["routes", "--conflicts"],
        &["routes", "--middleware", "a\u{1b}[2J"],
        &["fields"],
        &["fields", "--type", "x\u{1b}"],
        &["patterns"],
        &["patterns", "cat\u{1b}"],
        &["pattern", "p/\u{1b}[31m"],
        &["info"],
        &["dump"],
        &["check"],
        &["deps", name],
        &["impact", name],
        &["cycles"],
        &["graph"],
        &["graph", "--format", "svg"],
        &["graph", "--format", "dot"],
        &["graph", "--format", "mermaid"],
        &["match", "GET", "/evil\u{1b}[31m/1"],
        &["match", "GET", "/evil\u{1b}/1/2"],
        &["why", "GET", "/evil\u{1b}[31m/:id"],
    ];
    for question in questions {
        for form in [&["--color", "never"][..], &["--format", "json"]] {
            if question.contains(&"--format") && form[0] == "--format" {
                continue;
            }
            let args: Vec<&str> =
                ["--from", "data/hostile.json"].iter().chain(*question).chain(form).copied().collect();
            let output = etched(&args).output().unwrap();
            for written in [output.stdout, output.stderr] {
                let written = String::from_utf8(written).unwrap();
                let acts = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
                assert!(!written.contains(acts), "{question:?}: {written:?}");
            }
        }
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for args in [&["export", "--to", "json"][..], &["dump", "--format", "json"], &["resource", "Order", "--full"]] {
        let mut child = etched(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::with_capacity(64, child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        assert!(output.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(0), "{args:?}");
    }
}

/// One model, four forms, one answer.
#[test]
fn forms_agree() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("forms");
    let _ = std::fs::remove_dir_all(&scratch);
    std::fs::create_dir_all(&scratch).unwrap();
    let info = |from: &str| text(&mut etched(&["--from", from, "info", "--format", "json"]));
    for schema in ["data/blog", "../../schema"] {
        let expected = info(schema);
        for form in ["image", "json", "msgpack"] {
            let file = scratch.join(form);
            let file = file.to_str().unwrap();
            text(&mut etched(&["--from", schema, "export", "--to", form, "-o", file]));
            assert_eq!(info(file), expected, "{schema} as {form}");
        }
    }
    // The embedded image says who embeds it, and is longer by that.
    let what = |info: &str| {
        let mut value: serde_json::Value = serde_json::from_str(info).unwrap();
        let object = value.as_object_mut().unwrap();
        object.remove("embedded_in");
        object.remove("image_bytes");
        value
    };
    let embedded = text(&mut etched(&["info", "--format", "json"]));
    assert_eq!(what(&info("../../schema")), what(&embedded), "embedded and compiled");
}

/// What is no image, or no longer one, is refused with its name and a code.
#[test]
fn damaged_images_are_refused() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("damaged");
    let _ = std::fs::remove_dir_all(&scratch);
    std::fs::create_dir_all(&scratch).unwrap();
    let whole = scratch.join("whole");
    text(&mut etched(&["--from", "data/blog", "export", "--to", "image", "-o", whole.to_str().unwrap()]));
    let bytes = std::fs::read(&whole).unwrap();
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 1;
    let damaged = [("cut", &bytes[..bytes.len() - 7]), ("header", &bytes[..20]), ("flipped", &flipped), ("empty", &[])];
    for (name, bytes) in damaged {
        let file = scratch.join(name);
        std::fs::write(&file, bytes).unwrap();
        let output = etched(&["--from", file.to_str().unwrap(), "info", "--format", "json"]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(output.stdout.is_empty(), "{name}");
        let error: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
        let expected = if name == "empty" { "unknown_format" } else { "invalid_image" };
        assert_eq!(error["error"]["code"], expected, "{name}");
        assert!(error["error"]["message"].as_str().unwrap().contains(name), "{name}");
    }
}
