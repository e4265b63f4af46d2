//! Which route answers a request: the walk over the image's path trie.
//!
//! # What is compared
//!
//! - The request target is a path (`/posts/42?page=2`) or a URL (`https://example.org/posts/42`), whose scheme and
//!   authority are stepped over; an empty path of a URL is `/`. What stands from the first `?` or `#` on is ignored.
//!   Any other target (`*`, `host:443`, the empty one) matches nothing.
//! - A path is taken as it was sent. `/posts/` is not `/posts`; `//` has an empty segment, which no parameter takes;
//!   `.` and `..` are segments like others. A server that folds such paths has to do so before it asks.
//! - Segments are split at `/` and then decoded: `%2F` never separates, `/%70osts` is `/posts`. A `%` without two
//!   hexadecimal digits stands for itself. Parameters are shown as sent and are decoded when asked.
//!
//! # Who wins
//!
//! Among the templates that have a route for the method, the one whose segments are, from the left, more specific
//! (see [`Template::order`]), whatever order they were declared in; of equals, the route declared first. `HEAD` asks
//! for `HEAD` or `GET`: the more specific template wins, and on one template `HEAD` does. If templates match, but
//! none of them has the method, the answer is the methods they have.
//!
//! # The trie
//!
//! Each node stands for the beginnings of paths that the segments on its way from the root match; each edge is one
//! segment. A node has static edges, by their text, mixed ones, one parameter edge and one catch-all, and is asked in
//! this order:
//!
//! ```text
//! GET /posts                  root
//! GET /posts/top              ├─ posts ──────────● GET
//! GET /posts/{id}.json        │  ├─ top ─────────● GET     static
//! GET /posts/{id}             │  ├─ {}.json ─────● GET     mixed
//! GET /posts/{id}/comments    │  └─ {} ──────────● GET     parameter
//! GET /files/*path            │     └─ comments ─● GET
//!                             └─ files
//!                                └─ * ───────────● GET     catch-all
//! ```
//!
//! `/posts/top/comments` follows `posts` and `top`, finds no edge for `comments`, and goes back to the parameter edge.
//!
//! # Cost
//!
//! No allocation. Each node is visited at most once; the header's `max_visits` says how many one request can visit.

use core::cmp::Ordering;
use core::fmt;

use crate::cell::{Id, Range};
use crate::image::{Image, Rec, Rows};
use crate::layout::{Method, Route, TrieEdge, TrieNode};
use crate::template::{MAX_SEGMENTS, MAX_STATIC, Template, pieces};
use crate::trie::Node;
use crate::{method, percent, trie};

/// Parameters kept in the answer itself; those beyond are found again in the path when they are asked for.
const INLINE: usize = 8;

/// Where parameters start and end.
type Spans = [(u32, u32); INLINE];

const GET: u32 = 0;
const HEAD: u32 = 1;
/// The bit of [`TrieNode::methods`] that stands for all methods without one of their own.
const OTHERS: u32 = 31;

/// What a request finds.
///
/// ```
/// use etched_core::Image;
/// use etched_core::matching::{Match, match_route};
///
/// /// Returns the status a request gets.
/// fn status(image: Image<'_>, method: &str, target: &str) -> u16 {
///     match match_route(image, method, target) {
///         Match::Found(_) => 200,
///         Match::MethodNotAllowed(_) => 405,
///         Match::NotFound => 404,
///     }
/// }
///
/// assert_eq!(status(Image::new(&[], ""), "GET", "/posts/42"), 404);
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Match<'i, 'p> {
    /// A route.
    Found(Found<'i, 'p>),
    /// Templates, but no route of theirs for the method.
    MethodNotAllowed(Allowed<'i, 'p>),
    /// Nothing.
    NotFound,
}

/// A route and the parameters its template found in the path.
///
/// ```
/// use etched_core::Image;
/// use etched_core::matching::{Match, match_route};
///
/// if let Match::Found(found) = match_route(Image::new(&[], ""), "GET", "/posts/42") {
///     println!("route {} with {} parameters", found.route.index, found.params.len());
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Found<'i, 'p> {
    /// The route.
    pub route: Id<Route>,
    /// The parameters.
    pub params: Params<'i, 'p>,
}

