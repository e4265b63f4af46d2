//! Every lookup of the registry against a naive answer over the model, for random applications.

use std::collections::{BTreeMap, BTreeSet};

use etched::{Registry, Strip};
use etched_compiler::model::{Field, Model};
use etched_compiler::{document, image};
use etched_core::middleware;
use workloads::{Workload, random};

fn registry(model: &Model) -> Registry {
    let bytes = image::write(model, Strip::NONE).expect("the model has an image");
    Registry::from_trusted_parts(bytes.records, bytes.strings)
}

/// Random models, the small ones first, and the documents that figures are given for.
fn models() -> impl Iterator<Item = Model> {
    let workloads = Workload::ALL.into_iter().map(|workload| {
        document::read_json(workload.document(60).as_bytes()).expect("the generators write valid documents").model
    });
    (0..120).map(|seed| random::model(seed, seed as usize % 40)).chain(workloads)
}

/// Names near a known one, none of them known.
fn unknown(known: &BTreeSet<&str>) -> Vec<String> {
    let mut names = vec![String::from("NoSuchThing"), " ".into(), "\0".into(), "x".repeat(70_000)];
    for name in known {
        names.extend([format!("{name}x"), format!("x{name}"), name.to_lowercase(), name.to_uppercase()]);
        names.push(name.chars().rev().collect());
        names.push(name.chars().skip(1).collect());
    }
    names.retain(|name| !known.contains(name.as_str()));
    names
}

#[test]
fn every_resource_is_found_by_its_name_and_by_no_other() {
    for model in models() {
        let registry = registry(&model);
        assert_eq!(registry.resources().len(), model.resources.len());
        let known: BTreeSet<&str> = model.resources.iter().map(|resource| resource.name.as_str()).collect();
        for (at, resource) in model.resources.iter().enumerate() {
            let found = registry.resource(&resource.name).expect("a declared resource is found");
            assert_eq!(found.index() as usize, at);
            assert_eq!(found.name(), resource.name);
            assert_eq!(found.location().file.unwrap_or_default(), resource.file_path);
            assert_eq!(found.location().line.unwrap_or_default(), resource.line);
        }
        for name in unknown(&known) {
            assert_eq!(registry.resource(&name), None, "{name:?} is not declared");
        }
    }
}

#[test]
fn exact_routes_and_patterns_are_found_and_no_others() {
    for model in models() {
        let registry = registry(&model);
        let mut first = BTreeMap::new();
        for (at, route) in model.routes.iter().enumerate() {
            first.entry((route.method.as_str(), route.path.as_str())).or_insert(at);
        }
        for ((method, path), at) in &first {
            for method in [(*method).to_owned(), method.to_lowercase()] {
                let found = registry.route(&method, path).expect("a declared route is found");
                assert_eq!(found.index() as usize, *at);
            }
            assert_eq!(registry.route(method, &format!("{path}/")), None);
            let others = ["GET", "PUT", "BREW"].into_iter().filter(|other| !first.contains_key(&(*other, *path)));
            for other in others {
                assert_eq!(registry.route(other, path), None);
            }
        }
        let ids: BTreeSet<&str> = model.patterns.iter().map(|pattern| pattern.id.as_str()).collect();
        for pattern in &model.patterns {
            assert_eq!(registry.pattern(&pattern.id).expect("a pattern is found by id").id(), pattern.id);
            if !ids.contains(pattern.name.as_str()) {
                assert_eq!(registry.pattern(&pattern.name).expect("or by name").name(), pattern.name);
            }
        }
    }
}

