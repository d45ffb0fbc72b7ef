// What the file may say about the form of an endpoint's messages: CloudEvents, in either mode.

import { z } from "zod";
import { keyed } from "./keyed.ts";

const MODES = ["structured", "binary"] as const;

/** What the specification names itself: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#context-attributes */
const OWN_NAMES: ReadonlySet<string> = new Set([
  ...["specversion", "id", "source", "type", "subject", "time", "dataschema", "datacontenttype", "data"],
]);

/** As the options of to-cloudevents have it. */
const value = (description: string) =>
  z
    .union(
      [
        z.string({ error: "must be a text of 1 to 1024 characters" }).min(1).max(1_024),
        keyed(
          {
            cel: z
              .string({ error: "must be a CEL expression" })
              .min(1)
              .max(4_096)
              .describe("A CEL expression over `body`, `attributes` and `key`."),
          },
          "{ cel: EXPRESSION }",
        ),
      ],
      { error: "must be a text, or { cel: EXPRESSION }" },
    )
    .optional()
    .describe(description);

const extensionName = z
  .string()
  .regex(/^[a-z0-9]{1,20}$/, { error: "must be named by at most 20 lower-case letters and digits" })
  .refine((name) => !OWN_NAMES.has(name), { error: "must not have a name of CloudEvents' own" });

const named = keyed(
  {
    cloudevents: z
      .enum(MODES, { error: "must be structured or binary" })
      .describe("`structured`: the whole event as JSON in the body. `binary`: the data there, the rest in attributes."),
    source: value("The source of events made here. Default: `//hopspan/FABRIC/HOP`."),
    type: value("Their type. Default: the message's attribute `type`, or else `hopspan.message`."),
    subject: value("Their subject. Default: none."),
    dataschema: value("The URI of their data's schema. Default: none."),
    datacontenttype: z
      .string({ error: "must be a media type" })
      .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;.*)?$/, { error: "must be a media type, as application/json" })
      .optional()
      .describe("Their data's media type. Default: the message's `content-type`, or by the body."),
    extensions: z
      .record(extensionName, z.unknown().pipe(value("The extension's value.").unwrap()), {
        error: "must be a table of names and values",
      })
      .optional()
      .describe("Their further attributes, by name."),
  },
  "cloudevents, cloudevents-binary, or { cloudevents: structured or binary, source: SOURCE, type: TYPE, ... }",
);

/** A word alone where every default does. */
export const formatSchema = z
  .union([z.enum(["cloudevents", "cloudevents-binary"]), named], {
    error:
      "must be cloudevents, cloudevents-binary, or { cloudevents: structured or binary, source: SOURCE, type: TYPE, ... }",
  })
  .describe(
    "The form of the endpoint's messages, CloudEvents 1.0: read where a hop takes them, written where one sends them. `cloudevents` is structured mode, `cloudevents-binary` the other.",
  );

type Written = z.output<typeof formatSchema>;

/** A format with its mode, and what events that are made here are told beside it. */
export type Format = { readonly mode: (typeof MODES)[number] } & Readonly<Omit<z.output<typeof named>, "cloudevents">>;

/** The same for both ways of writing it. */
export function formatOf(written: Written): Format {
  if (typeof written === "string") return { mode: written === "cloudevents" ? "structured" : "binary" };
  const { cloudevents: mode, ...told } = written;
  return { mode, ...told };
}
