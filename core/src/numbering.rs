//! Which number has what: the hash that tells whether an id made elsewhere may be taken as a number here.
//!
//! The digest of an application says what it means, and that does not depend on the order of its files; numbers do.
//! So ids known at compile time, types bound to resources and cached answers go by this hash and not by the digest.

use crate::hash::hash;

/// Returns the fingerprint of a numbering: of the hashes of resources and routes, and of the ids and names of patterns,
/// all in the order of their numbers. It is never zero, which stands for one that is not known.
///
/// Fields need no part of their own: they are numbered by resource, and a resource's hash is over its fields in order.
///
/// ```
/// use etched_core::numbering::fingerprint;
///
/// let (alpha, beta) = ([1; 16], [2; 16]);
/// let of = |resources: [[u8; 16]; 2]| fingerprint(resources, [], []);
/// assert_ne!(of([alpha, beta]), of([beta, alpha]));
/// ```
///
/// Cost: a few nanoseconds for each of them.
#[must_use]
pub fn fingerprint<'a>(
    resources: impl IntoIterator<Item = [u8; 16]>,
    routes: impl IntoIterator<Item = [u8; 16]>,
    patterns: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> u64 {
    // Each part ends with how many there were, so that no other split of the same hashes gives the same.
    fn all(state: u64, hashes: impl IntoIterator<Item = [u8; 16]>) -> u64 {
        let mut count = 0_u64;
        let state = hashes.into_iter().inspect(|_| count += 1).fold(state, |state, entity| hash(state, &entity));
        hash(state, &count.to_le_bytes())
    }
    let state = all(all(0, resources), routes);
    let state = patterns.into_iter().fold(state, |state, (id, name)| hash(hash(state, id.as_bytes()), name.as_bytes()));
    state.max(1)
}
