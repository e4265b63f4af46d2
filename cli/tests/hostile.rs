//! Names, texts and file names of every bad kind through every command and every form.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What a name, a text, a path or a source line may hold.
const HOSTILE: &[(&str, &str)] = &[
    ("escape", "\u{1b}[31m"),
    ("hyperlink", "\u{1b}]8;;http://example.org\u{7}here\u{1b}]8;;\u{7}"),
    ("delete", "\u{7f}"),
    ("c1", "\u{9b}31m"),
    ("override", "\u{202e}gnp.txt"),
    ("isolate", "\u{2066}x\u{2069}"),
    ("zero-width", "a\u{200b}b\u{2060}c\u{feff}"),
    ("filler", "\u{115f}\u{3164}\u{ad}"),
    ("tags", "\u{e0041}\u{e007f}"),
    ("noncharacter", "\u{fffe}\u{ffff}\u{fdd0}\u{1fffe}"),
    ("line-ends", "a\nb\r\nc\rd\u{2028}e\u{85}f"),
    ("svg", "</text></svg><script>alert(1)</script>"),
    ("cdata", "]]><!-- --><?xml?>"),
    ("entities", "&lt;&#60;&amp;&beta;"),
    ("mermaid-directive", "%%{init: {'themeCSS': '* { display: none }'}}%%"),
    ("mermaid-comment", "%% gone"),
    ("mermaid-style", "style x:#y;"),
    ("brackets", "\"]"),
    ("bars", "|x|"),
    ("end", "end"),
    ("quotes", "\\\"';\\"),
    ("markdown", "`**x**` $$y$$"),
    ("list", "1. x"),
    ("option", "--format"),
];

fn etched(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_etched"));
    command.args(args).stdin(Stdio::null());
    for name in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile")
}

fn scratch(name: &str) -> PathBuf {
    let scratch = root().join(name);
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(&scratch).unwrap();
    scratch
}

/// Puts a text into every text of a document that has a mark for it.
fn planted(value: &mut Value, text: &str) {
    match value {
        Value::String(held) => *held = held.replace('\u{1b}', text),
        Value::Array(items) => items.iter_mut().for_each(|item| planted(item, text)),
        Value::Object(entries) => {
            let renamed = std::mem::take(entries).into_iter().map(|(key, mut value)| {
                planted(&mut value, text);
                (key.replace('\u{1b}', text), value)
            });
            *entries = renamed.collect();
        }
        _ => {}
    }
}

/// A document with the text in all names and texts.
fn document(directory: &Path, text: &str) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/hostile.json");
    let mut document: Value = serde_json::from_slice(&fs::read(source).unwrap()).unwrap();
    planted(&mut document, text);
    let path = directory.join("document.json");
    fs::write(&path, document.to_string()).unwrap();
    path
}

/// The characters that are wrong on a terminal, said without the table the program has.
fn acts(c: char) -> bool {
    let control = c.is_control() && c != '\n';
    let unseen = matches!(c as u32,
        0xad | 0x115f | 0x1160 | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfeff
        | 0xfdd0..=0xfdef | 0xe0000..=0xe0fff);
    control || unseen || (c as u32) & 0xfffe == 0xfffe
}

fn shown(what: &str, output: Output) -> String {
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("it is text"));
    // A line may end in the way of its file.
    let [out, err] = [out, err].map(|text| text.replace("\r\n", "\n"));
    for written in [&out, &err] {
        let wrong = written.find(acts);
        assert!(wrong.is_none(), "{what}: {:?}", &written[wrong.unwrap_or_default()..]);
    }
    assert!(!err.contains("panicked"), "{what}: {err}");
    out
}

fn run(from: &Path, what: &str, args: &[&str]) -> String {
    let from = from.to_str().unwrap();
    let mut command = etched(&["--from", from, "--color", "never"]);
    // What is written under a hostile name stays here.
    command.args(args).current_dir(root());
    shown(&format!("{what} {args:?}"), command.output().unwrap())
}

