// Reads a list of flowcharts (JSON) and parses each as Mermaid does: `node mermaid.mjs NODES < graphs.json`.
//
// Each has to have that many nodes, and must not change a setting: a directive in a name would.

import { JSDOM } from "jsdom";
import { readFileSync } from "node:fs";

const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;

const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });
const nodes = Number(process.argv[2]);

// Returns what is wrong with a graph, if anything is.
async function wrong(graph) {
  const { config } = await mermaid.parse(graph);
  if (Object.keys(config ?? {}).length > 0) return `settings ${JSON.stringify(config)}`;
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(graph);
  const vertices = diagram.db.getVertices();
  const count = vertices.size ?? Object.keys(vertices).length;
  return count === nodes ? null : `${count} nodes in place of ${nodes}`;
}

// A check that finds nothing here would find nothing at all.
const bad = 'flowchart LR\n  a["Order%%{init: {\'themeCSS\': \'x\'}}%%"]\n';
if ((await wrong(bad)) === null) throw new Error("a directive was not seen");

for (const graph of JSON.parse(readFileSync(0, "utf8"))) {
  const reason = await wrong(graph);
  if (reason !== null) {
    console.error(`${reason}, in:\n${graph}`);
    process.exit(1);
  }
}
