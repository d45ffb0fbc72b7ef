// What the file may say about messages of a hop that travel joined to others.

import { z } from "zod";
import { keyed } from "./keyed.ts";

/** Ours: what one invocation can have at all. */
const MOST_MESSAGES = 10_000;
/** The most that any target takes: https://cloud.google.com/pubsub/quotas */
const MOST_BYTES = 10_000_000;

const count = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error }).optional();
};

/** How messages of one invocation become one. */
export const joinSchema = keyed(
  {
    maxMessages: count(2, MOST_MESSAGES).describe("The most messages that become one. Default: 100."),
    maxBytes: count(4_096, MOST_BYTES).describe(
      "The most bytes of a joined message, attributes included. Default, and at most: what the target takes.",
    ),
    by: z
      .string({ error: "must be a CEL expression" })
      .min(1, { error: "must be a CEL expression" })
      .max(4_096, { error: "must have at most 4096 characters" })
      .optional()
      .describe(
        "A CEL expression over `body`, `attributes` and `key`: only messages for which it gives the same are joined. Those of different keys never are.",
      ),
    as: z
      .enum(["json-array", "ndjson"], { error: "must be json-array or ndjson" })
      .optional()
      .describe("`json-array`: one list of all bodies. `ndjson`: a line of JSON each. Default: `json-array`."),
    attributes: z
      .enum(["same", "drop", "inside"], { error: "must be same, drop or inside" })
      .optional()
      .describe(
        "`same`: only messages with the same attributes are joined. `drop`: attributes that are not the same in all are lost. `inside`: each item is a table of `id`, `time`, `attributes` and `body`. Default: `same`.",
      ),
  },
  "{ maxMessages: NUMBER, maxBytes: NUMBER, by: EXPRESSION, as: json-array or ndjson, attributes: same, drop or inside }",
).describe("Messages that one invocation has for a target are sent together, as one message.");

/** As written. */
export type WrittenJoin = z.output<typeof joinSchema>;
