//! Rules on operations, their middleware, and the events of hooks and constraints.

use std::collections::{HashMap, HashSet};

use etched_core::near::near;

use super::{Rules, one_of};
use crate::diagnostic::code;
use crate::operation::{EVENTS, REST, canonical};
use crate::syntax::{File, Group, Name, Resource, Span, Text, enclosing};

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
                self.push(error.expect(one_of(REST.iter().copied())).meant(near));
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
        let limits: Option<HashSet<&str>> =
            limited.map(|(_, names)| names.iter().map(|name| canonical(name.text)).collect());
        let has = |operation: &str| limits.as_ref().is_none_or(|names| names.contains(operation));
        let handlers: HashSet<&str> = resource.routes.iter().map(|route| canonical(route.handler.text)).collect();
        let mut seen = HashSet::new();
        // In the order they are declared in.
        let declared = resource.routes.iter().map(|route| canonical(route.handler.text));
        let rest = REST.iter().copied().filter(|name| has(name));
        let known: Vec<&str> = rest.chain(declared).filter(|name| seen.insert(*name)).collect();
        let expected =
            if known.is_empty() { "a declared route first".to_owned() } else { one_of(known.iter().copied()) };
        for on in &resource.on {
            let name = canonical(on.operation.text);
            if handlers.contains(name) || (REST.contains(&name) && has(name)) {
                continue;
            }
            let message = format!("`{}` has no operation `{}`", resource.name.text, on.operation.text);
            let mut error = self.about(&code::UNKNOWN_OPERATION, on.operation.span, message);
            match limited {
                Some((span, _)) if REST.contains(&name) => error = error.relate("left out here", self.place(*span)),
                _ => error = error.meant(self.index.suggestions.near(name, known.iter().copied())),
            }
            self.push(error.expect(expected.as_str()));
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
            self.push(error.expect(one_of(EVENTS.iter().copied())).meant(near));
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
            let before = of(canonical(route.handler.text)) + route.group_middleware(&resource.groups).len();
            (&route.middleware, before + route.middleware.len())
        });
        let all = resource.middleware.iter().take(1).map(|(_, list)| (list, list.len()));
        let groups = self.group_lists(&resource.groups, shared);
        let lists = all.chain(on).chain(routes).chain(groups);
        let long: Vec<_> = lists.filter(|(_, count)| *count > MAX_MIDDLEWARE).collect();
        self.too_long(&long)
    }

    /// Returns the middleware of each group, with how many run with it.
    fn group_lists<'g>(&self, groups: &'g [Group], before: usize) -> impl Iterator<Item = (&'g Vec<Text>, usize)> {
        groups.iter().enumerate().map(move |(at, group)| {
            let count: usize = enclosing(groups, Some(at)).map(|group| group.middleware.len()).sum();
            (&group.middleware, before + count)
        })
    }

    fn too_long(&mut self, long: &[(&Vec<Text>, usize)]) -> bool {
        for (list, count) in long {
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
        let shared = resource.middleware.first().map_or(&[][..], |(_, list)| list);
        let before: Before<'_> = self.repeated(&[], shared);
        let mut on_operation: HashMap<&str, Vec<Before<'_>>> = HashMap::new();
        for on in &resource.on {
            let own = self.repeated(&[&before], &on.middleware);
            on_operation.entry(canonical(on.operation.text)).or_default().push(own);
        }
        let groups = self.repeated_in_groups(&before, &resource.groups);
        for route in &resource.routes {
            let on = on_operation.get(canonical(route.handler.text));
            let around = numbers(&resource.groups, route.group).map(|at| &groups[at]);
            // An operation that is named twice is an error of its own; the first list is enough.
            let before: Vec<&Before<'_>> =
                std::iter::once(&before).chain(around).chain(on.and_then(|on| on.first())).collect();
            self.repeated(&before, &route.middleware);
        }
    }

    /// The same for the routes of no resource, which run what their groups and they themselves list.
    pub(super) fn free_middleware(&mut self) {
        let File { routes, groups, .. } = self.file;
        let lists = routes
            .iter()
            .map(|route| (&route.middleware, route.group_middleware(groups).len() + route.middleware.len()));
        let lists = lists.chain(self.group_lists(groups, 0));
        let long: Vec<_> = lists.filter(|(_, count)| *count > MAX_MIDDLEWARE).collect();
        if !self.too_long(&long) {
            return;
        }
        let added = self.repeated_in_groups(&Before::new(), groups);
        for route in routes {
            let before: Vec<&Before<'_>> = numbers(groups, route.group).map(|at| &added[at]).collect();
            self.repeated(&before, &route.middleware);
        }
    }

    /// Reports what groups run twice; returns what each of them adds.
    fn repeated_in_groups<'t>(&mut self, shared: &Before<'t>, groups: &'t [Group]) -> Vec<Before<'t>> {
        let mut added: Vec<Before<'t>> = Vec::with_capacity(groups.len());
        for group in groups {
            // Those a group is in precede it.
            let before: Vec<&Before<'t>> =
                std::iter::once(shared).chain(numbers(groups, group.parent).map(|at| &added[at])).collect();
            let own = self.repeated(&before, &group.middleware);
            added.push(own);
        }
        added
    }

    /// Reports what runs already, in lists that run before or earlier in this one; returns what this one adds.
    fn repeated<'t>(&mut self, before: &[&Before<'t>], own: &'t [Text]) -> Before<'t> {
        let mut added = Before::new();
        for item in own {
            let known =
                before.iter().find_map(|list| list.get(item.text.as_str())).or_else(|| added.get(item.text.as_str()));
            match known {
                None => {
                    added.insert(&item.text, item.span);
                }
                Some(first) => {
                    let first = self.place(*first);
                    let warning = self.about(&code::MIDDLEWARE_TWICE, item.span, format!("`{}` runs twice", item.text));
                    self.push(warning.relate("it already runs here", first));
                }
            }
        }
        added
    }
}

/// Returns the numbers of a group and of those it is in.
fn numbers(groups: &[Group], group: Option<usize>) -> impl Iterator<Item = usize> {
    std::iter::successors(group, |at| groups.get(*at).and_then(|group| group.parent))
}

/// Middleware that runs before, by its text, with where it is named.
type Before<'t> = HashMap<&'t str, Span>;
