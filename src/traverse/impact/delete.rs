//! A resource goes, and its records with it.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::{Cause, Change, Effect, Findings, TargetKey};
use crate::graph::{Edge, Visited};
use crate::handle::Relationship;

impl Findings<'_> {
    pub(super) fn delete_resource(&mut self) {
        let start = self.start.node_id();
        let name = self.start.name();
        let mut deleted = Visited::new(self.graph.node_count());
        deleted.insert(start.0);
        let mut queue = VecDeque::from([(start, 0)]);
        while let Some((node, distance)) = queue.pop_front() {
            let gone = self.graph.node(node).name();
            let declared = node != start;
            for edge in self.graph.edges_to(node) {
                let from = edge.from_id();
                if from == node || edge.kind() == "serves" {
                    continue;
                }
                let Some((effect, cause)) = incoming(edge, gone.clone(), declared) else { continue };
                self.add(TargetKey::Node(from.0), distance + 1, effect, cause);
                if effect == Effect::Deleted && deleted.insert(from.0) {
                    queue.push_back((from, distance + 1));
                }
            }
            for edge in self.graph.edges_from(node) {
                let to = edge.to_id();
                let Some(relationship) = edge.relationship() else { continue };
                if to == node || !collects(relationship) {
                    continue;
                }
                let owner = Some(gone.clone());
                let Some((effect, cause)) = ruled(relationship, owner) else { continue };
                self.add(TargetKey::Node(to.0), distance + 1, effect, cause);
                if effect == Effect::Deleted && deleted.insert(to.0) {
                    queue.push_back((to, distance + 1));
                }
            }
            self.members(node.0, distance + 1, declared);
        }
        self.callers_into(&name, Effect::Broken, Change::Delete);
        self.pass_through(name.clone(), Effect::Broken);
        self.nested_under(name, Effect::Broken);
    }

    /// Adds the routes and hooks of a resource that goes (`declared` is false) or loses records.
    fn members(&mut self, node: u32, distance: u32, declared: bool) {
        let Some(resource) = self.resource(node) else { return };
        let name = resource.name();
        for route in resource.routes() {
            let (effect, cause) = if declared {
                (Effect::Touched, Cause::ServesDeleted { resource: name })
            } else {
                (Effect::Broken, Cause::Serves { resource: name })
            };
            self.add(self.route(route.index()), distance, effect, cause);
        }
        for hook in resource.hooks() {
            let cause = if hook.event().ends_with("_delete") {
                Cause::RunsOnDelete { resource: name }
            } else if declared {
                continue;
            } else {
                Cause::GoesWith { resource: name }
            };
            self.add(TargetKey::Hook(hook.index()), distance, Effect::Touched, cause);
        }
    }
}

/// What happens to the resource an edge starts at when what it points to goes, or (`declared`) only loses records.
fn incoming<'r>(edge: Edge<'r>, gone: Cow<'r, str>, declared: bool) -> Option<(Effect, Cause<'r>)> {
    let target = gone;
    let Some(it) = edge.relationship() else {
        return (!declared).then(|| (Effect::Broken, Cause::RefersTo { kind: edge.kind(), target }));
    };
    let (kind, relationship) = (it.kind(), it.name());
    if collects(it) || kind == "one_of" || kind == "extends" {
        // Its records hold no key: they go on without, and the declaration is all that breaks.
        return (!declared).then_some((Effect::Broken, Cause::Names { kind, relationship, target }));
    }
    let rule = ruled(it, None);
    rule.or_else(|| Some((Effect::Broken, Cause::NoRule { kind, relationship, on_delete: it.on_delete(), target })))
}

/// What the rule of a relationship does, `None` where there is none or it does nothing.
fn ruled<'r>(of: Relationship<'r>, owner: Option<Cow<'r, str>>) -> Option<(Effect, Cause<'r>)> {
    let (kind, relationship) = (of.kind(), of.name());
    Some(match of.on_delete()?.to_ascii_lowercase().replace([' ', '-'], "_").as_str() {
        "cascade" | "destroy" | "delete" | "delete_all" => {
            (Effect::Deleted, Cause::Cascade { kind, relationship, owner })
        }
        "restrict" => (Effect::Blocked, Cause::Restrict { kind, relationship, owner }),
        "set_null" | "nullify" => {
            (Effect::Nulled, Cause::SetNull { kind, relationship, owner, field: of.key().into_owned() })
        }
        "set_default" => {
            (Effect::Nulled, Cause::SetDefault { kind, relationship, owner, field: of.key().into_owned() })
        }
        _ => return None,
    })
}

/// Whether the key is in the records of the other side: an `on_delete` there is about them, and says what becomes
/// of them when the owner goes.
fn collects(relationship: Relationship<'_>) -> bool {
    relationship.kind().starts_with("has_")
}
