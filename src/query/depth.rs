//! How long are the chains of dependencies?

use serde::Serialize;

use super::request::request;
use super::{Edge, Error, FORMAT, Page, Question, location, node};
use crate::graph::NodeKind;
use crate::handle::Location;
use crate::registry::Registry;

request! {
    /// Asks for the longest chain of dependencies from a node, or for the depths of all resources.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, depth};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let deepest = depth::Request::default().edge_kinds(["belongs_to"]).limit(1).ask(&registry).unwrap();
    /// let first = &deepest.nodes[0];
    /// let one = depth::Request::default().edge_kinds(["belongs_to"]).name(&first.id).ask(&registry).unwrap();
    /// assert_eq!((one.nodes[0].depth, one.chain.unwrap().len()), (first.depth, first.depth));
    /// # }
    /// ```
    ///
    /// Cost: that of [`Registry::depths`].
    may {
        /// The node: a resource, or `middleware:auth` and so on; every resource without it.
        name: text,
        /// Kinds of the edges of chains, such as `belongs_to`; empty for all.
        edge_kinds: texts,
        /// Resources at most, where no node is named.
        limit: size,
        /// Resources left out at the start, where no node is named.
        offset: skip,
    }
}

/// The answer: one node with its chain, or a page of resources, the deepest first and then in declaration order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Nodes measured, those outside the page included.
    pub total_count: usize,
    /// The node, or the page.
    pub nodes: Vec<Measured<'r>>,
    /// The edges of one longest chain from the node that was named, in order; an edge may start at another node than the
    /// last one ended at where both depend on each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<Vec<Edge<'r>>>,
}

/// A node and how long its longest chain of dependencies is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Measured<'r> {
    /// Id, such as `resource:Post`.
    pub id: String,
    /// What it stands for.
    #[serde(serialize_with = "node::kind")]
    pub kind: NodeKind,
    /// Name without the kind.
    pub name: std::borrow::Cow<'r, str>,
    /// Edges of the longest chain.
    pub depth: usize,
    /// Where it is declared; in JSON `file_path` and `line_number`, null where they are unknown.
    #[serde(flatten, serialize_with = "location::nullable")]
    pub location: Location<'r>,
    /// Whether relationships point to it and no resource has its name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undeclared: bool,
}

impl<'r> Measured<'r> {
    fn new(node: crate::graph::Node<'r>, depth: usize) -> Self {
        Self {
            id: node.id(),
            kind: node.kind(),
            name: node.name(),
            depth,
            location: node.location(),
            undeclared: node.is_dangling(),
        }
    }
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let kinds: Vec<&str> = self.edge_kinds.iter().map(String::as_str).collect();
        let depths = registry.depths(&kinds)?;
        let Some(name) = &self.name else {
            let ranking = depths.ranking().map(|(node, depth)| Measured::new(node, depth));
            let (total_count, nodes) = Page::new(self.offset, self.limit).of(ranking);
            return Ok(Answer { format: FORMAT, total_count, nodes, chain: None });
        };
        let node = registry.graph().find(name)?;
        let chain = depths.chain(name)?;
        Ok(Answer {
            format: FORMAT,
            total_count: 1,
            nodes: vec![Measured::new(node, chain.len())],
            chain: Some(chain.into_iter().map(Edge::new).collect()),
        })
    }
}
