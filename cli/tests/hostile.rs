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

fn scratch(name: &str) -> PathBuf {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile").join(name);
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
    command.args(args);
    shown(&format!("{what} {args:?}"), command.output().unwrap())
}

#[test]
fn nothing_acts_on_the_terminal() {
    for (what, text) in HOSTILE {
        let scratch = scratch(what);
        let from = document(&scratch, text);
        let name = &format!("Evil{text}[31m\u{7}");
        let path = &format!("/evil{text}[31m/:id");
        let questions: &[&[&str]] = &[
            &["resources"],
            &["resource", name],
            &["resource", name, "--full"],
            &["resource", text],
            &["routes"],
            &["routes", "--conflicts"],
            &["routes", "--middleware", text],
            &["fields"],
            &["fields", "--type", text],
            &["patterns"],
            &["pattern", text],
            &["deviations"],
            &["info"],
            &["dump"],
            &["check"],
            &["deps", name],
            &["deps", text],
            &["path", name, text],
            &["impact", name],
            &["impact", text, "--change", "remove"],
            &["cycles"],
            &["graph"],
            &["match", "GET", path],
            &["why", "GET", path],
            &[text],
            &["resources", text],
        ];
        for question in questions {
            run(&from, what, question);
            let mut question = question.to_vec();
            question.extend(["--format", "json"]);
            run(&from, what, &question);
        }
        for form in ["json", "openapi"] {
            let exported = run(&from, what, &["export", "--to", form]);
            let parsed: Value = serde_json::from_str(&exported).unwrap();
            // What is escaped means what it says.
            let found = parsed.to_string().contains(serde_json::to_string(name).unwrap().trim_matches('"'));
            assert!(form == "openapi" || found, "{what}");
        }
    }
}

/// Returns a picture of a document without hostile texts, for what it consists of.
fn plain(format: &str) -> String {
    run(&document(&scratch("plain"), "x"), "plain", &["graph", "--format", format])
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

#[test]
fn a_graph_in_dot_is_one_graph() {
    let has_graphviz = Command::new("dot").arg("-V").output().is_ok();
    if !has_graphviz {
        println!("no graphviz here: the lines are compared, and no picture is drawn");
    }
    // Quoted strings taken out, every graph has the same text.
    let skeleton = |dot: &str| {
        let (mut out, mut quoted, mut escaped) = (String::new(), false, false);
        for c in dot.chars() {
            let ends = c == '"' && !escaped;
            escaped = quoted && c == '\\' && !escaped;
            quoted ^= ends;
            if ends || !quoted {
                out.push(c);
            }
        }
        assert!(!quoted, "{dot}");
        out
    };
    let expected = skeleton(&plain("dot"));
    for (what, text) in HOSTILE {
        let from = document(&scratch(&format!("{what}-dot")), text);
        let dot = run(&from, what, &["graph", "--format", "dot"]);
        assert_eq!(skeleton(&dot), expected, "{what}");
        if has_graphviz {
            let mut child =
                Command::new("dot").arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            child.stdin.take().unwrap().write_all(dot.as_bytes()).unwrap();
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{what}: {dot}");
        }
    }
}

#[test]
fn a_graph_in_mermaid_is_one_graph() {
    // Between quotes there are no directives, comments, quotes and markup of Mermaid's own.
    let skeleton = |mermaid: &str| {
        mermaid
            .split('"')
            .enumerate()
            .filter(|(at, _)| at % 2 == 0)
            .map(|(_, part)| part)
            .collect::<Vec<_>>()
            .join("\"")
    };
    let expected = skeleton(&plain("mermaid"));
    let mut graphs = Vec::new();
    for (what, text) in HOSTILE {
        let from = document(&scratch(&format!("{what}-mermaid")), text);
        let graph = run(&from, what, &["graph", "--format", "mermaid"]);
        assert_eq!(skeleton(&graph), expected, "{what}");
        assert!(!graph.contains("%%") && !graph.contains('`'), "{what}: {graph}");
        graphs.push(graph);
    }
    let nodes = plain("mermaid").lines().filter(|line| !line.contains("->") && line.starts_with("  ")).count();
    parse_as_mermaid(&graphs, nodes);
}

/// Has Mermaid's own parser read graphs, where it is installed: `npm ci` in `tests/mermaid`.
fn parse_as_mermaid(graphs: &[String], nodes: usize) {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/mermaid");
    if !package.join("node_modules").exists() {
        assert!(std::env::var_os("CI").is_none(), "`npm ci` in tests/mermaid has to run before this test");
        println!("Mermaid's parser is not installed: `npm ci` in tests/mermaid");
        return;
    }
    let mut child = Command::new("node")
        .current_dir(&package)
        .args(["parse.mjs", &nodes.to_string()])
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
