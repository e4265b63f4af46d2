//! Routes that match the same requests.
//!
//! Two routes conflict when they have one method, their segments are equally specific one by one, and some path
//! matches both: nothing but the order of declaration says which of them answers.

use std::collections::{BTreeMap, HashMap};

use etched_core::template::{Mixed, Segment, Template};

use super::trie::{decoded, pattern};
use crate::model::Model;

/// Pairs of routes compared, all in all. It takes a schema made for the purpose to come near it.
const MAX_PAIRS: usize = 2_000_000;

/// Two routes that match the same requests; found by [`conflicts`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The route that answers, by index.
    pub first: u32,
    /// The route that never answers such requests, by index.
    pub second: u32,
    /// A path that both match.
    pub path: String,
}

/// Returns each route that is in conflict with an earlier one, with the earliest such, in declaration order.
///
/// Routes whose paths are no templates are passed over. Cost: a hash lookup for each route; routes with mixed
/// segments that differ in these alone are compared by what their segments start or end with, 2,000,000 pairs at
/// most.
///
/// ```
/// use etched_compiler::model::{Model, Route};
/// let route = |path: &str| Route { method: "GET".into(), path: path.into(), ..Route::default() };
/// let model = Model { routes: vec![route("/posts/:id"), route("/posts/{key}")], ..Model::default() };
/// let conflicts = etched_compiler::routes::conflicts(&model);
/// assert_eq!((conflicts[0].first, conflicts[0].second), (0, 1));
/// assert_eq!(conflicts[0].path, "/posts/x");
/// ```
#[must_use]
pub fn conflicts(model: &Model) -> Vec<Conflict> {
    let mut same: HashMap<String, u32> = HashMap::new();
    let mut alike: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
    // The first route of each conflict, by the second.
    let mut found: BTreeMap<u32, u32> = BTreeMap::new();
    let mut repeated: Vec<(u32, u32)> = Vec::new();
    for (index, route) in model.routes.iter().enumerate() {
        let Ok(template) = Template::parse(&route.path) else { continue };
        let index = index as u32;
        let mixed: Vec<Mixed<'_>> = template.segments().filter_map(mixed).collect();
        let first = *same.entry(key(&route.method, template, true)).or_insert(index);
        if first != index {
            repeated.push((first, index));
        } else if !mixed.is_empty() {
            let claim = Claim { index, ends: mixed.into_iter().map(ends).collect() };
            alike.entry(key(&route.method, template, false)).or_default().push(claim);
        }
    }
    let mut pairs_left = MAX_PAIRS;
    for claims in alike.values().filter(|claims| claims.len() > 1) {
        compare(claims, &mut pairs_left, &mut found);
    }
    for (first, second) in repeated {
        // Where the first of two equal templates gives way to an earlier route, the second does, too.
        let first = found.get(&first).copied().unwrap_or(first);
        found.insert(second, first);
    }
    let conflict = |(second, first): (u32, u32)| {
        let [a, b] = [first, second].map(|at| Template::parse(&model.routes[at as usize].path).ok());
        Some(Conflict { first, second, path: example(a?, b?) })
    };
    found.into_iter().filter_map(conflict).collect()
}

/// A route with mixed segments: the texts they start and end with, the latter reversed.
struct Claim {
    index: u32,
    ends: Vec<[Vec<u8>; 2]>,
}

