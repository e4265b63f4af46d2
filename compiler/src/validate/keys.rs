//! Rules on keys and indexes over members, and on the field that stands for a resource in paths.

use std::collections::HashMap;

use etched_core::scalar::Family;

use super::Rules;
use super::constraints::scalar_family;
use crate::diagnostic::code;
use crate::syntax::{Field, Key, Mark, Name, Relation, RelationKind, Resource, Span, TypeKind, ValueKind};

/// What a key can name.
enum Member<'t, 'a> {
    Field(&'t Field<'a>),
    Relation(&'t Relation<'a>),
}

impl Rules<'_, '_> {
    pub(super) fn keys(&mut self, resource: &Resource<'_>) {
        self.relation_keys(resource);
        self.path_key(resource);
        if resource.keys.is_empty() {
            return;
        }
        let mut members: HashMap<String, Member<'_, '_>> = HashMap::new();
        for relation in &resource.relations {
            members.extend(relation.key().map(|key| (key, Member::Relation(relation))));
            members.insert(relation.name.text.to_owned(), Member::Relation(relation));
        }
        members.extend(resource.fields.iter().map(|field| (field.name.text.to_owned(), Member::Field(field))));
        let mut names: Vec<&str> = members.keys().map(String::as_str).collect();
        names.sort_unstable();
        for key in &resource.keys {
            self.key(key, &members, &names);
        }
        self.one_primary(resource);
        self.keys_once(resource);
    }

    /// Members of a key are fields, relationships that hold a key, or such keys, each once.
    ///
    /// Rejects `@unique [author, titel]`, `@index [comments]`, `@index []` and `@primary [author, author_id]`.
    fn key(&mut self, key: &Key<'_>, members: &HashMap<String, Member<'_, '_>>, names: &[&str]) {
        let kind = key.kind.text;
        if key.members.is_empty() {
            let error = self.about(&code::KEY_MEMBER, key.span, format!("`@{kind}` has no members"));
            self.push(error.expect(format!("fields or relationships, such as `@{kind} [author, slug]`")));
        }
        let mut columns: HashMap<String, Name<'_>> = HashMap::new();
        for &name in &key.members {
            let (column, nullable) = match members.get(name.text) {
                None => {
                    let message = format!("`@{kind}` names `{}`, which is no member of the resource", name.text);
                    let error = self.about(&code::KEY_MEMBER, name.span, message);
                    let near = self.index.suggestions.near(name.text, names.iter().copied());
                    self.push(error.expect("a field, a relationship or a foreign key").meant(near));
                    continue;
                }
                Some(Member::Field(field)) => (name.text.to_owned(), field.ty.mark == Mark::Nullable),
                Some(Member::Relation(relation)) => {
                    let Some(column) = relation.key() else {
                        let message = format!("`{}` is a relationship whose key the other side holds", name.text);
                        let error = self.about(&code::KEY_MEMBER, name.span, message);
                        self.push(error.expect("a field, or a relationship such as `author: User!`"));
                        continue;
                    };
                    let field = match members.get(&column) {
                        Some(Member::Field(field)) => Some(field.ty.mark),
                        _ => None,
                    };
                    let mark = if relation.kind == RelationKind::Inline { Some(relation.mark) } else { field };
                    (column, mark == Some(Mark::Nullable))
                }
            };
            if nullable && kind == "primary" {
                let message = format!("the member `{}` of the primary key may be null", name.text);
                self.push(self.about(&code::PRIMARY_NULLABLE, name.span, message).expect("`!` after its type"));
            }
            if let Some(first) = columns.get(&column) {
                let message = format!("`@{kind}` has `{}` twice", name.text);
                let first = self.place(first.span);
                self.push(self.about(&code::KEY_MEMBER, name.span, message).relate("it is this one", first));
            } else {
                columns.insert(column, name);
            }
        }
        if let Some(name) = &key.name {
            self.identifier(&code::BAD_NAME, &name.text, name.span, "a name");
        }
    }

    /// A resource has one primary key. Rejects `@primary [a, b]` twice, and beside `id: uuid! @primary`.
    fn one_primary(&mut self, resource: &Resource<'_>) {
        let mut all = resource.keys.iter().filter(|key| key.kind.text == "primary").map(|key| key.span);
        let Some(first) = all.next() else { return };
        for again in all {
            let first = self.place(first);
            let error = self.about(&code::ANNOTATION_TWICE, again, "`@primary` is given twice");
            self.push(error.relate("first given here", first));
        }
        let fields = resource.fields.iter().flat_map(|field| &field.constraints);
        let fields = fields.filter(|used| used.name.text == "primary").map(|used| used.span);
        let relations = resource.relations.iter().filter_map(|relation| flag(relation, "primary"));
        if let Some(other) = fields.chain(relations).min_by_key(|span| span.start) {
            let other = self.place(other);
            let error = self.about(&code::ANNOTATION_TWICE, first, "the resource has two primary keys");
            self.push(error.relate("the other is here", other).expect("one of them; `@unique` for the other"));
        }
    }

