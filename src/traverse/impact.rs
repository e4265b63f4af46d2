//! What a change does to everything that depends on what is changed.

mod delete;
mod middleware;
mod reason;
mod rename;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use etched_core::cell::Id;
use etched_core::layout as rows;
use etched_core::node::{self, Nodes};

use crate::Registry;
use crate::error::GraphError;
use crate::graph::{DependencyGraph, Node, NodeId, NodeKind, resolve};
use crate::handle::{Handle, Hook, Location, Resource};

pub use reason::{Cause, Reason};

/// A change to a node.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::Change;
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// assert!(registry.impact("User", Change::Delete).is_ok());
/// assert!(registry.impact("User", Change::RemoveMiddleware).is_err());
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Change {
    /// It goes: a resource with its records, a middleware or function with its definition.
    #[default]
    Delete,
    /// It gets another name.
    Rename,
    /// A middleware is taken off everything that uses it.
    #[cfg_attr(feature = "serde", serde(rename = "remove"))]
    RemoveMiddleware,
}

impl Change {
    /// Returns the word for it: `delete`, `rename`, `remove`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Rename => "rename",
            Self::RemoveMiddleware => "remove",
        }
    }
}

/// What a change does to a dependent, worst first.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::graph::{Effect, Severity};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// assert_eq!(Effect::Blocked.severity(), Severity::High);
/// assert!(Effect::Deleted < Effect::Blocked);
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Effect {
    /// Its records are deleted, too.
    Deleted,
    /// It blocks the change.
    Blocked,
    /// It refers to what is no longer there.
    Broken,
    /// A field of it becomes null, or its default.
    Nulled,
    /// It has to be written differently, or behaves differently.
    Changed,
    /// It runs, or goes with what it belongs to.
    Touched,
}

impl Effect {
    /// Returns how bad that is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Deleted => Severity::Critical,
            Self::Blocked | Self::Broken => Severity::High,
            Self::Nulled | Self::Changed => Severity::Medium,
            Self::Touched => Severity::Low,
        }
    }
}

/// How bad the effect of a change is, worst first: that of an [`Effect`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Severity {
    /// Records are lost.
    Critical,
    /// The change fails, or something stops working.
    High,
    /// Something changes and goes on working, or has to be written differently.
    Medium,
    /// Something is touched.
    Low,
}

impl Severity {
    /// Returns the word for it: `critical`, `high`, `medium`, `low`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// What a change does; made by [`Registry::impact`].
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::{Change, Severity};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let impact = registry.impact("Brand", Change::Delete).unwrap();
/// assert_eq!((impact.counts().affected, impact.counts().nulled), (9, 1));
/// assert_eq!(impact.affected().iter().filter(|each| each.severity() == Severity::Critical).count(), 0);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Impact<'r> {
    start: Node<'r>,
    change: Change,
    affected: Vec<Affected<'r>>,
    counts: ImpactCounts,
}

/// A dependent and what a change does to it.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let impact = registry.impact("Brand", etched::Change::Delete).unwrap();
/// let product = impact.affected().iter().find(|each| each.name() == "Product").unwrap();
/// assert_eq!(product.reasons()[0].to_string(), "belongs_to `brand` sets `brand_id` to null");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Affected<'r> {
    target: Target<'r>,
    distance: u32,
    /// Worst first; never empty.
    reasons: Vec<Reason<'r>>,
}

#[derive(Clone, Copy, Debug)]
enum Target<'r> {
    Node(Node<'r>),
    /// A hook, and which of its resource's hooks on the event it is, from 1.
    Hook(Hook<'r>, u32),
}

/// How many dependents a change affects, told by [`Impact::counts`]; one that is affected in two ways counts for both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ImpactCounts {
    /// Dependents of any kind.
    pub affected: usize,
    /// Resources whose records are deleted.
    pub deleted: usize,
    /// Resources that block the change.
    pub blocked: usize,
    /// Resources with a field that becomes null or its default.
    pub nulled: usize,
    /// Dependents that refer to what is no longer there.
    pub broken: usize,
    /// Dependents that have to be written differently, or behave differently.
    pub changed: usize,
    /// Resources among the affected.
    pub resources: usize,
    /// Routes among the affected.
    pub routes: usize,
    /// Hooks among the affected.
    pub hooks: usize,
}

