//! A layered layout: nodes in columns, edges from left to right.
//!
//! The steps are those of Sugiyama, Tagawa and Toda (1981): break cycles (greedily, after Eades, Lin and Smyth 1993),
//! assign layers, bend long edges around, order each layer, assign coordinates. Every edge passes a vertex of its own
//! for its label, so that no label covers another.

use super::order;

/// Layers an edge is bent around in; a longer one is drawn straight, so that work stays bounded.
const LONGEST: usize = 40;
/// Room between two layers, and between two neighbours in one.
const LAYER_GAP: f64 = 26.0;
const NEIGHBOUR_GAP: f64 = 12.0;
/// Rounds in which coordinates settle.
const ROUNDS: usize = 24;

/// What is to be laid out.
#[derive(Debug, Default)]
pub(super) struct Input {
    /// Width and height of each node.
    pub(super) sizes: Vec<(f64, f64)>,
    /// Ends of each edge, and the width and height of its label; no edge from a node to itself.
    pub(super) edges: Vec<(usize, usize, f64, f64)>,
}

/// Where everything is.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Centre of each node.
    pub(super) nodes: Vec<(f64, f64)>,
    /// Points each edge passes, from the side of its start to the side of its end.
    pub(super) edges: Vec<Vec<(f64, f64)>>,
    /// Centre of each edge's label.
    pub(super) labels: Vec<(f64, f64)>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A vertex of the layered graph: a node, a label or a bend.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vertex {
    pub(super) layer: usize,
    width: f64,
    height: f64,
}

/// The vertices, and which of neighbouring layers are connected.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) vertices: Vec<Vertex>,
    /// Connected vertices: the left one first.
    pub(super) links: Vec<(usize, usize)>,
    pub(super) layers: Vec<Vec<usize>>,
}

/// Lays a graph out.
pub(super) fn layout(input: &Input) -> Layout {
    let forward = acyclic(input);
    let layer = layers(input, &forward);
    let mut grid = Grid::default();
    for (at, (width, height)) in input.sizes.iter().enumerate() {
        grid.vertices.push(Vertex { layer: layer[at] * 2, width: *width, height: *height });
    }
    let mut chains = Vec::new();
    for (at, (from, to, width, height)) in input.edges.iter().enumerate() {
        let (left, right) = if forward[at] { (*from, *to) } else { (*to, *from) };
        chains.push(chain(&mut grid, left, right, (*width, *height)));
    }
    for (at, vertex) in grid.vertices.iter().enumerate() {
        if grid.layers.len() <= vertex.layer {
            grid.layers.resize(vertex.layer + 1, Vec::new());
        }
        grid.layers[vertex.layer].push(at);
    }
    order::order(&mut grid);
    let (x, width) = columns(&grid);
    let (y, height) = rows(&grid);

    let mut out = Layout { width, height, ..Layout::default() };
    out.nodes = (0..input.sizes.len()).map(|at| (x[at], y[at])).collect();
    let ports = ports(&grid, input.sizes.len(), &y);
    for (at, (bends, label)) in chains.iter().enumerate() {
        let (from, to, ..) = input.edges[at];
        let (left, right) = if forward[at] { (from, to) } else { (to, from) };
        let first = bends.first().copied().unwrap_or(right);
        let last = bends.last().copied().unwrap_or(left);
        let mut points = vec![(x[left] + grid.vertices[left].width / 2.0, ports.at(left, first, y[left]))];
        points.extend(bends.iter().map(|bend| (x[*bend], y[*bend])));
        points.push((x[right] - grid.vertices[right].width / 2.0, ports.at(right, last, y[right])));
        if !forward[at] {
            points.reverse();
        }
        out.edges.push(points);
        out.labels.push((x[*label], y[*label]));
    }
    out
}

