//! A program that answers questions about itself: its help, version and errors are its own.
//!
//! This test is that program, too: it starts itself with [`ASKED`] set.

use std::process::{Command, ExitCode, Output};

use etched::Registry;

static REGISTRY: Registry = Registry::load(&etched::demo::METADATA);

/// Set where this program is to answer and not to test.
const ASKED: &str = "ETCHED_TEST_ASKED";

fn ask(arguments: &[&str]) -> Output {
    let program = std::env::current_exe().expect("it is known");
    Command::new(program).args(arguments).env(ASKED, "1").env("COLUMNS", "100").output().expect("it runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("it is text")
}

fn help_is_that_of_the_program(program: &str) {
    for arguments in [&["--help"][..], &["-h"], &["help"]] {
        let answer = ask(arguments);
        let help = text(&answer.stdout);
        assert!(answer.status.success() && help.starts_with("Query the metadata of storefront.\n"), "{help}");
        assert!(help.contains(&format!("Usage: {program} ")), "{help}");
        for wrong in ["```", "derive", "A question to a registry", "--from"] {
            assert!(!help.contains(wrong), "{wrong}: {help}");
        }
    }
    assert_eq!(text(&ask(&["--version"]).stdout), format!("{program} {}\n", env!("CARGO_PKG_VERSION")));
}

/// Every command has help, and its examples are commands of this program.
fn examples_are_of_the_program(program: &str) {
    let help = ask(&["--help"]);
    let listed =
        text(&help.stdout).split("Commands:").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list");
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 15 && names.contains(&"depth"), "{names:?}");
    for name in names.iter().filter(|name| **name != "help") {
        let answer = ask(&["help", name]);
        let help = text(&answer.stdout);
        assert!(help.contains(&format!("  {program} {name}")), "{help}");
        for wrong in ["--from", "  etched ", "--conflicts"] {
            assert!(!help.contains(wrong), "{name}: {wrong}: {help}");
        }
    }
}

fn questions_are_answered() {
    let answer = ask(&["resource", "Ordr", "--format", "json"]);
    assert_eq!(answer.status.code(), Some(1));
    assert!(text(&answer.stderr).contains(r#""suggestions":["Order"]"#), "{}", text(&answer.stderr));
    let answer = ask(&["depth", "--limit", "1"]);
    assert!(text(&answer.stdout).starts_with("28 resources, showing 1\n"), "{}", text(&answer.stdout));
    assert_eq!(ask(&["export"]).status.code(), Some(2));
}

/// What it exports is what is embedded in it, and nobody's.
#[cfg(feature = "export")]
fn it_exports_itself() {
    use etched_compiler::{document, image, openapi};

    let exported = |form| {
        let output = ask(&["export", "--to", form]);
        assert!(output.status.success(), "{form}: {}", text(&output.stderr));
        output.stdout
    };
    let digest =
        |model| Registry::from_bytes(&image::write(model, etched::Strip::NONE).unwrap().to_file()).unwrap().digest();
    let json = document::read_json(&exported("json")).expect("it is a document").model;
    assert_eq!(digest(&json), REGISTRY.digest());
    let msgpack = document::read_msgpack(&exported("msgpack")).expect("it is a document").model;
    assert_eq!(msgpack, json);
    let image = Registry::from_bytes(&exported("image")).expect("it is an image");
    assert_eq!((image.digest(), image.embedder().is_none()), (REGISTRY.digest(), true));
    let openapi = openapi::import("openapi.json", &exported("openapi")).expect("it is OpenAPI").model;
    assert_eq!(openapi.routes.len(), REGISTRY.routes().len());
    assert!(text(&ask(&["export", "--help"]).stdout).contains("export --to openapi > openapi.json"));
}

fn main() -> ExitCode {
    if std::env::var_os(ASKED).is_some() {
        return etched::cli::run(&REGISTRY);
    }
    let program = std::env::current_exe().expect("it is known");
    let program = program.file_stem().expect("it is a file").to_string_lossy();
    help_is_that_of_the_program(&program);
    examples_are_of_the_program(&program);
    questions_are_answered();
    #[cfg(feature = "export")]
    it_exports_itself();
    ExitCode::SUCCESS
}
