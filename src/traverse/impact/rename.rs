//! A resource gets another name.

use std::borrow::Cow;

use super::{Cause, Change, Effect, Findings, TargetKey};

impl<'r> Findings<'r> {
    pub(super) fn rename_resource(&mut self) {
        let start = self.start.node_id();
        let name = self.start.name();
        for edge in self.graph.edges_to(start) {
            if edge.kind() == "serves" {
                continue;
            }
            let target = name.clone();
            let cause = match edge.relationship() {
                Some(it) => Cause::Names { kind: it.kind(), relationship: it.name(), target },
                None => Cause::RefersTo { kind: edge.kind(), target },
            };
            self.add(TargetKey::Node(edge.from_id().0), 1, Effect::Changed, cause);
        }
        for edge in self.graph.edges_from(start) {
            let Some(relationship) = edge.relationship() else { continue };
            let owned = matches!(relationship.kind(), "has_many" | "has_one");
            if owned && relationship.foreign_key().is_none() {
                let cause = Cause::DerivedKey {
                    kind: relationship.kind(),
                    relationship: relationship.name(),
                    owner: name.clone(),
                    field: relationship.usual_key(),
                };
                self.add(TargetKey::Node(edge.to_id().0), 1, Effect::Changed, cause);
            }
        }
        if let Some(resource) = self.resource(start.0) {
            for route in resource.routes() {
                let (effect, cause) = if route.declared() || resource.path().is_some() {
                    (Effect::Changed, Cause::Handles { handler: route.handler(), resource: name.clone() })
                } else {
                    (Effect::Broken, Cause::DerivedPath { resource: name.clone() })
                };
                self.add(self.route(route.index()), 1, effect, cause);
            }
        }
        self.callers_into(&name, Effect::Changed, Change::Rename);
        self.pass_through(name.clone(), Effect::Changed);
        self.nested_under(name, Effect::Changed);
    }

    /// Adds the resources with a relationship that goes through the resource.
    pub(super) fn pass_through(&mut self, name: Cow<'r, str>, effect: Effect) {
        for resource in self.graph.registry().resources() {
            for relationship in resource.relationships() {
                if relationship.through() == Some(&*name) {
                    let (kind, relationship) = (relationship.kind(), relationship.name());
                    let cause = Cause::Through { kind, relationship, resource: name.clone() };
                    self.add(TargetKey::Node(resource.index()), 1, effect, cause);
                }
            }
        }
    }

    /// Adds the resources nested under the resource, and the routes that are under its path.
    pub(super) fn nested_under(&mut self, name: Cow<'r, str>, effect: Effect) {
        for resource in self.graph.registry().resources() {
            if !resource.nested().into_iter().any(|nested| nested.parent() == name) {
                continue;
            }
            self.add(TargetKey::Node(resource.index()), 1, effect, Cause::Nested { parent: name.clone() });
            for route in resource.routes().into_iter().filter(|route| !route.declared()) {
                self.add(self.route(route.index()), 2, Effect::Broken, Cause::NestedPath { parent: name.clone() });
            }
        }
    }
}