/// What is asked of a source, with a name, a path and a text that are hostile: every command is here.
fn questions<'a>(name: &'a str, path: &'a str, text: &'a str) -> Vec<Vec<&'a str>> {
    vec![
        vec!["resources"],
        vec!["resource", name],
        vec!["resource", name, "--full"],
        vec!["resource", text],
        vec!["routes"],
        vec!["routes", "--conflicts"],
        vec!["routes", "--middleware", text],
        vec!["fields"],
        vec!["fields", "--type", text],
        vec!["functions"],
        vec!["functions", text],
        vec!["patterns"],
        vec!["pattern", text],
        vec!["deviations"],
        vec!["info"],
        vec!["dump"],
        vec!["check"],
        vec!["check", "--fix"],
        vec!["explain", text],
        vec!["fmt", "--check"],
        vec!["fmt", text],
        vec!["compile", "-o", text],
        vec!["init", text],
        vec!["completions", text],
        vec!["completions", "bash"],
        vec!["completions", "zsh"],
        vec!["help", text],
        vec!["deps", name],
        vec!["deps", text],
        vec!["path", name, text],
        vec!["impact", name],
        vec!["impact", text, "--change", "remove"],
        vec!["cycles"],
        vec!["depth"],
        vec!["depth", name],
        vec!["depth", text],
        vec!["graph"],
        vec!["graph", text],
        vec!["match", "GET", path],
        vec!["why", "GET", path],
        vec!["export", "--to", text],
        vec![text],
        vec!["resources", text],
        vec!["resources", "--format", text],
    ]
}

#[test]
fn every_command_is_asked() {
    let help = shown("help", etched(&["--help"]).output().unwrap());
    let listed = help.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands = listed.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 20, "{help}");
    let asked = questions("", "", "");
    for command in commands {
        assert!(asked.iter().any(|question| question[0] == command), "{command}");
    }
}

#[test]
fn nothing_acts_on_the_terminal() {
    for (what, text) in HOSTILE {
        let scratch = scratch(what);
        let from = document(&scratch, text);
        let name = &format!("Evil{text}[31m\u{7}");
        let path = &format!("/evil{text}[31m/:id");
        for mut question in questions(name, path, text) {
            run(&from, what, &question);
            if !question.contains(&"--format") {
                question.extend(["--format", "json"]);
                run(&from, what, &question);
            }
        }
        for form in ["json", "openapi"] {
            let exported = run(&from, what, &["export", "--to", form]);
            let parsed: Value = serde_json::from_str(&exported).unwrap();
            // What is escaped means what it says.
            let found = parsed.to_string().contains(serde_json::to_string(name).unwrap().trim_matches('"'));
            assert!(form == "openapi" || found, "{what}");
        }
        // The same from the other forms a source may have.
        for form in ["msgpack", "image", "openapi"] {
            let to = scratch.join(form);
            run(&from, what, &["export", "--to", form, "-o", to.to_str().unwrap()]);
            for question in [["check"], ["resources"], ["dump"]] {
                run(&to, what, &question);
            }
        }
    }
}

/// Returns a picture of a document without hostile texts, for what it consists of.
fn plain(format: &str) -> String {
    run(&document(&scratch(&format!("plain-{format}")), "x"), "plain", &["graph", "--format", format])
}

#[test]
fn pictures_are_well_formed_and_hold_nothing_else() {
    let elements = |svg: &str| -> BTreeMap<String, usize> {
        let tree = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
        let mut counts = BTreeMap::new();
        for node in tree.descendants().filter(roxmltree::Node::is_element) {
            *counts.entry(node.tag_name().name().to_owned()).or_default() += 1;
        }
        counts
    };
    let expected = elements(&plain("svg"));
    for (what, text) in HOSTILE {
        let from = document(&scratch(&format!("{what}-svg")), text);
        let svg = run(&from, what, &["graph", "--format", "svg"]);
        assert_eq!(elements(&svg), expected, "{what}");
        let tree = roxmltree::Document::parse(&svg).unwrap();
        assert!(tree.descendants().any(|node| node.text().is_some_and(|text| text.contains("Evil"))), "{what}");
    }
}

/// Returns a picture with its quoted strings taken out, of which every graph of this shape has the same.
fn skeleton(picture: &str) -> String {
    let (mut out, mut quoted, mut escaped) = (String::new(), false, false);
    for c in picture.chars() {
        let ends = c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        quoted ^= ends;
        if ends || !quoted {
            out.push(c);
        }
    }
    assert!(!quoted, "{picture}");
    out
}

