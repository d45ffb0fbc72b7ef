// The value of a binding file as bindings; everything that KubeMQ would refuse is an error.

import type { Path } from "../../shared/fabric/fabric.ts";
import type { Binding } from "./binding.ts";
import type { Findings } from "./findings.ts";
import { readSide } from "./read-side.ts";
import { type Entry, settingsAt, type Table, tableAt, textOf } from "./tables.ts";
import { tellStrangers } from "./words.ts";

/** In the order of the file. Those that have errors are left out, since nothing is written then. */
export function readBindings(value: unknown, findings: Findings): readonly Binding[] {
  const top = tableAt(value, [], findings);
  tellStrangers(top, "file", ["bindings"], findings);
  const listed = top.get("bindings");
  if (!Array.isArray(listed?.value) || listed.value.length === 0) {
    findings.error(listed?.path ?? [], "bindings must be a list with at least one binding: - name: NAME");
    return [];
  }
  const names = new Map<string, Binding>();
  for (const [at, each] of listed.value.entries()) {
    const binding = readBinding(each, [...listed.path, at], findings);
    if (binding === undefined) continue;
    if (names.has(binding.name))
      findings.error([...binding.path, "name"], `binding ${binding.name} is there twice: a binding's name is its own`);
    names.set(binding.name, binding);
  }
  return [...names.values()];
}

function readBinding(value: unknown, path: Path, findings: Findings): Binding | undefined {
  const table = tableAt(value, path, findings);
  const named = table.get("name");
  const name = named === undefined ? "" : textOf(named, findings);
  if (name === "") {
    findings.error(named?.path ?? path, "a binding must have a name");
    return undefined;
  }
  const told = findings.about(name);
  const [sources, targets] = [oneOf(table, "sources", "source", told), oneOf(table, "targets", "target", told)];
  tellStrangers(table, "binding", ["name", "sources", "source", "targets", "target", "properties"], told);
  const properties = table.get("properties");
  const [from, to] = [readSide(sources, "source", path, told), readSide(targets, "target", path, told)];
  if (from === undefined || to === undefined) return undefined;
  return {
    name,
    path,
    sources: from,
    targets: to,
    properties: settingsAt(properties?.value, properties?.path ?? path, told),
  };
}

/** Older files have one source and one target, under names of their own. */
function oneOf(table: Table, name: string, older: string, findings: Findings): Entry | undefined {
  const [entry, other] = [table.get(name), table.get(older)];
  if (entry !== undefined && other !== undefined)
    findings.error(other.path, `${older} stands beside ${name}: keep one of the two`);
  return entry ?? other;
}