    /// A key is declared once, and so is its name. Rejects `@unique [a, b]` and `@unique [a, b]`.
    fn keys_once(&mut self, resource: &Resource<'_>) {
        let mut known: HashMap<(&str, Vec<&str>), Span> = HashMap::new();
        let mut names: HashMap<&str, Span> = HashMap::new();
        for key in resource.keys.iter().filter(|key| !key.members.is_empty()) {
            let members = key.members.iter().map(|member| member.text).collect();
            if key.kind.text != "primary"
                && let Some(first) = known.insert((key.kind.text, members), key.span)
            {
                let first = self.place(first);
                let message = format!("`@{}` is given twice for the same members", key.kind.text);
                self.push(self.about(&code::ANNOTATION_TWICE, key.span, message).relate("first given here", first));
            }
            if let Some(name) = &key.name
                && let Some(first) = names.insert(&name.text, name.span)
            {
                let first = self.place(first);
                let message = format!("two keys are named `{}`", name.text);
                self.push(self.about(&code::MEMBER_TWICE, name.span, message).relate("the first is here", first));
            }
        }
    }

    /// What makes a relationship a key or an index is for those that hold a key.
    ///
    /// Rejects `@has_many Post as "posts" { unique: true }` and `author: User? { primary: true }`.
    fn relation_keys(&mut self, resource: &Resource<'_>) {
        for relation in &resource.relations {
            for option in ["primary", "unique", "index"] {
                let Some(span) = flag(relation, option) else { continue };
                if relation.key().is_none() {
                    let message = format!("`{}` holds no key that could be `{option}`", relation.name.text);
                    let error = self.about(&code::KEY_MEMBER, span, message);
                    self.push(error.expect(format!("`{option}: true` on the other side, which holds the key")));
                } else if option == "primary" && relation.mark == Mark::Nullable {
                    let message = format!("the primary key `{}` may be null", relation.name.text);
                    self.push(self.about(&code::PRIMARY_NULLABLE, span, message).expect("`!` after its type"));
                }
            }
        }
    }

    /// What stands for a resource in paths is one field that is always there and can be written in a segment.
    ///
    /// Rejects `@key slgu`, `@key author`, and `@key slug` where `slug: string?` or `slug: json!`.
    fn path_key(&mut self, resource: &Resource<'_>) {
        for (_, name) in &resource.path_keys {
            let Some(field) = resource.fields.iter().find(|field| field.name.text == name.text) else {
                let relation = resource.relations.iter().any(|relation| relation.name.text == name.text);
                let message = match relation {
                    true => format!("`@key` names the relationship `{}`", name.text),
                    false => format!("`@key` names `{}`, which is no field of the resource", name.text),
                };
                let fields = resource.fields.iter().map(|field| field.name.text);
                let near = self.index.suggestions.near(name.text, fields);
                let error = self.about(&code::KEY_MEMBER, name.span, message).expect("a field, such as `@key slug`");
                self.push(error.meant(near));
                continue;
            };
            let fits = match &field.ty.kind {
                TypeKind::Enum(_) => true,
                TypeKind::Scalar { .. } => !matches!(scalar_family(&field.ty), Some(Family::Json | Family::Real)),
                _ => false,
            };
            let ty = self.place(field.ty.span);
            if field.ty.mark == Mark::Nullable {
                let message = format!("the key `{}` may be null, and then no path leads to the record", name.text);
                let error = self.about(&code::KEY_MEMBER, name.span, message);
                self.push(error.expect("`!` after its type").relate("its type", ty));
            } else if !fits {
                let message = format!("the key `{}` cannot be written as a segment of a path", name.text);
                let error = self.about(&code::KEY_MEMBER, name.span, message);
                self.push(error.expect("a text, a whole number or an identifier").relate("its type", ty));
            }
        }
    }
}

/// Returns where an option of a relation is set to true.
fn flag(relation: &Relation<'_>, option: &str) -> Option<Span> {
    let given = relation.options.iter().find(|(key, _)| key.text == option);
    given.filter(|(_, value)| matches!(value.kind, ValueKind::Bool(true))).map(|(key, _)| key.span)
}
