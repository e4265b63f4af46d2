//! Matching and conflicts beside a naive matcher, written from the sentence that defines them, and beside matchit.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::slice;

use etched_compiler::image::{Bytes, write};
use etched_compiler::model::{Model, Route};
use etched_compiler::routes::conflicts;
use etched_core::matching::{Match, match_route, visits};
use etched_core::template::Template;
use etched_core::{Header, Strip};
use proptest::prelude::*;
use proptest::sample::select;

/// One segment of a template, before it is written down.
#[derive(Clone, Debug)]
enum Segment {
    Static(&'static str),
    Parameter,
    /// Texts around parameters.
    Mixed(Vec<&'static str>),
    CatchAll,
}
use Segment::{CatchAll, Mixed, Parameter, Static};

type Claim = (&'static str, Vec<Segment>);

/// Writes a template in one of the spellings it has.
fn text(template: &[Segment], braces: bool) -> String {
    let mut out = String::new();
    let mut names = 0..;
    let mut name = || format!("p{}", names.next().unwrap());
    for segment in template {
        out.push('/');
        match (segment, braces) {
            (Static(text), _) => out += text,
            (Parameter, true) => out += &format!("{{{}}}", name()),
            (Parameter, false) => out += &format!(":{}", name()),
            (CatchAll, true) => out += &format!("{{{}+}}", name()),
            (CatchAll, false) => out += &format!("*{}", name()),
            (Mixed(texts), _) => {
                out += texts[0];
                texts[1..].iter().for_each(|text| out += &format!("{{{}}}{text}", name()));
            }
        }
    }
    out
}

/// A character as sent, and the byte it stands for.
type Unit<'p> = (&'p str, u8);

fn units(text: &str) -> Vec<Unit<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let escape = rest.get(..3).filter(|escape| escape.starts_with('%'));
        let unit = match escape.and_then(|escape| Some((escape, u8::from_str_radix(&escape[1..], 16).ok()?))) {
            Some(found) => {
                out.push(found);
                found.0
            }
            None => {
                let unit = &rest[..first.len_utf8()];
                // The further bytes of a character stand for themselves and have no text.
                out.extend(unit.bytes().enumerate().map(|(at, byte)| (if at == 0 { unit } else { "" }, byte)));
                unit
            }
        };
        rest = &rest[unit.len()..];
    }
    out
}