fn mixed(segment: Segment<'_>) -> Option<Mixed<'_>> {
    match segment {
        Segment::Mixed(mixed) => Some(mixed),
        _ => None,
    }
}

fn ends(mixed: Mixed<'_>) -> [Vec<u8>; 2] {
    let first = mixed.texts().next().unwrap_or("");
    let last = mixed.texts().last().unwrap_or("");
    [decoded(first).into_bytes(), decoded(last).bytes().rev().collect()]
}

/// Returns what equally specific templates have in common: all but the names of parameters and, unless `exact`, the
/// texts of mixed segments.
fn key(method: &str, template: Template<'_>, exact: bool) -> String {
    use std::fmt::Write as _;
    let mut key = method.to_ascii_uppercase();
    for segment in template.segments() {
        // No decoded text can be taken for the start of the next segment: its length precedes it.
        let _ = match segment {
            Segment::Static(text) => {
                let text = decoded(text);
                write!(key, "/={}{text}", text.len())
            }
            Segment::Mixed(mixed) if exact => {
                let pattern = pattern(mixed.texts());
                write!(key, "/~{}{pattern}", pattern.len())
            }
            Segment::Mixed(mixed) => write!(key, "/~{}", mixed.static_len()),
            Segment::Parameter(_) => write!(key, "/:"),
            Segment::CatchAll(_) => write!(key, "/*"),
        };
    }
    key
}

/// Looks for conflicts among routes that differ in the texts of their mixed segments alone.
///
/// Two mixed segments with equally much text match a common one just if what one starts with starts what the other
/// starts with, or the other way round, and likewise at the end; the texts between can follow each other in any
/// segment that is long enough. So the routes are put in order by one start or end, the one that leaves the fewest
/// pairs, and each is compared with those before it whose start or end begins its own.
fn compare(claims: &[Claim], pairs_left: &mut usize, found: &mut BTreeMap<u32, u32>) {
    let sides = (0..claims[0].ends.len()).flat_map(|at| [(at, 0), (at, 1)]);
    let Some((order, (at, side))) = sides
        .map(|(at, side)| {
            let mut order: Vec<usize> = (0..claims.len()).collect();
            order.sort_by(|&a, &b| claims[a].ends[at][side].cmp(&claims[b].ends[at][side]));
            (order, (at, side))
        })
        .min_by_key(|(order, (at, side))| {
            let mut pairs = 0;
            chains(claims, order, *at, *side, |_, before| {
                pairs += before.len();
                pairs < MAX_PAIRS
            });
            pairs
        })
    else {
        return;
    };
    chains(claims, &order, at, side, |here, before| {
        for &other in before {
            // Claims are in declaration order.
            let (first, second) = (&claims[here.min(other)], &claims[here.max(other)]);
            let earliest = found.get(&second.index).copied().unwrap_or(u32::MAX);
            if first.index < earliest && compatible(first, second) {
                found.insert(second.index, first.index);
            }
        }
        *pairs_left = pairs_left.saturating_sub(before.len());
        *pairs_left > 0
    });
}

/// Shows each route, in an order by one start or end, with those before it whose start or end begins its own.
fn chains(claims: &[Claim], order: &[usize], at: usize, side: usize, mut show: impl FnMut(usize, &[usize]) -> bool) {
    let mut before: Vec<usize> = Vec::new();
    for &here in order {
        let text = &claims[here].ends[at][side];
        while before.last().is_some_and(|&last| !text.starts_with(&claims[last].ends[at][side])) {
            before.pop();
        }
        if !show(here, &before) {
            return;
        }
        before.push(here);
    }
}

fn compatible(a: &Claim, b: &Claim) -> bool {
    let one_begins = |a: &[u8], b: &[u8]| a.starts_with(b) || b.starts_with(a);
    a.ends.iter().zip(&b.ends).all(|(a, b)| a.iter().zip(b).all(|(a, b)| one_begins(a, b)))
}

/// Returns a path that two conflicting templates match.
fn example(a: Template<'_>, b: Template<'_>) -> String {
    let mut path = String::new();
    for (a, b) in a.segments().zip(b.segments()) {
        path.push('/');
        match (a, b) {
            (Segment::Static(text), _) => path.push_str(text),
            (Segment::Mixed(a), Segment::Mixed(b)) => path.push_str(&common(a, b)),
            _ => path.push('x'),
        }
    }
    path
}

/// Returns a segment that two mixed ones match: the longer start, all texts between, the longer end, and something
/// for the parameters.
fn common(a: Mixed<'_>, b: Mixed<'_>) -> String {
    let texts: [Vec<&str>; 2] = [a.texts().collect(), b.texts().collect()];
    let longer =
        |a: &'_ str, b: &'_ str| if decoded(a).len() >= decoded(b).len() { a.to_owned() } else { b.to_owned() };
    let ends =
        |texts: &[Vec<&str>; 2], at: fn(&Vec<&str>) -> usize| longer(texts[0][at(&texts[0])], texts[1][at(&texts[1])]);
    let mut parts = vec![ends(&texts, |_| 0)];
    for texts in &texts {
        parts.extend(texts[1..texts.len() - 1].iter().map(|&text| text.to_owned()));
    }
    // The same texts twice would only make the example longer.
    if texts[0] == texts[1] {
        parts.truncate(texts[0].len() - 1);
    }
    parts.push(ends(&texts, |texts| texts.len() - 1));
    parts.join("x")
}
