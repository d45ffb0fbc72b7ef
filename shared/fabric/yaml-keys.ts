// What can be wrong with the keys of a table before anybody asks what they mean: there twice, or none that a table can have.

import { type Document, isScalar, visit } from "yaml";
import type { Problem } from "../core/errors.ts";
import type { Place } from "./fabric.ts";

/** The one name that JavaScript keeps for itself: a table that had it would lose it without a word. */
const PROTOTYPE = "__proto__";

/** The parser compares each key with all before it, which takes minutes for a table of many thousands: this does not. */
export function keyProblems(document: Document, at: (offset: number) => Place): readonly Problem[] {
  const found: Problem[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const message = seen.has(key.value) ? twice(key.value) : key.value === PROTOTYPE ? NO_KEY : undefined;
        seen.add(key.value);
        if (message !== undefined) found.push({ severity: "error", code: "YAML", message, ...at(key.range?.[0] ?? 0) });
      }
    },
  });
  return found;
}

const NO_KEY = `${PROTOTYPE} can't be used as a key: choose another name`;

/** Longer keys are named by their beginning, in characters. */
const SHOWN = 60;

const twice = (key: unknown) => `key ${String(key).slice(0, SHOWN)} is there twice: keep one`;