impl Registry {
    /// Returns what a change to a node does to all that depends on it.
    ///
    /// Deleting a resource deletes the records that cascade, transitively; `restrict` blocks, `set_null` nulls a named
    /// field, and a reference without a rule breaks. Routes and hooks that a change touches are listed, too. For
    /// [`Change::RemoveMiddleware`] a bare name means a middleware.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::{Change, Severity};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let impact = registry.impact("Order", Change::Delete).unwrap();
    /// assert!(impact.affected().iter().any(|line| line.id() == "resource:OrderLine"
    ///     && line.severity() == Severity::Critical));
    /// # }
    /// ```
    ///
    /// Cost: linear in the application; this is a question for people. Nothing recurses.
    ///
    /// # Errors
    /// [`GraphError::UnknownNode`]; [`GraphError::WrongChange`] where a middleware is to be removed that is none.
    pub fn impact(&self, name: &str, change: Change) -> Result<Impact<'_>, GraphError> {
        let graph = self.graph();
        let start = match change {
            Change::RemoveMiddleware => {
                let qualified = format!("middleware:{name}");
                match resolve::number(self.image(), &qualified) {
                    Some(node) => graph.node(NodeId(node)),
                    None if name.contains(':') || self.resource(name).is_some() => graph.find(name)?,
                    None => return Err(resolve::unknown(self, &qualified)),
                }
            }
            Change::Delete | Change::Rename => graph.find(name)?,
        };
        if change == Change::RemoveMiddleware && start.kind() != NodeKind::Middleware {
            return Err(GraphError::WrongChange { name: start.id(), change: change.name(), wanted: "middleware" });
        }
        let mut findings = Findings { graph, nodes: Nodes::of(self.image()), start, found: BTreeMap::new() };
        match (start.kind(), change) {
            (NodeKind::Resource, Change::Rename) => findings.rename_resource(),
            (NodeKind::Resource, _) => findings.delete_resource(),
            (NodeKind::Middleware, change) => findings.change_middleware(change),
            (NodeKind::Function, change) => {
                let effect = if change == Change::Rename { Effect::Changed } else { Effect::Broken };
                findings.callers(&[start], effect, change);
            }
            // Nothing depends on a route.
            (NodeKind::Route, _) => {}
        }
        Ok(findings.finish(change))
    }
}

impl<'r> Impact<'r> {
    /// Returns the node that is changed.
    #[must_use]
    pub fn start(&self) -> Node<'r> {
        self.start
    }

    /// Returns the change.
    #[must_use]
    pub fn change(&self) -> Change {
        self.change
    }

    /// Returns the dependents: by distance, then resources, routes, hooks, each in declaration order.
    #[must_use]
    pub fn affected(&self) -> &[Affected<'r>] {
        &self.affected
    }

    /// Returns how many there are.
    #[must_use]
    pub fn counts(&self) -> ImpactCounts {
        self.counts
    }
}

impl<'r> Affected<'r> {
    /// Returns its id: that of the node, or `hook:Post.before_create`.
    #[must_use]
    pub fn id(&self) -> String {
        match self.target {
            Target::Node(node) => node.id(),
            Target::Hook(..) => format!("hook:{}", self.name()),
        }
    }

    /// Returns what it is: the kind of its node, or `hook`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.target {
            Target::Node(node) => node.kind().name(),
            Target::Hook(..) => "hook",
        }
    }

    /// Returns its name: that of the node, or `Post.before_create`, with `#2` on the second hook of one event.
    #[must_use]
    pub fn name(&self) -> String {
        match self.target {
            Target::Node(node) => node.name().into_owned(),
            Target::Hook(hook, 1) => format!("{}.{}", hook.resource().name(), hook.event()),
            Target::Hook(hook, nth) => format!("{}.{}#{nth}", hook.resource().name(), hook.event()),
        }
    }

    /// Returns the node it is, `None` for hooks.
    #[must_use]
    pub fn node(&self) -> Option<Node<'r>> {
        match self.target {
            Target::Node(node) => Some(node),
            Target::Hook(..) => None,
        }
    }

    /// Returns the hook it is.
    #[must_use]
    pub fn hook(&self) -> Option<Hook<'r>> {
        match self.target {
            Target::Node(_) => None,
            Target::Hook(hook, _) => Some(hook),
        }
    }

    /// Returns where it is declared.
    #[must_use]
    pub fn location(&self) -> Location<'r> {
        match self.target {
            Target::Node(node) => node.location(),
            Target::Hook(hook, _) => hook.location(),
        }
    }

    /// Returns the steps from the change to it.
    #[must_use]
    pub fn distance(&self) -> u32 {
        self.distance
    }

    /// Returns the worst that happens to it.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.reasons.first().map_or(Effect::Touched, |reason| reason.effect)
    }

    /// Returns how bad that is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.effect().severity()
    }

    /// Returns everything that happens to it and why, the worst first.
    #[must_use]
    pub fn reasons(&self) -> &[Reason<'r>] {
        &self.reasons
    }
}

/// What was found so far: by node or hook, everything that happens to it.
struct Findings<'r> {
    graph: DependencyGraph<'r>,
    nodes: Nodes,
    start: Node<'r>,
    found: BTreeMap<TargetKey, Finding<'r>>,
}

/// Nodes before hooks, each by number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum TargetKey {
    Node(u32),
    Hook(u32),
}

struct Finding<'r> {
    distance: u32,
    reasons: Vec<Reason<'r>>,
}

impl Finding<'_> {
    /// Keeps the first of equal reasons: two ways lead to one, such as a middleware used on two chains.
    fn drop_repeated(&mut self) {
        let mut seen = HashSet::new();
        let first: Vec<bool> = self.reasons.iter().map(|reason| seen.insert(&reason.cause)).collect();
        let mut first = first.into_iter();
        self.reasons.retain(|_| first.next() == Some(true));
    }
}