#[test]
fn route_filters_are_the_intersection_of_what_each_keeps() {
    for model in models().take(30) {
        let registry = registry(&model);
        let mut methods: BTreeSet<&str> = model.routes.iter().map(|route| route.method.as_str()).collect();
        methods.insert("BREW");
        let mut middleware: BTreeSet<&str> =
            model.routes.iter().flat_map(|route| &route.middleware).map(|text| text.as_str()).collect();
        middleware.extend(middleware.clone().into_iter().map(middleware::base));
        middleware.insert("nothing");
        let operation = model.routes.first().map_or("list", |route| route.operation.as_str());
        let runs = |texts: &[etched_compiler::model::Text], wanted: &str| {
            texts
                .iter()
                .any(|text| if wanted.contains('(') { text == wanted } else { middleware::base(text) == wanted })
        };
        let names = model.resources.iter().map(|resource| resource.name.as_str()).chain(["Nobody"]);
        let shown = model.routes.iter().map(|route| route.path.as_str()).max_by_key(|path| path.len()).unwrap_or("/x");
        let (start, last) = shown.rsplit_once('/').unwrap_or_default();
        // A start of a segment, a segment, a segment with its slash, all of them.
        let within = &shown[..shown.len() - last.chars().next_back().map_or(0, char::len_utf8)];
        let filters = [
            (None, None, None),
            (Some(operation), None, None),
            (None, Some(shown), None),
            (None, Some(within), None),
            (None, None, Some("/")),
            (None, None, Some("/x")),
            (None, None, Some("")),
            (None, None, Some(start)),
            (None, None, Some(&shown[..=start.len()])),
            (None, None, Some(within)),
            (None, None, Some(shown)),
        ];
        // Segment by segment; a slash at the end asks for one more, of any text.
        let starts = |path: &str, prefix: &str| {
            let (path, prefix): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), prefix.split('/').collect());
            let (last, whole) = prefix.split_last().unwrap();
            path.len() >= prefix.len()
                && path[..whole.len()] == *whole
                && (last.is_empty() || path[whole.len()] == *last)
        };
        for resource in names.map(Some).chain([None]).take(6) {
            for method in methods.iter().copied().map(Some).chain([None]) {
                for wanted in middleware.iter().copied().map(Some).chain([None]).take(8) {
                    for (operation, path, prefix) in filters {
                        let mut routes = registry.routes();
                        if let Some(name) = method {
                            routes = routes.method(name);
                        }
                        if let Some(name) = resource {
                            routes = routes.resource(name);
                        }
                        if let Some(name) = wanted {
                            routes = routes.middleware(name);
                        }
                        if let Some(name) = operation {
                            routes = routes.operation(name);
                        }
                        if let Some(path) = path {
                            routes = routes.path(path);
                        }
                        if let Some(prefix) = prefix {
                            routes = routes.path_prefix(prefix);
                        }
                        let expected: Vec<u32> = model
                            .routes
                            .iter()
                            .enumerate()
                            .filter(|(_, route)| method.is_none_or(|name| route.method == name))
                            .filter(|(_, route)| resource.is_none_or(|name| route.resource == name && name != "Nobody"))
                            .filter(|(_, route)| wanted.is_none_or(|name| runs(&route.middleware, name)))
                            .filter(|(_, route)| operation.is_none_or(|name| route.operation == name))
                            .filter(|(_, route)| path.is_none_or(|path| route.path == path))
                            .filter(|(_, route)| prefix.is_none_or(|prefix| starts(&route.path, prefix)))
                            .map(|(at, _)| at as u32)
                            .collect();
                        let found: Vec<u32> = routes.iter().map(|route| route.index()).collect();
                        assert_eq!(found, expected);
                        assert_eq!(routes.len(), expected.len());
                        assert_eq!(routes.first().map(|route| route.index()), expected.first().copied());
                    }
                }
            }
        }
    }
}

