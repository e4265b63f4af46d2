//! What the language means: a schema that uses every construct, as the model it becomes.
//!
//! `ETCHED_BLESS=1 cargo test -p etched-compiler --test language` writes the expected model anew; review the diff.

use std::fs;
use std::path::{Path, PathBuf};

use etched_compiler::model::Model;
use etched_compiler::{Sources, calls, compile};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/language")
}

fn model(text: &str) -> Model {
    compile(&Sources::from_texts([("a.cdt", text)])).unwrap().model
}

#[test]
fn every_construct_as_a_model() {
    let sources = Sources::read(fixtures().join("schema"));
    let mut compiled = compile(&sources).unwrap();
    // So small a schema has no habits: there is nothing that its `@allow` could acknowledge.
    let codes: Vec<_> = compiled.warnings.iter().map(|warning| warning.code()).collect();
    assert_eq!(codes, ["W0007"], "{}", compiled.warnings);
    // Derived routes and patterns have tests of their own.
    (compiled.model.patterns, compiled.model.coverage) = Default::default();
    compiled.model.deviations.clear();
    compiled.model.routes.retain(|route| route.declared);
    let found = format!("{:#?}\n", compiled.model);
    let path = fixtures().join("model.txt");
    if std::env::var_os("ETCHED_BLESS").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let differs = found.lines().zip(expected.lines()).position(|(a, b)| a != b);
    assert!(found == expected, "the model differs from {} from line {differs:?} on", path.display());
}

#[test]
fn the_order_of_files_changes_nothing() {
    let sources = Sources::read(fixtures().join("schema"));
    let mut texts: Vec<_> = sources.files().map(|file| (file.path().to_owned(), file.text().to_owned())).collect();
    let expected = compile(&Sources::from_texts(texts.clone())).unwrap().model;
    texts.reverse();
    assert_eq!(compile(&Sources::from_texts(texts)).unwrap().model, expected);
    assert_eq!(compile(&sources).unwrap().model, expected);
}

#[test]
fn the_schema_of_this_repository_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    let compiled = compile(&Sources::read(root)).unwrap();
    assert!(compiled.model.resources.len() >= 25);
    let unexpected: Vec<_> =
        compiled.warnings.iter().filter(|found| found.code() != "W0001").map(|found| found.to_json()).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}

#[test]
fn layout_is_free() {
    let lines = "resource A {\n  x: int! @min(1)\n  y: string?\n  b: B! {\n    on_delete: cascade\n    foreign_key: \"k\"\n  }\n}\nresource B { }";
    let line = "resource A{x:int!@min(1),y:string?,b:B!{on_delete:cascade,foreign_key:\"k\"}}resource B{}";
    let strip = |mut model: Model| {
        model.application.source_hash = Default::default();
        model.files.iter_mut().for_each(|file| file.digest = Default::default());
        let text = format!("{model:?}");
        // Lines are the only difference.
        text.split("line: ").map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit())).collect::<String>()
    };
    assert_eq!(strip(model(lines)), strip(model(line)));
}

#[test]
fn names_and_marks_of_types_are_canonical() {
    let text = "resource A {
        a: integer! b: boolean? c: datetime! d: array< string >! e: hash<string!, array<integer?>!>!
        f: decimal(10,2)! g: array<enum [\"x\"]!>? h: { i: int }! j: array<{ k: hash<uuid!, { l: int! }?>! }!>!
    }";
    let model = model(text);
    let types: Vec<_> = model.resources[0].fields.iter().map(|field| field.ty.as_str()).collect();
    let expected = [
        "int",
        "bool",
        "timestamp",
        "array<string!>",
        "hash<string!,array<int?>!>",
        "decimal(10,2)",
        "array<enum!>",
        "struct",
        "array<struct!>",
    ];
    assert_eq!(types, expected);
    let fields = &model.resources[0].fields;
    assert_eq!(fields[6].values, ["x"]);
    assert_eq!((fields[6].nullable, fields[6].required), (true, false));
    assert_eq!(fields[8].fields[0].ty, "hash<uuid!,struct?>");
    assert_eq!(fields[8].fields[0].fields[0].name, "l");
}

