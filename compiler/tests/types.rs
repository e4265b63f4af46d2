//! Types and constraints as values: what is written is read as the same, and what is no value is kept as it is.

use etched_compiler::document::{read_json, write_json};
use etched_compiler::image;
use etched_compiler::model::{Element, FieldConstraint, Literal, Mark, Scalar, Text, Type, TypeKind};
use etched_core::Strip;
use workloads::random::Rng;

fn text(rng: &mut Rng) -> Text {
    const TEXTS: [&str; 10] = ["open", "", "a b", "\"", "\\", "a,b", "#{x}", "ö\u{1}\n", "]", "/"];
    (*rng.pick(&TEXTS)).into()
}

fn kind(rng: &mut Rng, depth: usize) -> TypeKind {
    const NAMES: [&str; 7] = ["Post", "price_list", "API-Key", "v1.Pod", "object", "Größe", "int4"];
    let scalar = |rng: &mut Rng| {
        let name: &&str = rng.pick(&Scalar::NAMES);
        Scalar::named(name).expect("a name of the table is one")
    };
    let fields = |rng: &mut Rng| {
        let count = 1 + rng.below(3);
        (0..count)
            .map(|at| {
                let name = match rng.below(4) {
                    0 => text(rng),
                    1 => "...".into(),
                    _ => format!("f{at}").into(),
                };
                (name, element(rng, depth + 1))
            })
            .collect()
    };
    let choice = if depth > 4 { rng.below(5) } else { rng.below(12) };
    match choice {
        0 | 1 => scalar(rng).into(),
        2 if rng.one_in(2) => TypeKind::Scalar(Scalar::Int, ["32".into()].into()),
        2 => TypeKind::Scalar(Scalar::Decimal, ["10".into(), "2".into()].into()),
        3 => TypeKind::Resource((*rng.pick(&NAMES)).into()),
        4 => match rng.below(3) {
            0 => TypeKind::Struct(Box::default()),
            _ => TypeKind::Enum((0..rng.below(4)).map(|_| text(rng)).collect()),
        },
        5..=7 => TypeKind::array(element(rng, depth + 1)),
        8 | 9 => TypeKind::hash(element(rng, depth + 1), element(rng, depth + 1)),
        10 => TypeKind::OneOf((0..1 + rng.below(3)).map(|_| element(rng, depth + 1)).collect()),
        _ if rng.one_in(2) => TypeKind::Open(fields(rng)),
        _ => TypeKind::Struct(fields(rng)),
    }
}

fn element(rng: &mut Rng, depth: usize) -> Element {
    let mark = *rng.pick(&[Mark::None, Mark::Required, Mark::Nullable]);
    kind(rng, depth).marked(mark)
}

fn literal(rng: &mut Rng, depth: usize) -> Literal {
    let choice = if depth > 3 { rng.below(8) } else { rng.below(10) };
    match choice {
        0 => Literal::String(text(rng)),
        1 => Literal::Number((*rng.pick(&["0", "-1.5", "1e400", "-0.0", "123456789012345678901234567890"])).into()),
        2 => Literal::Bool(rng.one_in(2)),
        3 => Literal::Null,
        4 => Literal::Regex((*rng.pick(&["/a/", "/[/]/i", "/a\\/(b),\\\\/", "//", "/\\[/x"])).into()),
        5 => Literal::Name((*rng.pick(&["draft", "truth", "_x", "ß"])).into()),
        6 => Literal::Call("now".into()),
        7 => Literal::Duration((*rng.pick(&["250ms", "-1.5h", "0s", "7d"])).into()),
        8 => Literal::List((0..rng.below(4)).map(|_| literal(rng, depth + 1)).collect()),
        _ => Literal::Map((0..rng.below(3)).map(|_| (text(rng), literal(rng, depth + 1))).collect()),
    }
}

#[test]
fn a_type_reads_back_from_what_it_writes() {
    let mut rng = Rng::new(12);
    let mut nested = 0;
    for _ in 0..20_000 {
        let kind = kind(&mut rng, 0);
        let written = kind.to_string();
        let read = Type::from(written.as_str());
        assert_eq!(read.kind(), &kind, "{written}");
        assert_eq!(read, written.as_str());
        assert_eq!(Type::from(kind).kind().to_string(), written);
        nested += u32::from(written.matches('<').count() > 2);
    }
    assert!(nested > 1_000, "{nested}");
}

#[test]
fn a_constraint_reads_back_from_what_it_writes() {
    let mut rng = Rng::new(13);
    for _ in 0..20_000 {
        let arguments: Vec<Literal> = (0..rng.below(4)).map(|_| literal(&mut rng, 0)).collect();
        let constraint = FieldConstraint::new("min", arguments.clone());
        let read = FieldConstraint::from(constraint.as_str());
        assert_eq!((read.name(), read.arguments()), ("min", &*arguments), "{constraint}");
    }
}

