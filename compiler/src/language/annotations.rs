//! What annotations mean.

/// The table: a name, what it means, a member of a resource that uses it. The parser knows the same names, which a
/// test sees to.
#[rustfmt::skip]
pub(super) const ROWS: &[(&str, &str, &str)] = &[
    ("has_many", "records of another resource that hold this one's key, or are found through a third", "@has_many Post as \"posts\""),
    ("has_one", "the one record of another resource that holds this one's key", "@has_one Post as \"latest\""),
    ("belongs_to", "the record whose key this one holds; `author: User!` says the same", "@belongs_to User as \"author\""),
    ("nested", "its routes are under those of another resource", "@nested under User as \"things\""),
    ("path", "the path segment in place of the derived plural", "@path \"things\""),
    ("operations", "which of list, create, show, update and delete there are", "@operations [list, show]"),
    ("middleware", "runs on every operation, in this order", "@middleware [auth, cache(300)]"),
    ("on", "runs on one operation, after the middleware of the resource", "@on create: [auth(staff)]"),
    ("key", "the field that is in paths in place of `id`", "@key title"),
    ("route", "a route beside the derived ones, with its handler", "@route POST \"/things/:id/publish\" -> publish [auth]"),
    ("group", "routes with one prefix and middleware between them; docs/routes.md", "@group \"/internal\" [auth] { @route POST \"/run\" -> run }"),
    ("before", "a hook that runs before an event", "@before create @transaction { self.slug = String.slugify(self.title) }"),
    ("after", "a hook that runs after an event", "@after create @async { Email.send_welcome(self.id) }"),
    ("validate", "a check of a record, as a body", "@validate { self.title != nil }"),
    ("constraint", "a rule on some operations, with its error", "@constraint titled { on: [create] condition: self.title != \"\" error: \"A title is missing\" }"),
    ("invariant", "a rule that always holds, with its error", "@invariant titled { condition: self.title != \"\" error: \"A title is missing\" }"),
    ("scope", "a named query", "@scope recent(days: int!) { where: { age: days } }"),
    ("computed", "a value computed from a record", "@computed shout: string! { self.title }"),
    ("function", "a function of the resource", "@function rank(by: int!) -> int! { by }"),
    ("deprecated", "it is on its way out, and why; after a field, a route or a hook it is said of that", "@deprecated(\"use Article\")"),
    ("meta", "notes of your own; after a field it is said of that", "@meta(owner: \"editorial\")"),
    ("allow", "acknowledges a finding at this resource, with a reason", "@allow(\"middleware/auth\", \"public on purpose\")"),
];

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_parsed_is_explained() {
        let names: Vec<_> = super::ROWS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names, crate::parse::ANNOTATIONS);
    }
}
