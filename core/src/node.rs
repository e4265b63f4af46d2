//! The numbers of graph nodes: kinds follow each other, and the kind of a node follows from its number.

use core::fmt;

use crate::cell::Id;
use crate::image::Image;
use crate::layout::{Callee, Dangling, Middleware, Resource, Route, Section};

/// What a node stands for.
///
/// ```
/// use etched_core::node::NodeKind;
///
/// assert_eq!(NodeKind::named("middleware"), Some(NodeKind::Middleware));
/// assert_eq!(NodeKind::ALL.map(NodeKind::name), ["resource", "route", "middleware", "function"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A resource, declared or only pointed to.
    Resource,
    /// A route.
    Route,
    /// A middleware, by base name.
    Middleware,
    /// A function called from a body.
    Function,
}

impl NodeKind {
    /// All kinds, in the order of nodes.
    pub const ALL: [Self; 4] = [Self::Resource, Self::Route, Self::Middleware, Self::Function];

    /// Returns the word that qualifies ids: `resource` in `resource:Post`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Route => "route",
            Self::Middleware => "middleware",
            Self::Function => "function",
        }
    }

    /// Returns the kind of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for NodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The record a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// A declared resource.
    Resource(Id<Resource>),
    /// A name that relationships point to and no resource has.
    Dangling(Id<Dangling>),
    /// A route.
    Route(Id<Route>),
    /// A middleware.
    Middleware(Id<Middleware>),
    /// A called function.
    Function(Id<Callee>),
}

/// How the nodes of an application are numbered: resources, dangling targets, routes, middleware, functions, each in the
/// order of its section.
///
/// ```
/// use etched_core::cell::Id;
/// use etched_core::node::{Node, NodeKind, Nodes};
///
/// let nodes = Nodes::new([3, 1, 4, 2, 0]).unwrap();
/// assert_eq!((nodes.len(), nodes.number(Node::Route(Id::new(0)))), (10, 4));
/// assert_eq!((nodes.node(8), nodes.kind(3)), (Node::Middleware(Id::new(0)), NodeKind::Resource));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nodes {
    /// The first number behind each kind.
    resources: u32,
    dangling: u32,
    routes: u32,
    middleware: u32,
    functions: u32,
}

impl Nodes {
    /// Returns the numbering of so many resources, dangling targets, routes, middleware and functions; `None` of more
    /// than numbers there are. One number is kept back: lists of offsets have one entry more than there are nodes.
    #[must_use]
    pub const fn new(counts: [u32; 5]) -> Option<Self> {
        let [resources, dangling, routes, middleware, functions] = counts;
        let sum = resources as u64 + dangling as u64 + routes as u64 + middleware as u64 + functions as u64;
        if sum >= u32::MAX as u64 {
            return None;
        }
        let dangling = resources + dangling;
        let routes = dangling + routes;
        let middleware = routes + middleware;
        Some(Self { resources, dangling, routes, middleware, functions: middleware + functions })
    }

    /// Returns how many nodes of each kind an image has, in the order of their numbers.
    #[must_use]
    pub const fn counts(image: Image<'_>) -> [u32; 5] {
        [
            image.count(Section::Resource),
            image.count(Section::Dangling),
            image.count(Section::Route),
            image.count(Section::Middleware),
            image.count(Section::Callee),
        ]
    }

    /// Returns the numbering of an image; of one that has more nodes than there are numbers, which validation refuses,
    /// that of none.
    #[inline]
    #[must_use]
    pub const fn of(image: Image<'_>) -> Self {
        match Self::new(Self::counts(image)) {
            Some(nodes) => nodes,
            None => Self { resources: 0, dangling: 0, routes: 0, middleware: 0, functions: 0 },
        }
    }

    /// Returns how many nodes there are.
    #[inline]
    #[must_use]
    pub const fn len(self) -> u32 {
        self.functions
    }

    /// Returns whether there are none.
    #[inline]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.functions == 0
    }

    /// Returns how many resources there are: theirs are the first numbers.
    #[inline]
    #[must_use]
    pub const fn resources(self) -> u32 {
        self.resources
    }

    /// Returns the kind of a node.
    #[inline]
    #[must_use]
    pub const fn kind(self, node: u32) -> NodeKind {
        if node < self.dangling {
            NodeKind::Resource
        } else if node < self.routes {
            NodeKind::Route
        } else if node < self.middleware {
            NodeKind::Middleware
        } else {
            NodeKind::Function
        }
    }

    /// Returns the record that a node stands for.
    #[inline]
    #[must_use]
    pub const fn node(self, node: u32) -> Node {
        if node < self.resources {
            Node::Resource(Id::new(node))
        } else if node < self.dangling {
            Node::Dangling(Id::new(node - self.resources))
        } else if node < self.routes {
            Node::Route(Id::new(node - self.dangling))
        } else if node < self.middleware {
            Node::Middleware(Id::new(node - self.routes))
        } else {
            Node::Function(Id::new(node - self.middleware))
        }
    }

    /// Returns the number of the node that stands for a record of the image.
    #[inline]
    #[must_use]
    pub const fn number(self, node: Node) -> u32 {
        match node {
            Node::Resource(id) => id.index,
            // A table that is not checked yet may lead anywhere.
            Node::Dangling(id) => self.resources.wrapping_add(id.index),
            Node::Route(id) => self.dangling.wrapping_add(id.index),
            Node::Middleware(id) => self.routes.wrapping_add(id.index),
            Node::Function(id) => self.middleware.wrapping_add(id.index),
        }
    }
}
