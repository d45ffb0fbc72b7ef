// What the file may say about examples: tests of the map that need no cloud and no server.

import { z } from "zod";
import { isDecimal, isPaddedBase64 } from "../core/typed-value.ts";
import { keyed } from "./keyed.ts";

const text = (expected = "must be text: put it in quotes") => z.string({ error: expected });

/** `Number` and `Binary` say what their value may be, so that no example has a message that no broker would give. */
const typed = keyed(
  {
    type: text()
      .regex(/^(String|Number|Binary)(\..+)?$/, {
        error: "must be String, Number or Binary, with .label behind it if you like",
      })
      .describe("`String`, `Number` or `Binary`, with `.label` behind it if you like."),
    value: text().describe("The value as text; of a Binary in base64, with padding."),
  },
  "text, or { type: TYPE, value: TEXT }",
)
  .refine(({ type, value }) => !/^Number(\.|$)/.test(type) || isDecimal(value), {
    error: "must be a decimal number, as its type is Number",
    path: ["value"],
  })
  .refine(({ type, value }) => !/^Binary(\.|$)/.test(type) || isPaddedBase64(value), {
    error: "must be base64 with padding, as its type is Binary",
    path: ["value"],
  });

const attribute = z.union([z.string(), typed], { error: "must be text: put it in quotes" });

const message = {
  body: z
    .unknown()
    .optional()
    .describe("The body: a text as it is, anything else as JSON. Left out: empty in `in`, not compared in `out`."),
  attributes: z
    .record(z.string(), attribute, { error: "must be a table of names and texts" })
    .optional()
    .describe(
      "The attributes, by name, as text or as `{ type, value }`. In `out` only those that are named are compared, and types only where they stand.",
    ),
  key: text()
    .optional()
    .describe(
      "The ordering key, or the message group of a FIFO queue; an empty text is none. Left out of `out`: not compared.",
    ),
  time: z.iso
    .datetime({ offset: true, error: 'must be a time, as "2026-01-05T08:00:00Z"' })
    .optional()
    .describe(
      "When the message was sent first, as `2026-01-05T08:00:00Z`. Left out: 1970 in `in`, not compared in `out`.",
    ),
  id: text()
    .min(1, { error: "must not be empty" })
    .optional()
    .describe("The origin id. Left out: `example:1` for the first message of `in`; not compared in `out`."),
};

const entering = keyed(message, "a message: { body, attributes, key, time, id }").describe(
  "The message that enters the hop.",
);

const code = text("must be the code of an error, as INPUT, or { code: CODE, message: TEXT }").min(1, {
  error: "must be the code of an error, as INPUT",
});

const failure = z
  .union(
    [
      code,
      keyed(
        {
          code: code.describe("The code that it is given up with."),
          message: text().optional().describe("A part of what is said of it."),
        },
        "{ code: CODE, message: TEXT }",
      ),
    ],
    { error: "must be the code of an error, as INPUT, or { code: CODE, message: TEXT }" },
  )
  .describe("Why a message is given up: a code, or `{ code, message }`, where `message` is a part of what is said.");

const leaving = keyed(
  {
    ...message,
    to: text("must be the name of an endpoint")
      .optional()
      .describe(
        "The target that it must reach. Left out: not compared; in a hop that replicates, `out` is each target's.",
      ),
    error: failure.optional(),
  },
  "a message: { body, attributes, key, time, id, to }, or { error: CODE }",
)
  .refine(({ error, to: _, ...parts }) => error === undefined || Object.keys(parts).length === 0, {
    error: "must be a message or an error: what is given up does not leave the hop",
  })
  .describe("A message that leaves the hop, or an error in the place of one.");

/** One example of a hop: what goes in, and everything that must come out. */
export const exampleSchema = keyed(
  {
    name: text().optional().describe("A title, shown where the example fails."),
    note: text().optional().describe("The same, for what is no name: why the example is there."),
    from: text("must be the name of an endpoint")
      .optional()
      .describe("The source that the messages come from, of a hop that has several. Default: the first."),
    in: z
      .union([entering, z.array(entering).min(1, { error: "must have at least one message" })], {
        error: "must be a message, or a list of messages",
      })
      .describe("The message that enters the hop, or several, one after the other."),
    out: z
      .array(leaving, { error: "must be a list of messages; [] where none comes out" })
      .optional()
      .describe("All messages that leave the hop, in their order; `[]` where the message is dropped."),
    error: failure.optional(),
  },
  "an example: { in: MESSAGE, out: [MESSAGE] }",
)
  .refine(({ out, error }) => (out === undefined) !== (error === undefined), {
    error: "must say what comes of it in exactly one way: out, or error",
    // Also beside other problems: all are told at once.
    when: ({ value }) => typeof value === "object" && value !== null && !Array.isArray(value),
  })
  .describe("One test of a hop, run by `hopspan test`.");

/** An example as written. */
export type Example = z.output<typeof exampleSchema>;

/** A message that enters, as written. */
export type Entering = z.output<typeof entering>;

/** A message that leaves, or the error in its place, as written. */
export type Leaving = z.output<typeof leaving>;
