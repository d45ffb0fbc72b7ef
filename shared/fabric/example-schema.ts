// What the file may say about examples: tests of the map that need no cloud and no server.

import { z } from "zod";
import { keyed } from "./keyed.ts";

const message = (description: string) =>
  keyed(
    {
      body: z
        .unknown()
        .optional()
        .describe("The body: a text as it is, anything else as JSON. Left out: empty in `in`, not compared in `out`."),
      attributes: z
        .record(z.string(), z.string({ error: "must be text: put it in quotes" }), {
          error: "must be a table of names and texts",
        })
        .optional()
        .describe("The attributes, by name, as text. In `out` only those that are named are compared."),
      key: z
        .string({ error: "must be text: put it in quotes" })
        .optional()
        .describe("The ordering key, or the message group of a FIFO queue. Left out of `out`: not compared."),
    },
    "a message: { body, attributes, key }",
  ).describe(description);

/** One example of a hop: what goes in, and everything that must come out. */
export const exampleSchema = keyed(
  {
    in: message("The message that enters the hop."),
    out: z
      .array(message("A message that leaves the hop."), {
        error: "must be a list of messages; [] where none comes out",
      })
      .describe("All messages that leave the hop, in their order; `[]` where the message is dropped."),
  },
  "an example: { in: MESSAGE, out: [MESSAGE] }",
).describe("One test of a hop, run by `hopspan test`.");

/** An example as written. */
export type Example = z.output<typeof exampleSchema>;
