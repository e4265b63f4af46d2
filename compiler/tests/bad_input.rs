//! Texts nobody should write: a diagnostic that helps, never a panic, a hang or a stack overflow.

use std::time::Duration;

use etched_compiler::{Diagnostics, Sources, calls, compile};
use workloads::Stopwatch;

fn errors(text: &str) -> Diagnostics {
    let start = Stopwatch::start();
    let errors = compile(&Sources::from_texts([("bad.cdt", text)])).expect_err("should be refused");
    assert!(!errors.render(true, 80).is_empty() && !errors.to_json().is_empty());
    // Far beyond what any of these takes without optimisation; what is quadratic takes minutes.
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    errors
}

fn codes(text: &str) -> Vec<String> {
    errors(text).iter().map(|found| found.code().to_owned()).collect()
}

#[test]
fn keywords_are_names() {
    let text = r#"
        @strict nullability
        resource Message {
          email: email!  type: string!  resource: string!  enum: enum ["a"]!  array: array<string!>!  null: bool!
          on: date!  error: text!  when: time!  condition: int!  through: string!  under: string!  as: string!
          self: uuid!  true: bool!  has_many: int!  hash: hash<string!, int!>!  function: string!
          @before save { self.email = String.lowercase(self.email)  self.resource = self.type }
          @constraint type { on: [create] when: self.when condition: self.condition > 0 error: "No condition" }
          @function function(type: string!, on: date?) -> bool! { true }
        }
    "#;
    // `function` is a field and a function: the one clash among them.
    assert_eq!(codes(text), ["E0032"]);
    let model = compile(&Sources::from_texts([("a.cdt", text.replace("function: string!", ""))])).unwrap().model;
    assert_eq!(model.resources[0].fields.len(), 17);
    assert_eq!(model.resources[0].constraints[0].when, "self.when");
    assert_eq!(model.resources[0].constraints[0].condition, "self.condition > 0");
}

#[test]
fn unicode_everywhere() {
    let text = "/// Größe: 📏\nresource Größe {\n\tname_ñ: string! @default(\"日本 📦\") // ← наименование\n\tクラス: int?\n\tx: strng!\n}\n";
    let found = errors(text);
    let error = found.iter().next().unwrap();
    assert_eq!(
        (error.place().line(), error.place().column(), error.place().end_column()),
        (Some(5), Some(5), Some(10))
    );
    let model = compile(&Sources::from_texts([("a.cdt", text.replace("strng", "string"))])).unwrap().model;
    assert_eq!(model.resources[0].documentation, "Größe: 📏");
    assert_eq!(model.resources[0].fields[0].default.as_deref(), Some("\"日本 📦\""));
}

#[test]
fn columns_are_counted_in_characters() {
    let found = errors("resource A { /* 📦📦 */ x: strng! }");
    let place = found.iter().next().unwrap().place().clone();
    assert_eq!((place.line(), place.column(), place.end_column()), (Some(1), Some(26), Some(31)));
}

#[test]
fn deep_nesting() {
    const DEEP: usize = 10_000;
    let (open, close) = ("{".repeat(DEEP), "}".repeat(DEEP));
    assert_eq!(codes(&format!("resource A {{ @before save {open}{close} x: strng! }}")), ["E0016", "E0040"]);
    assert_eq!(codes(&format!("resource A {{ @before save {open} }}")), ["E0011", "E0016"]);
    assert_eq!(codes(&format!("resource A {{ x: {open}{close} y: int! }}"))[0], "E0010");
    let strings = "\"#{".repeat(DEEP);
    assert!(!codes(&format!("resource A {{ @before save {{ {strings} }} }}")).is_empty());
    for (before, open, after) in [
        ("x: ", "array<", "int!"),
        ("x: ", "hash<string!, ", "int!"),
        ("x: ", "{ x: ", "int!"),
        ("x: json! @default(", "[", "1"),
        ("x: json! @default(", "{ a: ", "1"),
        ("x: User! { where: ", "{ a: ", "1"),
        ("@meta(a: ", "[", "1"),
        ("@middleware [a", "(", ""),
    ] {
        let text = format!("resource A {{\n{before}{}{after}\n}}\nresource User {{ y: strng! }}", open.repeat(DEEP));
        let found = codes(&text);
        assert!(!found.is_empty() && found.len() < 5, "{before}{open}: {found:?}");
    }
    // Nothing here is nested at all.
    assert_eq!(codes(&open).len(), 1);
    assert_eq!(codes(&close).len(), 1);
}

#[test]
fn large_texts() {
    let body = "    self.slug = String.slugify(\"#{self.title} / 2\") // a comment\n".repeat(50_000);
    let text = format!("resource A {{ x: int!\n  @before save {{\n{body}  }}\n}}\n");
    assert!(text.len() > 3 << 20);
    let model = compile(&Sources::from_texts([("a.cdt", text)])).unwrap().model;
    assert_eq!(calls(&model.resources[0].hooks[0].body).len(), 1);
}

#[test]
fn many_errors_are_counted_and_some_kept() {
    let text = format!("resource A {{\n{}}}", "  x: strng! @mn(5\n".repeat(20_000));
    let found = errors(&text);
    assert!(found.errors() >= 20_000, "{}", found.errors());
    assert_eq!(found.iter().count(), 1_000);
    assert!(found.render(false, 80).contains("are not shown"));
}

#[test]
fn nothing_is_quadratic() {
    for piece in [
        "\"#{\n",
        "\"#{",
        "\"\n",
        "in /[",
        "/",
        "/*",
        "/* */",
        "///\n",
        "#",
        "@",
        "resource ",
        "resource A {",
        "resource A {\n",
        "{",
        "}",
        "(",
        ")]",
        "a: ",
        "a: b ",
        "a: {",
        "@on ",
        "@before a {\n",
        "@constraint a { when: ",
        "x ? y : ",
        "\"a\" ",
        "5e",
        "\u{feff}",
        "\0",
        "ä",
        "@default({ ",
        "->",
        "<",
        "array<",
        "@meta(a: [",
        "@middleware [a(",
    ] {
        for around in ["", "resource A { ", "resource A { @before save { ", "resource A { @invariant a { condition: "] {
            let text = format!("{around}{}", piece.repeat(20_000 / piece.len()));
            let start = Stopwatch::start();
            match compile(&Sources::from_texts([("bad.cdt", text)])) {
                Ok(_) => {}
                Err(errors) => drop(errors.to_json()),
            }
            assert!(start.elapsed() < Duration::from_secs(3), "{around:?} {piece:?}: {:?}", start.elapsed());
        }
    }
}

#[test]
fn unclosed_things_point_at_their_opening() {
    for (text, code, line, column) in [
        ("resource A {\n  x: string! @default(\"a)\n  y: int!\n}", "E0012", 2, 23),
        ("resource A {\n  x: string! @pattern(/a)\n  y: int!\n}", "E0013", 2, 23),
        ("resource A {\n  x: int!\n  /* y: int!\n}", "E0014", 3, 3),
        ("resource A {\n  x: int!\n", "E0011", 1, 12),
        ("resource A {\n  @before save {\n    if x {\n}\n", "E0011", 2, 16),
        ("resource A {\n  @before save {\n    f(\"#{x\n  }\n}\n", "E0012", 3, 7),
    ] {
        let found = errors(text);
        assert_eq!(found.errors(), 1, "{text}\n{found}");
        let error = found.iter().next().unwrap();
        assert_eq!(
            (error.code(), error.place().line(), error.place().column()),
            (code, Some(line), Some(column)),
            "{text}\n{found}"
        );
    }
}