/// The parameters of a match, from the left.
///
/// ```
/// use etched_core::matching::{Param, Params};
///
/// /// Returns what stands for `:id`.
/// fn id<'p>(params: &Params<'_, 'p>) -> Option<Param<'p>> {
///     params.by_name("id").or(params.get(0))
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Params<'i, 'p> {
    image: Image<'i>,
    route: u32,
    path: &'p str,
    spans: Spans,
    len: u32,
}

/// The text that stands for a parameter.
///
/// ```
/// use etched_core::matching::Param;
///
/// /// Returns what was meant, escapes decoded.
/// fn text(param: Param<'_>) -> Option<String> {
///     String::from_utf8(param.bytes().collect()).ok()
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Param<'p> {
    raw: &'p str,
}

/// The methods of the templates that match a path.
///
/// ```
/// use etched_core::matching::Allowed;
///
/// /// Returns the value of the `Allow` header.
/// fn header(allowed: Allowed<'_, '_>) -> String {
///     allowed.iter().collect::<Vec<_>>().join(", ")
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Allowed<'i, 'p> {
    image: Image<'i>,
    target: &'p str,
    methods: u32,
}

/// Finds the route that answers a request.
///
/// The method is compared without case. Cost: a few nanoseconds a segment, see the module.
///
/// [`Match`] has an example.
#[inline]
#[must_use]
pub fn match_route<'i, 'p>(image: Image<'i>, method: &str, target: &'p str) -> Match<'i, 'p> {
    let method = method::id(image, method);
    let Some(path) = path_of(target) else { return Match::NotFound };
    let mut walk = Walk::new(image, method, path);
    match walk.run(0, 1, 0, 0) {
        Some(route) => {
            let params = Params { image, route, path, spans: walk.spans, len: walk.len };
            Match::Found(Found { route: Id::new(route), params })
        }
        None if walk.seen != 0 => Match::MethodNotAllowed(Allowed { image, target, methods: walk.seen }),
        None => Match::NotFound,
    }
}

/// Returns how many trie nodes a request visits.
///
/// ```
/// use etched_core::{Image, matching};
///
/// // The root, which every path starts at.
/// assert_eq!(matching::visits(Image::new(&[], ""), "GET", "/posts"), 1);
/// ```
#[must_use]
pub fn visits(image: Image<'_>, method: &str, target: &str) -> u32 {
    let Some(path) = path_of(target) else { return 0 };
    let mut walk = Walk::new(image, method::id(image, method), path);
    let _ = walk.run(0, 1, 0, 0);
    walk.visits
}

/// Returns the path of a request target and what follows it: from the first `/` that is not part of a URL's
/// authority; `None` for targets without a path.
///
/// ```
/// use etched_core::matching::path_of;
///
/// assert_eq!(path_of("https://example.org/posts/42"), Some("/posts/42"));
/// assert_eq!(path_of("*"), None);
/// ```
#[must_use]
pub fn path_of(target: &str) -> Option<&str> {
    // Spans are 32 bits wide.
    if u32::try_from(target.len()).is_err() {
        return None;
    }
    if target.starts_with('/') { Some(target) } else { path_of_url(target) }
}

#[cold]
fn path_of_url(target: &str) -> Option<&str> {
    let (scheme, rest) = target.split_once("://")?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    if !is_scheme {
        return None;
    }
    match rest.find(['/', '?', '#']) {
        Some(at) if rest.as_bytes()[at] == b'/' => rest.get(at..),
        _ => Some("/"),
    }
}

