//! Fields: the constraints that fields of one name or of one type have, and the type that fields of one name have.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::group::{Map, commonest, grouped};
use super::ledger::{Draft, Finding, Ledger, PatternRef, Site, counts};
use super::middleware::{absent, and};
use super::naming::snake;
use super::sets::{Set, Sets};
use crate::model::{Field, Mark, Resource, Support, Validation};

/// Finds the conventions of fields and the fields that deviate.
///
/// Fields a resource declares count; those inside inline structs and those taken over from another resource do not.
pub(super) fn discover(ledger: &mut Ledger<'_>) {
    let model = ledger.model;
    let mut texts = Texts::default();
    let mut members = Vec::new();
    for (at, resource) in model.resources.iter().enumerate() {
        let mut validations: Map<&str, Vec<&Validation>> = Map::default();
        for validation in resource.validations.iter().filter(|one| !one.field.is_empty()) {
            validations.entry(&validation.field).or_default().push(validation);
        }
        for field in resource.fields.iter().filter(|field| !field.inherited) {
            let validations = validations.get(field.name.as_str()).map_or(&[][..], Vec::as_slice);
            let traits = traits(field, validations, &mut texts);
            let ty = field.ty.base();
            members.push(Member { resource: at as u32, owner: resource, field, ty, traits });
        }
    }
    let numbered = || members.iter().zip(0u32..);
    let by_name = grouped(numbered().map(|(member, at)| (member.field.name.as_str(), at)));
    let by_type = grouped(numbered().map(|(member, at)| (member.ty, at)));
    let mut pass = Pass { explained: vec![false; members.len()], members: &members, texts: &texts };
    for (name, group) in by_name {
        let constrained = pass.constraints(ledger, Key::Name(name), &group);
        let typed = pass.types(ledger, name, &group, constrained);
        if constrained || typed {
            group.iter().for_each(|at| pass.explained[*at as usize] = true);
        }
    }
    for (ty, group) in by_type {
        pass.constraints(ledger, Key::Type(ty), &group);
    }
}

pub(super) struct Member<'m> {
    resource: u32,
    owner: &'m Resource,
    pub(super) field: &'m Field,
    ty: &'m str,
    pub(super) traits: Vec<Trait>,
}

/// A constraint: numbers of its base name and its whole text, position as written.
pub(super) struct Trait {
    pub(super) base: u32,
    pub(super) text: u32,
    pub(super) at: usize,
}

/// Texts by number: a schema has few constraints and many fields.
#[derive(Default)]
pub(super) struct Texts<'m> {
    numbers: Map<Cow<'m, str>, u32>,
    texts: Vec<Cow<'m, str>>,
}

impl<'m> Texts<'m> {
    fn number(&mut self, text: Cow<'m, str>) -> u32 {
        let next = self.texts.len() as u32;
        *self.numbers.entry(text.clone()).or_insert_with(|| {
            self.texts.push(text);
            next
        })
    }

    pub(super) fn get(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }
}

pub(super) struct Pass<'p, 'm> {
    members: &'p [Member<'m>],
    pub(super) texts: &'p Texts<'m>,
    /// Fields whose name has a convention of its own, which says more than one of their type.
    explained: Vec<bool>,
}

