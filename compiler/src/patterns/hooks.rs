//! Hooks and validation blocks: bodies of one shape, and the resources that could have one and have not.

use std::collections::BTreeMap;

use super::group::{Map, commonest};
use super::ledger::{Draft, Finding, Ledger, PatternRef, Site, counts};
use super::members::Members;
use super::middleware::{absent, and};
use super::naming::snake;
use super::shape::{HoleKind, Shape};
use crate::model::{Hook, Resource};
use crate::routes::words;

/// The event that stands for `@validate` blocks.
const VALIDATE: &str = "validate";

/// Resources that do something on an event, where the event alone does not say who should.
pub(super) struct Habit {
    pub(super) pattern: PatternRef,
    pub(super) event: String,
    /// Id of the pattern without what tells it from others.
    pub(super) id: String,
    pub(super) uses: Vec<Site>,
}

/// Finds the shapes of bodies and the resources that deviate; returns the habits whose reason is still to be found.
pub(super) fn discover<'m>(ledger: &mut Ledger<'m>, members: &Members<'m>) -> Vec<Habit> {
    let mut pass = Pass { members, shapes: Vec::new(), bodies: Vec::new() };
    pass.collect(ledger);
    pass.patterns(ledger)
}

struct Pass<'p, 'm> {
    members: &'p Members<'m>,
    /// One per distinct body.
    shapes: Vec<Shape<'m>>,
    bodies: Vec<Body<'m>>,
}

struct Body<'m> {
    resource: u32,
    owner: &'m Resource,
    event: &'m str,
    hook: Option<&'m Hook>,
    shape: u32,
    line: u32,
}

/// Bodies that call the same functions on the same event, in whatever shape.
struct Class {
    pattern: PatternRef,
    frequency: usize,
    id: String,
    /// Fields that all uses of the pattern name, and that their resources have.
    required: Vec<String>,
    uses: Vec<Site>,
}

