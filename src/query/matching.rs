//! Which route answers this request?

use etched_core::matching::path_of;
use etched_core::template::Template;
use serde::Serialize;

use super::request::request;
use super::why::Middleware;
use super::{Error, ErrorCode, FORMAT, Question};
use crate::handle::Route;
use crate::registry::Registry;
use crate::route_match::RouteMatch;

request! {
    /// Asks for the route that answers a request.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, matching};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let found = matching::Request::new("GET", "/api/orders/42").ask(&registry).unwrap();
    /// assert_eq!((found.status, found.params[0].value.as_str()), (200, "42"));
    /// assert_eq!(matching::Request::new("PATCH", "/api/audit-log").ask(&registry).unwrap().status, 405);
    /// # }
    /// ```
    ///
    /// Cost: that of [`match_route`](Registry::match_route); where nothing matches, one look at each route for what is
    /// near.
    needs {
        /// Method, in any case.
        method,
        /// Path or URL, as a request has it.
        path,
    }
    may {}
}

/// The answer: a status, and the route or what there is in its place.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// 200, 404 or 405.
    pub status: u16,
    /// Method, as it was asked for.
    pub method: String,
    /// Path, as it was asked for.
    pub path: String,
    /// The route, for 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<Route<'r>>,
    /// What its parameters stand for, in the order of the path.
    pub params: Vec<Param<'r>>,
    /// What the route runs, in run order, for 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middleware: Option<Vec<Middleware<'r>>>,
    /// The methods the path answers, for 405.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<&'r str>,
    /// What every path starts with, for 404 of one that does not: routes are written without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_path: Option<&'r str>,
    /// Routes with a similar path, for 404.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<String>,
}

/// A parameter of the path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Param<'r> {
    /// Name in the template.
    pub name: &'r str,
    /// Text in the request, decoded; as it was sent where that is no text.
    pub value: String,
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        if self.method.is_empty() {
            return Err(Error::new(ErrorCode::Usage, "the method is empty"));
        }
        let (method, asked) = (self.method.as_str(), self.path.as_str());
        let base = registry.application().base_path();
        let path = below(base, asked);
        let none = Answer {
            format: FORMAT,
            status: 404,
            method: self.method.clone(),
            path: self.path.clone(),
            route: None,
            params: Vec::new(),
            middleware: None,
            allowed: Vec::new(),
            nearest: Vec::new(),
            base_path: None,
        };
        let Some(path) = path else {
            return Ok(Answer { nearest: nearest(registry, method, asked), base_path: Some(base), ..none });
        };
        Ok(match registry.match_route(method, path) {
            RouteMatch::Found(route, params) => Answer {
                status: 200,
                route: Some(route),
                params: params
                    .iter()
                    .map(|(name, param)| Param {
                        name,
                        value: param.decoded().map_or_else(|_| param.raw().to_owned(), |text| text.into_owned()),
                    })
                    .collect(),
                middleware: registry.why(route.method(), route.path()).ok().map(|why| Middleware::of(&why)),
                ..none
            },
            RouteMatch::MethodNotAllowed(allowed) => Answer { status: 405, allowed: allowed.iter().collect(), ..none },
            RouteMatch::NotFound => Answer { nearest: nearest(registry, method, path), ..none },
        })
    }
}

/// Returns what a request asks for below the base path, `None` where it asks for something beside it.
fn below<'p>(base: &str, asked: &'p str) -> Option<&'p str> {
    if base.is_empty() {
        return Some(asked);
    }
    let rest = path_of(asked).unwrap_or(asked).strip_prefix(base)?;
    match rest.as_bytes().first() {
        None => Some("/"),
        Some(b'/' | b'?' | b'#') => Some(rest),
        Some(_) => None,
    }
}

