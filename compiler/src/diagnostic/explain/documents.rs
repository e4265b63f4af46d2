//! Codes of documents, OpenAPI documents and images.

use super::{Explanation, document, openapi, situation};
use crate::diagnostic::code::*;

pub(super) const TABLE: &[Explanation] = &[
    situation(
        &UNKNOWN_SOURCE,
        "A source is recognised by its content, and this is not a source: a schema (a directory or .cdt text), an \
         image, a metadata document (JSON, MessagePack) or an OpenAPI document (JSON, YAML).",
        "etched --from notes.txt check",
        "etched --from schema check",
    ),
    situation(
        &FEATURE_OFF,
        "OpenAPI documents are read with the feature `openapi` of etched-compiler, metadata documents with `document`. \
         Both are off by default, so that who has a schema builds neither parser. `etched` forwards them for its macros.",
        "etched_compiler::Build::new().add(\"openapi.yaml\").run(), without features",
        "cargo add --build etched-compiler --features openapi",
    ),
    situation(
        &SOURCES_DIFFER,
        "Sources are merged member by member, and two of them say different things of one: a field has two types, a \
         route two handlers. Neither can be right by its order, so nothing is embedded.",
        "schema/user.cdt: `email: email!`    openapi.yaml: `email: {type: string, maxLength: 80}`",
        "Let the two agree, or leave the member out of one of them.",
    ),
    document(
        &DOCUMENT_SYNTAX,
        "The document is not well formed: it is truncated, has trailing bytes, or is not valid JSON or MessagePack.",
        "{\"resources\": [",
        "{\"resources\": []}",
    ),
    document(
        &DOCUMENT_VALUE,
        "The document is well formed, but a value has the wrong type or range; the message says where it is, what was \
         expected and what was found. docs/metadata.schema.json describes documents.",
        "{\"resources\": [{\"name\": 5}]}",
        "{\"resources\": [{\"name\": \"Post\"}]}",
    ),
    situation(
        &DOCUMENT_LIMIT,
        "A document has at most 256 MiB, 2^24 keys and values, and a limited depth, so that the cost of reading one \
         is bounded by its size.",
        "a document of 300 MiB",
        "Leave out what is not metadata, or split the application.",
    ),
    situation(
        &OPENAPI_NOT_TEXT,
        "An OpenAPI document is UTF-8 text.",
        "pets.yaml, saved as UTF-16",
        "Save the file as UTF-8.",
    ),
    openapi(
        &OPENAPI_SYNTAX,
        "The document is neither JSON nor YAML, is nested too deep, or multiplies its size by aliases.",
        "openapi: 3.1.0\ninfo: [title\n",
        "openapi: 3.1.0\ninfo: {title: Pets, version: \"1\"}\npaths: {}",
    ),
    openapi(
        &NOT_OPENAPI,
        "The key `openapi` with a version is missing.",
        "info: {title: Pets, version: \"1\"}\npaths: {}",
        "openapi: 3.1.0\ninfo: {title: Pets, version: \"1\"}\npaths: {}",
    ),
    openapi(
        &OPENAPI_VERSION,
        "OpenAPI 3.0 and 3.1 are supported. Convert Swagger 2.0 documents first.",
        "swagger: \"2.0\"\ninfo: {title: Pets, version: \"1\"}\npaths: {}",
        "openapi: 3.0.3\ninfo: {title: Pets, version: \"1\"}\npaths: {}",
    ),
    situation(
        &MANIFEST,
        "Cargo.toml is no TOML, or `schema` in its [package.metadata.etched] is neither a path nor a list of paths.",
        "[package.metadata.etched] schema = 3",
        "[package.metadata.etched] schema = [\"openapi.yaml\", \"schema\"]",
    ),
    situation(
        &NOT_AN_IMAGE,
        "The file does not start with the magic of an etched image, or is shorter than a header.",
        "etched --from shop.etched check, where shop.etched is truncated",
        "etched --from schema compile -o shop.etched",
    ),
    situation(
        &IMAGE_LAYOUT,
        "The major version of the image's layout is not the one this etched reads.",
        "an image that another version of etched wrote",
        "etched --from schema compile -o shop.etched",
    ),
    situation(
        &IMAGE_DAMAGED,
        "The bytes are not those that were written: their number, their checksum or the encoding of the strings is \
         wrong. A transfer that converts line endings does that.",
        "an image copied as text",
        "Copy it as it is, or compile it again.",
    ),
    situation(
        &IMAGE_INVALID,
        "A cell of the image holds what no compiler writes; the message names section, record and cell. Such an image \
         answers nothing.",
        "an image somebody edited",
        "etched --from schema compile -o shop.etched",
    ),
    situation(
        &NO_IMAGE,
        "What was read has no image: it would be larger than 1 GiB, or its records name so much text or so many lists \
         that answers were out of proportion to it. Thousands of records with one long text do that.",
        "a document in which 100,000 fields have the same documentation of 20 kB",
        "Shorten what so many records say, or split the application.",
    ),
    document(
        &DOCUMENT_READING,
        "The document contradicts itself, or says something without meaning; the message says how it was read.",
        "{\"resources\": [{\"name\": \"Tag\", \"fields\": [{\"name\": \"id\", \"type\": \"uuid!\", \"nullable\": true}]}]}",
        "{\"resources\": [{\"name\": \"Tag\", \"fields\": [{\"name\": \"id\", \"type\": \"uuid\", \"required\": true}]}]}",
    ),
    openapi(
        &OPENAPI_READING,
        "The document is not valid, but could be read; the message has the JSON pointer.",
        "openapi: 3.1.0\ninfo: [Pets]\npaths: {}",
        "openapi: 3.1.0\ninfo: {title: Pets, version: \"1\"}\npaths: {}",
    ),
    document(
        &ROUTES_ALIKE,
        "Two routes of a document or image match the same requests; the one declared first wins. In a schema this is \
         E0077.",
        "{\"resources\": [], \"routes\": [{\"method\": \"GET\", \"path\": \"/a/:x\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}, {\"method\": \"GET\", \"path\": \"/a/{y}\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}]}",
        "{\"resources\": [], \"routes\": [{\"method\": \"GET\", \"path\": \"/a/:x\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}, {\"method\": \"GET\", \"path\": \"/b/{y}\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}]}",
    ),
    document(
        &ROUTE_UNANSWERED,
        "The path of a route is not a template, so the route never matches. In a schema this is E0073.",
        "{\"resources\": [], \"routes\": [{\"method\": \"GET\", \"path\": \"/posts?page=1\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}]}",
        "{\"resources\": [], \"routes\": [{\"method\": \"GET\", \"path\": \"/posts\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}]}",
    ),
    document(
        &NAME_EMPTY,
        "Something in a document has no name, so it cannot be looked up.",
        "{\"resources\": [{\"name\": \"Tag\", \"scopes\": [{\"name\": \"\"}]}]}",
        "{\"resources\": [{\"name\": \"Tag\", \"scopes\": [{\"name\": \"open\"}]}]}",
    ),
    document(
        &NAME_TWICE,
        "Two members of one kind have the same name, so a lookup finds only the first. In a schema this is E0032.",
        "{\"resources\": [{\"name\": \"Tag\", \"fields\": [{\"name\": \"id\", \"type\": \"uuid\"}, {\"name\": \"id\", \"type\": \"int\"}]}]}",
        "{\"resources\": [{\"name\": \"Tag\", \"fields\": [{\"name\": \"id\", \"type\": \"uuid\"}, {\"name\": \"number\", \"type\": \"int\"}]}]}",
    ),
    document(
        &TARGET_DANGLING,
        "A relationship, a nesting or a route names a resource that the document does not have. In a schema this is \
         E0060.",
        "{\"resources\": [{\"name\": \"Post\", \"relationships\": [{\"name\": \"tag\", \"type\": \"has_one\", \"target_resource\": \"Tga\"}]}, {\"name\": \"Tag\"}]}",
        "{\"resources\": [{\"name\": \"Post\", \"relationships\": [{\"name\": \"tag\", \"type\": \"has_one\", \"target_resource\": \"Tag\"}]}, {\"name\": \"Tag\"}]}",
    ),
    document(
        &DOCUMENT_VERSION,
        "`version` is that of the document format, which is 1; in a document that names its application it is the \
         application's.",
        "{\"version\": \"7.0\", \"resources\": []}",
        "{\"version\": \"1.0\", \"resources\": []}",
    ),
];
