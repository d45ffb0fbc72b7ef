// Messages to try a hop with: bodies of its schema, with keys and attributes as senders have them.

import fc from "fast-check";
import { z } from "zod";
import { exactNumbers } from "../../../shared/core/exact-number.ts";
import { plainJson } from "../../../shared/core/json-body.ts";
import { type Attribute, type Message, text } from "../../../shared/core/message.ts";
import type { Example } from "../../../shared/fabric/example-schema.ts";
import type { Named } from "./input-schema.ts";
import { mostly } from "./mostly.ts";
import { valuesOf } from "./values-of.ts";

/** One input, as JSON: what is shrunk, and what a person is shown. */
export interface Input {
  readonly body: unknown;
  readonly key?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

const names = fc.stringMatching(/^[a-z][a-z0-9_-]{0,9}$/);
const values: fc.Arbitrary<Attribute> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }).map(text),
  fc.integer().map((number) => ({ type: "Number", value: String(number) })),
  fc.uint8Array({ maxLength: 8 }).map((bytes) => ({ type: "Binary", value: Buffer.from(bytes).toString("base64") })),
);

/** Of the inputs that must pass, so many bodies are made at most for one that does. Ours. */
const MOST_TRIES = 20;

/** Parts of the examples that the hop has come up among those that are made; three of four pass all that the schema checks, where such are found. */
export function inputsOf({ schema }: Named, examples: readonly Example[]): fc.Arbitrary<Input> {
  const entering = examples.flatMap(({ in: given }) => given);
  const bodies = entering.flatMap(({ body }) =>
    typeof body === "object" && body !== null ? [exactNumbers(body)] : [],
  );
  const known = entering.flatMap(({ attributes }) => (attributes === undefined ? [] : [typed(attributes)]));
  const keys = entering.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Readonly<Record<string, unknown>>;
  const made = fc.dictionary(names, values, { maxKeys: 3 }).map((attributes) => ({ ...attributes }));
  const anyBody = valuesOf(json, bodies);
  const good = mostly(anyBody, (body) => isTaken(schema, { body }), MOST_TRIES);
  return fc.record(
    {
      body: fc.oneof({ weight: 3, arbitrary: good }, { weight: 1, arbitrary: anyBody }),
      key: fc.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 20 }), ...keys.map((key) => fc.constant(key))),
      attributes: known.length === 0 ? made : fc.oneof(made, fc.constantFrom(...known)),
    },
    { requiredKeys: ["body"] },
  );
}

const typed = (attributes: Readonly<Record<string, string | Attribute>>): Readonly<Record<string, Attribute>> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === "string" ? text(value) : { ...value }]),
  );

/** Whether the schema takes the body as a hop reads it: of whole numbers beyond 2^53 that is a bigint. */
export function isTaken(schema: z.ZodType, input: Input): boolean {
  try {
    return schema.safeParse(plainJson(messageOf(input))).success;
  } catch {
    // What a check of the schema throws, the hop's own use of it shows.
    return false;
  }
}

/** The message of an input; bytes of its own each time, so that nothing is remembered of an earlier one. */
export const messageOf = ({ body, key, attributes }: Input): Message => ({
  id: "fuzz:1",
  body: Buffer.from(JSON.stringify(body) ?? ""),
  attributes: new Map(Object.entries(attributes ?? {})),
  ...(key === undefined ? {} : { orderingKey: key }),
  trail: [],
  sentAt: 0,
});