/// Returns up to three routes whose paths are like one that none matches.
///
/// Paths are compared segment by segment; those of the method asked for come first.
fn nearest(registry: &Registry, method: &str, path: &str) -> Vec<String> {
    // As the matcher takes it, and where it takes it for none, as it was meant.
    let path = path_of(path).unwrap_or(path);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let wanted: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).take(MOST_SEGMENTS + 1).collect();
    if wanted.len() > MOST_SEGMENTS {
        return Vec::new();
    }
    let mut scored: Vec<(u32, bool, u32, Route<'_>)> = registry
        .routes()
        .into_iter()
        .filter_map(|route| {
            let score = unlikeness(route.path(), &wanted)?;
            Some((score, !route.method().eq_ignore_ascii_case(method), route.index(), route))
        })
        .collect();
    scored.sort_by_key(|(score, other, index, _)| (*score, *other, *index));
    // What is much less like it than the likeliest would only distract.
    let most = scored.first().map_or(0, |(best, ..)| best * 2 + 3);
    let mut names: Vec<String> = Vec::new();
    for (.., route) in scored.into_iter().filter(|(score, ..)| *score <= most) {
        // One route per path is enough to show the way.
        if names.iter().any(|name| name.split_once(' ').is_some_and(|(_, path)| path == route.path())) {
            continue;
        }
        names.push(format!("{} {}", route.method(), route.path()));
        if names.len() == 3 {
            break;
        }
    }
    names
}

/// Segments of the longest path that is compared.
const MOST_SEGMENTS: usize = 32;
/// What a segment costs that one of the two does not have, in tenths of a segment.
const GAP: u32 = 10;
/// What a segment costs at most that may have been meant to be the other.
const NEAR: u32 = 8;
/// What is more unlike than this is not near.
const MOST_UNLIKE: u32 = 2 * GAP;

/// Returns how unlike a template a path is, in tenths of a segment; `None` where they have too little in common.
///
/// Segments are paired as in the edit distance of words, so that a prefix too much or too little counts once.
fn unlikeness(template: &str, wanted: &[&str]) -> Option<u32> {
    let segments = template.split('/').filter(|segment| !segment.is_empty());
    let reach = (MOST_UNLIKE / GAP) as usize;
    if segments.clone().count().abs_diff(wanted.len()) > reach {
        return None;
    }
    let mut common = false;
    // Each step extends the template by a segment; `row[n]` is what it costs to pair what there is with `wanted[..n]`.
    let mut row: Vec<u32> = (0..=wanted.len() as u32).map(|n| n * GAP).collect();
    for (at, segment) in segments.enumerate() {
        let mut diagonal = row[0];
        row[0] += GAP;
        for (n, wanted) in wanted.iter().enumerate() {
            let mut cost = GAP + row[n].min(row[n + 1]);
            if at.abs_diff(n) <= reach {
                cost = cost.min(diagonal + pair(segment, wanted, &mut common));
            }
            diagonal = std::mem::replace(&mut row[n + 1], cost);
        }
    }
    let score = row[wanted.len()];
    // Only then is the path a template's that a request could have.
    (common && score <= MOST_UNLIKE && Template::parse(template).is_ok()).then_some(score)
}

/// Returns how unlike two segments are; `common` becomes true if they have text in common.
fn pair(segment: &str, wanted: &str, common: &mut bool) -> u32 {
    let open = segment.starts_with([':', '*']) || segment.contains('{');
    if open || segment == wanted {
        *common |= !open;
        return 0;
    }
    // Asked first: it looks at 64 characters at most, and a request may have 60,000.
    let Some(distance) = etched_core::near::distance(segment, wanted) else { return MOST_UNLIKE };
    let (distance, longer) = (distance as u32, segment.chars().count().max(wanted.chars().count()) as u32);
    let unlike = 3 + distance * 17 / longer.max(1);
    if !etched_core::near::is_near(wanted, segment) {
        return unlike;
    }
    *common = true;
    // A segment that is cut short is the same word: `/ord` is nearer to `/orders` than to `/roles/:id`.
    unlike.min(NEAR)
}
