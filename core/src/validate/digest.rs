//! The digest in the header: the hash over the sorted entity hashes.

use alloc::vec::Vec;

use super::error::{Checked, Expected, ValidateError, wrong};
use crate::hash::hash128;
use crate::header::Header;
use crate::image::Image;
use crate::layout::{Application, EntityHash, Resource, Route, Section};

/// Checks that each resource and route has a hash, and that the digest is that of them all.
pub(super) fn check(image: Image<'_>, header: &Header) -> Checked {
    let counts =
        [(Section::ResourceHash, image.rows::<Resource>().len()), (Section::RouteHash, image.rows::<Route>().len())];
    let application = image.rows::<Application>().get(0).hash();
    // As numbers in the order of their bytes they compare in one step.
    let mut hashes = Vec::with_capacity(1 + counts.iter().map(|(_, count)| *count as usize).sum::<usize>());
    hashes.push(u128::from_be_bytes(application));
    for (section, count) in counts {
        let rows = image.rows_of::<EntityHash>(section);
        if rows.len() != count {
            return Err(wrong("section table", section as u32, "count", Expected::Is(count.into()), rows.len()));
        }
        hashes.extend(rows.iter().map(|row| u128::from_be_bytes(row.hash())));
    }
    hashes.sort_unstable();
    let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_be_bytes()).collect();
    if hash128(&bytes) == header.digest { Ok(()) } else { Err(ValidateError::Digest) }
}
