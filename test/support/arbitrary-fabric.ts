// Fabrics of any shape that `check` finds sound: what a promise about everything that is deployed is held against.

import fc from "fast-check";
import { checkText } from "../../shared/fabric/check.ts";
import type { Fabric } from "../../shared/fabric/fabric.ts";
import { aFile } from "../shared/fabric/a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };

/** Ends in a row; hops lead down the row only, so that nothing goes in circles. */
const ends = fc.array(
  fc.record({
    kind: fc.constantFrom("queue", "fifo", "topic", "ordered"),
    existing: fc.boolean(),
    elsewhere: fc.boolean(),
    claims: fc.constantFrom("none", "none", "made", "theirs"),
    lands: fc.constantFrom("nowhere", "nowhere", "rows", "keyed", "raw", "objects", "existing"),
  }),
  { minLength: 2, maxLength: 7 },
);

type End = typeof ends extends fc.Arbitrary<readonly (infer Each)[]> ? Each : never;

const hops = fc.array(
  fc.record({
    from: fc.nat(6),
    to: fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 3 }),
    secret: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Where a topic lands, in each of the ways that there are. */
const landing = (way: End["lands"], at: number): object => {
  const bigquery = { table: `shop.table_${at}` };
  if (way === "rows") return { schema: "flight-row", landsIn: { bigquery } };
  if (way === "keyed") return { schema: "order-row", landsIn: { bigquery: { ...bigquery, key: ["order_id"] } } };
  if (way === "raw") return { landsIn: { bigquery: { ...bigquery, table: `there.table_${at}`, existing: true } } };
  if (way === "objects") return { landsIn: { gcs: { bucket: "shop-objects", prefix: `topic-${at}/` } } };
  if (way === "existing") return { landsIn: { gcs: { bucket: "shop-there", existing: true, format: "text" } } };
  return {};
};

/** Where its large bodies lie. */
const claiming = (way: End["claims"], at: number): object => {
  if (way === "none") return {};
  const bucket = way === "made" ? { bucket: `shop-bodies-${at}` } : { bucket: "their-bodies", existing: true };
  return { claimCheck: { ...bucket, prefix: `e${at}/` } };
};

function endpoint({ kind, existing, elsewhere, lands, claims }: End, at: number): object {
  const isQueue = kind === "queue" || kind === "fifo";
  const place = elsewhere ? (isQueue ? { account: "444455556666" } : { project: "elsewhere-1" }) : {};
  const address = isQueue
    ? { sqs: `q-${at}${kind === "fifo" ? ".fifo" : ""}` }
    : { pubsub: `topic-${at}`, ordered: kind === "ordered", ...landing(lands, at) };
  return { ...address, ...place, ...claiming(claims, at), ...(existing || elsewhere ? { existing: true } : {}) };
}

const hashed = [{ redact: { fields: ["a"], with: { hash: "pepper" } } }];

/** The text of a fabric file; about half of them are sound. */
const files = fc.tuple(ends, hops).map(([row, edges]) => {
  const down = edges.flatMap(({ from, to, secret }, at) => {
    const targets = to.filter((end) => end > from && end < row.length);
    if (targets.length === 0) return [];
    const names = targets.map((end) => `e${end}`);
    // Hops and endpoints may have the same names.
    return [[`e${at}`, { from: `e${from}`, to: names, ...(secret ? { transforms: hashed } : {}) }] as const];
  });
  const endpoints = Object.fromEntries(row.map((end, at) => [`e${at}`, endpoint(end, at)]));
  return aFile({ gcp, endpoints, hops: Object.fromEntries(down), secrets: { pepper: {} } });
});

/** Runs `hold` over sound fabrics; those that are not are passed over. */
export const forSoundFabrics = (hold: (fabric: Fabric) => Promise<void>, numRuns = 30) =>
  fc.assert(
    fc.asyncProperty(files, async (text) => {
      const { fabric } = await checkText(text, "fabric.yaml");
      fc.pre(fabric !== undefined && fabric.hops.size > 0);
      if (fabric !== undefined) await hold(fabric);
    }),
    { numRuns },
  );
