// What a function owes to a hopeless message that is as large as its source delivers: it is buried, at its first try.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PUBSUB_LIMITS } from "../../shared/brokers/pubsub/endpoint.ts";
import { SQS_LIMITS } from "../../shared/brokers/sqs/endpoint.ts";
import type { Crossing } from "../../shared/fabric/link.ts";
import { aCrossing, type Sent } from "../support/a-crossing.ts";

const largest = { sqs: SQS_LIMITS, pubsub: PUBSUB_LIMITS };

/** Opened by nobody, with so many attributes, and in all of exactly so many bytes as its source counts. */
function filled(from: keyof typeof largest, bytes: number, count: number): Sent {
  const names = Array.from({ length: count - 1 }, (_, at) => [`a-${at}`, "v"] as const);
  const attributes = Object.fromEntries([["hopspan", '{"v":1,"i":'], ...names]);
  const type = from === "sqs" ? "String" : "";
  const taken = Object.entries(attributes).reduce((sum, [name, value]) => sum + `${name}${value}${type}`.length, 0);
  return { body: "x".repeat(bytes - taken), attributes };
}

/** What lies with the dead letters: how long its body is, and what it has for attributes. */
function buriedForm(raw: unknown): readonly [number, readonly string[]] {
  const { Body, MessageAttributes, data = "", attributes } = raw as Readonly<Record<string, string | undefined>>;
  return [
    Body?.length ?? Buffer.from(data, "base64").length,
    Object.keys(Object(MessageAttributes ?? attributes)).sort(),
  ];
}

/** `reply` is what the platform gets for `count` messages that it need not bring again. */
export function largestSuite(crossing: Crossing, reply: (count: number) => readonly unknown[]): void {
  describe(`the function ${crossing} with the largest message there is`, { timeout: 60_000 }, () => {
    let hop: Awaited<ReturnType<typeof aCrossing>>;
    beforeAll(async () => {
      hop = await aCrossing(crossing);
    });
    afterAll(() => hop?.close());

    const from = crossing.startsWith("sqs") ? "sqs" : "pubsub";
    const { messageBytes, attributes: most } = largest[from];
    it.each([
      ["with one attribute", messageBytes, 1, []],
      ["with as many attributes as there can be", messageBytes, most, []],
      ["of one byte less", messageBytes - 1, 1, []],
      ["with room for a few words", messageBytes - 300, 1, ["hopspan-dead"]],
    ])("buries it at its first try: %s", async (_, bytes, count, words) => {
      const message = filled(from, bytes, count);
      expect(await hop.call([message])).toEqual(reply(1));
      const buried = (await hop.buried(1)).map(({ raw }) => buriedForm(raw));
      const names = [...Object.keys(message.attributes), ...words].sort();
      expect(buried).toEqual([[message.body.length, names]]);
      // Whatever the letter has no room for stands in the log.
      await expect.poll(() => hop.lines.filter((line) => line.includes('"outcome":"dead"')).at(-1)).toContain("HEADER");
    });
  });
}
