// Reads a list of graphs (JSON) and draws each as Graphviz does: `node graphviz.mjs NODES EDGES < graphs.json`.
//
// Each has to have that many nodes and edges, and Graphviz must have nothing to say about it.

import { instance } from "@viz-js/viz";
import { readFileSync } from "node:fs";

const viz = await instance();
const [nodes, edges] = process.argv.slice(2).map(Number);

// Returns what is wrong with a graph, if anything is.
function wrong(graph) {
  const { status, output, errors } = viz.render(graph, { format: "json" });
  // There are no fonts to measure here.
  const said = errors.map(({ message }) => message).filter((message) => !message.includes("metrics for"));
  if (status !== "success" || said.length > 0) return said.join("; ");
  const drawn = JSON.parse(output);
  const [drawnNodes, drawnEdges] = [drawn.objects.length, drawn.edges.length];
  return drawnNodes === nodes && drawnEdges === edges ? null : `${drawnNodes} nodes and ${drawnEdges} edges`;
}

// A check that finds nothing here would find nothing at all.
if (wrong('digraph { a [label="x"y"] }') === null) throw new Error("a quote was not seen");

for (const graph of JSON.parse(readFileSync(0, "utf8"))) {
  const reason = wrong(graph);
  if (reason !== null) {
    console.error(`${reason}, in:\n${graph}`);
    process.exit(1);
  }
}
