//! Why an image is refused, as a diagnostic.

use etched_core::HeaderError;
use etched_core::validate::ValidateError;

use crate::diagnostic::{Diagnostic, Place, code};

/// Returns why an image is refused as the compiler reports everything; `name` is what the image is called.
///
/// ```
/// let error = etched_core::validate::split(&[0; 64]).unwrap_err();
/// let error = etched_compiler::image::refused("shop.etched", &error);
/// assert_eq!((error.code(), error.message()), ("E0100", "not an etched image (bad magic)"));
/// ```
#[must_use]
pub fn refused(name: &str, error: &ValidateError) -> Diagnostic {
    let code = match error {
        ValidateError::Header(HeaderError::Short | HeaderError::Magic) => &code::NOT_AN_IMAGE,
        ValidateError::Header(HeaderError::Major(_)) => &code::IMAGE_LAYOUT,
        ValidateError::Header(_) | ValidateError::Checksum { .. } | ValidateError::Utf8 { .. } => &code::IMAGE_DAMAGED,
        _ => &code::IMAGE_INVALID,
    };
    Diagnostic::new(code, Place::path(name), error.to_string())
}