impl<'r> Findings<'r> {
    fn add(&mut self, place: TargetKey, distance: u32, effect: Effect, cause: Cause<'r>) {
        if place == TargetKey::Node(self.start.node_id().0) {
            return;
        }
        let finding = self.found.entry(place).or_insert(Finding { distance, reasons: Vec::new() });
        finding.distance = finding.distance.min(distance);
        finding.reasons.push(Reason { effect, cause });
    }

    fn resource(&self, node: u32) -> Option<Resource<'r>> {
        (node < self.nodes.resources()).then(|| Resource::new(self.graph.registry(), node))
    }

    fn route(&self, index: u32) -> TargetKey {
        TargetKey::Node(self.nodes.number(node::Node::Route(Id::new(index))))
    }

    /// Adds the resources that call functions, and their hooks that do.
    fn callers(&mut self, functions: &[Node<'r>], effect: Effect, change: Change) {
        let mut names = HashSet::new();
        let mut callers = BTreeSet::new();
        for function in functions {
            let name = function.name();
            for edge in self.graph.edges_to(function.node_id()) {
                let cause = Cause::Calls { function: name.clone(), bodies: Some(edge.weight()), change };
                self.add(TargetKey::Node(edge.from_id().0), 1, effect, cause);
                callers.insert(edge.from_id().0);
            }
            names.insert(name);
        }
        // Each caller's hooks are looked through once, however many of the functions it calls.
        for from in callers {
            let Some(resource) = self.resource(from) else { continue };
            for hook in resource.hooks() {
                for name in hook.calls().filter(|call| names.contains(*call)) {
                    let cause = Cause::Calls { function: name.into(), bodies: None, change };
                    self.add(TargetKey::Hook(hook.index()), 2, effect, cause);
                }
            }
        }
    }

    /// Adds the callers of the functions a resource is the namespace of: `Post.publish(...)`.
    fn callers_into(&mut self, resource: &str, effect: Effect, change: Change) {
        let image = self.graph.image();
        let names = image.rows::<rows::Callee>();
        let inside = |at: &u32| {
            let name = image.str(names.get(*at).name());
            name.strip_prefix(resource).is_some_and(|rest| rest.starts_with('.'))
        };
        let to_node = |at| self.graph.node(NodeId(self.nodes.number(node::Node::Function(Id::new(at)))));
        let functions: Vec<Node<'_>> = (0..names.len()).filter(inside).map(to_node).collect();
        self.callers(&functions, effect, change);
    }

    fn finish(self, change: Change) -> Impact<'r> {
        let Self { graph, start, found, .. } = self;
        let mut counts = ImpactCounts { affected: found.len(), ..ImpactCounts::default() };
        let mut ordinals = Ordinals::default();
        let mut affected: Vec<Affected<'r>> = found
            .into_iter()
            .map(|(place, mut finding)| {
                finding.drop_repeated();
                finding.reasons.sort_by_key(|reason| reason.effect);
                let has = |effect| usize::from(finding.reasons.iter().any(|known| known.effect == effect));
                counts.deleted += has(Effect::Deleted);
                counts.blocked += has(Effect::Blocked);
                counts.nulled += has(Effect::Nulled);
                counts.broken += has(Effect::Broken);
                counts.changed += has(Effect::Changed);
                let target = match place {
                    TargetKey::Node(node) => Target::Node(graph.node(NodeId(node))),
                    TargetKey::Hook(hook) => {
                        let hook = Hook::new(graph.registry(), hook);
                        Target::Hook(hook, ordinals.of(hook))
                    }
                };
                match &target {
                    Target::Hook(..) => counts.hooks += 1,
                    Target::Node(node) if node.kind() == NodeKind::Route => counts.routes += 1,
                    Target::Node(node) if node.kind() == NodeKind::Resource => counts.resources += 1,
                    Target::Node(_) => {}
                }
                Affected { target, distance: finding.distance, reasons: finding.reasons }
            })
            .collect();
        // Stable: within a distance the order of places stays.
        affected.sort_by_key(|line| line.distance);
        Impact { start, change, affected, counts }
    }
}

/// Which of its resource's hooks on its event a hook is, counted once for each resource.
#[derive(Default)]
struct Ordinals<'r> {
    seen: BTreeSet<u32>,
    nth: HashMap<u32, u32>,
    counts: HashMap<(u32, &'r str), u32>,
}

impl<'r> Ordinals<'r> {
    fn of(&mut self, hook: Hook<'r>) -> u32 {
        let resource = hook.resource();
        if self.seen.insert(resource.index()) {
            for other in resource.hooks() {
                let count = self.counts.entry((resource.index(), other.event())).or_insert(0);
                *count += 1;
                self.nth.insert(other.index(), *count);
            }
        }
        self.nth.get(&hook.index()).copied().unwrap_or(1)
    }
}
