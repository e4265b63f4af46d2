//! Nodes.

use std::borrow::Cow;
use std::fmt;

use etched_core::Image;
use etched_core::layout as rows;

use super::{DependencyGraph, NodeId};
use crate::Registry;
use crate::handle::{Handle, Location, Resource, Route};

/// What a node stands for.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let node = registry.graph().find("function:String.slugify").unwrap();
/// assert_eq!(node.kind(), etched::graph::NodeKind::Function);
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
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
}

impl fmt::Display for NodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where the nodes of each kind end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) resources: u32,
    pub(crate) dangling: u32,
    pub(crate) routes: u32,
    pub(crate) middleware: u32,
}

impl Bounds {
    pub(crate) fn of(image: Image<'_>) -> Self {
        let resources = image.rows::<rows::Resource>().len();
        let dangling = resources.saturating_add(image.rows::<rows::Dangling>().len());
        let routes = dangling.saturating_add(image.rows::<rows::Route>().len());
        let middleware = routes.saturating_add(image.rows::<rows::Middleware>().len());
        Self { resources, dangling, routes, middleware }
    }

    #[inline]
    pub(crate) fn kind(self, node: u32) -> NodeKind {
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
}

/// A node of the dependency graph; displays as its id, such as `resource:Post`.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let auth = registry.graph().find("middleware:auth").unwrap();
/// assert_eq!((auth.to_string().as_str(), &*auth.name()), ("middleware:auth", "auth"));
/// assert!(auth.dependent_count() > 20);
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Node<'r> {
    registry: &'r Registry,
    index: u32,
}

/// What a node's record is.
enum Place {
    Resource(u32),
    Dangling(u32),
    Route(u32),
    Middleware(u32),
    Function(u32),
}

impl<'r> Node<'r> {
    #[inline]
    pub(crate) fn new(registry: &'r Registry, index: u32) -> Self {
        Self { registry, index }
    }

    fn place(self) -> Place {
        let bounds = Bounds::of(self.registry.image());
        let node = self.index;
        if node < bounds.resources {
            Place::Resource(node)
        } else if node < bounds.dangling {
            Place::Dangling(node - bounds.resources)
        } else if node < bounds.routes {
            Place::Route(node - bounds.dangling)
        } else if node < bounds.middleware {
            Place::Middleware(node - bounds.routes)
        } else {
            Place::Function(node - bounds.middleware)
        }
    }

    /// Returns its number.
    #[inline]
    #[must_use]
    pub const fn node_id(self) -> NodeId {
        NodeId(self.index)
    }

    /// Returns what it stands for.
    #[must_use]
    pub fn kind(self) -> NodeKind {
        Bounds::of(self.registry.image()).kind(self.index)
    }

    /// Returns its name without the kind: `Post`, `auth`, `String.slugify`, `GET /posts/:id`.
    ///
    /// Allocates for routes only.
    #[must_use]
    pub fn name(self) -> Cow<'r, str> {
        let image = self.registry.image();
        let id = match self.place() {
            Place::Resource(at) => image.rows::<rows::Resource>().get(at).name(),
            Place::Dangling(at) => image.rows::<rows::Dangling>().get(at).name(),
            Place::Middleware(at) => image.rows::<rows::Middleware>().get(at).name(),
            Place::Function(at) => image.rows::<rows::Callee>().get(at).name(),
            Place::Route(at) => {
                let route = Route::new(self.registry, at);
                return Cow::Owned(format!("{} {}", route.method(), route.path()));
            }
        };
        Cow::Borrowed(image.str(id))
    }

    /// Returns its id, such as `resource:Post`, which [`DependencyGraph::find`] finds again.
    #[must_use]
    pub fn id(self) -> String {
        self.to_string()
    }

    /// Returns where it is declared; middleware and functions are declared nowhere.
    #[must_use]
    pub fn location(self) -> Location<'r> {
        match self.place() {
            Place::Resource(at) => Resource::new(self.registry, at).location(),
            Place::Route(at) => Route::new(self.registry, at).location(),
            Place::Dangling(_) | Place::Middleware(_) | Place::Function(_) => Location { file: "", line: 0 },
        }
    }

    /// Returns the resource it stands for; `None` for other kinds and for a name that no resource has.
    #[must_use]
    pub fn resource(self) -> Option<Resource<'r>> {
        match self.place() {
            Place::Resource(at) => Some(Resource::new(self.registry, at)),
            _ => None,
        }
    }

    /// Returns the route it stands for.
    #[must_use]
    pub fn route(self) -> Option<Route<'r>> {
        match self.place() {
            Place::Route(at) => Some(Route::new(self.registry, at)),
            _ => None,
        }
    }

    /// Returns whether relationships point to it as a resource and none has its name.
    #[must_use]
    pub fn is_dangling(self) -> bool {
        matches!(self.place(), Place::Dangling(_))
    }

    /// Returns how many other nodes it depends on directly; two edges to one node count once.
    ///
    /// Cost: the edges that start here, sorted.
    #[must_use]
    pub fn dependency_count(self) -> usize {
        let graph = DependencyGraph::new(self.registry);
        self.distinct(graph.outgoing(self.index).map(|edge| graph.record(edge).to()).collect())
    }

    /// Returns how many other nodes depend on it directly; two edges from one node count once.
    ///
    /// Cost: the edges that end here, sorted.
    #[must_use]
    pub fn dependent_count(self) -> usize {
        let graph = DependencyGraph::new(self.registry);
        let from = |at| graph.record(graph.incoming_edge(at)).from();
        self.distinct(graph.entering(self.index).map(from).collect())
    }

    fn distinct(self, mut nodes: Vec<u32>) -> usize {
        nodes.retain(|&node| node != self.index);
        nodes.sort_unstable();
        nodes.dedup();
        nodes.len()
    }

    pub(crate) fn registry(self) -> &'r Registry {
        self.registry
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && std::ptr::eq(self.registry, other.registry)
    }
}
impl Eq for Node<'_> {}

impl fmt::Display for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.route() {
            Some(route) => write!(f, "route:{} {}", route.method(), route.path()),
            None => write!(f, "{}:{}", self.kind(), self.name()),
        }
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Node").field(&self.id()).finish()
    }
}