#[derive(Clone, Copy)]
enum Key<'m> {
    Name(&'m str),
    Type(&'m str),
}

impl<'m> Pass<'_, 'm> {
    pub(super) fn member(&self, at: u32) -> &Member<'m> {
        &self.members[at as usize]
    }

    fn add(&self, ledger: &mut Ledger<'m>, draft: Draft, uses: &[u32]) -> PatternRef {
        let site =
            |at: &u32| Site { resource: Some(self.member(*at).resource), line: self.member(*at).line(), item: *at };
        let sites: Vec<Site> = uses.iter().map(site).collect();
        ledger.add(draft, &sites, |site| {
            let member = self.member(site.item);
            (&member.owner.file_path, written(member.field))
        })
    }

    fn deviate(
        &self,
        ledger: &mut Ledger<'m>,
        pattern: PatternRef,
        rival: Option<PatternRef>,
        at: u32,
        support: Support,
        template: &str,
    ) {
        let member = self.member(at);
        let subject = format!("{}.{}", member.owner.name, member.field.name);
        ledger.findings.push(Finding {
            pattern,
            rival,
            subject,
            resource: Some(member.resource),
            file: member.owner.file_path.to_string(),
            line: member.line(),
            support,
            template: template.to_owned(),
        });
    }

    /// One pattern per set of constraints: `field/email/max+unique`, `type/email/max+unique`.
    ///
    /// A set is looked for where three fields have exactly it, or where each of its constraints is on nearly every
    /// field; a field uses it that has all of it, and perhaps more. Arguments belong to it where nearly all uses agree.
    fn constraints(&self, ledger: &mut Ledger<'m>, key: Key<'_>, group: &[u32]) -> bool {
        if !ledger.options.is_pattern(group.len() as u32) {
            return false;
        }
        let sets = Sets::new(self, group);
        let mut patterns: Vec<(Set, PatternRef)> = Vec::new();
        for mask in sets.candidates(ledger.options) {
            let Some(set) = sets.resolve(self, ledger.options, mask) else { continue };
            let spread = set.uses.iter().any(|at| self.member(*at).field.name != self.member(set.uses[0]).field.name);
            if !ledger.options.is_pattern(set.uses.len() as u32) || (matches!(key, Key::Type(_)) && !spread) {
                continue;
            }
            let draft = self.draft(key, &set, group);
            let pattern = self.add(ledger, draft, &set.uses);
            ledger.vary(pattern, set.uses.iter().map(|at| self.variant(&set, *at)));
            patterns.push((set, pattern));
        }
        for (set, pattern) in &patterns {
            let support = counts(set.uses.len(), group.len());
            if !ledger.options.is_rule(support, 0) {
                continue;
            }
            let without = absent(group, &set.uses);
            // Fields of one type serve many ends, and constraints with arguments of their own agree on less.
            let loose = matches!(key, Key::Type(_)) || set.parts.iter().any(|part| part.agreed.is_none());
            let is_rule = ledger.options.is_rule(support, self.largest_rival(&without));
            if !is_rule || (loose && !ledger.options.is_cross_rule(support)) {
                continue;
            }
            let template = ledger.template(*pattern);
            for at in without {
                if matches!(key, Key::Type(_)) && self.explained[at as usize] {
                    continue;
                }
                let rival =
                    patterns.iter().find(|(other, _)| sets.mask(group, at) == other.mask && other.mask != set.mask);
                self.deviate(ledger, *pattern, rival.map(|(_, rival)| *rival), at, support, &template);
            }
        }
        !patterns.is_empty()
    }

    fn draft(&self, key: Key<'_>, set: &Set, group: &[u32]) -> Draft {
        let bases: Vec<&str> = set.parts.iter().map(|part| self.texts.get(part.base)).collect();
        let mut written: Vec<(usize, &str, &str)> = set
            .parts
            .iter()
            .map(|part| (part.position(self, &set.uses), self.texts.get(part.base), part.text.as_str()))
            .collect();
        written.sort_unstable();
        let constraints: Vec<&str> = written.iter().map(|(.., text)| *text).collect();
        let (kind, name, what) = match key {
            Key::Name(name) => ("field", name, format!("called `{name}`")),
            Key::Type(ty) => ("type", ty, format!("of type `{ty}`")),
        };
        let shown = if matches!(key, Key::Name(_)) { name } else { "<name>" };
        Draft {
            id: format!("{kind}/{name}/{}", bases.join("+")),
            shape: String::new(),
            name: snake([name].into_iter().chain(bases.iter().copied()).chain(["field"])),
            category: "validation",
            description: format!("Fields {what} have {}.", and(&constraints)),
            template: format!("{shown}: {} {}", self.usual_type(&set.uses), constraints.join(" ")),
            support: counts(set.uses.len(), group.len()),
        }
    }

    /// What a field has where the template of its set has placeholders, in the order they are sorted in.
    fn variant(&self, set: &Set, at: u32) -> String {
        let open = set.parts.iter().filter(|part| part.agreed.is_none());
        let texts = open.filter_map(|part| Some(self.texts.get(self.member(at).get(part.base)?.text)));
        texts.collect::<Vec<_>>().join(" ")
    }

    fn usual_type(&self, uses: &[u32]) -> String {
        let fields: Vec<&Field> = uses.iter().map(|at| self.member(*at).field).collect();
        usual_type(&fields)
    }

    // The largest group of fields that agree on other constraints; having none is no agreement.
    fn largest_rival(&self, without: &[u32]) -> u32 {
        let mut groups: Map<Vec<u32>, u32> = Map::default();
        for at in without.iter().filter(|at| !self.member(**at).traits.is_empty()) {
            let texts = self.member(*at).traits.iter().map(|one| one.text).collect();
            *groups.entry(texts).or_default() += 1;
        }
        groups.into_values().max().unwrap_or(0)
    }

    /// One pattern per type of the fields of one name: `field/price/decimal`.
    ///
    /// Where all have one type and the name has a pattern of constraints, that one's template shows the type already.
    fn types(&self, ledger: &mut Ledger<'m>, name: &str, group: &[u32], constrained: bool) -> bool {
        let types: BTreeMap<&str, Vec<u32>> =
            grouped(group.iter().map(|at| (self.member(*at).ty, *at))).into_iter().collect();
        if constrained && types.len() == 1 {
            return false;
        }
        let mut patterns: BTreeMap<&str, PatternRef> = BTreeMap::new();
        for (ty, uses) in types.iter().filter(|(_, uses)| ledger.options.is_pattern(uses.len() as u32)) {
            let draft = Draft {
                id: format!("field/{name}/{ty}"),
                shape: String::new(),
                name: snake([name, ty, "field"]),
                category: "validation",
                description: format!("Fields called `{name}` are of type `{ty}`."),
                template: format!("{name}: {}", self.usual_type(uses)),
                support: counts(uses.len(), group.len()),
            };
            patterns.insert(ty, self.add(ledger, draft, uses));
        }
        for (ty, pattern) in &patterns {
            let support = counts(types[ty].len(), group.len());
            let others = types.iter().filter(|(other, _)| *other != ty);
            let rival = others.clone().map(|(_, uses)| uses.len()).max().unwrap_or(0);
            if ledger.options.is_rule(support, rival as u32) {
                let template = ledger.template(*pattern);
                for (other, uses) in others {
                    for at in uses {
                        self.deviate(ledger, *pattern, patterns.get(other).copied(), *at, support, &template);
                    }
                }
            }
        }
        !patterns.is_empty()
    }
}

