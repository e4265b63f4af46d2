//! A resource goes, and its records with it.

use std::collections::VecDeque;

use super::{Effect, Findings, Place};
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
                let Some((effect, reason)) = incoming(edge, &gone, declared) else { continue };
                self.add(Place::Node(from.0), distance + 1, effect, reason);
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
                let Some(rule) = relationship.on_delete() else { continue };
                let Some((effect, outcome)) = ruled(rule, || key(relationship)) else { continue };
                let reason = format!("{} `{}` of {gone} {outcome}", relationship.kind(), relationship.name());
                self.add(Place::Node(to.0), distance + 1, effect, reason);
                if effect == Effect::Deleted && deleted.insert(to.0) {
                    queue.push_back((to, distance + 1));
                }
            }
            self.members(node.0, distance + 1, declared);
        }
        self.callers_into(&name, Effect::Broken, "which is gone");
        self.pass_through(&name, Effect::Broken);
        self.nested_under(&name, Effect::Broken);
    }

    /// Adds the routes and hooks of a resource that goes (`declared` is false) or loses records.
    fn members(&mut self, node: u32, distance: u32, declared: bool) {
        let Some(resource) = self.resource(node) else { return };
        let name = resource.name();
        for route in resource.routes() {
            let (effect, reason) = if declared {
                (Effect::Touched, format!("serves {name}, records of which are deleted"))
            } else {
                (Effect::Broken, format!("serves {name}, which is gone"))
            };
            self.add(self.route(route.index()), distance, effect, reason);
        }
        for hook in resource.hooks() {
            let reason = if hook.event().ends_with("_delete") {
                format!("runs when records of {name} are deleted")
            } else if declared {
                continue;
            } else {
                format!("goes with {name}")
            };
            self.add(Place::Hook(hook.index()), distance, Effect::Touched, reason);
        }
    }
}

/// What happens to the resource an edge starts at when what it points to goes, or (`declared`) only loses records.
fn incoming(edge: Edge<'_>, gone: &str, declared: bool) -> Option<(Effect, String)> {
    let Some(relationship) = edge.relationship() else {
        return (!declared).then(|| (Effect::Broken, format!("{} {gone}", edge.kind())));
    };
    let (kind, name) = (relationship.kind(), relationship.name());
    if collects(relationship) || kind == "one_of" || kind == "extends" {
        // Its records hold no key: they go on without, and the declaration is all that breaks.
        return (!declared).then(|| (Effect::Broken, format!("{kind} `{name}` names {gone}")));
    }
    if let Some((effect, outcome)) = relationship.on_delete().and_then(|rule| ruled(rule, || key(relationship))) {
        return Some((effect, format!("{kind} `{name}` {outcome}")));
    }
    let rule = match relationship.on_delete() {
        Some(rule) => format!("on_delete `{rule}`"),
        None => "no on_delete".to_owned(),
    };
    Some((Effect::Broken, format!("{kind} `{name}` has {rule}: records still point to {gone}")))
}

/// What a rule does, `None` for one that does nothing.
fn ruled(rule: &str, field: impl Fn() -> String) -> Option<(Effect, String)> {
    Some(match rule.to_ascii_lowercase().replace([' ', '-'], "_").as_str() {
        "cascade" | "destroy" | "delete" | "delete_all" => {
            (Effect::Deleted, "cascades: records are deleted".to_owned())
        }
        "restrict" => (Effect::Blocked, "restricts: the delete is blocked while records exist".to_owned()),
        "set_null" | "nullify" => (Effect::Nulled, format!("sets `{}` to null", field())),
        "set_default" => (Effect::Nulled, format!("sets `{}` to its default", field())),
        _ => return None,
    })
}

/// Whether the key stands in the records of the other side: an `on_delete` there is about them, and says what becomes
/// of them when the owner goes.
fn collects(relationship: Relationship<'_>) -> bool {
    relationship.kind().starts_with("has_")
}

/// The key that ties the records of both sides: the one given, or the usual one.
fn key(relationship: Relationship<'_>) -> String {
    relationship.foreign_key().map_or_else(|| relationship.usual_key(), str::to_owned)
}
