//! Rules on relations.

use std::collections::HashMap;

use etched_core::near::near;

use super::types::whole;
use super::{Rules, one_of};
use crate::action;
use crate::diagnostic::code;
use crate::language;
use crate::lex::is_identifier;
use crate::syntax::{Field, Mark, Name, Relation, RelationKind, Resource, Value, ValueKind};

/// What an option's value looks like.
#[derive(Clone, Copy)]
enum OptionKind {
    /// The name of a column, table or relation.
    Name,
    /// What happens when the other side changes.
    Action,
    /// Columns with an optional direction.
    Order,
    Count,
    Flag,
    /// Yes or no.
    Bool,
    /// Anything: conditions are kept as text.
    Any,
}

const OPTIONS: &[(&str, OptionKind)] = &[
    ("foreign_key", OptionKind::Name),
    ("on_delete", OptionKind::Action),
    ("on_update", OptionKind::Action),
    ("order_by", OptionKind::Order),
    ("join_table", OptionKind::Name),
    ("primary_key", OptionKind::Name),
    ("inverse_of", OptionKind::Name),
    ("where", OptionKind::Any),
    ("limit", OptionKind::Count),
    ("counter_cache", OptionKind::Flag),
    ("touch", OptionKind::Flag),
    ("primary", OptionKind::Bool),
    ("unique", OptionKind::Bool),
    ("index", OptionKind::Bool),
];

impl Rules<'_, '_> {
    pub(super) fn relations(&mut self, resource: &Resource<'_>) {
        let mut fields: HashMap<&str, &Field<'_>> = HashMap::new();
        for field in &resource.fields {
            fields.entry(field.name.text).or_insert(field);
        }
        for relation in &resource.relations {
            self.known_target(relation.target, true);
            if let Some(through) = relation.through {
                self.known_target(through, false);
                self.leads_on(relation, through);
            }
            if relation.kind == RelationKind::Inline {
                self.null_mark(relation.mark, relation.target.span);
            } else {
                self.identifier(&code::BAD_NAME, relation.name.text, relation.name.span, "a name");
            }
            self.each_once(&code::KEY_TWICE, "the option", relation.options.iter().map(|(key, _)| *key));
            for (key, value) in &relation.options {
                self.option(key, value);
            }
            self.set_null(relation, &fields);
            self.foreign_key(relation);
        }
        for nested in &resource.nested {
            self.known_target(nested.parent, false);
        }
    }

    /// A resource that is referred to exists. Rejects `author: Usr!` where only `User` is declared.
    pub(super) fn known_target(&mut self, target: Name<'_>, may_be_type: bool) {
        if self.index.get(target.text).is_none() {
            let error = self.about(&code::UNKNOWN_TARGET, target.span, format!("unknown resource `{}`", target.text));
            // `id: Uuid!`: in Rust types have capitals, too.
            if may_be_type && let Some(meant) = language::meant(target.text) {
                let error = error.label("no file declares it, and types are written in small letters");
                let place = self.place(target.span);
                return self.push(error.suggest(Some(meant.to_owned())).fix(place, meant));
            }
            let near = if may_be_type { self.index.near_type(target.text) } else { self.index.near(target.text) };
            self.push(error.label("no file declares it").meant(near));
        }
    }

    /// What a relation goes through has a relation to where it leads, or the other way round.
    ///
    /// Warns of `@has_many Tag through Author as "tags"` where `Author` and `Tag` know nothing of each other.
    fn leads_on(&mut self, relation: &Relation<'_>, through: Name<'_>) {
        let (Some(middle), Some(target)) = (self.index.get(through.text), self.index.get(relation.target.text)) else {
            return;
        };
        if !self.index.leads(middle, relation.target.text) && !self.index.leads(target, through.text) {
            let message = format!("`{}` does not lead to `{}`", through.text, relation.target.text);
            let warning = self.about(&code::THROUGH, through.span, message);
            self.push(warning.label(format!("no relationship between it and `{}`", relation.target.text)));
        }
    }

