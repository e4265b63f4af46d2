//! Which functions do bodies call, and what calls them?

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::request::request;
use super::{Error, FORMAT, Note, Page, Question, Subject, location};
use crate::graph::{Node, NodeKind};
use crate::handle::Location;
use crate::registry::Registry;

request! {
    /// Asks for the functions that bodies of hooks, validations, constraints and so on call.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, functions};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = functions::Request::default().namespace("Email").ask(&registry).unwrap();
    /// let welcome = answer.functions.iter().find(|function| function.name == "Email.send_welcome").unwrap();
    /// assert_eq!((welcome.callers[0].resource, &welcome.callers[0].hooks[..]), ("User", &["after_create"][..]));
    /// # }
    /// ```
    ///
    /// Cost: one look at each function with its callers, and at each hook with what it calls.
    may {
        /// What the name starts with, up to a dot or its end: `String`, or `String.slugify`.
        namespace: text,
        /// Functions at most.
        limit: size,
        /// Functions left out at the start.
        offset: skip,
    }
}

/// The answer: a page of functions, by name.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// The page.
    pub functions: Vec<Function<'r>>,
    /// What else there is to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// A function that bodies call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Function<'r> {
    /// Name, such as `String.slugify`.
    pub name: &'r str,
    /// Bodies that call it.
    pub body_count: u32,
    /// The resources those bodies belong to, in declaration order.
    pub callers: Vec<Caller<'r>>,
}

/// A resource whose bodies call a function.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Caller<'r> {
    /// Name of the resource.
    pub resource: &'r str,
    /// Bodies of the resource that call it, those of hooks included.
    pub body_count: u32,
    /// The events of the hooks among them, such as `before_create`; one for each hook.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hooks: Vec<&'r str>,
    /// Where the resource is declared; in JSON `file_path` and `line_number`, where known.
    #[serde(flatten, serialize_with = "location::known_only")]
    pub location: Location<'r>,
}

/// The events of the hooks of a resource, given by its number, that call a function.
type Hooks<'r> = HashMap<(u32, &'r str), Vec<&'r str>>;

impl<'r> Function<'r> {
    fn new(registry: &'r Registry, name: &'r str, node: Node<'r>, hooks: &Hooks<'r>) -> Self {
        let callers = registry.graph().edges_to(node.node_id()).filter_map(|edge| {
            let resource = edge.from().resource()?;
            Some(Caller {
                resource: resource.name(),
                body_count: edge.weight(),
                hooks: hooks.get(&(resource.index(), name)).cloned().unwrap_or_default(),
                location: resource.location(),
            })
        });
        let callers: Vec<Caller<'_>> = callers.collect();
        let body_count = callers.iter().fold(0_u32, |sum, caller| sum.saturating_add(caller.body_count));
        Self { name, body_count, callers }
    }
}

/// Whether a name is in a namespace, or is it.
fn is_in(name: &str, namespace: &str) -> bool {
    name.strip_prefix(namespace).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Returns the namespaces a name is in, the widest first, and the name: `A`, `A.B` and `A.B.c`.
fn namespaces(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('.').map(|(at, _)| at).filter(|at| *at > 0).chain([name.len()]).map(|end| &name[..end])
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let nodes = registry.graph().nodes().filter(|node| node.kind() == NodeKind::Function);
        // Only the names of routes are made.
        let all = nodes.filter_map(|node| if let Cow::Borrowed(name) = node.name() { Some((name, node)) } else { None });
        let matching = all.clone().filter(|(name, _)| self.namespace.as_deref().is_none_or(|wanted| is_in(name, wanted)));
        let (total_count, page) = Page::new(self.offset, self.limit).of(matching);
        let mut hooks = Hooks::new();
        for resource in registry.resources() {
            for hook in resource.hooks() {
                for name in hook.calls() {
                    hooks.entry((resource.index(), name)).or_default().push(hook.event());
                }
            }
        }
        let mut notes = Vec::new();
        if let Some(name) = self.namespace.as_deref().filter(|_| total_count == 0) {
            let known: BTreeSet<&str> = all.flat_map(|(name, _)| namespaces(name)).collect();
            notes.push(Note::unknown(Subject::Function, name, known.iter().copied()));
        }
        let functions = page.into_iter().map(|(name, node)| Function::new(registry, name, node, &hooks)).collect();
        Ok(Answer { format: FORMAT, total_count, functions, notes })
    }
}