impl<'m> Pass<'_, 'm> {
    fn collect(&mut self, ledger: &Ledger<'m>) {
        let mut known: Map<&str, u32> = Map::default();
        for (at, owner) in ledger.model.resources.iter().enumerate() {
            let hooks = owner.hooks.iter().map(|hook| (hook.event.as_str(), hook.body.as_str(), hook.line, Some(hook)));
            let blocks = owner.validations.iter().filter(|one| one.kind == "custom");
            let blocks = blocks.map(|block| (VALIDATE, block.body.as_str(), block.line, None));
            for (event, body, line, hook) in hooks.chain(blocks).filter(|(_, body, ..)| !body.trim().is_empty()) {
                let shape = *known.entry(body).or_insert_with(|| {
                    self.shapes.push(Shape::of(body));
                    self.shapes.len() as u32 - 1
                });
                let line = if line == 0 { owner.line } else { line };
                self.bodies.push(Body { resource: at as u32, owner, event, hook, shape, line });
            }
        }
    }

    fn shape(&self, at: u32) -> &Shape<'m> {
        &self.shapes[self.bodies[at as usize].shape as usize]
    }

    fn patterns(&self, ledger: &mut Ledger<'m>) -> Vec<Habit> {
        let mut groups: BTreeMap<(&str, &str), Vec<u32>> = BTreeMap::new();
        for (at, body) in self.bodies.iter().enumerate() {
            groups.entry((body.event, &self.shape(at as u32).text)).or_default().push(at as u32);
        }
        groups.retain(|_, uses| ledger.options.is_pattern(uses.len() as u32));
        let by_call = self.by_call();
        let mut classes: BTreeMap<(&str, Vec<&str>), Class> = BTreeMap::new();
        let mut pattern_of: Map<u32, PatternRef> = Map::default();
        // Bodies of many shapes may make the same calls.
        let mut known: Map<(&str, Vec<&str>), Vec<u32>> = Map::default();
        for ((event, text), uses) in &groups {
            let shape = self.shape(uses[0]);
            let calls = shape.sorted_calls();
            let required = self.required(uses);
            let support = if calls.is_empty() {
                self.members.count(&required, &self.kept(&by_call, event, &calls, uses))
            } else {
                let kept =
                    known.entry((event, calls.clone())).or_insert_with(|| self.kept(&by_call, event, &calls, uses));
                self.members.count(&required, kept)
            };
            let draft = Draft {
                id: id(event, shape),
                shape: (*text).to_owned(),
                name: name(event, shape),
                category: if *event == VALIDATE { "validation" } else { "hook" },
                description: describe(event, shape),
                template: self.template(uses),
                support: counts(support.0, support.1),
            };
            let id = draft.id.clone();
            let sites: Vec<Site> = uses.iter().map(|at| self.site(*at)).collect();
            let pattern = ledger.add(draft, &sites, |site| {
                let body = &self.bodies[site.item as usize];
                (&body.owner.file_path, block(event, body.hook, self.shape(site.item).body))
            });
            pattern_of.extend(uses.iter().map(|at| (*at, pattern)));
            if !calls.is_empty() {
                let class = Class { pattern, frequency: uses.len(), id, required, uses: sites };
                let known = classes.entry((event, calls)).or_insert_with(|| Class { frequency: 0, ..empty(pattern) });
                if class.frequency > known.frequency {
                    *known = class;
                }
            }
        }
        self.rules(ledger, &by_call, &pattern_of, classes)
    }

    /// Reports who could have a hook and has not; what no field accounts for goes back.
    fn rules(
        &self,
        ledger: &mut Ledger<'m>,
        by_call: &ByCall<'_>,
        pattern_of: &Map<u32, PatternRef>,
        classes: BTreeMap<(&str, Vec<&str>), Class>,
    ) -> Vec<Habit> {
        let mut habits = Vec::new();
        for ((event, calls), class) in classes {
            let kept = self.kept(by_call, event, &calls, &[]);
            let (support, applicable) = self.members.count(&class.required, &kept);
            let counts = counts(support, applicable);
            if !ledger.options.is_rule(counts, 0) {
                let Class { pattern, id, uses, .. } = class;
                habits.push(Habit { pattern, event: event.to_owned(), id, uses });
                continue;
            }
            let template = ledger.template(class.pattern);
            for at in absent(&self.members.with(&class.required), &kept) {
                let resource = ledger.resource(at);
                ledger.findings.push(Finding {
                    pattern: class.pattern,
                    rival: self.rival(at, event, &calls, &class.required, pattern_of),
                    subject: format!("{}.{event}", resource.name),
                    resource: Some(at),
                    file: resource.file_path.to_string(),
                    line: resource
                        .hooks
                        .iter()
                        .find(|hook| hook.event == event)
                        .map_or(resource.line, |hook| hook.line),
                    support: counts,
                    template: template.clone(),
                });
            }
        }
        habits
    }

    fn site(&self, at: u32) -> Site {
        let body = &self.bodies[at as usize];
        Site { resource: Some(body.resource), line: body.line, item: at }
    }

    /// Bodies by event and function they call; what runs before a save runs before a create and an update too.
    fn by_call(&self) -> ByCall<'_> {
        let mut by_call: ByCall<'_> = Map::default();
        for (at, body) in self.bodies.iter().enumerate() {
            for call in &self.shape(at as u32).calls {
                by_call.entry((body.event, call)).or_default().push(at as u32);
                let also: &[&str] = match body.event {
                    "before_save" => &["before_create", "before_update"],
                    "after_save" => &["after_create", "after_update"],
                    _ => &[],
                };
                for event in also {
                    by_call.entry((event, call)).or_default().push(at as u32);
                }
            }
        }
        by_call
    }

    /// Resources that call these functions on this event in one body, sorted; without calls, those of `uses`.
    fn kept(&self, by_call: &ByCall<'_>, event: &str, calls: &[&str], uses: &[u32]) -> Vec<u32> {
        let rarest = calls.iter().filter_map(|call| by_call.get(&(event, *call))).min_by_key(|bodies| bodies.len());
        let bodies = rarest.map_or(uses, Vec::as_slice);
        let all = |at: &&u32| calls.iter().all(|call| self.shape(**at).makes(call));
        let mut kept: Vec<u32> = bodies.iter().filter(all).map(|at| self.bodies[*at as usize].resource).collect();
        kept.sort_unstable();
        kept.dedup();
        kept
    }

    /// Names of the fields that all uses share, among those their resources have.
    fn required(&self, uses: &[u32]) -> Vec<String> {
        let open = self.open(uses);
        let first = self.shape(uses[0]);
        let mut names: Vec<&str> = if first.calls.is_empty() {
            first.assigned.clone()
        } else {
            let holes = first.holes.iter().enumerate();
            let shared = holes.filter(|(at, hole)| matches!(hole.kind, HoleKind::Field(_)) && !open[*at]);
            shared.map(|(_, hole)| first.filling(hole)).collect()
        };
        names.sort_unstable();
        names.dedup();
        names.retain(|name| uses.iter().all(|at| self.members.has(self.bodies[*at as usize].resource, name)));
        names.into_iter().map(str::to_owned).collect()
    }

    /// For each hole of a shape, whether its uses differ there.
    fn open(&self, uses: &[u32]) -> Vec<bool> {
        let first = self.shape(uses[0]);
        let mut shapes: Vec<u32> = uses.iter().map(|at| self.bodies[*at as usize].shape).collect();
        shapes.sort_unstable();
        shapes.dedup();
        let mut open = vec![false; first.holes.len()];
        for other in shapes.iter().map(|at| &self.shapes[*at as usize]) {
            for (nth, (hole, theirs)) in first.holes.iter().zip(&other.holes).enumerate() {
                open[nth] |= first.filling(hole) != other.filling(theirs);
            }
        }
        open
    }

    // Written as most uses write it; of equally common bodies the first in order, whatever the order of the model.
    fn template(&self, uses: &[u32]) -> String {
        let bodies = uses.iter().map(|at| self.shape(*at).body);
        let usual = commonest(bodies).map_or("", |(body, _)| body);
        let like = uses.iter().copied().find(|at| self.shape(*at).body == usual).unwrap_or(uses[0]);
        let open = self.open(uses);
        let text = self.shape(like).template(|hole| open[hole]);
        let hooks = || uses.iter().filter_map(|at| self.bodies[*at as usize].hook);
        let most = |test: fn(&Hook) -> bool| hooks().filter(|hook| test(hook)).count() * 2 > uses.len();
        let flags = Hook {
            transaction: most(|hook| hook.transaction),
            is_async: most(|hook| hook.is_async),
            ..Hook::default()
        };
        block(self.bodies[like as usize].event, Some(&flags), &text)
    }

    /// A pattern the resource has instead: the same call elsewhere, or another body that sets the same field.
    fn rival(
        &self,
        resource: u32,
        event: &str,
        calls: &[&str],
        required: &[String],
        pattern_of: &Map<u32, PatternRef>,
    ) -> Option<PatternRef> {
        let start = self.bodies.partition_point(|body| body.resource < resource);
        let own = self.bodies[start..].iter().take_while(|body| body.resource == resource).enumerate();
        let alike = own.filter(|(at, body)| {
            let shape = self.shape((start + at) as u32);
            shape.calls.iter().any(|call| calls.binary_search(&call.as_str()).is_ok())
                || (body.event == event
                    && shape
                        .assigned
                        .iter()
                        .any(|name| required.binary_search_by(|one| one.as_str().cmp(name)).is_ok()))
        });
        alike.filter_map(|(at, _)| pattern_of.get(&((start + at) as u32)).copied()).next()
    }
}

