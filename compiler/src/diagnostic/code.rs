//! The codes of all diagnostics; a code once given keeps its meaning.

/// A kind of diagnostic.
///
/// ```
/// let code = etched_compiler::CODES.iter().find(|code| code.name == "unknown-target").unwrap();
/// assert_eq!(code.id, "E0060");
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable id: `E` for errors, `W` for warnings, and four digits.
    pub id: &'static str,
    /// Short name, such as `unknown-target`.
    pub name: &'static str,
}

macro_rules! codes {
    ($($constant:ident = $id:literal $name:literal;)*) => {
        $(pub(crate) const $constant: Code = Code { id: $id, name: $name };)*

        /// Every code there is, in order of id within errors and warnings.
        pub const ALL: &[Code] = &[$($constant),*];
    };
}

codes! {
    // Reading
    UNREADABLE = "E0001" "unreadable";
    NOT_UTF8 = "E0002" "not-utf8";
    NO_FILES = "E0003" "no-files";
    LINK_LOOP = "E0004" "link-loop";
    TOO_LARGE = "E0005" "too-large";
    FILE_TWICE = "E0006" "duplicate-file";
    UNKNOWN_SOURCE = "E0007" "unknown-source";
    FEATURE_OFF = "E0008" "feature-off";
    SOURCES_DIFFER = "E0009" "sources-differ";

    // Lexing and parsing
    UNEXPECTED = "E0010" "unexpected-token";
    UNCLOSED = "E0011" "unclosed-delimiter";
    UNCLOSED_STRING = "E0012" "unclosed-string";
    UNCLOSED_REGEX = "E0013" "unclosed-regex";
    UNCLOSED_COMMENT = "E0014" "unclosed-comment";
    MISMATCHED = "E0015" "mismatched-delimiter";
    TOO_DEEP = "E0016" "nested-too-deep";
    BAD_ESCAPE = "E0017" "bad-escape";
    UNKNOWN_DIRECTIVE = "E0018" "unknown-directive";
    UNKNOWN_ANNOTATION = "E0019" "unknown-annotation";
    UNKNOWN_METHOD = "E0020" "unknown-method";
    UNKNOWN_MODIFIER = "E0021" "unknown-modifier";
    UNKNOWN_KEY = "E0022" "unknown-key";
    KEY_TWICE = "E0023" "duplicate-key";
    KEY_MISSING = "E0024" "missing-key";
    MISPLACED = "E0025" "misplaced-annotation";
    BAD_NUMBER = "E0026" "bad-number";

    // Resources and their names
    RESOURCE_TWICE = "E0030" "duplicate-resource";
    RESOURCE_NAME = "E0031" "resource-name";
    MEMBER_TWICE = "E0032" "duplicate-member";
    ANNOTATION_TWICE = "E0033" "duplicate-annotation";
    PARAMETER_TWICE = "E0034" "duplicate-parameter";
    STRICT_NULLABILITY = "E0035" "strict-nullability";

    // Types and constraints
    UNKNOWN_TYPE = "E0040" "unknown-type";
    TYPE_ARGUMENTS = "E0041" "type-arguments";
    HASH_KEY = "E0042" "hash-key";
    ENUM_EMPTY = "E0043" "empty-enum";
    ENUM_VALUE_TWICE = "E0044" "duplicate-enum-value";
    STRUCT_EMPTY = "E0045" "empty-struct";
    UNKNOWN_CONSTRAINT = "E0046" "unknown-constraint";
    CONSTRAINT_TWICE = "E0047" "duplicate-constraint";
    CONSTRAINT_ARGUMENTS = "E0048" "constraint-arguments";
    CONSTRAINT_TYPE = "E0049" "constraint-type";
    CONSTRAINT_RANGE = "E0050" "constraint-range";
    DEFAULT_TYPE = "E0051" "default-type";
    PRIMARY_NULLABLE = "E0052" "primary-nullable";

    // Relations and nesting
    UNKNOWN_TARGET = "E0060" "unknown-target";
    UNKNOWN_OPTION = "E0061" "unknown-option";
    OPTION_VALUE = "E0062" "option-value";
    SET_NULL = "E0063" "set-null";
    NESTING_CYCLE = "E0064" "nesting-cycle";
    BAD_SEGMENT = "E0065" "bad-segment";
    BAD_NAME = "E0066" "bad-name";
    NESTED_TOO_OFTEN = "E0067" "nested-too-often";
    NAME_TOO_LONG = "E0068" "name-too-long";
    KEY_MEMBER = "E0069" "key-member";

    // Operations, hooks, routes
    UNKNOWN_OPERATION = "E0070" "unknown-operation";
    OPERATION_TWICE = "E0071" "duplicate-operation";
    UNKNOWN_EVENT = "E0072" "unknown-event";
    ROUTE_PATH = "E0073" "route-path";
    ROUTE_TWICE = "E0074" "duplicate-route";
    HANDLER_TAKEN = "E0075" "handler-taken";
    EMPTY_TEXT = "E0076" "empty-text";
    ROUTE_CONFLICT = "E0077" "route-conflict";
    MIDDLEWARE_TOO_LONG = "E0078" "middleware-too-long";
    ROUTE_ANSWER = "E0079" "route-details";

    // The application
    APPLICATION_TWICE = "E0080" "duplicate-application";
    UNKNOWN_SETTING = "E0081" "unknown-setting";
    SETTING_VALUE = "E0082" "setting-value";

    // Documents
    DOCUMENT_SYNTAX = "E0090" "document-syntax";
    DOCUMENT_VALUE = "E0091" "document-value";
    DOCUMENT_LIMIT = "E0092" "document-limit";
    OPENAPI_NOT_TEXT = "E0093" "openapi-not-text";
    OPENAPI_SYNTAX = "E0094" "openapi-syntax";
    NOT_OPENAPI = "E0095" "not-openapi";
    OPENAPI_VERSION = "E0096" "openapi-version";
    MANIFEST = "E0098" "manifest";

    // Images
    NOT_AN_IMAGE = "E0100" "not-an-image";
    IMAGE_LAYOUT = "E0101" "image-layout";
    IMAGE_DAMAGED = "E0102" "image-damaged";
    IMAGE_INVALID = "E0103" "image-invalid";
    NO_IMAGE = "E0104" "no-image";

    NO_MARK = "W0001" "no-null-mark";
    LOST_DOC = "W0002" "unattached-documentation";
    MIDDLEWARE_TWICE = "W0003" "duplicate-middleware";
    FOREIGN_KEY = "W0004" "unknown-foreign-key";
    THROUGH = "W0005" "unrelated-through";
    COSTLY_MATCHING = "W0006" "costly-matching";
    UNUSED_ALLOW = "W0007" "unused-allow";
    PARAMETER_SPELLING = "W0009" "parameter-spelling";
    DOCUMENT_READING = "W0010" "document-reading";
    OPENAPI_READING = "W0011" "openapi-reading";
    ROUTES_ALIKE = "W0012" "ambiguous-routes";
    ROUTE_UNANSWERED = "W0013" "unreachable-route";
    NAME_EMPTY = "W0014" "empty-name";
    NAME_TWICE = "W0015" "duplicate-name";
    TARGET_DANGLING = "W0016" "dangling-target";
    DOCUMENT_VERSION = "W0017" "document-version";
}
