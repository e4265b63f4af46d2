//! A resource gets another name.

use super::{Effect, Findings, Place};

impl Findings<'_> {
    pub(super) fn rename_resource(&mut self) {
        let start = self.start.node_id();
        let name = self.start.name();
        for edge in self.graph.edges_to(start) {
            if edge.kind() == "serves" {
                continue;
            }
            let reason = match edge.relationship() {
                Some(relationship) => format!("{} `{}` names {name}", relationship.kind(), relationship.name()),
                None => format!("{} {name}", edge.kind()),
            };
            self.add(Place::Node(edge.from_id().0), 1, Effect::Changed, reason);
        }
        for edge in self.graph.edges_from(start) {
            let Some(relationship) = edge.relationship() else { continue };
            let owned = matches!(relationship.kind(), "has_many" | "has_one");
            if owned && relationship.foreign_key().is_none() {
                let reason = format!(
                    "{} `{}` of {name} gives no foreign_key: `{}` follows the name",
                    relationship.kind(),
                    relationship.name(),
                    relationship.usual_key()
                );
                self.add(Place::Node(edge.to_id().0), 1, Effect::Changed, reason);
            }
        }
        if let Some(resource) = self.resource(start.0) {
            for route in resource.routes() {
                let (effect, reason) = if route.declared() || resource.path().is_some() {
                    (Effect::Changed, format!("handler `{}` serves {name}", route.handler()))
                } else {
                    (Effect::Broken, format!("its path is derived from the name {name}"))
                };
                self.add(self.route(route.index()), 1, effect, reason);
            }
        }
        self.callers_into(&name, Effect::Changed, "which is renamed");
        self.pass_through(&name, Effect::Changed);
        self.nested_under(&name, Effect::Changed);
    }

    /// Adds the resources with a relationship that goes through the resource.
    pub(super) fn pass_through(&mut self, name: &str, effect: Effect) {
        for resource in self.graph.registry().resources() {
            for relationship in resource.relationships() {
                if relationship.through() == Some(name) {
                    let reason = format!("{} `{}` goes through {name}", relationship.kind(), relationship.name());
                    self.add(Place::Node(resource.index()), 1, effect, reason);
                }
            }
        }
    }

    /// Adds the resources nested under the resource, and the routes that stand under its path.
    pub(super) fn nested_under(&mut self, name: &str, effect: Effect) {
        for resource in self.graph.registry().resources() {
            if !resource.nested().into_iter().any(|nested| nested.parent() == name) {
                continue;
            }
            self.add(Place::Node(resource.index()), 1, effect, format!("is nested under {name}"));
            for route in resource.routes().into_iter().filter(|route| !route.declared()) {
                let reason = format!("its path stands under that of {name}");
                self.add(self.route(route.index()), 2, Effect::Broken, reason);
            }
        }
    }
}