fn text_of(units: &[Unit<'_>]) -> String {
    units.iter().map(|(text, _)| *text).collect()
}

/// The parameters of a mixed segment, each as short as it can be from the left.
fn mixed(texts: &[&str], segment: &[Unit<'_>]) -> Option<Vec<String>> {
    let first = units(texts[0]);
    if segment.len() < first.len() || segment.iter().zip(&first).any(|((_, a), (_, b))| a != b) {
        return None;
    }
    let rest = &segment[first.len()..];
    if texts.len() == 1 {
        return rest.is_empty().then(Vec::new);
    }
    (1..=rest.len()).find_map(|len| {
        let mut params = mixed(&texts[1..], &rest[len..])?;
        params.insert(0, text_of(&rest[..len]));
        Some(params)
    })
}

/// The parameters if the path matches.
fn matches(template: &[Segment], path: &[&str]) -> Option<Vec<String>> {
    let Some((segment, template)) = template.split_first() else { return path.is_empty().then(Vec::new) };
    if matches!(segment, CatchAll) {
        let rest = path.join("/");
        return (!rest.is_empty()).then_some(vec![rest]);
    }
    let (here, path) = path.split_first()?;
    let found = units(here);
    let mut params = match segment {
        Static(text) => {
            units(text).iter().map(|(_, byte)| byte).eq(found.iter().map(|(_, byte)| byte)).then(Vec::new)?
        }
        Mixed(texts) => mixed(texts, &found)?,
        _ => (!here.is_empty()).then(|| vec![(*here).to_owned()])?,
    };
    params.extend(matches(template, path)?);
    Some(params)
}

/// Static, mixed with longer text, parameter, catch-all.
fn rank(segment: &Segment) -> (u8, usize) {
    match segment {
        Static(_) => (3, 0),
        Mixed(texts) => (2, texts.iter().map(|text| units(text).len()).sum()),
        Parameter => (1, 0),
        CatchAll => (0, 0),
    }
}

/// What a segment claims, whichever way its text is escaped.
fn bytes(segment: &Segment) -> Option<Vec<Vec<u8>>> {
    let texts = match segment {
        Static(text) => slice::from_ref(text),
        Mixed(texts) => texts,
        Parameter => return Some(Vec::new()),
        CatchAll => return None,
    };
    Some(texts.iter().map(|text| units(text).iter().map(|(_, byte)| *byte).collect()).collect())
}

/// From the left, more specific first.
fn order(a: &[Segment], b: &[Segment]) -> Ordering {
    b.iter().map(rank).cmp(a.iter().map(rank))
}

#[derive(Debug, PartialEq)]
enum Answer {
    Found(usize, Vec<String>),
    Methods(BTreeSet<String>),
    Nothing,
}

/// Among all templates with the method that match, the most specific one; else the methods of those that match.
fn naive(claims: &[Claim], method: &str, path: &str) -> Answer {
    let Some(path) = path.strip_prefix('/') else { return Answer::Nothing };
    let path: Vec<&str> = path.split('/').collect();
    let matching: Vec<(usize, Vec<String>)> =
        claims.iter().enumerate().filter_map(|(at, (_, template))| Some((at, matches(template, &path)?))).collect();
    let answers = |at: usize| claims[at].0 == method || (method == "HEAD" && claims[at].0 == "GET");
    let best = matching.iter().filter(|(at, _)| answers(*at)).min_by(|(a, _), (b, _)| {
        // HEAD itself before GET on templates that differ in names only; else equals by declaration.
        let same = claims[*a].1.iter().map(bytes).eq(claims[*b].1.iter().map(bytes));
        let by_method = if same { (claims[*a].0 != method).cmp(&(claims[*b].0 != method)) } else { Ordering::Equal };
        order(&claims[*a].1, &claims[*b].1).then(by_method).then(a.cmp(b))
    });
    match best {
        Some((at, params)) => Answer::Found(*at, params.clone()),
        None if matching.is_empty() => Answer::Nothing,
        None => {
            let mut methods: BTreeSet<String> = matching.iter().map(|(at, _)| claims[*at].0.to_owned()).collect();
            if methods.contains("GET") {
                methods.insert("HEAD".into());
            }
            Answer::Methods(methods)
        }
    }
}

fn ours(bytes: &Bytes, method: &str, path: &str) -> Answer {
    match match_route(bytes.image(), method, path) {
        Match::Found(found) => Answer::Found(
            found.route.index as usize,
            found.params.iter().map(|(_, param)| param.raw().to_owned()).collect(),
        ),
        Match::MethodNotAllowed(allowed) => Answer::Methods(allowed.iter().map(str::to_owned).collect()),
        Match::NotFound => Answer::Nothing,
    }
}

fn model(claims: &[Claim], braces: bool) -> Model {
    let route = |(method, template): &Claim| Route {
        method: (*method).into(),
        path: text(template, braces).into(),
        ..Route::default()
    };
    Model { routes: claims.iter().map(route).collect(), ..Model::default() }
}

fn segment() -> impl Strategy<Value = Segment> {
    let start = || select(vec!["", "", "a", "ab", "x.", "%61"]);
    let middle = select(vec![".", "..", "a", "-", "%2e"]);
    let statics =
        vec!["a", "b", "ab", "a.b", "x.ab", "c-d", "%61b", "ü", "a%2Fb", "aaaaaaaabbbbbbbb", "aaaaaaaabbbbbbbbc"];
    prop_oneof![
        4 => select(statics).prop_map(Static),
        3 => Just(Parameter),
        3 => (start(), start()).prop_filter("text", |(a, b)| a.len() + b.len() > 0).prop_map(|(a, b)| Mixed(vec![a, b])),
        1 => (start(), middle, start()).prop_map(|(a, b, c)| Mixed(vec![a, b, c])),
    ]
}

fn template() -> impl Strategy<Value = Vec<Segment>> {
    let end = prop_oneof![6 => Just(None), 1 => Just(Some(CatchAll)), 1 => Just(Some(Static("")))];
    (prop::collection::vec(segment(), 0..4), end).prop_map(|(mut segments, end)| {
        segments.extend(end);
        if segments.is_empty() {
            segments.push(Static(""));
        }
        segments
    })
}

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let method = select(vec!["GET", "GET", "GET", "POST", "HEAD", "DELETE", "BREW"]);
    prop::collection::vec((method, template()), 0..20)
}

/// Paths near the templates: their segments filled in with texts that other templates know as well.
fn path() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "a", "b", "ab", ".", "..", "x.", "-", "%61", "%2E", "%2F", "c-d", "ü", "%C3%BC", "%", "%zz", "%00",
    ]);
    let segment = prop_oneof![
        6 => prop::collection::vec(pieces, 1..4).prop_map(|pieces| pieces.concat()),
        4 => select(vec!["a", "b", "ab", "a.b", "x.ab", "aaaaaaaabbbbbbbb", "aaaaaaaabbbbbbbbc"]).prop_map(str::to_owned),
        1 => Just(String::new()),
    ];
    prop::collection::vec(segment, 1..6).prop_map(|segments| format!("/{}", segments.join("/")))
}

