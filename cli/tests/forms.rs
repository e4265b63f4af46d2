//! One application in four forms gives one answer, and a file that is none of them is refused with a reason.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A directory of its own for a test.
fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("forms-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the directory is made");
    path
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs the program, which has a minute; a hang is a failure and not the end of the suite.
fn run(from: Option<&Path>, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_etched"));
    if let Some(from) = from {
        command.arg("--from").arg(from);
    }
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let started = Instant::now();
    // What it says here fits into a pipe, so nobody has to read along.
    while child.try_wait().expect("it can be asked").is_none() {
        if started.elapsed() > Duration::from_secs(60) {
            child.kill().expect("it can be stopped");
            panic!("{from:?} {arguments:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    child.wait_with_output().expect("its output is there")
}

/// Runs what has to succeed and returns what it says.
fn said(from: Option<&Path>, arguments: &[&str]) -> String {
    let output = run(from, arguments);
    assert!(output.status.success(), "{from:?} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("an answer is UTF-8")
}

/// Returns what `info` says of a source: the same of every form, but that an embedded image says who embeds it.
fn info(from: Option<&Path>) -> String {
    let info = said(from, &["info", "--format", "json"]);
    let mut value: serde_json::Value = serde_json::from_str(&info).expect("it is JSON");
    let object = value.as_object_mut().expect("it is an object");
    let embedder = object.remove("embedded_in");
    assert_eq!(embedder.is_some(), from.is_none(), "{from:?}");
    if let Some(embedder) = embedder {
        assert_eq!(embedder, serde_json::json!({"crate": "etched", "version": env!("CARGO_PKG_VERSION")}));
    }
    // An embedded image is longer by that; the bytes of all others are compared as such.
    object.remove("image_bytes").expect("it is there");
    value.to_string()
}

/// Makes all forms of a source and compares what `info` says of each, down to the digest and the bytes of the image.
fn says_one_thing(name: &str, from: Option<&Path>) {
    let directory = scratch(name);
    let expected = info(from);
    assert!(expected.contains("\"digest\":\"") && !expected.contains("\"resources\":0"), "{name}: {expected}");
    let file = |form: &str| directory.join(format!("{name}.{form}"));
    let mut images = Vec::new();
    for form in ["json", "msgpack", "image"] {
        let path = file(form);
        said(from, &["export", "--to", form, "-o", path.to_str().expect("it is UTF-8")]);
        assert_eq!(info(Some(&path)), expected, "{name} as {form}");
        // From every form to every other.
        for to in ["json", "msgpack", "image"] {
            let again = directory.join(format!("{form}-{to}"));
            said(Some(&path), &["export", "--to", to, "-o", again.to_str().expect("it is UTF-8")]);
            if to == "image" {
                images.push(fs::read(&again).expect("it was written"));
            }
        }
    }
    let compiled = file("compiled");
    said(from, &["compile", "-o", compiled.to_str().expect("it is UTF-8")]);
    assert_eq!(info(Some(&compiled)), expected, "{name} compiled");
    images.push(fs::read(&compiled).expect("it was written"));
    assert!(images.windows(2).all(|pair| pair[0] == pair[1]), "{name}: one application, one image");
    let bytes = |form: &str, by: &str| fs::read(directory.join(format!("{by}-{form}"))).expect("it was written");
    for form in ["json", "msgpack"] {
        let direct = fs::read(file(form)).expect("it was written");
        for by in ["json", "msgpack", "image"] {
            assert!(bytes(form, by) == direct, "{name}: {form} by way of {by}");
        }
    }
}

#[test]
fn a_schema_says_one_thing_in_every_form() {
    says_one_thing("blog", Some(&root().join("cli/tests/data/blog")));
}

#[test]
fn the_demo_says_one_thing_in_every_form() {
    says_one_thing("demo", None);
    assert_eq!(info(Some(&root().join("schema"))), info(None), "the embedded demo and its schema");
}

#[test]
fn the_reference_documents_say_one_thing_in_every_form() {
    for name in ["blog3", "chain_50", "star_50", "rich_50"] {
        says_one_thing(name, Some(&root().join(format!("tests/data/metadata/{name}.json"))));
    }
}

#[test]
fn an_openapi_document_says_one_thing_in_every_form() {
    says_one_thing("museum", Some(&root().join("tests/data/openapi/museum.yaml")));
}

/// Asserts that a file is refused with a code and a message, which names it, and returns how long that took.
fn refused(path: &Path, code: &str, message: &str) -> Duration {
    let started = Instant::now();
    let output = run(Some(path), &["info", "--format", "json"]);
    let took = started.elapsed();
    let error = String::from_utf8(output.stderr).expect("an error is UTF-8");
    assert_eq!(output.status.code(), Some(1), "{}: {error}", path.display());
    assert!(output.stdout.is_empty(), "{}", path.display());
    let error: serde_json::Value = serde_json::from_str(&error).unwrap_or_else(|_| panic!("one JSON object: {error}"));
    let found = error["error"]["message"].as_str().expect("there is a message");
    assert_eq!(error["error"]["code"], code, "{found}");
    let message = message.replace("FILE", &path.display().to_string());
    assert!(found.contains(&message), "{}\n  expected {message}\n  found    {found}", path.display());
    took
}

#[test]
fn what_is_no_source_is_refused() {
    let directory = scratch("wrong");
    let put = |name: &str, bytes: &[u8]| {
        let path = directory.join(name);
        fs::write(&path, bytes).expect("the file writes");
        path
    };
    let image = directory.join("whole");
    said(Some(&root().join("cli/tests/data/blog")), &["compile", "-o", image.to_str().expect("it is UTF-8")]);
    let whole = fs::read(&image).expect("it was written");
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        bytes
    };

    refused(&put("empty", b""), "unknown_format", "FILE is empty");
    refused(&directory.join("missing"), "unreadable", "cannot read FILE: ");
    let misspelt = run(Some(&directory.join("emtpy")), &["info"]);
    let meant = format!("did you mean `{}`?", directory.join("empty").display());
    assert!(String::from_utf8_lossy(&misspelt.stderr).contains(&meant), "{misspelt:?}");
    fs::create_dir(directory.join("directory")).expect("it is made");
    refused(&directory.join("directory"), "invalid_schema", "the schema directory has no .cdt files");

    let cut = "FILE: the image is truncated or has trailing bytes";
    refused(&put("header", &whole[..20]), "invalid_image", "FILE: not an etched image");
    refused(&put("half", &whole[..whole.len() / 2]), "invalid_image", cut);
    refused(&put("trailing", &[&whole[..], b"\n"].concat()), "invalid_image", cut);
    refused(&put("magic", &flipped(1)), "unknown_format", "cannot tell what FILE is");
    refused(&put("line_end", &flipped(6)), "invalid_image", "FILE: not an etched image (bad magic)");
    refused(&put("major", &flipped(8)), "invalid_image", "FILE: image layout 5");
    for at in [24, 40, 70, whole.len() / 3, whole.len() / 2, whole.len() - 3] {
        refused(&put("bit", &flipped(at)), "invalid_image", "FILE: ");
    }
    // The head of an image and 60 bytes of something else.
    refused(&put("bomb", &[&whole[..12], &[0xff; 60][..]].concat()), "invalid_image", cut);

    let deep = format!("{{\"resources\":{}", "[".repeat(200_000));
    refused(&put("deep.json", deep.as_bytes()), "invalid_document", "FILE: resources");
    // What nobody reads is stepped over, however deep.
    let deep = format!("{{\"x\":{}", "{\"x\":".repeat(200_000));
    refused(&put("deep_unknown.json", deep.as_bytes()), "invalid_document", "FILE: x: the document is truncated");
    let deep = format!("{{\"openapi\":\"3.1.0\",\"x\":{}", "[".repeat(200_000));
    refused(&put("deep_openapi.json", deep.as_bytes()), "invalid_document", "deep_openapi.json:1");
    let deep = [b"\x81\xa1x".as_slice(), &[0x91; 200_000]].concat();
    refused(&put("deep.msgpack", &deep), "invalid_document", "nested deeper than 128 levels");
}

#[test]
fn a_sparse_file_is_refused_before_it_is_read() {
    let directory = scratch("sparse");
    let image = directory.join("image");
    said(None, &["compile", "-o", image.to_str().expect("it is UTF-8")]);
    let text = directory.join("document.json");
    fs::write(&text, "{\"resources\":[").expect("the file writes");
    let most = ["an image may have at most 1073741824", "a document may have at most 268435456"];
    for (path, most) in [&image, &text].into_iter().zip(most) {
        let file = fs::OpenOptions::new().write(true).open(path).expect("it opens");
        file.set_len(10 << 30).expect("the file system has sparse files");
        let took = refused(path, "too_large", &format!("FILE has 10737418240 bytes; {most}"));
        // To read 10 GB takes longer than that, even of nothing.
        assert!(took < Duration::from_secs(2), "{took:?}");
        // An image that is larger than it says is refused for that, with nothing read either.
        file.set_len(1 << 28).expect("the file system has sparse files");
        if path == &image {
            refused(path, "invalid_image", "FILE: the image is truncated or has trailing bytes");
        }
    }
    fs::remove_dir_all(directory).expect("it goes");
}

#[cfg(unix)]
#[test]
fn a_pipe_that_is_called_a_schema_is_refused_and_not_waited_for() {
    let path = scratch("pipe").join("pipe.cdt");
    let made = Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success());
    assert!(made, "mkfifo is part of every Unix");
    refused(&path, "invalid_schema", "cannot read the file: not a regular file");
    refused(Path::new("/dev/null"), "unreadable", "cannot read FILE: it is not a regular file");
}
