//! Schema text that parses and resolves, using every construct of the language.

use super::Rng;
use crate::put;

/// Returns the text of a schema of `1..=most` resources, as one file.
#[must_use]
pub fn schema(seed: u64, most: usize) -> String {
    let mut rng = Rng::new(seed);
    let rng = &mut rng;
    let count = 1 + rng.below(most.max(1));
    let mut out = String::from("@strict nullability\n\n");
    if rng.one_in(2) {
        out.push_str("@application \"Random\" { route_prefix: \"/api\", version: \"1.2\" }\n\n");
    }
    if rng.one_in(3) {
        out.push_str("@middleware_kind trace: allows_anonymous\n@group \"/free\" [log] {\n");
        out.push_str("  @route ANY \"/echo\" -> echo { prefix: false }\n  @route GET \"/\" -> root\n}\n\n");
    }
    for at in 0..count {
        resource(rng, &mut out, at, count);
    }
    out
}

fn mark(rng: &mut Rng) -> char {
    if rng.one_in(3) { '?' } else { '!' }
}

fn ty(rng: &mut Rng, depth: usize) -> String {
    const SCALARS: [&str; 25] = [
        "string",
        "text",
        "markdown",
        "int",
        "float",
        "decimal",
        "bool",
        "timestamp",
        "date",
        "time",
        "uuid",
        "ulid",
        "email",
        "url",
        "phone",
        "json",
        "string(50)",
        "decimal(10,2)",
        "integer",
        "datetime",
        "bytes",
        "duration",
        "int(8)",
        "int(64)",
        "float(32)",
    ];
    match rng.below(10) {
        0 if depth > 0 => format!("array<{}{}>", ty(rng, depth - 1), mark(rng)),
        1 if depth > 0 => format!("hash<string!, {}{}>", ty(rng, depth - 1), mark(rng)),
        2 if depth == 2 => "enum[\"draft\", \"live\", \"it's \\\"over\\\"\"]".to_owned(),
        3 if depth == 2 => "{ street: string! zip: string(9)? @min(4) }".to_owned(),
        _ => (*rng.pick(&SCALARS)).to_owned(),
    }
}

fn resource(rng: &mut Rng, out: &mut String, at: usize, count: usize) {
    if rng.one_in(2) {
        put!(out, "/// Resource number {at}, with \"quotes\" and ümläuts.\n");
    }
    put!(out, "resource Thing{at} {{\n");
    if rng.one_in(8) {
        out.push_str("  @deprecated(\"use another\")\n");
    }
    out.push_str("  id: uuid! @primary\n");
    for field in 0..rng.below(6) {
        let (ty, mark) = (ty(rng, 2), mark(rng));
        let bounds = match ty.as_str() {
            "duration" => " @min(-250ms) @default(1.5h) @max(7d)",
            "int(8)" => " @min(-128) @max(255)",
            "string" | "text" | "int" | "decimal" | "bytes" => " @min(1) @max(200)",
            _ => "",
        };
        let constraint = *rng.pick(&["", " @unique", bounds, " @index"]);
        put!(out, "  f{field}: {ty}{mark}{constraint} // field\n");
    }
    if rng.one_in(5) && count > 1 {
        let (first, mark) = (rng.below(count - 1), mark(rng));
        put!(out, "  subject: one_of<Thing{first}, Thing{}>{mark} @index\n", first + 1);
    }
    for relation in 0..rng.below(3) {
        let (target, mark) = (rng.below(count), mark(rng));
        let on_delete = if mark == '?' { "set_null" } else { *rng.pick(&["cascade", "restrict"]) };
        put!(out, "  r{relation}: Thing{target}{mark} {{ on_delete: {on_delete} }}\n");
    }
    if rng.one_in(3) {
        put!(out, "  @has_many Thing{} as \"many\" {{ foreign_key: \"r0_id\" }}\n", rng.below(count));
    }
    if rng.one_in(3) {
        out.push_str("  @operations [list, show, create]\n");
    }
    if rng.one_in(3) {
        out.push_str("  @middleware [log]\n");
    }
    if rng.one_in(2) {
        put!(out, "  @on create: [auth, rate_limit({}/hour)]\n", rng.below(9));
    }
    if rng.one_in(2) {
        out.push_str("  @on list: [cache(300)]\n");
    }
    if rng.one_in(4) {
        put!(out, "  @route POST \"/things{at}/:id/publish\" -> publish [auth]\n");
    }
    if rng.one_in(2) {
        out.push_str("  @before create {\n    self.f0 = String.slugify(\"#{self.id} }\") // String.no(x)\n  }\n");
    }
    if rng.one_in(3) {
        out.push_str("  @after update @async {\n    Email.send(self) unless self.f0 =~ /}+/\n  }\n");
    }
    if rng.one_in(3) {
        out.push_str("  @validate { self.id != nil }\n");
    }
    if rng.one_in(4) {
        out.push_str(
            "  @constraint whole {\n    on: [create]\n    condition: self.id != nil\n    error: \"no id\"\n  }\n",
        );
    }
    if rng.one_in(4) {
        out.push_str("  @invariant kept {\n    condition: self.id == self.id\n    error: \"lost\"\n  }\n");
    }
    if rng.one_in(4) {
        out.push_str("  @scope recent(limit: int!) { order(id: :desc).limit(limit) }\n");
    }
    if rng.one_in(4) {
        out.push_str("  @computed label: string! { \"#{self.id}\" }\n");
    }
    if rng.one_in(4) {
        out.push_str("  @function twice(n: int!) -> int! { n * 2 }\n");
    }
    if rng.one_in(4) {
        put!(out, "  number{at}: int! @unique [id, number{at}] as \"by_number\"\n");
        let other = ["", "  @key id\n", "  @index [id]\n"];
        out.push_str(other[rng.below(other.len())]);
    }
    if rng.one_in(4) {
        put!(
            out,
            "  @group \"/group{at}\" [trace] {{\n    @group \"/:id\" {{ @route PUT \"/lock\" -> lock [auth] }}\n"
        );
        out.push_str("    /// Answers in several ways.\n    @route [GET, HEAD] \"/any\" -> any {\n");
        out.push_str("      query(page: int, tag: array<string!>?)\n      response: array<Thing0>\n      response 404\n    }\n  }\n");
    }
    if rng.one_in(4) {
        put!(out, "  @route POST \"/bodies{at}\" -> take {{ body: {{ name: string! }}, status: 202 }}\n");
    }
    if rng.one_in(8) {
        out.push_str("  @meta(owner: \"core\", level: 3)\n");
    }
    out.push_str("}\n\n");
}