/// Returns where the next byte stands that may end a segment or start an escape; behind the end if there is none.
///
/// Eight bytes at a time: the byte loop took a third of a match.
#[inline]
fn next_mark(path: &[u8], mut at: usize) -> usize {
    const LOW: u64 = 0x0101_0101_0101_0101;
    // The lowest zero byte of a word shows as the lowest bit set.
    let zeros = |word: u64| word.wrapping_sub(LOW) & !word & (LOW << 7);
    let marks = |word: u64| {
        // `/` and `?` differ in one bit; `#` and `%` in two, which `!` and `'` share.
        zeros((word | (LOW * 0x10)) ^ (LOW * 0x3f)) | zeros((word & (LOW * 0xf9)) ^ (LOW * 0x21))
    };
    while let Some(chunk) = path.get(at..).and_then(<[u8]>::first_chunk) {
        let found = marks(u64::from_le_bytes(*chunk));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = path.get(at..).unwrap_or(&[]);
    if rest.is_empty() {
        return path.len();
    }
    let word = match path.last_chunk() {
        // No mark is zero, so what is shifted in does no harm.
        Some(chunk) => u64::from_le_bytes(*chunk) >> (64 - 8 * rest.len()),
        None => rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    };
    match marks(word) {
        0 => path.len(),
        found => at + found.trailing_zeros() as usize / 8,
    }
}

struct Walk<'i, 'p> {
    image: Image<'i>,
    nodes: Rows<'i, TrieNode>,
    edges: Rows<'i, TrieEdge>,
    path: &'p [u8],
    /// The method's number, `u32::MAX` for one the image does not have.
    method: u32,
    /// The bits of methods that answer.
    wanted: u32,
    /// The bits of methods of templates that matched.
    seen: u32,
    visits: u32,
    spans: Spans,
    len: u32,
}

impl<'i, 'p> Walk<'i, 'p> {
    #[inline]
    fn new(image: Image<'i>, method: Option<u32>, path: &'p str) -> Self {
        let wanted = match method {
            None => 0,
            Some(HEAD) => 1 << HEAD | 1 << GET,
            Some(method) => 1 << method.min(OTHERS),
        };
        Self {
            image,
            nodes: image.rows(),
            edges: image.rows(),
            path: path.as_bytes(),
            method: method.unwrap_or(u32::MAX),
            wanted,
            seen: 0,
            visits: 0,
            spans: [(0, 0); INLINE],
            len: 0,
        }
    }

    /// Returns where the path ends, looking from `at` on.
    #[inline]
    fn end(&self, at: usize) -> usize {
        let rest = self.path.get(at..).unwrap_or(&[]);
        at + rest.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(rest.len())
    }

    /// Returns where the segment at `at` ends, and whether it has escapes.
    #[inline]
    fn segment(&self, at: usize) -> (usize, bool) {
        let mut coded = false;
        let mut end = at;
        loop {
            end = next_mark(self.path, end);
            match self.path.get(end) {
                None | Some(b'/' | b'?' | b'#') => return (end, coded),
                Some(b'%') => coded = true,
                Some(_) => {}
            }
            end += 1;
        }
    }

    /// Finds the best route below `node` for what follows `at`, the start of a segment.
    fn run(&mut self, mut node: u32, mut at: usize, mut captured: u32, mut depth: usize) -> Option<u32> {
        loop {
            self.visits += 1;
            // No template is longer; an image that says otherwise must not exhaust the stack.
            if depth == MAX_SEGMENTS {
                return None;
            }
            depth += 1;
            let here = trie::node(self.nodes, node);
            let (end, coded) = self.segment(at);
            let static_node = self.static_edge(here, at, end, coded);
            if here.others.1 != 0 {
                return self.branch(here, static_node, at, end, captured, depth);
            }
            let parameter = if end > at { here.parameter } else { 0 };
            node = match (static_node, parameter) {
                (None, 0) => return None,
                (Some(static_node), 0) => static_node,
                (static_node, parameter) => {
                    if let Some(static_node) = static_node
                        && let Some(route) = self.step(static_node, end, captured, depth)
                    {
                        return Some(route);
                    }
                    self.capture(captured, at, end);
                    captured += 1;
                    parameter - 1
                }
            };
            if self.path.get(end) != Some(&b'/') {
                return self.arrive(node, captured);
            }
            at = end + 1;
        }
    }

    /// Goes on from a node behind the segment that ends at `end`.
    fn step(&mut self, node: u32, end: usize, captured: u32, depth: usize) -> Option<u32> {
        if self.path.get(end) == Some(&b'/') {
            self.run(node, end + 1, captured, depth)
        } else {
            self.arrive(node, captured)
        }
    }

    #[inline]
    fn static_edge(&self, here: Node, at: usize, end: usize, coded: bool) -> Option<u32> {
        let (start, len) = here.statics;
        if len == 0 {
            return None;
        }
        let segment = self.path.get(at..end)?;
        if coded { self.coded(here, segment) } else { trie::find(self.image, self.edges, start, len, segment) }
    }

    #[cold]
    fn coded(&self, here: Node, segment: &[u8]) -> Option<u32> {
        let mut buffer = [0; MAX_STATIC];
        let decoded = percent::decode_into(segment, &mut buffer)?;
        trie::find(self.image, self.edges, here.statics.0, here.statics.1, decoded)
    }

    /// Tries every edge of a node that has mixed segments or a catch-all, the most specific first.
    #[inline(never)]
    fn branch(
        &mut self,
        here: Node,
        static_node: Option<u32>,
        at: usize,
        end: usize,
        captured: u32,
        depth: usize,
    ) -> Option<u32> {
        if let Some(static_node) = static_node
            && let Some(route) = self.step(static_node, end, captured, depth)
        {
            return Some(route);
        }
        let mut others = self.edges.range(Range::new(here.others.0, here.others.1)).peekable();
        while let Some(len) = others.peek().map(|edge| edge.text_len()).filter(|&len| len != 0) {
            // Edges with equally much static text are equally specific, so what follows decides between them.
            let mut best: Option<(u32, Spans, u32)> = None;
            while let Some(edge) = others.next_if(|edge| edge.text_len() == len) {
                let Some(captured) = self.mixed(edge, at, end, captured) else { continue };
                let Some(route) = self.step(edge.node().index, end, captured, depth) else { continue };
                if best.is_none_or(|(best, ..)| self.precedes(route, best)) {
                    best = Some((route, self.spans, self.len));
                }
            }
            if let Some((route, spans, len)) = best {
                (self.spans, self.len) = (spans, len);
                return Some(route);
            }
        }
        if end > at && here.parameter != 0 {
            self.capture(captured, at, end);
            if let Some(route) = self.step(here.parameter - 1, end, captured + 1, depth) {
                return Some(route);
            }
        }
        let catch_all = others.next()?;
        let end = self.end(at);
        if at == end {
            return None;
        }
        self.capture(captured, at, end);
        self.arrive(catch_all.node().index, captured + 1)
    }

    /// Matches a mixed segment; returns how many parameters are captured behind it.
    fn mixed(&mut self, edge: Rec<'i, TrieEdge>, at: usize, end: usize, captured: u32) -> Option<u32> {
        let segment = self.path.get(at..end)?;
        let mut next = captured;
        let texts = self.image.str(edge.text()).split("{}");
        pieces(texts, segment, &mut |span| {
            self.capture(next, at + span.start, at + span.end);
            next += 1;
        })
        .then_some(next)
    }

    #[inline]
    fn capture(&mut self, index: u32, start: usize, end: usize) {
        if let Some(span) = self.spans.get_mut(index as usize) {
            *span = (start as u32, end as u32);
        }
    }

    /// Returns the route that ends at a node and answers the method.
    #[inline]
    fn arrive(&mut self, node: u32, captured: u32) -> Option<u32> {
        self.visits += 1;
        let here = self.nodes.get(node);
        let methods = here.methods();
        self.seen |= methods;
        let mut hits = methods & self.wanted;
        if hits == 0 {
            return None;
        }
        if hits & 1 << HEAD != 0 {
            hits = 1 << HEAD;
        }
        self.len = captured;
        let routes = self.image.list(here.routes());
        let at = (methods & (hits - 1)).count_ones() as usize;
        if hits != 1 << OTHERS {
            return routes.get(at);
        }
        let all = self.image.rows::<Route>();
        routes.iter().skip(at).find(|&route| all.get(route).method().index == self.method)
    }

    /// Returns whether route `a` goes before `b` where both match.
    #[cold]
    fn precedes(&self, a: u32, b: u32) -> bool {
        let routes = self.image.rows::<Route>();
        let template = |route: u32| Template::parse(self.image.str(routes.get(route).path()));
        let order = match (template(a), template(b)) {
            (Ok(a), Ok(b)) => a.order(b),
            _ => Ordering::Equal,
        };
        order.then(a.cmp(&b)) == Ordering::Less
    }
}

impl<'i, 'p> Params<'i, 'p> {
    /// Returns how many there are.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len as usize
    }

    /// Returns whether there are none.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn template(&self) -> Option<Template<'i>> {
        let path = self.image.str(self.image.rows::<Route>().get(self.route).path());
        Template::parse(path).ok()
    }

    /// Returns a parameter by its place in the template.
    ///
    /// Cost: none for the first 8; those beyond are matched again.
    #[inline]
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Param<'p>> {
        if index >= self.len() {
            return None;
        }
        let raw = match self.spans.get(index) {
            Some(&(start, end)) => self.path.get(start as usize..end as usize)?,
            None => self.template()?.capture(self.path.split(['?', '#']).next()?, index)?,
        };
        Some(Param { raw })
    }

    /// Returns a parameter by name.
    ///
    /// Cost: reads the route's template up to the name.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<Param<'p>> {
        self.get(self.template()?.parameters().position(|given| given == name)?)
    }

    /// Iterates over names and parameters.
    pub fn iter(&self) -> impl Iterator<Item = (&'i str, Param<'p>)> + use<'_, 'i, 'p> {
        let names = self.template().into_iter().flat_map(Template::parameters);
        names.enumerate().filter_map(|(at, name)| Some((name, self.get(at)?)))
    }
}

