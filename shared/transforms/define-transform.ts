// How a team writes a transform of its own: a function between two zod schemas.

import type { z } from "zod";
import { TransformError } from "../core/errors.ts";
import { toJson } from "../core/json.ts";
import { plainJson, withJsonBody } from "../core/json-body.ts";
import type { Message } from "../core/message.ts";
import type { TransformPart } from "../core/ports.ts";
import { placeIn, skippedIn } from "../schemas/places.ts";

/** All of the incoming message but its body, which comes parsed. */
export type Context = Omit<Message, "body">;

/** Exactly one of `map` (one body, or undefined to drop) and `split` (any number: a list is always a list of bodies). */
type Mapping<Input extends z.ZodType, Output extends z.ZodType> =
  | {
      readonly map: (body: z.output<Input>, context: Context) => z.input<Output> | undefined;
      readonly split?: never;
    }
  | {
      readonly split: (body: z.output<Input>, context: Context) => readonly z.input<Output>[];
      readonly map?: never;
    };

/** A part that also says what goes in and what comes out, for a check of the types along a chain. */
export interface DefinedTransform<Input extends z.ZodType, Output extends z.ZodType> extends TransformPart {
  readonly input: Input;
  readonly output: Output;
}

const INCOMING = { code: "INPUT", what: "the body", schema: "the schema" };
const OUTGOING = { code: "OUTPUT", what: "the result", schema: "the schema" };

/**
 * A transform without options. Its function must be pure: no clock, chance, environment or I/O. The body reaches it as
 * `input` gives it, with whole numbers beyond 2^53 as bigint; what it returns passes through `output`; attributes and
 * key stay. Its step throws `TransformError`: INPUT or OUTPUT with the first field that does not fit, never its value;
 * SCHEMA where one of them throws or would answer later; NO_JSON_VALUE where `output` lets pass what JSON can't hold; or as
 * `plainJson`.
 */
export function defineTransform<Input extends z.ZodType, Output extends z.ZodType>(
  definition: {
    readonly input: Input;
    readonly output: Output;
    readonly description?: string;
  } & Mapping<Input, Output>,
): DefinedTransform<Input, Output> {
  const { input, output, description, map, split } = definition;
  const one = (body: z.input<Output> | undefined) => (body === undefined ? [] : [body]);
  const bodiesOf = split ?? ((body: z.output<Input>, context: Context) => one(map(body, context)));
  return {
    input,
    output,
    options: {
      ...(description === undefined ? {} : { description }),
      examples: [{}],
      type: "object",
      properties: {},
      additionalProperties: false,
    },
    create: () => (message) => {
      const { body: _, ...context } = message;
      const taken = fitting(input, plainJson(message), INCOMING);
      const given = (body: z.input<Output>) => fitting(output, body, OUTGOING);
      return bodiesOf(taken, context).map((body) => withJsonBody(message, toJson(given(body))));
    },
  };
}

/** Whose value it is, and the code of the error where it does not fit. */
export interface Held {
  readonly code: string;
  /** `the body`, `the result`. */
  readonly what: string;
  /** `schema order-row`. */
  readonly schema: string;
}

/**
 * The value as `schema` gives it. Throws `TransformError`: with the code of `held` and the first field that does not fit, by the
 * schema's own names and never with a value or a key of the message's; SCHEMA where the schema throws, or would answer later.
 * A field `__proto__` of a table, which zod skips, has to fit like any other.
 */
export function fitting<Schema extends z.ZodType>(schema: Schema, value: unknown, held: Held): z.output<Schema> {
  const { code, what, schema: name } = held;
  const { read, skipped } = answered(schema, value, name);
  const [issue] = read.error?.issues ?? [];
  if (read.success && skipped === undefined) return read.data;
  const wanted = issue?.code === "invalid_type" ? `${issue.expected} was expected` : complaint(issue?.code);
  const path = issue?.path ?? skipped ?? [];
  throw new TransformError(code, `${what} does not fit ${name} at ${placeIn(schema, value, path)}: ${wanted}`);
}

function answered<Schema extends z.ZodType>(schema: Schema, value: unknown, name: string) {
  try {
    return { read: schema.safeParse(value), skipped: skippedIn(schema, value) };
  } catch (thrown) {
    const kind = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
    const isLate = kind === "$ZodAsyncError";
    const why = isLate
      ? "would answer later, an answer at once was expected"
      : `threw a ${kind}, an answer was expected`;
    throw new TransformError("SCHEMA", `${name} ${why}`, thrown);
  }
}

/** Zod's own message may quote what it met; its codes are a few. */
const CODES: ReadonlySet<string> = new Set([
  ...["too_big", "too_small", "invalid_format", "not_multiple_of", "unrecognized_keys", "invalid_union"],
  ...["invalid_key", "invalid_element", "invalid_value"],
]);

const complaint = (code = "invalid_element"): string =>
  CODES.has(code) ? code.replaceAll("_", " ") : "a check of the schema failed";