#[test]
fn fields_are_found_by_their_exact_base_type() {
    fn count<'m>(fields: &'m [Field], types: &mut BTreeMap<&'m str, usize>) {
        for field in fields {
            *types.entry(field.ty.base()).or_default() += 1;
            count(&field.fields, types);
        }
    }
    for model in models() {
        let registry = registry(&model);
        let mut types = BTreeMap::new();
        for resource in &model.resources {
            count(&resource.fields, &mut types);
        }
        assert_eq!(registry.field_types().iter().collect::<Vec<_>>(), types.keys().copied().collect::<Vec<_>>());
        for (ty, count) in &types {
            let fields = registry.fields_of_type(ty);
            assert_eq!(fields.len(), *count, "{ty}");
            assert!(fields.into_iter().all(|field| field.base_type() == *ty));
        }
        for ty in unknown(&types.keys().copied().collect()) {
            if !matches!(ty.as_str(), "integer" | "boolean" | "datetime") {
                assert!(registry.fields_of_type(&ty).is_empty(), "{ty}");
            }
        }
    }
}

#[test]
fn relationships_are_indexed_both_ways() {
    for model in models() {
        let registry = registry(&model);
        let all: Vec<(&str, &str, &str)> = model
            .resources
            .iter()
            .flat_map(|resource| {
                resource.relationships.iter().map(|r| (resource.name.as_str(), r.name.as_str(), r.target.as_str()))
            })
            .collect();
        let targets: BTreeSet<&str> = all.iter().map(|(_, _, target)| *target).chain(["Nobody"]).collect();
        for target in targets {
            let found: Vec<(&str, &str)> =
                registry.relationships_to(target).iter().map(|r| (r.resource().name(), r.name())).collect();
            let expected: Vec<(&str, &str)> =
                all.iter().filter(|(_, _, to)| *to == target).map(|(from, name, _)| (*from, *name)).collect();
            assert_eq!(found, expected);
        }
        for resource in &model.resources {
            let found = registry.relationships_from(&resource.name);
            assert_eq!(found.len(), resource.relationships.len());
        }
    }
}

#[test]
fn globs_match_as_a_naive_matcher_says() {
    fn naive(glob: &[char], text: &[char]) -> bool {
        match (glob.first(), text.first()) {
            (None, None) => true,
            (Some('*'), _) => naive(&glob[1..], text) || (!text.is_empty() && naive(glob, &text[1..])),
            (Some('?'), Some(_)) => naive(&glob[1..], &text[1..]),
            (Some(a), Some(b)) if a == b => naive(&glob[1..], &text[1..]),
            _ => false,
        }
    }
    let model = random::model(7, 40);
    let registry = registry(&model);
    for glob in ["*", "", "?*", "*1*", "Resource?", "Resource??", "*e*o*e*", "R*1?", "**", "*?", "Größe*", "?röße*"]
    {
        let pattern: Vec<char> = glob.chars().collect();
        let expected: Vec<&str> = model
            .resources
            .iter()
            .map(|resource| resource.name.as_str())
            .filter(|name| naive(&pattern, &name.chars().collect::<Vec<_>>()))
            .collect();
        assert_eq!(
            registry.resources_matching(glob).map(|resource| resource.name()).collect::<Vec<_>>(),
            expected,
            "{glob}"
        );
    }
}

#[test]
fn loading_and_looking_up_allocate_nothing() {
    let model = document::read_json(Workload::Rich.document(50).as_bytes()).unwrap().model;
    let bytes = image::write(&model, Strip::NONE).expect("the model has an image");
    let parts = etched::private::Parts::new(bytes.records.leak(), bytes.strings.leak());
    let metadata = Box::leak(Box::new(etched::Metadata::new(Box::leak(Box::new(parts)))));
    let info = allocation_counter::measure(|| {
        let registry = Registry::load(metadata);
        let resource = registry.resource("Resource7").expect("it is there");
        assert!(registry.resource("Resource77").is_none());
        assert_eq!(resource.fields().into_iter().map(|field| field.name().len()).sum::<usize>(), 46);
        assert_eq!(resource.routes().len(), 5);
        assert!(registry.route("GET", "/resource7s/:id").is_some());
        assert!(!registry.routes().method("POST").middleware("auth").operation("create").is_empty());
        assert!(!registry.fields_of_type("uuid").is_empty());
        assert!(!registry.patterns().category("caching").is_empty());
    });
    assert_eq!((info.count_total, info.bytes_total), (0, 0));
}