/// Returns the graphs of all hostile documents in a form, and that of a plain one.
fn graphs(format: &str) -> (Vec<String>, String) {
    let expected = plain(format);
    let graph = |(what, text): &(&str, &str)| {
        let from = document(&scratch(&format!("{what}-{format}")), text);
        let graph = run(&from, what, &["graph", "--format", format]);
        assert_eq!(skeleton(&graph), skeleton(&expected), "{what}");
        graph
    };
    (HOSTILE.iter().map(graph).collect(), expected)
}

#[test]
fn a_graph_in_dot_is_one_graph() {
    let (graphs, plain) = graphs("dot");
    let edges = plain.matches(" -> ").count();
    let nodes = plain.matches(" [label=").count() - edges;
    parse("graphviz.mjs", &[nodes, edges], &graphs);
}

#[test]
fn a_graph_in_mermaid_is_one_graph() {
    let (graphs, plain) = graphs("mermaid");
    for graph in &graphs {
        assert!(!graph.contains("%%") && !graph.contains('`'), "{graph}");
    }
    let nodes = plain.lines().filter(|line| !line.contains("->") && line.starts_with("  ")).count();
    parse("mermaid.mjs", &[nodes], &graphs);
}

/// Has the parser a form is made for read graphs, where it is installed: `npm ci` in `tests/pictures`.
fn parse(script: &str, counts: &[usize], graphs: &[String]) {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/pictures");
    if !package.join("node_modules").exists() {
        assert!(std::env::var_os("CI").is_none(), "`npm ci` in tests/pictures has to run before this test");
        println!("skipped {script}: its parser is not installed, `npm ci` in tests/pictures does that");
        return;
    }
    let mut child = Command::new("node")
        .current_dir(&package)
        .arg(script)
        .args(counts.iter().map(ToString::to_string))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("node runs");
    let input = serde_json::to_vec(graphs).unwrap();
    child.stdin.take().unwrap().write_all(&input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Schemas name files and hold source lines, and diagnostics show both.
#[test]
fn diagnostics_show_names_and_lines_of_files_without_obeying_them() {
    for (what, text) in HOSTILE {
        let scratch = scratch(&format!("{what}-schema"));
        let schema = scratch.join("schema");
        fs::create_dir(&schema).unwrap();
        let file = format!("a{}.cdt", text.replace('/', "_"));
        // Line ends in names are an error of their own.
        let source = format!("resource Post {{ /* {text} */ title: strng! @default(\"{text}\") }}\n");
        fs::write(schema.join(&file), source.replace("*/ */", "*/")).unwrap();
        fs::write(schema.join("b.cdt"), format!("resource Post {{ }}\nresource User {{ name: string! @{text} }}"))
            .unwrap();
        let args = ["check"];
        run(&schema, what, &args);
        let json = run(&schema, what, &["check", "--format", "json"]);
        let answer: Value = serde_json::from_str(&json).unwrap();
        let files: Vec<&str> =
            answer["diagnostics"].as_array().unwrap().iter().filter_map(|one| one["file_path"].as_str()).collect();
        assert!(files.iter().any(|path| path.ends_with(&file)), "{what}: {files:?}");
        run(&schema, what, &["resources"]);
        run(&schema, what, &["fmt", "--check"]);
        run(&schema.join(&file), what, &args);
        run(&scratch.join(&file), what, &["info"]);
        let to = scratch.join(&file);
        run(Path::new("missing"), what, &["compile", "-o", to.to_str().unwrap()]);
        let blog = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/blog");
        let to = to.with_extension("etched");
        run(&blog, what, &["compile", "-o", to.to_str().unwrap()]);
        run(&to, what, &["info"]);
        run(&schema, what, &["check", "--fix"]);
        run(&schema, what, &["fmt"]);
    }
}

/// Under each caret stands what it is about, however many characters before it are shown as escapes.
#[test]
fn carets_stand_below_what_they_mean() {
    let schema = scratch("carets").join("a.cdt");
    fs::write(&schema, "resource Post {\r\n\t/* \u{200b}\u{202e} */ title: strng!\r\n}\r\n").unwrap();
    let text = run(&schema, "carets", &["check"]);
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains("strng!")).unwrap();
    let column = |line: &str, part: &str| line.split(part).next().unwrap().chars().count();
    assert_eq!(column(lines[at], "strng!"), column(lines[at + 1], "^"), "{text}");
    assert!(lines[at].contains("/* \\u{200b}\\u{202e} */"), "{text}");
}
