//! Rules on resources as a whole and on the names in them.

use super::Rules;
use crate::diagnostic::{Code, code};
use crate::lex::is_identifier;
use crate::syntax::{Resource, Span, Text};
use crate::types;

impl Rules<'_, '_> {
    pub(super) fn resource(&mut self, resource: &Resource<'_>) {
        self.resource_name(resource);
        self.member_names(resource);
        self.annotations_once(resource);
        self.segments(resource);
        self.texts(resource);
        self.constraint_events(resource);
    }

    /// A resource's name starts with a capital: that is what tells relations from fields.
    ///
    /// Rejects `resource post { }`.
    fn resource_name(&mut self, resource: &Resource<'_>) {
        let name = resource.name;
        if !types::names_resource(name.text) {
            let mut letters = name.text.trim_start_matches('_').chars();
            let capital = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
            let message = format!("the name of the resource `{}` does not start with a capital", name.text);
            let error = self.about(&code::RESOURCE_NAME, name.span, message);
            self.push(error.expect("a name such as `BlogPost`").suggest(capital));
        }
    }

    /// Names are distinct among what `self.name` can mean, and among scopes, constraints and invariants.
    ///
    /// Rejects `resource Post { title: string!  title: text! }`.
    fn member_names(&mut self, resource: &Resource<'_>) {
        let fields = resource.fields.iter().map(|field| field.name);
        let relations = resource.relations.iter().map(|relation| relation.name);
        let computed = resource.computed.iter().chain(&resource.functions).map(|callable| callable.name);
        self.each_once(&code::MEMBER_TWICE, "the name", fields.chain(relations).chain(computed));
        self.each_once(&code::MEMBER_TWICE, "the scope", resource.scopes.iter().map(|scope| scope.name));
        for (what, list) in [("the constraint", &resource.constraints), ("the invariant", &resource.invariants)] {
            self.each_once(&code::MEMBER_TWICE, what, list.iter().map(|constraint| constraint.name));
        }
        self.each_once(&code::KEY_TWICE, "the key", resource.meta.iter().map(|(key, _)| *key));
        for callable in resource.scopes.iter().chain(&resource.functions) {
            self.each_once(&code::PARAMETER_TWICE, "the parameter", callable.parameters.iter().map(|(name, _)| *name));
        }
    }

    /// What describes a resource as a whole is said once.
    ///
    /// Rejects `@middleware [auth]` followed by `@middleware [log]`.
    fn annotations_once(&mut self, resource: &Resource<'_>) {
        self.annotation_once("@path", resource.paths.iter().map(|(span, _)| *span));
        self.annotation_once("@operations", resource.operations.iter().map(|(span, _)| *span));
        self.annotation_once("@key", resource.path_keys.iter().map(|(span, _)| *span));
        self.annotation_once("@middleware", resource.middleware.iter().map(|(span, _)| *span));
    }

    fn annotation_once(&mut self, name: &str, spans: impl IntoIterator<Item = Span>) {
        let mut spans = spans.into_iter();
        let Some(first) = spans.next() else { return };
        for span in spans {
            let first = self.place(first);
            let error = self.about(&code::ANNOTATION_TWICE, span, format!("`{name}` is given twice"));
            self.push(error.relate("first given here", first));
        }
    }

    /// A path segment is one segment of a path.
    ///
    /// Rejects `@path "audit/log"` and `@nested under Post as ""`.
    fn segments(&mut self, resource: &Resource<'_>) {
        let nested = resource.nested.iter().filter_map(|nested| nested.segment.as_ref());
        for segment in resource.paths.iter().map(|(_, segment)| segment).chain(nested) {
            let bad =
                |c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '?' | '#' | ':' | '*' | '{' | '}');
            if segment.text.is_empty() || segment.text.contains(bad) {
                let message = format!("`{}` is not a path segment", segment.text);
                let error = self.about(&code::BAD_SEGMENT, segment.span, message);
                self.push(error.expect("one segment without slashes, such as \"audit-log\""));
            }
        }
    }

    /// What tells people something is not empty.
    ///
    /// Rejects `@allow("middleware/auth", "")`.
    fn texts(&mut self, resource: &Resource<'_>) {
        let mut empty = |text: &Text, what: &str| {
            if text.text.trim().is_empty() {
                self.push(self.about(&code::EMPTY_TEXT, text.span, format!("{what} is empty")));
            }
        };
        for allow in &resource.allows {
            empty(&allow.pattern, "the id of the pattern");
            empty(&allow.reason, "the reason");
        }
    }

    /// Reports what is not a name; `span` includes the quotes.
    pub(super) fn identifier(&mut self, code: &'static Code, text: &str, span: Span, what: &str) {
        if !is_identifier(text) {
            let error = self.about(code, span, format!("`{text}` is not a name"));
            self.push(error.expect(format!("{what} of letters, digits and `_`")));
        }
    }
}