#[test]
fn types_and_constraints_are_what_the_model_has() {
    use etched::{Literal, LiteralKind, TypeKind};
    use etched_compiler::model;

    fn literal(is: Literal<'_>, expected: &model::Literal) {
        match (is.kind(), expected) {
            (LiteralKind::String(is), model::Literal::String(text))
            | (LiteralKind::Number(is), model::Literal::Number(text))
            | (LiteralKind::Regex(is), model::Literal::Regex(text))
            | (LiteralKind::Name(is), model::Literal::Name(text))
            | (LiteralKind::Duration(is), model::Literal::Duration(text))
            | (LiteralKind::Call(is), model::Literal::Call(text))
            | (LiteralKind::Other(is), model::Literal::Other(text)) => assert_eq!(is, text),
            (LiteralKind::Bool(is), model::Literal::Bool(value)) => assert_eq!(is, *value),
            (LiteralKind::Null, model::Literal::Null) => {}
            (LiteralKind::List(list), model::Literal::List(expected)) => {
                assert_eq!(list.len(), expected.len());
                list.into_iter().zip(expected).for_each(|(is, expected)| literal(is, expected));
            }
            (LiteralKind::Map(list), model::Literal::Map(expected)) => {
                assert_eq!(list.len(), expected.len());
                for (is, (key, expected)) in list.into_iter().zip(expected) {
                    assert_eq!(is.key(), Some(key.as_str()).filter(|key| !key.is_empty()));
                    literal(is, expected);
                }
            }
            (is, expected) => panic!("{is:?} is not {expected:?}"),
        }
    }
    fn kind(is: Option<TypeKind<'_>>, text: Option<&str>, ty: &model::Type, seen: &mut BTreeSet<String>) {
        assert_eq!(text, Some(ty.as_str()).filter(|text| !text.is_empty()));
        assert_eq!(is.is_some(), text.is_some());
        if let Some(is) = is {
            assert_eq!(is.to_string(), ty.kind().to_string());
            seen.insert(is.to_string());
        }
    }
    fn fields(is: etched::List<'_, etched::Field<'_>>, expected: &[Field], seen: &mut BTreeSet<String>) {
        for (is, field) in is.into_iter().zip(expected) {
            assert_eq!((is.ty(), is.base_type()), (field.ty.as_str(), field.ty.base()));
            assert_eq!(is.kind().to_string(), field.ty.kind().to_string());
            seen.insert(is.kind().to_string());
            assert_eq!(is.constraints().len(), field.constraints.len());
            for (is, constraint) in is.constraints().into_iter().zip(&field.constraints) {
                assert_eq!((is.as_str(), is.name()), (constraint.as_str(), constraint.name()));
                assert_eq!(is.arguments().len(), constraint.arguments().len());
                is.arguments().into_iter().zip(constraint.arguments()).for_each(|(is, of)| literal(is, of));
            }
            fields(is.fields(), &field.fields, seen);
        }
    }
    const ODD: [&str; 10] = [
        "hash<string!,array<{ a: int!, \"b c\": enum [\"x\", \"\\\"\\n\"]? }!>?>",
        "one_of<Cat!, array<Dog>?, decimal(10,2)!>",
        "{ sku: string!, ... }",
        "datetime",
        "varchar(20) binary",
        "",
        "array<Page<User>!>",
        "@default({ a: [1, null, true], \"b c\": now() })",
        "@pattern(/a, [b/]/i)",
        "@min(5",
    ];
    let mut seen = BTreeSet::new();
    for (seed, mut model) in models().enumerate() {
        let odd = |at: usize| ODD[(seed + at) % ODD.len()];
        for (at, field) in model.resources.iter_mut().flat_map(|resource| &mut resource.fields).enumerate() {
            if at % 3 == 0 && field.values.is_empty() && field.fields.is_empty() {
                field.ty = odd(at).into();
                field.constraints.push(odd(at / 3).into());
            }
        }
        let registry = registry(&model);
        for (is, resource) in registry.resources().into_iter().zip(&model.resources) {
            fields(is.fields(), &resource.fields, &mut seen);
            for (is, computed) in is.computed().into_iter().zip(&resource.computed_fields) {
                kind(is.kind(), is.ty(), &computed.ty, &mut seen);
            }
            for (is, function) in is.functions().into_iter().zip(&resource.functions) {
                kind(is.return_kind(), is.returns(), &function.returns, &mut seen);
                for (is, parameter) in is.parameters().into_iter().zip(&function.parameters) {
                    kind(is.kind(), is.ty(), &parameter.ty, &mut seen);
                }
            }
        }
    }
    assert!(seen.len() > 15, "{seen:?}");
}

