//! Rules on operations, their middleware, and the events of hooks and constraints.

use etched_core::near::near;

use super::{Rules, one_of};
use crate::diagnostic::code;
use crate::operation::{EVENTS, REST, canonical};
use crate::syntax::{Name, Resource, Text};

/// Middleware of one operation; every route of it has all of them.
const MAX_MIDDLEWARE: usize = 256;

impl Rules<'_, '_> {
    pub(super) fn operations(&mut self, resource: &Resource<'_>) {
        self.operation_names(resource);
        self.on(resource);
        self.hooks(resource);
        if self.middleware_fits(resource) {
            self.repeated_middleware(resource);
        }
    }

    /// `@operations` names REST operations, each once. Rejects `@operations [list, remove]` and `[get, show]`.
    fn operation_names(&mut self, resource: &Resource<'_>) {
        for (_, names) in &resource.operations {
            for name in names.iter().filter(|name| !REST.contains(&canonical(name.text))) {
                let error =
                    self.about(&code::UNKNOWN_OPERATION, name.span, format!("unknown operation `{}`", name.text));
                let near = near(name.text, REST.iter().copied());
                self.push(error.expect(one_of(REST)).meant(near));
            }
            let canonical = names.iter().map(|name| Name { text: canonical(name.text), span: name.span });
            self.each_once(&code::OPERATION_TWICE, "the operation", canonical);
        }
    }

    /// `@on` names an operation the resource has, each once.
    ///
    /// Rejects `@on delte: [auth]`, and `@on delete: [auth]` beside `@operations [list, show]`.
    fn on(&mut self, resource: &Resource<'_>) {
        let limited = resource.operations.first();
        let has = |operation: &str| {
            limited.is_none_or(|(_, names)| names.iter().any(|name| canonical(name.text) == operation))
        };
        let handlers = || resource.routes.iter().map(|route| canonical(route.handler.text));
        for on in &resource.on {
            let name = canonical(on.operation.text);
            if handlers().any(|handler| handler == name) || (REST.contains(&name) && has(name)) {
                continue;
            }
            let message = format!("`{}` has no operation `{}`", resource.name.text, on.operation.text);
            let mut error = self.about(&code::UNKNOWN_OPERATION, on.operation.span, message);
            let known: Vec<_> = REST.iter().copied().filter(|name| has(name)).chain(handlers()).collect();
            match limited {
                Some((span, _)) if REST.contains(&name) => error = error.relate("left out here", self.place(*span)),
                _ => error = error.meant(near(name, known.iter().copied())),
            }
            self.push(error.expect(if known.is_empty() { "a declared route first".into() } else { one_of(&known) }));
        }
        let names = resource.on.iter().map(|on| Name { text: canonical(on.operation.text), span: on.operation.span });
        self.each_once(&code::OPERATION_TWICE, "the operation", names);
    }

    /// Hooks run on known events. Rejects `@before creat { }` and `@after list { }`.
    fn hooks(&mut self, resource: &Resource<'_>) {
        for hook in &resource.hooks {
            self.event(hook.event);
        }
    }

    /// Constraints guard known events, each once. Rejects `on: [create, updat]`.
    pub(super) fn constraint_events(&mut self, resource: &Resource<'_>) {
        for constraint in &resource.constraints {
            constraint.on.iter().for_each(|name| self.event(*name));
            self.each_once(&code::OPERATION_TWICE, "the event", constraint.on.iter().copied());
        }
    }

    fn event(&mut self, event: Name<'_>) {
        if !EVENTS.contains(&event.text) {
            let error = self.about(&code::UNKNOWN_EVENT, event.span, format!("unknown event `{}`", event.text));
            let near = near(event.text, EVENTS.iter().copied());
            self.push(error.expect(one_of(EVENTS)).meant(near));
        }
    }

    /// At most [`MAX_MIDDLEWARE`] run for an operation. Rejects the list with which they are more; returns whether none is.
    fn middleware_fits(&mut self, resource: &Resource<'_>) -> bool {
        let shared = resource.middleware.iter().take(1).map(|(_, list)| list.len()).sum::<usize>();
        let of = |operation: &str| {
            let lists = resource.on.iter().filter(|on| canonical(on.operation.text) == operation);
            shared + lists.map(|on| on.middleware.len()).sum::<usize>()
        };
        let on = resource.on.iter().map(|on| (&on.middleware, of(canonical(on.operation.text))));
        let routes = resource.routes.iter().map(|route| {
            let before = of(canonical(route.handler.text));
            (&route.middleware, before + route.middleware.len())
        });
        let all = resource.middleware.iter().take(1).map(|(_, list)| (list, list.len()));
        let long: Vec<_> = all.chain(on).chain(routes).filter(|(_, count)| *count > MAX_MIDDLEWARE).collect();
        for (list, count) in &long {
            if let Some(last) = list.last() {
                let message = format!("{count} middleware run for one operation");
                let error = self.about(&code::MIDDLEWARE_TOO_LONG, last.span, message);
                self.push(error.expect(format!("at most {MAX_MIDDLEWARE}, with those of the resource")));
            }
        }
        long.is_empty()
    }

    /// A middleware with the same arguments runs once per request.
    ///
    /// Warns of `@middleware [auth]` beside `@on create: [auth]`.
    fn repeated_middleware(&mut self, resource: &Resource<'_>) {
        let shared: Vec<&Text> = resource.middleware.iter().take(1).flat_map(|(_, list)| list).collect();
        self.repeated(&[], &shared);
        for on in &resource.on {
            self.repeated(&shared, &on.middleware.iter().collect::<Vec<_>>());
        }
        for route in &resource.routes {
            let handler = canonical(route.handler.text);
            let on = resource.on.iter().filter(|on| canonical(on.operation.text) == handler);
            let before: Vec<&Text> = shared.iter().copied().chain(on.flat_map(|on| &on.middleware)).collect();
            self.repeated(&before, &route.middleware.iter().collect::<Vec<_>>());
        }
    }

    fn repeated(&mut self, before: &[&Text], own: &[&Text]) {
        for (index, item) in own.iter().enumerate() {
            if let Some(first) = before.iter().chain(&own[..index]).find(|other| other.text == item.text) {
                let first = self.place(first.span);
                let warning = self.about(&code::MIDDLEWARE_TWICE, item.span, format!("`{}` runs twice", item.text));
                self.push(warning.relate("it already runs here", first));
            }
        }
    }
}
