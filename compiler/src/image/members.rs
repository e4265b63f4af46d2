//! The members of a resource, as records.

use etched_core::cell::{Id, Opt, Range};
use etched_core::layout::{self as rows, Section, flag};

use super::write::{Writer, bits, run};
use crate::model;

impl<'m> Writer<'m> {
    /// Writes the fields of a resource, level by level, so that the fields of one struct stand in one run.
    pub(super) fn fields(&mut self, fields: &'m [model::Field]) -> Range<rows::Field> {
        let start = self.out.len(Section::Field);
        let mut level: Vec<&'m [model::Field]> = vec![fields];
        let mut next_run = start + fields.len() as u32;
        while !level.is_empty() {
            let mut deeper = Vec::new();
            for field in level.into_iter().flatten() {
                let inner = Range::new(next_run, field.fields.len() as u32);
                self.field(field, inner);
                next_run += field.fields.len() as u32;
                deeper.push(field.fields.as_slice());
            }
            deeper.retain(|fields| !fields.is_empty());
            level = deeper;
        }
        run(start, fields.len())
    }

    pub(super) fn field(&mut self, field: &'m model::Field, inner: Range<rows::Field>) {
        let plain = field.format.is_empty()
            && field.values.is_empty()
            && field.fields.is_empty()
            && field.meta.is_empty()
            && field.tags.is_empty();
        let extra = (!plain).then(|| {
            let extra = rows::FieldExtra {
                format: self.pool.str(&field.format),
                values: self.strs(&field.values),
                fields: if field.fields.is_empty() { Range::default() } else { inner },
                meta: self.pairs(&field.meta),
                tags: self.strs(&field.tags),
            };
            self.out.put(Section::FieldExtra, &extra)
        });
        let base = field.ty.base();
        let record = rows::Field {
            resource: Id::new(self.resource_index),
            name: self.pool.str(&field.name),
            ty: self.pool.str(&field.ty),
            base: Id::new(self.type_ids[base]),
            flags: bits(&[
                (flag::NULLABLE, field.nullable),
                (flag::REQUIRED, field.required),
                (flag::INHERITED, field.inherited),
            ]),
            default: self.pool.str(field.default.as_deref().unwrap_or_default()),
            documentation: self.doc(&field.documentation),
            line: self.line(field.line),
            constraints: self.constraint_texts(&field.constraints),
            extra: Opt::from_index(extra),
        };
        let id = self.out.put(Section::Field, &record);
        self.types.get_mut(base).expect("every type was collected").push(id);
    }

    pub(super) fn relationships(
        &mut self,
        resource: Id<rows::Resource>,
        from: &'m model::Resource,
    ) -> Range<rows::Relationship> {
        let start = self.out.len(Section::Relationship);
        for relationship in &from.relationships {
            let kind = self.kinds.binary_search(&relationship.kind.as_str()).expect("every relationship has an edge");
            let record = rows::Relationship {
                resource,
                name: self.pool.str(&relationship.name),
                kind: Id::new(kind as u32),
                target_name: self.pool.str(&relationship.target),
                target: Opt::from_index(self.resources.get(relationship.target.as_str()).copied()),
                foreign_key: self.pool.str(&relationship.foreign_key),
                through: self.pool.str(&relationship.through),
                on_delete: self.pool.str(&relationship.on_delete),
                on_update: self.pool.str(&relationship.on_update),
                documentation: self.doc(&relationship.documentation),
                line: self.line(relationship.line),
                flags: bits(&[(flag::NULLABLE, relationship.nullable)]),
                options: self.pairs(&relationship.options),
            };
            self.out.put(Section::Relationship, &record);
        }
        run(start, from.relationships.len())
    }

    pub(super) fn hooks(&mut self, resource: Id<rows::Resource>, from: &'m model::Resource) -> Range<rows::Hook> {
        let start = self.out.len(Section::Hook);
        for (at, hook) in from.hooks.iter().enumerate() {
            let (deprecated_flag, deprecated) = self.deprecated(hook.deprecated.as_ref());
            let record = rows::Hook {
                resource,
                event: self.pool.str(&hook.event),
                flags: deprecated_flag | bits(&[(flag::TRANSACTION, hook.transaction), (flag::ASYNC, hook.is_async)]),
                body: self.body(&hook.body),
                line: self.line(hook.line),
                calls: self.pool.list(&self.graph.hook_calls[resource.index as usize][at]),
                documentation: self.doc(&hook.documentation),
                deprecated,
            };
            self.out.put(Section::Hook, &record);
        }
        run(start, from.hooks.len())
    }