#[test]
fn bodies_are_dedented() {
    let body = |text: &str| model(&format!("resource A {{ @before save {text} }}")).resources[0].hooks[0].body.clone();
    assert_eq!(body("{ x() }"), "x()");
    assert_eq!(body("{}"), "");
    assert_eq!(body("{\n      if x {\n        y()\n\n      }\n    }"), "if x {\n  y()\n\n}");
    assert_eq!(body("{\n\t\tx()\n\t\t\ty()\n\t}"), "x()\n\ty()");
    assert_eq!(body("{ x()\n    y()\n  }"), "x()\ny()");
    assert_eq!(body("{\r\n  x()\r\n  y()\r\n}"), "x()\ny()");
}

#[test]
fn braces_in_strings_regexes_and_comments_do_not_count() {
    let text = r##"resource A { x: int!
        @before save {
          a("}" + "#{b("}")}") // }
          /* } */ c(/}\/[/}]/, x / 2) /// }
          match y { "}" => /^}/, _ => d[0] / e! / 2 }
        }
        y: int!
    }"##;
    assert_eq!(model(text).resources[0].fields.len(), 2);
}

#[test]
fn calls_of_namespaces() {
    let table: &[(&str, &[&str])] = &[
        ("self.slug = String.slugify(self.title)", &["String.slugify"]),
        ("HTTP.get(url) + HTTP.get(other)", &["HTTP.get"]),
        ("Email.send_welcome (self)", &["Email.send_welcome"]),
        ("self.String.slugify(x)", &[]),
        ("self.publish()", &[]),
        ("string.slugify(x)", &[]),
        ("// Log.write()\n/* Log.read() */ /// Log.seek()", &[]),
        (r#""Log.write()""#, &[]),
        (r#""a #{Text.trim("b #{Text.pad(c)} Log.write()")} Log.write()""#, &["Text.trim", "Text.pad"]),
        ("/Log.write()/", &[]),
        ("x = /Log.write()/; y / Math.abs(z) / 2", &["Math.abs"]),
        ("User.known?(x) && User.save!(y)", &["User.known?", "User.save!"]),
        ("MyString.slugify(x)", &["MyString.slugify"]),
        ("Log.level", &[]),
        ("Log.level.write(x)", &[]),
        ("Payments.Stripe.charge(x)", &["Payments.Stripe.charge"]),
        ("Time.now().year", &["Time.now"]),
        ("a?.String.trim(x)", &[]),
        ("Über.größe(x)", &["Über.größe"]),
        ("Log\n  .write(x)", &["Log.write"]),
        ("Log.write(\"unclosed", &["Log.write"]),
        ("b ? A.b(c) : D.e(f)", &["A.b", "D.e"]),
        ("[A.b(1), {k: C.d(2)}]", &["A.b", "C.d"]),
        ("A B.c(1)", &["B.c"]),
        ("return Post.x / Post.y(2)", &["Post.y"]),
        ("", &[]),
    ];
    for (body, expected) in table {
        let names: Vec<_> = calls(body).iter().map(|call| call.name()).collect();
        assert_eq!(names, *expected, "{body}");
        for call in calls(body) {
            assert!(body[call.start..].starts_with(call.namespace), "{body}");
        }
    }
}

#[test]
fn nullify_is_another_name_of_set_null() {
    let text = "resource Post {
        a: User? { on_delete: nullify }
        b: User? { on_update: \"nullify\", on_delete: cascade }
        @belongs_to User as \"c\" { on_delete: nullify }
        @has_many User as \"d\" { on_delete: nullify }
    }
    resource User { name: string! }";
    let model = compile(&Sources::from_texts([("post.cdt", text)])).unwrap().model;
    let rules: Vec<_> = model.resources[0]
        .relationships
        .iter()
        .map(|one| (one.name.as_str(), one.on_delete.as_str(), one.on_update.as_str(), one.nullable))
        .collect();
    let expected = [
        ("a", "set_null", "", true),
        ("b", "cascade", "set_null", true),
        // Without a field that says otherwise, what is set to null may be null.
        ("c", "set_null", "", true),
        ("d", "set_null", "", false),
    ];
    assert_eq!(rules, expected);
}
