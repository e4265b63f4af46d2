//! Codes of documents, OpenAPI documents and images.

use super::{Explanation, document, openapi, situation};
use crate::diagnostic::code::*;

pub(super) const TABLE: &[Explanation] = &[
    situation(
        &UNKNOWN_SOURCE,
        "A source is told by its content, and this is none: a schema (a directory or .cdt text), an image, a metadata \
         document (JSON, MessagePack) or an OpenAPI document (JSON, YAML).",
        "etched --from notes.txt check",
        "etched --from schema check",
    ),
    document(
        &DOCUMENT_SYNTAX,
        "The document is not well formed: it is cut short, has bytes after its end, or is not the JSON or MessagePack it \
         starts as.",
        "{\"resources\": [",
        "{\"resources\": []}",
    ),
    document(
        &DOCUMENT_VALUE,
        "The document is well formed, and a value in it is not what stands there: the message has the way to it, what was \
         expected and what was found. docs/metadata.schema.json describes documents.",
        "{\"resources\": [{\"name\": 5}]}",
        "{\"resources\": [{\"name\": \"Post\"}]}",
    ),
    situation(
        &DOCUMENT_LIMIT,
        "A document has at most 256 MiB, 2^24 keys and values, and a limited depth, so that reading one never takes more \
         than its size pays for.",
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
        "The document is neither JSON nor YAML, nests deeper than is read, or repeats itself out of all proportion.",
        "openapi: 3.1.0\ninfo: [title\n",
        "openapi: 3.1.0\ninfo: {title: Pets, version: \"1\"}\npaths: {}",
    ),
    openapi(
        &NOT_OPENAPI,
        "The document does not say that it is an OpenAPI document: the key `openapi` with a version is missing.",
        "info: {title: Pets, version: \"1\"}\npaths: {}",
        "openapi: 3.1.0\ninfo: {title: Pets, version: \"1\"}\npaths: {}",
    ),
    openapi(
        &OPENAPI_VERSION,
        "Documents of OpenAPI 3.0 and 3.1 are read. Converters make one of Swagger 2.0.",
        "swagger: \"2.0\"\ninfo: {title: Pets, version: \"1\"}\npaths: {}",
        "openapi: 3.0.3\ninfo: {title: Pets, version: \"1\"}\npaths: {}",
    ),
    situation(
        &NOT_AN_IMAGE,
        "The bytes do not start as an etched image does, or are fewer than the start of one.",
        "etched --from shop.etched check, where shop.etched is cut short",
        "etched --from schema compile -o shop.etched",
    ),
    situation(
        &IMAGE_LAYOUT,
        "The image has a layout of another major version than this etched reads.",
        "an image that another version of etched wrote",
        "etched --from schema compile -o shop.etched",
    ),
    situation(
        &IMAGE_DAMAGED,
        "The bytes are not those that were written: their number, their checksum or the text in them is wrong. A transfer \
         that changes line ends does that.",
        "an image copied as text",
        "Copy it as it is, or compile it again.",
    ),
    situation(
        &IMAGE_INVALID,
        "A cell of the image says what no compiler writes; the message names section, record and cell. Nothing of such \
         an image is believed.",
        "an image somebody edited",
        "etched --from schema compile -o shop.etched",
    ),
    document(
        &DOCUMENT_READING,
        "The document was read otherwise than it says, or says something that has no meaning.",
        "{\"resources\": [{\"name\": \"Tag\", \"fields\": [{\"name\": \"id\", \"type\": \"uuid!\", \"nullable\": true}]}]}",
        "{\"resources\": [{\"name\": \"Tag\", \"fields\": [{\"name\": \"id\", \"type\": \"uuid\", \"required\": true}]}]}",
    ),
    openapi(
        &OPENAPI_READING,
        "Something is wrong with the document, and it was read in spite of it; the message has the JSON pointer of the \
         place.",
        "openapi: 3.1.0\ninfo: [Pets]\npaths: {}",
        "openapi: 3.1.0\ninfo: {title: Pets, version: \"1\"}\npaths: {}",
    ),
    document(
        &ROUTES_ALIKE,
        "Two routes of a document or image match the same requests; the first that is declared answers them. In a schema \
         this is E0077.",
        "{\"resources\": [], \"routes\": [{\"method\": \"GET\", \"path\": \"/a/:x\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}, {\"method\": \"GET\", \"path\": \"/a/{y}\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}]}",
        "{\"resources\": [], \"routes\": [{\"method\": \"GET\", \"path\": \"/a/:x\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}, {\"method\": \"GET\", \"path\": \"/b/{y}\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}]}",
    ),
    document(
        &ROUTE_UNANSWERED,
        "The path of a route is no template, so that no request is ever answered by it. In a schema this is E0073.",
        "{\"resources\": [], \"routes\": [{\"method\": \"GET\", \"path\": \"/posts?page=1\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}]}",
        "{\"resources\": [], \"routes\": [{\"method\": \"GET\", \"path\": \"/posts\", \"handler\": \"show\", \"resource\": \"\", \"operation\": \"\"}]}",
    ),
    document(
        &NAME_EMPTY,
        "Something in a document has no name, so nothing can be said of it or asked for it.",
        "{\"resources\": [{\"name\": \"Tag\", \"scopes\": [{\"name\": \"\"}]}]}",
        "{\"resources\": [{\"name\": \"Tag\", \"scopes\": [{\"name\": \"open\"}]}]}",
    ),
    document(
        &NAME_TWICE,
        "Two members of one kind have one name in a resource, so that a look-up finds the first alone. In a schema this is E0032.",
        "{\"resources\": [{\"name\": \"Tag\", \"fields\": [{\"name\": \"id\", \"type\": \"uuid\"}, {\"name\": \"id\", \"type\": \"int\"}]}]}",
        "{\"resources\": [{\"name\": \"Tag\", \"fields\": [{\"name\": \"id\", \"type\": \"uuid\"}, {\"name\": \"number\", \"type\": \"int\"}]}]}",
    ),
    document(
        &TARGET_DANGLING,
        "A relationship, a nesting or a route names a resource that the document does not have. In a schema this is E0060.",
        "{\"resources\": [{\"name\": \"Post\", \"relationships\": [{\"name\": \"tag\", \"type\": \"has_one\", \"target_resource\": \"Tga\"}]}, {\"name\": \"Tag\"}]}",
        "{\"resources\": [{\"name\": \"Post\", \"relationships\": [{\"name\": \"tag\", \"type\": \"has_one\", \"target_resource\": \"Tag\"}]}, {\"name\": \"Tag\"}]}",
    ),
    document(
        &DOCUMENT_VERSION,
        "The version of a document is that of its form, of which 1 is known, unless the document says of which application it is: then it is the application's.",
        "{\"version\": \"7.0\", \"resources\": []}",
        "{\"version\": \"1.0\", \"resources\": []}",
    ),
];