type ByCall<'a> = Map<(&'a str, &'a str), Vec<u32>>;

fn empty(pattern: PatternRef) -> Class {
    Class { pattern, frequency: 0, id: String::new(), required: Vec::new(), uses: Vec::new() }
}

/// `hook/before_create/String.slugify`; without calls the fields it sets.
fn id(event: &str, shape: &Shape<'_>) -> String {
    let does = if !shape.calls.is_empty() {
        join(shape.calls.iter().map(String::as_str))
    } else if !shape.assigned.is_empty() {
        format!("self.{}", join(shape.assigned.iter().copied()))
    } else {
        "body".to_owned()
    };
    if event == VALIDATE { format!("validation/{does}") } else { format!("hook/{event}/{does}") }
}

// An id is for reading: a body of a thousand calls does not fit.
fn join<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 4;
    let total = names.len();
    let mut joined = names.take(SHOWN).collect::<Vec<_>>().join("+");
    if total > SHOWN {
        joined += &format!("+{}-more", total - SHOWN);
    }
    joined
}

fn name(event: &str, shape: &Shape<'_>) -> String {
    let calls = shape.calls.iter().take(4).map(|call| call.rsplit('.').next().unwrap_or(call));
    if shape.calls.is_empty() {
        snake([event, "set"].into_iter().chain(shape.assigned.iter().copied().take(4)))
    } else {
        snake([event].into_iter().chain(calls))
    }
}

fn describe(event: &str, shape: &Shape<'_>) -> String {
    let start = sentence(&words(event).join(" "));
    let calls: Vec<&str> = shape.calls.iter().map(String::as_str).collect();
    match (calls.is_empty(), shape.assigned.is_empty()) {
        (false, _) => format!("{start}, calls {}.", and(&calls)),
        (true, false) => format!("{start}, sets {}.", and(&shape.assigned)),
        (true, true) => format!("{start}, runs a body of one shape."),
    }
}

fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// A body as it is written in a schema.
fn block(event: &str, hook: Option<&Hook>, body: &str) -> String {
    let annotation = match event.split_once('_') {
        Some((moment @ ("before" | "after"), operation)) => format!("@{moment} {operation}"),
        _ => format!("@{event}"),
    };
    let flag = |on: bool, text| if on { text } else { "" };
    let transaction = flag(hook.is_some_and(|hook| hook.transaction), " @transaction");
    // An `@async` block in the body has made the hook async already.
    let is_async = flag(hook.is_some_and(|hook| hook.is_async) && !body.contains("@async"), " @async");
    let body = body.trim();
    if body.contains('\n') {
        let lines: Vec<String> =
            body.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") }).collect();
        format!("{annotation}{transaction}{is_async} {{\n{}\n}}", lines.join("\n"))
    } else {
        format!("{annotation}{transaction}{is_async} {{ {body} }}")
    }
}
