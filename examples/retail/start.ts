// `npm start`: a shop's two clouds on this machine, fed with orders, flights and scores, until everything has arrived.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join, relative } from "node:path";
import { makeOrders, makeScores } from "./orders.ts";

// Without a terminal there is nobody to look around: end once everything has arrived.
const once = process.stdout.isTTY ? [] : ["--once"];

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    // From when it is loaded, the command answers by itself, and ends in the same way.
    if (process.listenerCount(signal) > 1) return;
    console.log("ended before the fabric ran: nothing was sent");
    process.exit(once.length);
  });
// What follows takes seconds.
console.log("starting: bundles the functions, makes what will be sent; Ctrl-C ends it");
const { bundleFunctions } = await import("../../infra/bundle.ts");
await bundleFunctions();

const folder = join(process.cwd(), ".hopspan", "retail");
mkdirSync(folder, { recursive: true });

/** One JSON document per line, the form that `hopspan dev --feed` reads. */
function asLines(name: string, documents: readonly object[]): string {
  const file = join(folder, `${name}.ndjson`);
  writeFileSync(file, documents.map((each) => `${JSON.stringify(each)}\n`).join(""));
  return relative(process.cwd(), file);
}

// 20,000 flights of the United States in early 2001, published as flights-20k.json by the Vega project.
const datasets = dirname(findPackageJSON("vega-datasets", import.meta.url) ?? "");
const flights = join(datasets, "data/flights-20k.json");
const feeds = [
  ["--feed", asLines("orders", makeOrders(12_000)), "--to", "orders", "--key", "customer.id"],
  ["--feed", asLines("flights", JSON.parse(readFileSync(flights, "utf8"))), "--to", "flights"],
  ["--feed", asLines("scores", makeScores(2_000)), "--to", "scores"],
];
const fabric = relative(process.cwd(), join(import.meta.dirname, "fabric.yaml"));

process.argv.splice(2, process.argv.length, "dev", fabric, ...feeds.flat(), ...once);
await import("../../infra/cli/hopspan.ts");
