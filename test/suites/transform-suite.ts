// What every transform owes: run by one test file per entry of the table.

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type HopspanError, TransformError } from "../../shared/core/errors.ts";
import type { Message } from "../../shared/core/message.ts";
import type { Tools, Transform, TransformPart } from "../../shared/core/ports.ts";
import { transforms } from "../../shared/transforms/index.ts";
import { aMessage } from "../support/a-message.ts";

/** The secrets of the tests: a data key must be longer than one for pseudonyms. */
export const someTools: Tools = {
  secret: (name) => Buffer.from(name.endsWith("data-key") ? "docs-only-data-key-of-32-bytes.." : "docs-only-secret"),
};

/** A message with this JSON for a body. */
export const jsonMessage = (body: unknown, parts: Partial<Message> = {}): Message =>
  textMessage(JSON.stringify(body), parts);

/** A message with this very text for a body. */
export const textMessage = (body: string, parts: Partial<Message> = {}): Message =>
  aMessage({ body: new TextEncoder().encode(body), ...parts });

/** The texts of the bodies that a step gives. */
export const bodies = (messages: readonly Message[]): readonly string[] =>
  messages.map(({ body }) => new TextDecoder().decode(body));

const marker = "s3cr3t-value";
const nested = (levels: number) => `${'{"a":'.repeat(levels)}"${marker}"${"}".repeat(levels)}`;

/** By name: bodies that no honest sender writes, and some that one does. */
const hostile: Readonly<Record<string, string | Uint8Array>> = {
  "no body": "",
  "plain text": `${marker} is no JSON`,
  "half an object": `{"status": "${marker}`,
  "bytes that are not UTF-8": Uint8Array.of(0x22, 0xff, 0xfe, 0x22),
  "a prototype": `{"__proto__":{"polluted":"${marker}"},"constructor":{"prototype":{"polluted":1}},"status":"${marker}"}`,
  "two hundred levels": nested(199),
  "too many levels": nested(201),
  "half a million levels": `${"[".repeat(500_000)}${"]".repeat(500_000)}`,
  "huge numbers": `{"total":1e400,"price":${"9".repeat(5000)},"quantity":-0,"n":1.0,"status":"${marker}"}`,
  "lone surrogates": `{"status":"\\ud800${marker}","customer":{"email":"\\udc00"}}`,
  "a byte order mark": `\ufeff{"status":"${marker}"}`,
  "equal names": `{"status":"PAID","status":"${marker}"}`,
  null: "null",
  "a list": `["${marker}"]`,
  "a text": `"${marker}"`,
  "other kinds everywhere": `{"status":["${marker}"],"customer":"${marker}","items":{"a":1},"card":[1],"meta":7}`,
  "names that are nobody's business": `{"${marker}":{"${marker}":[]},"status":{"${marker}":1},"items":[{"${marker}":1}]}`,
  "a count of a billion": Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x0f, 0),
  "a length of a billion": Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f),
  "1 MiB": JSON.stringify({ status: marker, items: [], pad: "x".repeat(1_048_500) }),
  "1 MiB of members": `{${Array.from({ length: 80_000 }, (_, at) => `"${at}":"${at}"`).join(",")}}`,
};

interface Suited {
  /** A body that every example of the part can work on: JSON, or bytes; a function where it depends on the example. */
  readonly body: unknown;
  /** Options that the part's JSON Schema must refuse. */
  readonly refused: readonly unknown[];
  /** What else of a message the part is there to change. */
  readonly changes?: readonly (keyof Message)[];
  /** What it writes need not be JSON. */
  readonly writesBytes?: boolean;
}

/** Runs the suite for one entry of the transform table. */
export function transformSuite(name: string, { body, refused, changes = [], writesBytes = false }: Suited): void {
  const load = async (options?: unknown): Promise<TransformPart> =>
    (transforms[name] ?? expect.fail(`${name} is not in the table`))(options);
  const examplesOf = (part: TransformPart) => z.array(z.unknown()).min(1).parse(part.options["examples"]);
  const fresh = (example: unknown) => {
    const chosen: unknown = typeof body === "function" ? body(example) : body;
    return frozen(chosen instanceof Uint8Array ? aMessage({ ...rich(), body: chosen }) : jsonMessage(chosen, rich()));
  };
  const eachExample = async (check: (step: Transform, example: unknown) => void) => {
    for (const example of examplesOf(await load())) check((await load(example)).create(example, someTools), example);
  };

  describe(`${name}, as any transform,`, () => {
    it("describes its options, and each of its examples fits them", async () => {
      const part = await load();
      const schema = z.fromJSONSchema(part.options);
      // One between two schemas is described by them.
      if (!("input" in part)) expect(part.options["description"]).toEqual(expect.any(String));
      for (const example of examplesOf(part)) expect(schema.safeParse(example).error).toBeUndefined();
    });

    it("refuses options that do not fit its schema", async () => {
      const schema = z.fromJSONSchema((await load()).options);
      expect(refused.filter((options) => schema.safeParse(options).success)).toEqual([]);
    });

    it("runs its examples and leaves the incoming message untouched", async () => {
      await eachExample((step, example) => {
        const message = fresh(example);
        step(message);
        expect(message).toEqual(fresh(example));
      });
    });

    it("gives the same for the same message, also the second time", async () => {
      await eachExample((step, example) => {
        const message = fresh(example);
        const first = step(message);
        expect(step(message)).toEqual(first);
        expect(step(fresh(example))).toEqual(first);
      });
    });

    it("keeps identity, trail, time and keys, and attributes unless it is told to change them", async () => {
      await eachExample((step, example) => {
        const changesAttributes = typeof example === "object" && example !== null && "attributes" in example;
        const stable = ({ body: _, attributes: __, ...rest }: Message) =>
          Object.fromEntries(Object.entries(rest).filter(([part]) => !changes.includes(part as keyof Message)));
        const before = fresh(example);
        for (const message of step(fresh(example))) {
          expect(stable(message)).toEqual(stable(before));
          if (!changesAttributes && !changes.includes("attributes"))
            expect(message.attributes).toEqual(before.attributes);
        }
      });
    });

    it.each(Object.entries(hostile))("meets %s with a right result or a named error", async (_, text) => {
      await eachExample((step) => {
        const message = frozen(
          aMessage({ ...rich(), body: typeof text === "string" ? new TextEncoder().encode(text) : text }),
        );
        survives(step, message, writesBytes);
      });
    });
  });
}

const rich = (): Partial<Message> => ({
  orderingKey: "key-1",
  trail: ["fabric/before"],
  deduplicationId: "d-1",
  tenant: "t-1",
  attributes: new Map([
    ["tenant", { type: "String", value: "a" }],
    ["user-agent", { type: "String.browser", value: "curl" }],
  ]),
});

/** Bytes and maps can't be frozen: the tests compare them afterwards. */
function frozen(message: Message): Message {
  Object.freeze(message.trail);
  for (const attribute of message.attributes.values()) Object.freeze(attribute);
  return Object.freeze(message);
}

function survives(step: Transform, message: Message, writesBytes: boolean): void {
  const before = Uint8Array.from(message.body);
  try {
    for (const { body } of step(message))
      if (body !== message.body && !writesBytes) JSON.parse(new TextDecoder().decode(body));
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(TransformError);
    expect((thrown as HopspanError).message).not.toContain(marker);
    expect((thrown as HopspanError).code).toMatch(/^[A-Z_]+$/);
  }
  expect(Buffer.compare(before, message.body)).toBe(0);
  expect("polluted" in {}).toBe(false);
}