/// Decides for each edge whether it goes with the layers or against them, so that those with them make no cycle.
fn acyclic(input: &Input) -> Vec<bool> {
    let count = input.sizes.len();
    let (mut out, mut into) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (from, to, ..) in &input.edges {
        out[*from].push(*to);
        into[*to].push(*from);
    }
    let mut degree: Vec<(usize, usize)> = (0..count).map(|at| (out[at].len(), into[at].len())).collect();
    let mut placed = vec![false; count];
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let left = || (0..count).filter(|at| !placed[*at]);
        let next = left()
            .find(|at| degree[*at].0 == 0)
            .map(|at| (at, false))
            .or_else(|| left().find(|at| degree[*at].1 == 0).map(|at| (at, true)))
            .or_else(|| left().max_by_key(|at| degree[*at].0 as isize - degree[*at].1 as isize).map(|at| (at, true)));
        let Some((next, at_start)) = next else { break };
        placed[next] = true;
        out[next].iter().for_each(|to| degree[*to].1 = degree[*to].1.saturating_sub(1));
        into[next].iter().for_each(|from| degree[*from].0 = degree[*from].0.saturating_sub(1));
        if at_start { first.push(next) } else { last.push(next) }
    }
    let mut rank = vec![0; count];
    first.iter().chain(last.iter().rev()).enumerate().for_each(|(at, node)| rank[*node] = at);
    input.edges.iter().map(|(from, to, ..)| rank[*from] < rank[*to]).collect()
}

/// Gives each node a layer to the right of all it is reached from, as near to them as its successors allow.
fn layers(input: &Input, forward: &[bool]) -> Vec<usize> {
    let count = input.sizes.len();
    let mut next = vec![Vec::new(); count];
    let mut before = vec![0_usize; count];
    for (at, (from, to, ..)) in input.edges.iter().enumerate() {
        let (left, right) = if forward[at] { (*from, *to) } else { (*to, *from) };
        next[left].push(right);
        before[right] += 1;
    }
    let mut layer = vec![0; count];
    let mut ready: Vec<usize> = (0..count).filter(|at| before[*at] == 0).collect();
    let mut sorted = Vec::new();
    while let Some(node) = ready.pop() {
        sorted.push(node);
        for to in &next[node] {
            layer[*to] = layer[*to].max(layer[node] + 1);
            before[*to] -= 1;
            if before[*to] == 0 {
                ready.push(*to);
            }
        }
    }
    // What nothing leads to moves up to what it leads to: short edges cross less.
    let mut reached = vec![false; count];
    next.iter().flatten().for_each(|to| reached[*to] = true);
    for node in sorted.iter().rev().filter(|node| !reached[**node]) {
        if let Some(nearest) = next[*node].iter().map(|to| layer[*to]).min() {
            layer[*node] = nearest - 1;
        }
    }
    layer
}

/// Puts a vertex for the label and bends between the ends of an edge; returns them from left to right, and the label.
fn chain(grid: &mut Grid, left: usize, right: usize, label: (f64, f64)) -> (Vec<usize>, usize) {
    let (start, end) = (grid.vertices[left].layer, grid.vertices[right].layer);
    let middle = usize::midpoint(start, end) | 1;
    let middle = if middle >= end { end - 1 } else { middle };
    let bent = end - start <= LONGEST;
    let mut bends = Vec::new();
    let mut named = 0;
    for layer in start + 1..end {
        if layer != middle && !bent {
            continue;
        }
        let (width, height) = if layer == middle { label } else { (0.0, 4.0) };
        let vertex = grid.vertices.len();
        grid.vertices.push(Vertex { layer, width, height });
        if layer == middle {
            named = vertex;
        }
        bends.push(vertex);
    }
    let mut last = left;
    for vertex in bends.iter().chain([&right]) {
        if grid.vertices[*vertex].layer == grid.vertices[last].layer + 1 {
            grid.links.push((last, *vertex));
        }
        last = *vertex;
    }
    (bends, named)
}

/// Returns the centre of each vertex from left to right, and the width of all.
fn columns(grid: &Grid) -> (Vec<f64>, f64) {
    let mut x = vec![0.0; grid.vertices.len()];
    let mut at = 0.0;
    for layer in &grid.layers {
        let width = layer.iter().map(|vertex| grid.vertices[*vertex].width).fold(0.0, f64::max);
        layer.iter().for_each(|vertex| x[*vertex] = at + width / 2.0);
        at += width + LAYER_GAP;
    }
    (x, (at - LAYER_GAP).max(0.0))
}