impl<'m> Member<'m> {
    fn line(&self) -> u32 {
        if self.field.line == 0 { self.owner.line } else { self.field.line }
    }

    pub(super) fn get(&self, base: u32) -> Option<&Trait> {
        self.traits.iter().find(|one| one.base == base)
    }
}

/// A field as it is written in a schema.
pub(super) fn written(field: &Field) -> String {
    let mut text = format!("{}: {}{}", field.name, field.whole_type(), Mark::of(field.nullable));
    for constraint in &field.constraints {
        text.push(' ');
        text.push_str(constraint);
    }
    let stated = field.constraints.iter().any(|constraint| constraint.name() == "default");
    if let Some(default) = field.default.as_ref().filter(|_| !stated) {
        text.push_str(&format!(" @default({default})"));
    }
    text
}

/// What most of some fields of one name look like: the whole declaration, else name and type.
pub(super) fn usual<'f>(fields: &[&'f Field]) -> String {
    // What a declaration is made of, so that only the commonest one is written out.
    let parts = |field: &&'f Field| (&field.ty, field.nullable, &field.constraints, &field.default, &field.values);
    let usual = commonest(fields.iter().map(parts)).filter(|(_, count)| *count as usize * 2 > fields.len());
    match usual.and_then(|(usual, _)| fields.iter().find(|field| parts(field) == usual)) {
        Some(field) => written(field),
        None => format!("{}: {}", fields.first().map_or("", |field| &field.name), usual_type(fields)),
    }
}

/// Type and null mark that most of some fields have.
fn usual_type(fields: &[&Field]) -> String {
    let most = |count: usize| count * 2 > fields.len();
    let mark = if most(fields.iter().filter(|field| field.nullable).count()) { '?' } else { '!' };
    let whole = commonest(fields.iter().map(|field| field.ty.as_str())).filter(|(_, count)| most(*count as usize));
    let base = commonest(fields.iter().map(|field| field.ty.base())).filter(|(_, count)| most(*count as usize));
    format!("{}{mark}", whole.or(base).map_or("<type>", |(ty, _)| ty))
}

pub(super) fn placeholder(base: &str) -> &str {
    match base {
        "pattern" => "regex",
        "one_of" => "values",
        "default" => "value",
        "min" | "max" | "length" | "precision" => "number",
        _ => "arguments",
    }
}

/// The constraints of a field, one per base name, sorted; those a document gives as validations and a default too.
///
/// A deprecation is no convention: it says that this one field is on its way out.
fn traits<'m>(field: &'m Field, validations: &[&'m Validation], texts: &mut Texts<'m>) -> Vec<Trait> {
    let mut traits: Vec<Trait> = Vec::with_capacity(field.constraints.len());
    let mut add = |base: &'m str, text: Cow<'m, str>| {
        let (base, at) = (texts.number(base.into()), traits.len());
        if !traits.iter().any(|one: &Trait| one.base == base) {
            traits.push(Trait { base, text: texts.number(text), at });
        }
    };
    for constraint in &field.constraints {
        if !matches!(constraint.name(), "deprecated" | "") {
            add(constraint.name(), constraint.as_str().into());
        }
    }
    if let Some(default) = &field.default {
        add("default", format!("@default({default})").into());
    }
    for Validation { kind, value, .. } in validations {
        add(kind, if value.is_empty() { format!("@{kind}") } else { format!("@{kind}({value})") }.into());
    }
    traits.sort_unstable_by_key(|one| one.base);
    traits
}