fn braced() -> impl Strategy<Value = bool> {
    any::<bool>()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn as_the_naive_matcher(claims in claims(), paths in prop::collection::vec(path(), 8), braces in braced()) {
        let bytes = write(&model(&claims, braces), Strip::NONE).expect("the model has an image");
        let bound = Header::read(&bytes.records, bytes.strings.len()).unwrap().max_visits;
        for path in &paths {
            for method in ["GET", "HEAD", "POST", "brew", "NONE"] {
                let expected = naive(&claims, &method.to_uppercase(), path);
                prop_assert_eq!(ours(&bytes, method, path), expected, "{} {}", method, path);
                prop_assert!(visits(bytes.image(), method, path) <= bound);
            }
        }
    }

    #[test]
    fn conflicts_are_all_pairs_that_nothing_tells_apart(claims in claims(), paths in prop::collection::vec(path(), 8)) {
        let model = model(&claims, true);
        let found = conflicts(&model);
        for conflict in &found {
            let [a, b] = [conflict.first, conflict.second].map(|at| &claims[at as usize]);
            let path: Vec<&str> = conflict.path[1..].split('/').collect();
            prop_assert!(a.0 == b.0 && conflict.first < conflict.second);
            prop_assert_eq!(order(&a.1, &b.1), Ordering::Equal);
            prop_assert!(matches(&a.1, &path).is_some() && matches(&b.1, &path).is_some(), "{:?}", conflict);
        }
        for (at, b) in claims.iter().enumerate() {
            // A pair that a path shows to be in conflict, and the earliest that is listed for it.
            let listed = found.iter().find(|conflict| conflict.second as usize == at);
            for (earlier, a) in claims[..at].iter().enumerate() {
                let shown = paths.iter().any(|path| {
                    let path: Vec<&str> = path[1..].split('/').collect();
                    matches(&a.1, &path).is_some() && matches(&b.1, &path).is_some()
                });
                if shown && a.0 == b.0 && order(&a.1, &b.1) == Ordering::Equal {
                    prop_assert!(listed.is_some_and(|listed| listed.first as usize <= earlier), "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn templates_know_their_own_paths(template in template(), path in path(), braces in braced()) {
        let text = text(&template, braces);
        let parsed = Template::parse(&text).unwrap();
        let expected = matches(&template, &path[1..].split('/').collect::<Vec<_>>());
        let mut params = Vec::new();
        let matched = parsed.captures(&path, |span| params.push(path[span].to_owned()));
        prop_assert_eq!(matched.then_some(params), expected);
    }

    #[test]
    fn any_text_is_read_without_harm(template in "[/:*{}a-c.%+?#0-9é]{0,24}", path in "[/a-c.%?#0-9é:]{0,24}") {
        let model = Model {
            routes: vec![Route { method: "GET".into(), path: template.clone().into(), ..Route::default() }],
            ..Model::default()
        };
        let bytes = write(&model, Strip::NONE).expect("the model has an image");
        let found = matches!(match_route(bytes.image(), "GET", &path), Match::Found(_));
        match Template::parse(&template) {
            Ok(parsed) => {
                let cut = path.split(['?', '#']).next().unwrap();
                prop_assert_eq!(found, path.starts_with('/') && parsed.captures(cut, |_| {}));
            }
            Err(error) => {
                prop_assert!(!found);
                prop_assert!(template.get(error.at..error.end).is_some());
            }
        }
    }
}

fn matchit_text(template: &[Segment]) -> String {
    let mut names = 0..;
    template
        .iter()
        .map(|segment| {
            let mut name = || names.next().unwrap();
            match segment {
                Static(text) => format!("/{text}"),
                Parameter => format!("/{{p{}}}", name()),
                CatchAll => format!("/{{*p{}}}", name()),
                Mixed(texts) => format!("/{}{{p{}}}{}", texts[0], name(), texts[1]),
            }
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// matchit knows neither methods nor escapes, and refuses some sets of templates; the rest it answers as we do.
    #[test]
    fn as_matchit(templates in prop::collection::vec(template(), 1..20), paths in prop::collection::vec(path(), 8)) {
        let mut router = matchit::Router::new();
        let mut claims: Vec<Claim> = Vec::new();
        for template in templates {
            // It does not come back from a mixed segment: with `/{a}ab/a` and `/{a}/{*b}` it misses `/xab/b`.
            let plain = template.iter().all(|segment| match segment {
                Static(text) => !text.contains('%'),
                Mixed(_) => false,
                _ => true,
            });
            if plain && router.insert(matchit_text(&template), claims.len()).is_ok() {
                claims.push(("GET", template));
            }
        }
        let bytes = write(&model(&claims, true), Strip::NONE).expect("the model has an image");
        for path in paths.iter().filter(|path| !path.contains('%')) {
            let expected = match router.at(path) {
                Ok(found) => Answer::Found(*found.value, found.params.iter().map(|(_, value)| value.to_owned()).collect()),
                Err(_) => Answer::Nothing,
            };
            prop_assert_eq!(ours(&bytes, "GET", path), expected, "{} in {:?}", path, claims);
        }
    }
}
