//! A middleware goes, is renamed, or is taken off everything.

use std::collections::BTreeSet;

use etched_core::middleware::base;

use super::{Cause, Change, Effect, Findings, TargetKey};

impl Findings<'_> {
    pub(super) fn change_middleware(&mut self, change: Change) {
        let name = self.start.name();
        let effect = if change == Change::Delete { Effect::Broken } else { Effect::Changed };
        // An image from elsewhere may have several such edges between two nodes.
        let users: BTreeSet<u32> = self.graph.edges_to(self.start.node_id()).map(|edge| edge.from_id().0).collect();
        for from in users {
            let Some(resource) = self.resource(from) else { continue };
            let runs = |names: crate::Texts<'_>| names.iter().any(|text| base(text) == name);
            let chains = resource.chains().into_iter().filter(|chain| runs(chain.names()));
            let routes = resource.routes().into_iter().filter(|route| runs(route.middleware()));
            let operations: BTreeSet<&str> =
                chains.map(|chain| chain.operation()).chain(routes.clone().map(|route| route.operation())).collect();
            let operations = operations.into_iter().collect();
            let cause = Cause::Uses { middleware: name.clone(), operations, change };
            self.add(TargetKey::Node(resource.index()), 1, effect, cause);
        }
        for route in self.graph.registry().routes().middleware(&name) {
            let effect = if change == Change::Rename { Effect::Touched } else { effect };
            self.add(self.route(route.index()), 2, effect, Cause::Runs { middleware: name.clone(), change });
        }
    }
}