    /// Options are known and their values fit.
    ///
    /// Rejects `author: User! { on_delte: cascade }` and `author: User! { on_delete: cascad }`.
    fn option(&mut self, key: &Name<'_>, value: &Value<'_>) {
        let names = || OPTIONS.iter().map(|(name, _)| *name);
        let Some((_, kind)) = OPTIONS.iter().find(|(name, _)| *name == key.text) else {
            let error = self.about(&code::UNKNOWN_OPTION, key.span, format!("unknown option `{}`", key.text));
            let error = error.expect(one_of(names()));
            return self.push(error.meant(near(key.text, names())));
        };
        let word = word(value);
        let (fits, expected) = match kind {
            OptionKind::Any => (true, String::new()),
            OptionKind::Name => (word.is_some_and(is_identifier), "a name, such as `author_id`".into()),
            OptionKind::Action => (
                word.is_some_and(|word| action::ALL.contains(&action::canonical(word))),
                one_of(action::ALL.iter().copied()),
            ),
            OptionKind::Order => {
                let list = matches!(&value.kind, ValueKind::List(_) | ValueKind::Map(_));
                (
                    list || word.is_some_and(|word| !word.trim().is_empty()),
                    "columns, such as \"created_at desc\"".into(),
                )
            }
            OptionKind::Count => (whole(value).is_some(), "a whole number".into()),
            OptionKind::Bool => (matches!(value.kind, ValueKind::Bool(_)), "`true` or `false`".into()),
            OptionKind::Flag => (
                word.is_some_and(is_identifier) || matches!(value.kind, ValueKind::Bool(_)),
                "`true` or `false`".into(),
            ),
        };
        if !fits {
            let message = format!("`{}` does not take this value", key.text);
            let near = match (kind, word) {
                (OptionKind::Action, Some(word)) => near(word, action::ALL.iter().copied()),
                _ => near("", []),
            };
            self.push(self.about(&code::OPTION_VALUE, value.span, message).expect(expected).meant(near));
        }
    }

    /// Only what may be null is set to null. Rejects `author: User! { on_delete: set_null }`.
    fn set_null(&mut self, relation: &Relation<'_>, fields: &HashMap<&str, &Field<'_>>) {
        let (required, marked) = match relation.kind {
            RelationKind::Inline => (relation.mark != Mark::Nullable, relation.target.span),
            RelationKind::BelongsTo => match relation.key().and_then(|key| fields.get(key.as_str())) {
                Some(field) => (field.ty.mark != Mark::Nullable, field.ty.span),
                None => return,
            },
            RelationKind::HasMany | RelationKind::HasOne => return,
        };
        for (option, value) in
            relation.options.iter().filter(|(option, _)| matches!(option.text, "on_delete" | "on_update"))
        {
            if required && word(value).is_some_and(|word| action::canonical(word) == "set_null") {
                let message = format!("`{}` cannot be set to null", relation.name.text);
                let other = self.place(marked);
                let error = self.about(&code::SET_NULL, option.span.to(value.span), message);
                self.push(error.expect("`?` after the type, or another option").relate("required by this", other));
            }
        }
    }

    /// The key that the other side is to hold is there.
    ///
    /// Warns of `@has_many Post as "posts" { foreign_key: "auther_id" }` where `Post` has `author: User!`.
    fn foreign_key(&mut self, relation: &Relation<'_>) {
        if !matches!(relation.kind, RelationKind::HasMany | RelationKind::HasOne) || relation.through.is_some() {
            return;
        }
        let Some((_, value)) = relation.options.iter().find(|(option, _)| option.text == "foreign_key") else { return };
        let Some(target) = self.index.get(relation.target.text) else { return };
        let wanted = crate::lower::text(value);
        let keys = self.index.keys(target);
        if !keys.contains(&wanted) {
            let message = format!("`{}` has no key `{wanted}`", target.name.text);
            let warning = self.about(&code::FOREIGN_KEY, value.span, message);
            let near = self.index.suggestions.near(&wanted, keys.iter().map(String::as_str));
            self.push(warning.label("no field and no belongs_to of it").meant(near));
        }
    }
}

/// Returns a value that is a word, quoted or not.
fn word<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    match &value.kind {
        ValueKind::Ident(text) => Some(text),
        ValueKind::String(text) => Some(text),
        _ => None,
    }
}
