//! Every spelling of nullable, and what is not one.

use super::{field, schemas};

#[test]
fn spellings() {
    for (schema, nullable, ty) in [
        ("{type: string, nullable: true}", true, "string"),
        ("{type: string, nullable: false}", false, "string"),
        ("{type: [string, 'null']}", true, "string"),
        ("{type: [string, null]}", true, "string"),
        ("{type: ['null', integer]}", true, "int"),
        ("{type: [string]}", false, "string"),
        ("{type: 'null'}", true, "json"),
        ("{anyOf: [{type: string}, {type: 'null'}]}", true, "string"),
        ("{oneOf: [{type: 'null'}, {$ref: '#/components/schemas/Other'}]}", true, "Other"),
        ("{oneOf: [{type: string}, {type: integer}, {type: 'null'}]}", true, "one_of<string!, int!>"),
        ("{anyOf: [{type: string, nullable: true}, {type: integer}]}", true, "one_of<string!, int!>"),
        ("{anyOf: [{type: string}, {type: [integer, 'null']}]}", true, "one_of<string!, int!>"),
        ("{anyOf: [{type: string}, {const: null}]}", true, "string"),
        ("{anyOf: [{type: string}, {enum: [null]}]}", true, "string"),
        ("{enum: [a, b, null]}", true, "enum"),
        ("{type: string, enum: [a, null]}", true, "enum"),
        ("{type: string, enum: [a, 'null']}", false, "enum"),
        ("{const: null}", true, "json"),
        ("{const: a}", false, "enum"),
        ("{$ref: '#/components/schemas/Maybe'}", true, "Maybe"),
        ("{$ref: '#/components/schemas/Other'}", false, "Other"),
        ("{allOf: [{$ref: '#/components/schemas/Other'}], nullable: true}", true, "Other"),
        ("{allOf: [{$ref: '#/components/schemas/Maybe'}, {description: d}]}", true, "Maybe"),
        ("{allOf: [{$ref: '#/components/schemas/Maybe'}, {type: object}]}", false, "Maybe"),
        ("{anyOf: [{$ref: '#/components/schemas/Other'}], nullable: true}", true, "Other"),
        ("{}", false, "json"),
        ("{anyOf: [{}, {type: 'null'}]}", true, "json"),
        ("{type: array, items: {type: [string, 'null']}}", false, "array<string?>"),
        ("{type: object, additionalProperties: {type: string, nullable: true}}", false, "hash<string!,string?>"),
    ] {
        let imported = schemas(
            "3.1.0",
            &format!("A:\n  properties:\n    f: {schema}\nOther: {{type: object}}\nMaybe: {{type: [object, 'null']}}"),
        );
        let field = field(&imported.model, "A", "f");
        assert_eq!((field.nullable, &*field.ty), (nullable, ty), "{schema}");
        assert!(!field.required, "{schema}");
    }
}

#[test]
fn independent_of_required() {
    for (version, nullable) in [("3.0.3", "{type: string, nullable: true}"), ("3.1.0", "{type: [string, 'null']}")] {
        let text = format!(
            "A:\n  required: [a, c]\n  properties:\n    a: {nullable}\n    b: {nullable}\n    c: {{type: string}}\n    d: {{type: string}}"
        );
        let imported = schemas(version, &text);
        let marks = |name| {
            let field = field(&imported.model, "A", name);
            (field.required, field.nullable)
        };
        assert_eq!(["a", "b", "c", "d"].map(marks), [(true, true), (false, true), (true, false), (false, false)]);
    }
}

#[test]
fn through_references_that_lead_back() {
    let imported = schemas(
        "3.1.0",
        "A: {anyOf: [{$ref: '#/components/schemas/B'}]}\nB: {anyOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}\nC:\n  properties:\n    a: {$ref: '#/components/schemas/A'}",
    );
    assert!(field(&imported.model, "C", "a").nullable);
}
