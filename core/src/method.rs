//! Request methods, as images number them.

use crate::image::Image;
use crate::layout::Method;

/// The methods every image has, by id; methods of documents beside these follow, sorted by name. [`id`] finds them.
pub const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];

/// Returns the id of a method by name, case-insensitively.
///
/// Cost: a few comparisons for the methods of HTTP; a scan of the others an image has.
///
/// ```
/// let empty = etched_core::Image::new(&[], "");
/// assert_eq!(etched_core::method::id(empty, "get"), Some(0));
/// assert_eq!(etched_core::method::id(empty, "BREW"), None);
/// ```
#[inline]
#[must_use]
pub fn id(image: Image<'_>, name: &str) -> Option<u32> {
    match METHODS.iter().position(|method| method.eq_ignore_ascii_case(name)) {
        Some(id) => Some(id as u32),
        None => other(image, name),
    }
}

#[cold]
fn other(image: Image<'_>, name: &str) -> Option<u32> {
    let methods = image.rows::<Method>();
    (METHODS.len() as u32..methods.len()).find(|&at| image.str(methods.get(at).name()).eq_ignore_ascii_case(name))
}
