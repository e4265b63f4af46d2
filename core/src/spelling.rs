//! The spellings of a template: `/orgs/:id` and `/orgs/{id}` are one.

use core::fmt;

use crate::cell::{Id, Range};
use crate::image::Image;
use crate::layout::{Route, TrieEdge, TrieNode};
use crate::percent;
use crate::template::{MAX_STATIC, Mixed, Segment, Template};
use crate::trie;

/// How the parameters of a template are written.
///
/// ```
/// use etched_core::spelling::{Spelled, Syntax};
/// use etched_core::template::Template;
///
/// let template = Template::parse("/files/{id}/*rest").unwrap();
/// assert_eq!(Spelled::new(template, Syntax::Braces).to_string(), "/files/{id}/{*rest}");
/// assert_eq!(Spelled::new(template, Syntax::Colon).to_string(), "/files/:id/*rest");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Syntax {
    /// `:id` and `*rest`, as schemas write them.
    Colon,
    /// `{id}` and `{*rest}`, as axum 0.8 writes them.
    Braces,
}

/// A template in one spelling; written by its `Display`.
///
/// What has no other stays as it is: text, mixed segments, and names such as `{user-id}` that no colon can precede.
#[derive(Clone, Copy, Debug)]
pub struct Spelled<'t> {
    template: Template<'t>,
    syntax: Syntax,
}

impl<'t> Spelled<'t> {
    /// Makes it.
    #[must_use]
    pub const fn new(template: Template<'t>, syntax: Syntax) -> Self {
        Self { template, syntax }
    }
}

impl fmt::Display for Spelled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in self.template.segments() {
            let bare =
                |name: &str| self.syntax == Syntax::Colon && name.chars().all(|c| c == '_' || c.is_alphanumeric());
            match segment {
                Segment::Static(text) => write!(f, "/{text}")?,
                Segment::Mixed(mixed) => write!(f, "/{}", mixed.as_str())?,
                Segment::Parameter(name) if bare(name) => write!(f, "/:{name}")?,
                Segment::Parameter(name) => write!(f, "/{{{name}}}")?,
                Segment::CatchAll(name) if bare(name) => write!(f, "/*{name}")?,
                Segment::CatchAll(name) => write!(f, "/{{*{name}}}")?,
            }
        }
        Ok(())
    }
}

/// Returns the route of a method whose template is that path in another spelling.
///
/// A template is its own way through the trie, so nothing is rewritten and nothing is allocated; of routes that differ in
/// the names of their parameters alone, which only documents have, the trie knows the first.
#[cold]
#[inline(never)]
pub(crate) fn find(image: Image<'_>, method: u32, path: &str) -> Option<Id<Route>> {
    if !path.contains([':', '{', '*']) {
        return None;
    }
    let wanted = Template::parse(path).ok()?;
    let mut node = 0;
    for segment in wanted.segments() {
        node = step(image, node, segment)?;
    }
    let routes = image.rows::<Route>();
    let nodes = image.rows::<TrieNode>();
    let found =
        image.list(nodes.get(node).routes()).iter().find(|&route| routes.get(route).method().index == method)?;
    let template = Template::parse(image.str(routes.get(found).path())).ok()?;
    template.segments().eq(wanted.segments()).then(|| Id::new(found))
}

/// Returns the node behind a segment of a template.
fn step(image: Image<'_>, node: u32, segment: Segment<'_>) -> Option<u32> {
    let here = trie::node(image.rows::<TrieNode>(), node);
    let edges = image.rows::<TrieEdge>();
    let mut others = edges.range(Range::new(here.others.0, here.others.1));
    match segment {
        Segment::Static(text) => {
            let mut buffer = [0; MAX_STATIC];
            let text = percent::decode_into(text.as_bytes(), &mut buffer)?;
            trie::find(image, edges, here.statics.0, here.statics.1, text)
        }
        Segment::Parameter(_) => here.parameter.checked_sub(1),
        Segment::Mixed(mixed) => others
            .find(|edge| edge.text_len() != 0 && same(image.str(edge.text()), mixed))
            .map(|edge| edge.node().index),
        Segment::CatchAll(_) => others.find(|edge| edge.text_len() == 0).map(|edge| edge.node().index),
    }
}

/// Returns whether the label of an edge is that of a mixed segment, whose texts may have escapes that need none.
fn same(label: &str, mixed: Mixed<'_>) -> bool {
    let mut labels = label.split("{}");
    let texts = mixed.texts().all(|text| {
        labels.next().is_some_and(|label| percent::bytes(label.as_bytes()).eq(percent::bytes(text.as_bytes())))
    });
    texts && labels.next().is_none()
}
