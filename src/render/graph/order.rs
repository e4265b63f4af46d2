//! The order within layers: as few crossings as barycentres find (Sugiyama, Tagawa and Toda 1981).

use super::layout::Grid;

/// Rounds at most.
const ROUNDS: usize = 24;
/// Rounds without a better order before it is good enough.
const PATIENCE: usize = 6;

/// Orders each layer so that few edges cross.
pub(super) fn order(grid: &mut Grid) {
    let count = grid.vertices.len();
    let (mut left, mut right) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (a, b) in &grid.links {
        right[*a].push(*b);
        left[*b].push(*a);
    }
    let mut best = grid.layers.clone();
    let mut fewest = crossings(grid, &right);
    let mut stale = 0;
    for round in 0..ROUNDS {
        if fewest == 0 || stale > PATIENCE {
            break;
        }
        let down = round % 2 == 0;
        let near = if down { &left } else { &right };
        let mut position = positions(grid);
        let layers: Vec<usize> = if down {
            (1..grid.layers.len()).collect()
        } else {
            (0..grid.layers.len().saturating_sub(1)).rev().collect()
        };
        for layer in layers {
            let mut keyed: Vec<(f64, usize)> = grid.layers[layer]
                .iter()
                .map(|vertex| match near[*vertex].len() {
                    // What is connected to nothing here stays where it is.
                    0 => (position[*vertex] as f64, *vertex),
                    count => {
                        (near[*vertex].iter().map(|near| position[*near]).sum::<usize>() as f64 / count as f64, *vertex)
                    }
                })
                .collect();
            // Equals change places every other round, which is what gets out of a dead end.
            if round % 4 > 1 {
                keyed.reverse();
            }
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            grid.layers[layer] = keyed.into_iter().map(|(_, vertex)| vertex).collect();
            grid.layers[layer].iter().enumerate().for_each(|(at, vertex)| position[*vertex] = at);
        }
        let found = crossings(grid, &right);
        if found < fewest {
            fewest = found;
            best.clone_from(&grid.layers);
            stale = 0;
        } else {
            stale += 1;
        }
    }
    grid.layers = best;
}

fn positions(grid: &Grid) -> Vec<usize> {
    let mut position = vec![0; grid.vertices.len()];
    for layer in &grid.layers {
        layer.iter().enumerate().for_each(|(at, vertex)| position[*vertex] = at);
    }
    position
}

/// Counts crossings: inversions between the orders of two layers, with a Fenwick tree (Barth, Mutzel and Jünger 2004).
fn crossings(grid: &Grid, right: &[Vec<usize>]) -> usize {
    let position = positions(grid);
    let mut total = 0;
    for (at, layer) in grid.layers.iter().enumerate() {
        let Some(next) = grid.layers.get(at + 1) else { break };
        let mut tree = vec![0_usize; next.len() + 1];
        let mut seen = 0;
        for vertex in layer {
            let mut ends: Vec<usize> = right[*vertex].iter().map(|end| position[*end]).collect();
            ends.sort_unstable();
            for end in &ends {
                let mut before = 0;
                let mut node = end + 1;
                while node > 0 {
                    before += tree[node];
                    node &= node - 1;
                }
                total += seen - before;
            }
            for end in ends {
                let mut node = end + 1;
                while node < tree.len() {
                    tree[node] += 1;
                    node += node & node.wrapping_neg();
                }
                seen += 1;
            }
        }
    }
    total
}
