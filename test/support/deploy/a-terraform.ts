// A terraform that makes nothing: it notes how it was called, and ends as a test says. For what the real one is not needed.

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceChange } from "../../../infra/plan/google-losses.ts";

/** How it behaves: by verb, with 2 for a plan (something differs) and 0 for all else where nothing is said. */
export interface Behaviour {
  readonly codes?: Readonly<Record<string, number>>;
  /** This verb goes on until it is interrupted, and then takes a moment to end; it says how often it was. */
  readonly hangs?: string;
  /** What `output -json` says: values by name. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** What `show -json` says of a plan. */
  readonly changes?: readonly ResourceChange[];
  /** How many resources `state pull` tells of, one where nothing is said; null where there is no state. */
  readonly resources?: number | null;
  /** What a verb says on standard error. */
  readonly complaints?: Readonly<Record<string, string>>;
  /** A file that is kept as it was when `apply` was called. */
  readonly watches?: string;
}

const SCRIPT = `
const { appendFileSync, copyFileSync, existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const [verb, ...rest] = process.argv.slice(2);
const { codes = {}, hangs, outputs = {}, changes = [], complaints = {}, watches, resources = 1 } = JSON.parse(readFileSync(join(__dirname, "behaviour.json"), "utf8"));
appendFileSync(join(__dirname, "calls"), [verb, ...rest].join(" ") + "\\n");
if (verb === "apply" && watches !== undefined && existsSync(watches)) copyFileSync(watches, join(__dirname, "watched"));
const end = () => process.exit(codes[verb] ?? (verb === "plan" ? 2 : 0));
if (verb === "output") {
  const told = Object.entries(outputs).map(([name, value]) => [name, { sensitive: false, value }]);
  console.log(JSON.stringify(Object.fromEntries(told)));
} else if (verb === "show") console.log(JSON.stringify({ resource_changes: changes }));
else if (verb === "state") console.log(resources === null ? "" : JSON.stringify({ resources: Array(resources).fill({}) }));
else console.log("terraform " + verb);
if (complaints[verb] !== undefined) console.error(complaints[verb]);
if (hangs !== verb) end();
let interrupts = 0;
process.on("SIGINT", () => {
  interrupts += 1;
  if (interrupts > 1) return;
  setTimeout(() => {
    console.log("interrupts: " + interrupts);
    process.exit(1);
  }, 500);
});
console.log("hangs");
setInterval(() => {}, 1_000);
`;

/** A program of the name `terraform` in a folder of its own below `parent`. */
export function aTerraform(parent: string, behaviour: Behaviour = {}) {
  const folder = join(parent, "fake-bin");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, "terraform");
  writeFileSync(program, `#!${process.execPath}\n${SCRIPT}`);
  chmodSync(program, 0o755);
  const behave = (next: Behaviour) => writeFileSync(join(folder, "behaviour.json"), JSON.stringify(next));
  behave(behaviour);
  return {
    folder,
    program,
    behave,
    /** Every call so far; each is forgotten once it is told. */
    calls(): readonly string[] {
      const file = join(folder, "calls");
      const calls = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
      writeFileSync(file, "");
      return calls.filter((call) => call !== "");
    },
    /** What the watched file held at the last `apply`. */
    watched: () => readFileSync(join(folder, "watched"), "utf8"),
  };
}