impl fmt::Debug for Params<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(name, param)| (name, param.raw))).finish()
    }
}

impl fmt::Debug for Found<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found").field("route", &self.route.index).field("params", &self.params).finish()
    }
}

impl<'p> Param<'p> {
    /// Returns the text as it was sent.
    #[inline]
    #[must_use]
    pub const fn raw(self) -> &'p str {
        self.raw
    }

    /// Returns the text if it has no escapes and so means what it says.
    #[must_use]
    pub fn plain(self) -> Option<&'p str> {
        (!self.raw.contains('%')).then_some(self.raw)
    }

    /// Returns the decoded bytes, which need not be UTF-8.
    pub fn bytes(self) -> impl Iterator<Item = u8> + Clone + use<'p> {
        percent::bytes(self.raw.as_bytes())
    }

    /// Decodes into `buffer`; `None` when it is too small or the bytes are not UTF-8. `raw().len()` bytes are enough.
    #[must_use]
    pub fn decode_into(self, buffer: &mut [u8]) -> Option<&str> {
        core::str::from_utf8(percent::decode_into(self.raw.as_bytes(), buffer)?).ok()
    }
}

impl<'i, 'p> Allowed<'i, 'p> {
    /// Iterates over the methods in the order of their ids; `HEAD` is among them where `GET` is.
    ///
    /// Cost: nothing for the first 31 methods of an image; the path is matched again for each further one.
    pub fn iter(self) -> impl Iterator<Item = &'i str> + use<'i, 'p> {
        let Self { image, target, methods } = self;
        let bits = if methods & 1 << GET != 0 { methods | 1 << HEAD } else { methods };
        let rows = image.rows::<Method>();
        (0..rows.len())
            .filter(move |&id| {
                bits & 1 << id.min(OTHERS) != 0
                    && (id < OTHERS
                        || path_of(target)
                            .is_some_and(|path| Walk::new(image, Some(id), path).run(0, 1, 0, 0).is_some()))
            })
            .map(move |id| image.str(rows.get(id).name()))
    }
}

impl fmt::Debug for Allowed<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