    pub(super) fn validations(
        &mut self,
        resource: Id<rows::Resource>,
        from: &'m model::Resource,
    ) -> Range<rows::Validation> {
        let start = self.out.len(Section::Validation);
        for validation in &from.validations {
            let record = rows::Validation {
                resource,
                field: self.pool.str(&validation.field),
                kind: self.pool.str(&validation.kind),
                value: self.pool.str(&validation.value),
                message: self.pool.str(&validation.message),
                body: self.body(&validation.body),
                line: self.line(validation.line),
                documentation: self.doc(&validation.documentation),
            };
            self.out.put(Section::Validation, &record);
        }
        run(start, from.validations.len())
    }

    pub(super) fn constraints(
        &mut self,
        resource: Id<rows::Resource>,
        from: &'m model::Resource,
    ) -> Range<rows::Constraint> {
        let start = self.out.len(Section::Constraint);
        for constraint in &from.constraints {
            let record = rows::Constraint {
                resource,
                name: self.pool.str(&constraint.name),
                operations: self.strs(&constraint.operations),
                condition: self.pool.str(&constraint.condition),
                when: self.pool.str(&constraint.when),
                error: self.pool.str(&constraint.error),
                line: self.line(constraint.line),
                documentation: self.doc(&constraint.documentation),
            };
            self.out.put(Section::Constraint, &record);
        }
        run(start, from.constraints.len())
    }

    pub(super) fn invariants(
        &mut self,
        resource: Id<rows::Resource>,
        from: &'m model::Resource,
    ) -> Range<rows::Invariant> {
        let start = self.out.len(Section::Invariant);
        for invariant in &from.invariants {
            let record = rows::Invariant {
                resource,
                name: self.pool.str(&invariant.name),
                condition: self.pool.str(&invariant.condition),
                error: self.pool.str(&invariant.error),
                line: self.line(invariant.line),
                documentation: self.doc(&invariant.documentation),
            };
            self.out.put(Section::Invariant, &record);
        }
        run(start, from.invariants.len())
    }

    pub(super) fn scopes(&mut self, resource: Id<rows::Resource>, from: &'m model::Resource) -> Range<rows::Scope> {
        let start = self.out.len(Section::Scope);
        for scope in &from.scopes {
            let record = rows::Scope {
                resource,
                name: self.pool.str(&scope.name),
                parameters: self.parameters(&scope.parameters),
                query: self.body(&scope.query),
                line: self.line(scope.line),
                documentation: self.doc(&scope.documentation),
            };
            self.out.put(Section::Scope, &record);
        }
        run(start, from.scopes.len())
    }

    pub(super) fn computed(
        &mut self,
        resource: Id<rows::Resource>,
        from: &'m model::Resource,
    ) -> Range<rows::Computed> {
        let start = self.out.len(Section::Computed);
        for computed in &from.computed_fields {
            let record = rows::Computed {
                resource,
                name: self.pool.str(&computed.name),
                ty: self.pool.str(&computed.ty),
                flags: bits(&[(flag::NULLABLE, computed.nullable)]),
                expression: self.body(&computed.expression),
                line: self.line(computed.line),
                documentation: self.doc(&computed.documentation),
            };
            self.out.put(Section::Computed, &record);
        }
        run(start, from.computed_fields.len())
    }

    pub(super) fn functions(
        &mut self,
        resource: Id<rows::Resource>,
        from: &'m model::Resource,
    ) -> Range<rows::Function> {
        let start = self.out.len(Section::Function);
        for function in &from.functions {
            let record = rows::Function {
                resource,
                name: self.pool.str(&function.name),
                parameters: self.parameters(&function.parameters),
                returns: self.pool.str(&function.returns),
                flags: bits(&[(flag::NULLABLE, function.nullable)]),
                body: self.body(&function.body),
                line: self.line(function.line),
                documentation: self.doc(&function.documentation),
            };
            self.out.put(Section::Function, &record);
        }
        run(start, from.functions.len())
    }
}
