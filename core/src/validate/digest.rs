//! Digest and fingerprint in the header: over the entity hashes sorted, and in the order of their numbers.

use alloc::vec;
use alloc::vec::Vec;

use super::error::{Checked, Expected, ValidateError, wrong};
use crate::hash::hash128;
use crate::header::Header;
use crate::image::Image;
use crate::layout::{Application, EntityHash, Pattern, Resource, Route, Section};
use crate::numbering::fingerprint;

/// Checks that each resource and route has a hash, and that digest and fingerprint are those of them all.
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
    let bytes: Vec<u8> = sorted(&hashes).iter().flat_map(|hash| hash.to_be_bytes()).collect();
    if hash128(&bytes) != header.digest {
        return Err(ValidateError::Digest);
    }
    // None is known of an image by an older compiler; its records are found by name.
    if header.fingerprint != 0 && header.fingerprint != numbering(image) {
        return Err(ValidateError::Fingerprint);
    }
    Ok(())
}

fn numbering(image: Image<'_>) -> u64 {
    let hashes = |section| image.rows_of::<EntityHash>(section).iter().map(|row| row.hash());
    let patterns = image.rows::<Pattern>().iter().map(|row| (image.str(row.id()), image.str(row.name())));
    fingerprint(hashes(Section::ResourceHash), hashes(Section::RouteHash), patterns)
}

/// Sorts numbers that are spread evenly, as hashes are: into buckets by their first bits, then each bucket. Where they
/// are not spread it is one sort of them all.
fn sorted(hashes: &[u128]) -> Vec<u128> {
    const BITS: u32 = 12;
    let bucket = |hash: u128| (hash >> (128 - BITS)) as usize;
    let mut ends = vec![0_u32; (1 << BITS) + 1];
    for hash in hashes {
        ends[bucket(*hash) + 1] += 1;
    }
    for at in 0..1 << BITS {
        ends[at + 1] += ends[at];
    }
    let starts = ends.clone();
    let mut out = vec![0; hashes.len()];
    for hash in hashes {
        let end = &mut ends[bucket(*hash)];
        out[*end as usize] = *hash;
        *end += 1;
    }
    for range in starts.windows(2) {
        out[range[0] as usize..range[1] as usize].sort_unstable();
    }
    out
}
