//! What is written never takes the place of what it is made of, and what is refused is quoted as it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A directory of its own for a test.
fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("outputs-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(path.join("schema")).expect("the directory is made");
    path
}

fn etched(directory: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_etched"));
    command.current_dir(directory).args(arguments).output().expect("the program starts")
}

const TAG: &str = "@strict nullability resource Tag { name: string! }\n";

#[test]
fn a_source_is_not_overwritten() {
    let directory = scratch("source");
    let write = |name: &str, text: &[u8]| fs::write(directory.join(name), text).expect("it is written");
    write("a.cdt", TAG.as_bytes());
    write("schema/tag.cdt", TAG.as_bytes());
    // A schema is known by its content, too.
    write("schema.txt", TAG.as_bytes());
    assert!(etched(&directory, &["--from", "a.cdt", "compile", "-o", "tag.etched"]).status.success());
    assert!(etched(&directory, &["--from", "a.cdt", "export", "--to", "json", "-o", "tag.json"]).status.success());
    #[cfg(unix)]
    for (of, link) in [("a.cdt", "link"), ("tag.json", "link.json"), ("schema", "linked")] {
        std::os::unix::fs::symlink(of, directory.join(link)).expect("the link is made");
    }
    let mut cases = vec![
        ("a.cdt", "a.cdt"),
        ("a.cdt", "./schema/../a.cdt"),
        ("schema.txt", "schema.txt"),
        ("tag.json", "tag.json"),
        ("tag.etched", "tag.etched"),
        ("schema", "schema/tag.cdt"),
        // Not there yet, but part of the schema as soon as it is.
        ("schema", "schema/image.cdt"),
        ("tag.json", "a.cdt"),
        ("a.cdt", "A.CDT"),
    ];
    if cfg!(unix) {
        cases.extend([
            ("a.cdt", "link"),
            ("link", "a.cdt"),
            ("tag.json", "link.json"),
            ("link.json", "tag.json"),
            ("schema", "linked/tag.cdt"),
            ("linked", "schema/tag.cdt"),
        ]);
    }
    for (from, output) in cases {
        for command in [&["compile"][..], &["export", "--to", "json"], &["export", "--to", "image"]] {
            let before: Vec<_> = [from, output].map(|name| fs::read(directory.join(name)).ok()).into();
            let arguments: Vec<&str> =
                ["--from", from].into_iter().chain(command.iter().copied()).chain(["-o", output]).collect();
            let ran = etched(&directory, &arguments);
            let said = String::from_utf8_lossy(&ran.stderr);
            assert_eq!(ran.status.code(), Some(1), "{arguments:?}: {said}");
            assert!(said.contains(output) && said.contains("-o FILE"), "{arguments:?}: {said}");
            let after: Vec<_> = [from, output].map(|name| fs::read(directory.join(name)).ok()).into();
            assert_eq!(before, after, "{arguments:?}");
        }
    }
}

#[test]
fn other_outputs_are_replaced() {
    let directory = scratch("other");
    fs::write(directory.join("schema/tag.cdt"), TAG).expect("it is written");
    for output in ["schema/tag.etched", "tag.etched", "cdt"] {
        for _ in 0..2 {
            let ran = etched(&directory, &["--from", "schema", "compile", "-o", output]);
            let said = String::from_utf8_lossy(&ran.stdout);
            assert!(ran.status.success() && said.contains(": 1 resource, 6 routes, "), "{said}");
        }
    }
}

#[test]
fn the_error_of_a_refused_schema_quotes_its_errors() {
    let directory = scratch("quoted");
    let cases = [
        // A warning precedes the error.
        (
            "resource A { id: uuid }\nresource B { a: Nope! }",
            "has 1 error: a.cdt:2: E0060: unknown resource `Nope`",
            r#""suggestions":[]"#,
        ),
        // And one with a suggestion of its own.
        (
            "resource Post { author: User! }\nresource User { name: string! @has_many Post as \"posts\" { foreign_key: auther_id } }\n\
             resource C { a: strng! b: strng! c: itn! }",
            "has 3 errors: a.cdt:3: E0040: unknown type `strng`",
            r#""suggestions":["string","int"]"#,
        ),
    ];
    for (text, message, suggestions) in cases {
        fs::write(directory.join("a.cdt"), text).expect("it is written");
        let ran = etched(&directory, &["--from", "a.cdt", "resources", "--format", "json"]);
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(said.contains(message) && said.contains(suggestions), "{said}");
    }
}

/// A schema written as schema text is the same application, in a directory and in one file; nothing is replaced.
#[test]
fn a_schema_comes_back_as_text() {
    let directory = scratch("text");
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema");
    let digest = |from: &str| {
        let info: serde_json::Value =
            serde_json::from_slice(&etched(&directory, &["--from", from, "info", "--format", "json"]).stdout).unwrap();
        info["digest"].as_str().unwrap().to_owned()
    };
    for output in ["new/schema", "all.cdt"] {
        let written = etched(&directory, &["--from", demo, "export", "--to", "cdt", "-o", output]);
        assert!(written.status.success() && written.stderr.is_empty(), "{written:?}");
        assert_eq!(digest(output), digest(demo), "{output}");
        let again = etched(&directory, &["--from", demo, "export", "--to", "cdt", "-o", output]);
        assert!(!again.status.success(), "{output}");
        assert!(etched(&directory, &["fmt", "--check", output]).status.success(), "{output}");
    }
    assert_eq!(fs::read_dir(directory.join("new/schema")).unwrap().count(), 29);
    let piped = etched(&directory, &["--from", demo, "export", "--to", "cdt"]).stdout;
    assert_eq!(piped, fs::read(directory.join("all.cdt")).unwrap());

    let pets = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/openapi/petstore.yaml");
    let written = etched(&directory, &["--from", pets, "export", "--to", "cdt", "-o", "pets"]);
    let told = String::from_utf8(written.stderr).unwrap();
    assert!(written.status.success() && told.contains("not exported to schema text: "), "{told}");
    assert!(etched(&directory, &["--from", "pets", "check"]).status.success());
}
