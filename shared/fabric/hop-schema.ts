// What the file may say about a hop: where it comes from, where it leads, and what happens on the way.

import { z } from "zod";
import { routeSchema, sharesSchema } from "./choice-schema.ts";
import { duration } from "./duration.ts";
import { joinSchema } from "./join-schema.ts";
import { keyed } from "./keyed.ts";
import { transformName } from "./names.ts";
import { retrySchema, runSchema } from "./run-schema.ts";

const endName = z.string({ error: "must be the name of an endpoint" });

const ends = (description: string) =>
  z
    .union([endName, z.array(endName).min(1, { error: "must name at least one endpoint" })], {
      error: "must be the name of an endpoint, or a list of names",
    })
    .describe(description);

/** One step as a table of one entry: the transform's name, and its options. */
const stepWithOptions = z
  .record(transformName, z.unknown(), { error: "must be the name of a transform, or NAME: OPTIONS" })
  .refine((step) => Object.keys(step).length === 1, {
    error: "must hold one transform: put a - before each step",
  });

/** A transform's name alone, or with its options. The options are checked against the transform's own schema. */
export const stepSchema = z.union([transformName, stepWithOptions], {
  error: "must be the name of a transform, or NAME: OPTIONS",
});

const attributes = keyed(
  {
    keep: z
      .array(z.string({ error: "must be the name of an attribute: put it in quotes" }), {
        error: "must be a list of names",
      })
      .min(1, { error: "must name at least one attribute" })
      .describe("Names that stay plain first, in this order, where a message has more attributes than a queue holds."),
  },
  "{ keep: [NAME, ...] }",
).describe("What becomes of attributes where the target is a queue, which holds nine beside the header.");

const hopName = z.string({ error: "must be the name of a hop, or FABRIC/HOP" });

const opposites = z
  .union([hopName, z.array(hopName).min(1, { error: "must name at least one hop" })], {
    error: "must be the name of a hop, or a list of names",
  })
  .describe(
    "The hop that leads the other way, written at one of the two: neither takes back what came by the other. `FABRIC/HOP` for one of another fabric.",
  );

const rate = keyed(
  {
    messagesPerSecond: z
      .number({ error: "must be a number from 0.01 to 100000" })
      .min(0.01, { error: "must be a number from 0.01 to 100000" })
      .max(100_000, { error: "must be a number from 0.01 to 100000" })
      .describe("The most messages that each link of the hop sends in one second, over all instances of its function."),
  },
  "{ messagesPerSecond: NUMBER }",
).describe("How fast a link of the hop may send, where its target takes no more.");

/** One edge of the map as written. */
export const hopSchema = keyed(
  {
    from: ends("The endpoint that messages come from; a list aggregates: many to one."),
    to: ends(
      "The endpoint that messages go to; a list replicates: each target fails and retries on its own.",
    ).optional(),
    toOneOf: sharesSchema.optional(),
    route: routeSchema.optional(),
    twoWayWith: opposites.optional(),
    transforms: z
      .array(stepSchema, { error: "must be a list of steps" })
      .optional()
      .describe("The steps that each message takes on its way, in this order: `NAME`, or `NAME: OPTIONS`."),
    attributes: attributes.optional(),
    latency: z
      .enum(["normal", "low"], { error: "must be normal or low" })
      .optional()
      .describe("`low` takes small batches at once, for a little more money. Default: `normal`."),
    maxAge: duration(60, 1_209_600)
      .optional()
      .describe("How old a waiting message may get before an alarm goes off. Default: `15m`, or `5m` at low latency."),
    rate: rate.optional(),
    batch: joinSchema.optional(),
    validate: z
      .enum(["in", "out", "both", "none"], { error: "must be in, out, both or none" })
      .optional()
      .describe(
        "Which bodies are held against the schema of their endpoint: those that come `in`, those that go `out`, `both` or `none`. Default: `in`.",
      ),
    retry: retrySchema.optional(),
    function: runSchema.optional(),
  },
  "a hop: { from: ENDPOINT, to: ENDPOINT }",
)
  .refine(({ to, toOneOf, route }) => [to, toOneOf, route].filter((way) => way !== undefined).length === 1, {
    error: "must lead somewhere in exactly one way: to, toOneOf or route",
  })
  .describe("One edge of the map: from endpoint(s) to endpoint(s).");

/** A step as written. */
export type WrittenStep = z.output<typeof stepSchema>;

/** A hop as written. */
export type WrittenHop = z.output<typeof hopSchema>;
