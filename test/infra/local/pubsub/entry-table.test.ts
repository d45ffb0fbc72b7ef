import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entry } from "../../../../infra/local/pubsub/entry.ts";
import { entryTable } from "../../../../infra/local/pubsub/entry-table.ts";

const entry = (sequence: number): Entry => ({
  kind: "entry",
  message: { id: "1", data: new Uint8Array(), attributes: new Map(), orderingKey: "", publishedAt: 0 },
  sequence,
  bytes: 0,
  lane: undefined,
  state: "ready",
  deliveries: 0,
  failures: 0,
  consumer: undefined,
  turn: undefined,
  spot: undefined,
  age: undefined,
  due: undefined,
});

describe("the table of entries", () => {
  it("is a map from sequences to entries", () => {
    const place = fc.record({ sequence: fc.integer({ min: 0, max: 1_000 }), isAdded: fc.boolean() });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 300 }), (places) => {
        const [table, map] = [entryTable(), new Map<number, Entry>()];
        for (const { sequence, isAdded } of places) {
          if (isAdded && !map.has(sequence)) {
            const made = entry(sequence);
            table.add(made);
            map.set(sequence, made);
          } else {
            table.delete(sequence);
            map.delete(sequence);
          }
          expect(table.size).toBe(map.size);
        }
        for (let sequence = 0; sequence <= 1_000; sequence++) expect(table.get(sequence)).toBe(map.get(sequence));
      }),
    );
  });
});
