// Holds a whole stack against the schemas of the bindings, without terraform: quick, and the same everywhere.

import { known } from "../google/known.ts";
import { providerSchema, schemaOf } from "../schema/schemas.ts";
import { written } from "../schema/value.ts";
import { readBody } from "./body.ts";
import type { Told } from "./convert.ts";
import { referenceOf, referencesIn } from "./references.ts";
import { resolve } from "./resolve.ts";
import { type Bag, type Entry, entriesOf, isBag, isTemplate, type Json, type Stack } from "./stack.ts";
import { textsIn } from "./texts.ts";

/**
 * One line per mistake, empty where there is none: properties that are not known, that are missing or of a wrong type,
 * blocks that are there too often or too seldom, references to what is not there, and values out of a range that is known.
 * It proves a configuration against the provider's schema and says nothing of Google's own behaviour.
 */
export function walkSchema(stack: Stack): readonly string[] {
  const entries = entriesOf(stack);
  const told: Told = (text) => {
    const reference = referenceOf(text);
    return reference === undefined ? {} : resolve(reference, entries);
  };
  return [
    ...Object.entries(stack.provider ?? {}).flatMap(([name, bodies]) => walkProvider(name, bodies ?? null, told)),
    ...[...entries.values()].flatMap((entry) => [
      ...walkEntry(entry, told),
      ...walkReferences(entry.body, entry.address, entries),
    ]),
    ...Object.entries(stack.output ?? {}).flatMap(([name, body]) => walkReferences(body, `output.${name}`, entries)),
    ...walkReferences(stack.locals, "locals", entries),
  ];
}

function walkProvider(name: string, bodies: Json, told: Told): readonly string[] {
  if (name !== "google") return [`provider.${name}: is not known: only google is`];
  const all: readonly Json[] = Array.isArray(bodies) ? bodies : [bodies];
  return all
    .filter(isBag)
    .flatMap((body) => readBody(providerSchema(), body, told, "provider.google", PROVIDER).complaints);
}

const PROVIDER = new Set(["//", "alias"]);

function walkEntry({ kind, type, address, body }: Entry, told: Told): readonly string[] {
  const block = schemaOf(kind, type);
  if (block === undefined) return [`${address}: ${type} is not known to the provider`];
  const { values, complaints } = readBody(block, body, told, address);
  const refused = known(type).rules.flatMap((rule) => rule(values));
  // What is missing or of a wrong type is complained of once.
  const also = refused.map(({ at, words }) =>
    at.length === 0 ? `${address}: ${words}` : `${address}.${written(at)}: ${words}`,
  );
  return [...complaints, ...(complaints.length === 0 ? also : [])];
}

function walkReferences(body: Bag | undefined, at: string, entries: ReadonlyMap<string, Entry>): readonly string[] {
  const after = body?.["depends_on"];
  const absent = (Array.isArray(after) ? (after as readonly Json[]) : [])
    .filter((address) => typeof address === "string" && !isTemplate(address) && !entries.has(address))
    .map((address) => `${at}.depends_on: refers to ${address}, which is not there`);
  const missing = [...textsIn(body, at)].flatMap(([way, text]) =>
    referencesIn(text).flatMap((reference) => {
      const { missing } = resolve(reference, entries);
      return missing === undefined ? [] : [`${way}: refers to ${missing}`];
    }),
  );
  return [...absent, ...missing];
}