/// Returns the centre of each vertex from top to bottom, and the height of all.
///
/// Each layer in turn moves as near to its neighbours as its order allows: with distances squared the best vertices are
/// found by pooling those that would get out of order.
fn rows(grid: &Grid) -> (Vec<f64>, f64) {
    let mut y = vec![0.0; grid.vertices.len()];
    for layer in &grid.layers {
        let mut at = 0.0;
        for vertex in layer {
            y[*vertex] = at + grid.vertices[*vertex].height / 2.0;
            at += grid.vertices[*vertex].height + NEIGHBOUR_GAP;
        }
    }
    let (mut left, mut right) = (vec![Vec::new(); y.len()], vec![Vec::new(); y.len()]);
    for (a, b) in &grid.links {
        right[*a].push(*b);
        left[*b].push(*a);
    }
    for round in 0..ROUNDS {
        let all = round % 3 == 2 || round + 3 > ROUNDS;
        let order: Vec<usize> =
            if round % 2 == 0 { (0..grid.layers.len()).collect() } else { (0..grid.layers.len()).rev().collect() };
        for layer in order {
            let wish = |vertex: usize| {
                let near = match (all, round % 2) {
                    (true, _) => [&left[vertex][..], &right[vertex][..]].concat(),
                    (false, 0) => left[vertex].clone(),
                    _ => right[vertex].clone(),
                };
                match near.len() {
                    0 => y[vertex],
                    count => near.iter().map(|near| y[*near]).sum::<f64>() / count as f64,
                }
            };
            let wishes: Vec<f64> = grid.layers[layer].iter().map(|vertex| wish(*vertex)).collect();
            let found = settle(grid, layer, &wishes);
            grid.layers[layer].iter().zip(found).for_each(|(vertex, at)| y[*vertex] = at);
        }
    }
    let top = grid.vertices.iter().zip(&y).map(|(vertex, y)| y - vertex.height / 2.0).fold(f64::INFINITY, f64::min);
    let top = if top.is_finite() { top } else { 0.0 };
    y.iter_mut().for_each(|y| *y -= top);
    let bottom = grid.vertices.iter().zip(&y).map(|(vertex, y)| y + vertex.height / 2.0).fold(0.0, f64::max);
    (y, bottom)
}

/// Returns the vertices nearest to the wishes that keep order and distance (isotonic regression).
fn settle(grid: &Grid, layer: usize, wishes: &[f64]) -> Vec<f64> {
    let vertices = &grid.layers[layer];
    let mut offset = vec![0.0; vertices.len()];
    for at in 1..vertices.len() {
        let apart = (grid.vertices[vertices[at - 1]].height + grid.vertices[vertices[at]].height) / 2.0 + NEIGHBOUR_GAP;
        offset[at] = offset[at - 1] + apart;
    }
    // Runs of vertices that stand as close as they may: sum of what they wish for, and how many they are.
    let mut runs: Vec<(f64, usize)> = Vec::new();
    for (wish, offset) in wishes.iter().zip(&offset) {
        runs.push((wish - offset, 1));
        while let [.., (before, many), (sum, count)] = runs[..] {
            if before / many as f64 <= sum / count as f64 {
                break;
            }
            runs.truncate(runs.len() - 2);
            runs.push((before + sum, many + count));
        }
    }
    let starts = runs.iter().flat_map(|(sum, count)| std::iter::repeat_n(sum / *count as f64, *count));
    starts.zip(offset).map(|(start, offset)| start + offset).collect()
}

/// Where edges leave and reach the sides of nodes: apart from each other, in the order of what they lead to.
struct Ports {
    at: std::collections::BTreeMap<(usize, usize), f64>,
}

impl Ports {
    fn at(&self, node: usize, towards: usize, otherwise: f64) -> f64 {
        self.at.get(&(node, towards)).copied().unwrap_or(otherwise)
    }
}

fn ports(grid: &Grid, nodes: usize, y: &[f64]) -> Ports {
    let mut sides: std::collections::BTreeMap<(usize, bool), Vec<usize>> = std::collections::BTreeMap::new();
    for (left, right) in &grid.links {
        if *left < nodes {
            sides.entry((*left, true)).or_default().push(*right);
        }
        if *right < nodes {
            sides.entry((*right, false)).or_default().push(*left);
        }
    }
    let mut at = std::collections::BTreeMap::new();
    for ((node, _), mut others) in sides {
        others.sort_by(|a, b| y[*a].total_cmp(&y[*b]));
        let room = (grid.vertices[node].height - 8.0).max(0.0);
        let step = (room / others.len() as f64).min(10.0);
        let start = y[node] - step * (others.len() as f64 - 1.0) / 2.0;
        for (vertex, other) in others.into_iter().enumerate() {
            at.insert((node, other), start + step * vertex as f64);
        }
    }
    Ports { at }
}
