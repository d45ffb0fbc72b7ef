// One side of a binding: its kind and its connections, in the form of today and in the older one.

import type { Path } from "../../shared/fabric/fabric.ts";
import type { Connection, Side } from "./binding.ts";
import type { Findings } from "./findings.ts";
import { type End, familyOf } from "./kinds.ts";
import { type Entry, settingsAt, type Table, tableAt, textOf } from "./tables.ts";
import { tellStrangers } from "./words.ts";

/** Undefined, and an error, where there is no such side or its kind is none. `around`: where the binding stands. */
export function readSide(entry: Entry | undefined, end: End, around: Path, findings: Findings): Side | undefined {
  if (entry === undefined) {
    findings.error(around, `${end}s are missing: { kind: ${end}.KIND, connections: [...] }`);
    return undefined;
  }
  const table = tableAt(entry.value, entry.path, findings);
  tellStrangers(table, "side", ["kind", "name", "connections", "properties"], findings);
  const text = (key: string) => {
    const found = table.get(key);
    return found === undefined ? "" : textOf(found, findings);
  };
  const connections = connectionsOf(table, entry.path, findings);
  const kind = familyOf(text("kind"), end);
  if ("family" in kind) return { name: text("name"), family: kind.family, path: entry.path, connections };
  findings.error(table.get("kind")?.path ?? entry.path, kind.refusal);
  return undefined;
}

/** A list of them, or, in older files, the properties of the only one. */
function connectionsOf(table: Table, path: Path, findings: Findings): readonly Connection[] {
  const [listed, single] = [table.get("connections"), table.get("properties")];
  if (listed !== undefined && single !== undefined)
    findings.error(single.path, "properties stands beside connections: keep one of the two");
  if (listed === undefined && single !== undefined) return [connection(single.value, single.path, findings)];
  if (Array.isArray(listed?.value) && listed.value.length > 0)
    return listed.value.map((value, at) => connection(value, [...listed.path, at], findings));
  findings.error(listed?.path ?? path, "connections must be a list with at least one: - address: HOST:PORT");
  return [];
}

/** Where KubeMQ is where nothing is said: sources/events/options.go, targets/events/options.go. */
const DEFAULT_ADDRESS = "localhost:50000";

function connection(value: unknown, path: Path, findings: Findings): Connection {
  const settings = settingsAt(value, path, findings);
  const written = settings.get("address")?.text;
  if (written === undefined)
    findings.note(path, `a connection has no address: KubeMQ takes ${DEFAULT_ADDRESS}, and so does this`);
  return { path, settings, address: sameAddress(written ?? DEFAULT_ADDRESS) };
}

/** An address in the one form that it is known by: the many names of this machine are one. */
export const sameAddress = (address: string): string =>
  address
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/^.*@/, "")
    .replace(/^(0\.0\.0\.0|127\.0\.0\.1)(?=:|$)/, "localhost");