#[test]
fn a_type_is_found_by_its_base_and_read_leniently() {
    let kind = |text: &str| Type::from(text).kind().clone();
    assert_eq!(kind("integer"), Scalar::Int.into());
    assert_eq!(kind("decimal( 10 , 2 )"), kind("decimal(10,2)"));
    assert_eq!(kind("hash<string!, array< int? >>"), kind("hash<string!,array<int?>>"));
    assert_eq!(
        kind("array<Page<User>!>"),
        TypeKind::array(TypeKind::Foreign("Page<User>".into()).marked(Mark::Required))
    );
    assert_eq!(kind("Page<User>"), TypeKind::Foreign("Page<User>".into()));
    for (text, base) in [
        ("decimal(10,2)", "decimal"),
        ("integer", "int"),
        ("array<integer!>", "array"),
        ("hash<string!, int?>", "hash"),
        ("{ a: int! }", "struct"),
        ("enum [\"a\"]", "enum"),
        ("Post", "Post"),
        ("datetime <broken", "timestamp"),
        ("varchar(20) binary", "varchar"),
        ("", ""),
    ] {
        assert_eq!(Type::from(text).base(), base, "{text}");
    }
}

/// What a document may say in place of a type or a constraint.
const ODD: [&str; 26] = [
    "array<",
    "array<int!",
    "array<int!>!",
    "array<int!> x",
    "hash<string!>",
    "hash<,>",
    "enum [",
    "enum [\"a\" \"b\"]",
    "{",
    "{ a }",
    "{ a: }",
    "{ a: int!, ... ",
    "one_of<>",
    ">",
    "int!?",
    "int()",
    "string(50",
    "a, b",
    "array",
    "@min(",
    "@min(5",
    "min 5",
    "@",
    "@pattern(/[/)",
    "@one_of(a b)",
    "@@max(1)",
];

#[test]
fn a_document_is_written_as_it_was_read() {
    let fields: Vec<String> = (0..)
        .zip(ODD)
        .map(|(at, odd)| {
            let odd = odd.replace('"', "\\\"");
            let mark = if odd.ends_with(['!', '?']) { "" } else { &*odd };
            format!(
                r#"{{"name":"f{at}","type":"{mark}","nullable":false,"required":false,"constraints":["{odd}"," {odd} "]}}"#
            )
        })
        .collect();
    let json = format!(r#"{{"resources":[{{"name":"A","fields":[{}]}}]}}"#, fields.join(","));
    let model = read_json(json.as_bytes()).unwrap().model;
    for (field, odd) in model.resources[0].fields.iter().zip(ODD) {
        assert_eq!(field.constraints, [odd, &format!(" {odd} ")]);
        assert!(field.ty.is_empty() || field.ty == odd);
    }
    let again = read_json(write_json(&model).as_bytes()).unwrap().model;
    assert_eq!(again, model);
    assert_eq!(image::read(image::write(&model, Strip::NONE).expect("the model has an image").image()), model);
}

#[test]
fn a_text_that_nests_without_end_is_kept() {
    let deep = format!("{}int!{}", "array<".repeat(100_000), "!>".repeat(100_000));
    let ty = Type::from(deep.as_str());
    assert_eq!(ty, deep.as_str());
    assert!(matches!(ty.kind(), TypeKind::Foreign(_)));
    let deep = format!("@default({}{})", "[".repeat(100_000), "]".repeat(100_000));
    let constraint = FieldConstraint::from(deep.as_str());
    assert!(matches!(constraint.arguments(), [Literal::Other(_)]));
    assert_eq!(constraint, deep.as_str());
}

#[test]
fn arguments_of_constraints_are_typed() {
    let arguments = |text: &str| FieldConstraint::from(text).arguments().to_vec();
    assert_eq!(arguments("@unique"), []);
    assert_eq!(arguments("@unique()"), []);
    assert_eq!(arguments("@pattern(/a, b)/)"), [Literal::Regex("/a, b)/".into())]);
    assert_eq!(arguments("@pattern(/[/)"), [Literal::Regex("/[/".into())]);
    assert_eq!(arguments("@default( now( ) )"), [Literal::Call("now".into())]);
    assert_eq!(arguments("@one_of(1, \"a\")"), [Literal::Number("1".into()), Literal::String("a".into())]);
    assert_eq!(arguments("@min(5) extra"), [Literal::Other("5) extra".into())]);
    assert_eq!(FieldConstraint::from("min (5)").name(), "min");
}