/// A segment with its parameter written otherwise, where it has another spelling.
fn respelled(segment: &str, braces: bool) -> String {
    let word = |name: &str| !name.is_empty() && name.chars().all(|c| c == '_' || c.is_alphanumeric());
    let inner = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let (form, name) = match (segment.split_at_checked(1), inner) {
        (Some((":", name)), _) => (":", name),
        (Some(("*", name)), _) => ("*", name),
        (_, Some(inner)) if inner.starts_with('*') => ("*", &inner[1..]),
        (_, Some(inner)) if inner.ends_with('+') => ("*", &inner[..inner.len() - 1]),
        (_, Some(inner)) => (":", inner),
        _ => return segment.to_owned(),
    };
    match (word(name), braces, form) {
        (false, ..) => segment.to_owned(),
        (_, false, form) => format!("{form}{name}"),
        (_, true, ":") => format!("{{{name}}}"),
        (_, true, _) => format!("{{*{name}}}"),
    }
}

/// The path with the parameters written in braces that a bit of `which` names, and with a colon otherwise.
fn spelled(path: &str, which: u32) -> String {
    let segments = path.split('/').enumerate().map(|(at, segment)| respelled(segment, which >> (at % 32) & 1 == 1));
    segments.collect::<Vec<_>>().join("/")
}

#[test]
fn a_route_is_found_in_any_spelling_of_its_template() {
    let mut otherwise = 0;
    for model in models() {
        let registry = registry(&model);
        for route in &model.routes {
            // Of paths that are no templates there is one spelling.
            if etched_core::template::Template::parse(&route.path).is_err() {
                continue;
            }
            for which in [0, u32::MAX, 0x5555_5555, 0xaaaa_aaaa] {
                let path = spelled(&route.path, which);
                let found = registry.route(&route.method, &path).unwrap_or_else(|| panic!("{path} of {}", route.id()));
                assert_eq!(found.method(), route.method);
                assert_eq!(spelled(found.path(), 0), spelled(&path, 0), "{}", route.id());
                let exact = model.routes.iter().any(|known| known.method == route.method && known.path == path);
                assert_eq!(exact, found.path() == path, "{path}");
                otherwise += usize::from(!exact);
            }
            for syntax in [etched::Syntax::Colon, etched::Syntax::Braces] {
                let found = registry.route(&route.method, &route.path).unwrap();
                let which = if syntax == etched::Syntax::Braces { u32::MAX } else { 0 };
                assert_eq!(found.path_in(syntax), spelled(&route.path, which));
            }
            // Another name is another template.
            for parameter in etched_core::template::Template::parse(&route.path).unwrap().parameters() {
                let renamed = route.path.replacen(parameter, &format!("{parameter}x"), 1);
                let known = model.routes.iter().any(|known| spelled(&known.path, 0) == spelled(&renamed, 0));
                if !known {
                    assert_eq!(registry.route(&route.method, &spelled(&renamed, u32::MAX)), None, "{renamed}");
                }
            }
        }
    }
    assert!(otherwise > 1_000, "{otherwise} lookups in another spelling");
}
