import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Draft } from "../../../../infra/local/sqs/message.ts";
import { aDraft, aFifoDraft, anEngine, aQueue, faultOf } from "./an-engine.ts";

describe("send", () => {
  it("answers a duplicate within five minutes with what it said to the first, even after that is deleted", () => {
    const world = anEngine();
    const queue = aQueue(world, "q.fifo");
    const draft = aFifoDraft("g", "one", { deduplicationId: "same" });
    const first = world.engine.send(queue, draft);
    expect(first.sequenceNumber).toBe("00000000000000000001");
    const [received] = world.engine.receive(queue, { limit: 1 });
    world.engine.deleteMessage(queue, received?.receiptHandle ?? "");
    world.pass(299.999);
    expect(world.engine.send(queue, { ...draft, groupId: "other", body: "two" })).toEqual(first);
    expect(world.engine.counts(queue).accepted).toBe(1);
    world.pass(0.001);
    expect(world.engine.send(queue, draft).sequenceNumber).toBe("00000000000000000002");
  });

  it("knows duplicates by group where the scope is the group", () => {
    const world = anEngine();
    const queue = aQueue(world, "q.fifo", { DeduplicationScope: "messageGroup" });
    for (const groupId of ["a", "b", "a"]) world.engine.send(queue, aDraft({ groupId, deduplicationId: "same" }));
    expect(world.engine.counts(queue).accepted).toBe(2);
  });

  it("makes the deduplication id from the body alone where the queue says so", () => {
    const world = anEngine();
    const queue = aQueue(world, "q.fifo", { ContentBasedDeduplication: "true" });
    const attributes = new Map([["n", { type: "Number", value: "1" }]]);
    world.engine.send(queue, aDraft({ groupId: "g" }));
    world.engine.send(queue, aDraft({ groupId: "g", attributes }));
    const received = world.engine.receive(queue, { limit: 10 });
    const hash = createHash("sha256").update("hello").digest("hex");
    expect(received.map(({ message }) => message.deduplicationId)).toEqual([hash]);
  });

  it("carries the group of a standard queue without any order or lock", () => {
    const world = anEngine();
    const queue = aQueue(world);
    for (const body of ["1", "2"]) world.engine.send(queue, aDraft({ body, groupId: "tenant" }));
    expect(world.engine.receive(queue, { limit: 1 })[0]?.message.groupId).toBe("tenant");
    expect(world.engine.receive(queue, { limit: 1 })[0]?.message.groupId).toBe("tenant");
  });

  const attribute = (name: string, type: string, value: string): Partial<Draft> => ({
    attributes: new Map([[name, { type, value }]]),
  });
  const eleven = new Map(Array.from({ length: 11 }, (_, n) => [`a${n}`, { type: "String", value: "x" }]));
  const standard: readonly (readonly [string, Partial<Draft>, string])[] = [
    ["an empty body", { body: "" }, "MissingParameter"],
    ["a NUL in the body", { body: "a\u0000" }, "InvalidMessageContents"],
    ["U+FFFE in the body", { body: "\ufffe" }, "InvalidMessageContents"],
    ["a lone surrogate in the body", { body: "\ud800" }, "InvalidMessageContents"],
    ["a body over 1 MiB", { body: "x".repeat(1_048_577) }, "InvalidParameterValue"],
    [
      "a body that is over 1 MiB with its attributes",
      { body: "x".repeat(1_048_570), ...attribute("n", "String", "v") },
      "InvalidParameterValue",
    ],
    ["a delay over 900 seconds", { delaySeconds: 901 }, "InvalidParameterValue"],
    ["a deduplication id", { deduplicationId: "d" }, "InvalidParameterValue"],
    ["a group with a space", { groupId: "a b" }, "InvalidParameterValue"],
    ["a group that is not ASCII", { groupId: "é" }, "InvalidParameterValue"],
    ["a group of 129 characters", { groupId: "x".repeat(129) }, "InvalidParameterValue"],
    ["eleven attributes", { attributes: eleven }, "InvalidParameterValue"],
    ["an attribute without a name", attribute("", "String", "v"), "InvalidParameterValue"],
    ["an attribute name of 257 characters", attribute("n".repeat(257), "String", "v"), "InvalidParameterValue"],
    ["an attribute name with a space", attribute("a b", "String", "v"), "InvalidParameterValue"],
    ["an attribute name that starts with a dot", attribute(".a", "String", "v"), "InvalidParameterValue"],
    ["an attribute name that ends with a dot", attribute("a.", "String", "v"), "InvalidParameterValue"],
    ["an attribute name with two dots in a row", attribute("a..b", "String", "v"), "InvalidParameterValue"],
    ["a reserved attribute name", attribute("aMaZoN.x", "String", "v"), "InvalidParameterValue"],
    ["an attribute without a type", attribute("a", "", "v"), "InvalidParameterValue"],
    ["an unknown type", attribute("a", "Float", "v"), "InvalidParameterValue"],
    ["a type with a bare dot", attribute("a", "String.", "v"), "InvalidParameterValue"],
    ["a type of 257 characters", attribute("a", `String.${"x".repeat(250)}`, "v"), "InvalidParameterValue"],
    ["an empty value", attribute("a", "String", ""), "InvalidParameterValue"],
    ["an illegal character in a value", attribute("a", "String", "\u0001"), "InvalidParameterValue"],
    ["a Number that is none", attribute("a", "Number", "12x"), "InvalidParameterValue"],
    ["a Number of 39 digits", attribute("a", "Number", "1".repeat(39)), "InvalidParameterValue"],
    ["a Number beyond 10^126", attribute("a", "Number.big", "1e127"), "InvalidParameterValue"],
  ];
  for (const [what, parts, code] of standard)
    it(`refuses ${what}, and changes nothing`, () => {
      const world = anEngine();
      const queue = aQueue(world);
      expect(faultOf(() => world.engine.send(queue, aDraft(parts)))).toBe(code);
      expect(world.engine.counts(queue).accepted).toBe(0);
    });

  const fifo: readonly (readonly [string, Draft, string])[] = [
    ["no group", aDraft({ deduplicationId: "d" }), "MissingParameter"],
    ["no deduplication id", aDraft({ groupId: "g" }), "InvalidParameterValue"],
    ["a delay of its own", aFifoDraft("g", "b", { delaySeconds: 1 }), "InvalidParameterValue"],
    [
      "a deduplication id of 129 characters",
      aFifoDraft("g", "b", { deduplicationId: "x".repeat(129) }),
      "InvalidParameterValue",
    ],
  ];
  for (const [what, draft, code] of fifo)
    it(`refuses a FIFO message with ${what}`, () => {
      const world = anEngine();
      const queue = aQueue(world, "q.fifo");
      expect(faultOf(() => world.engine.send(queue, draft))).toBe(code);
    });

  const legal: readonly (readonly [string, Partial<Draft>])[] = [
    ["exactly 1 MiB with its attributes", { body: "x".repeat(1_048_576 - 12), ...attribute("name", "String", "vv") }],
    ["tab, newline, carriage return and an astral character", { body: "\t\n\r😀\ufffd" }],
    ["Numbers at the edges", attribute("a", "Number.id", `-${"1".repeat(38)}e-128`)],
    ["a Number with zeroes around", attribute("a", "Number", "000.500")],
    ["a Binary with a label", attribute("a", "Binary.png", "AAH+/w==")],
    ["a name of 256 characters and a dot inside", attribute(`a.${"n".repeat(254)}`, "String", "v")],
    ["a group of 128 characters of punctuation", { groupId: "!~".repeat(64) }],
  ];
  for (const [what, parts] of legal)
    it(`takes ${what}, and gives it back as it was`, () => {
      const world = anEngine();
      const queue = aQueue(world);
      const draft = aDraft(parts);
      const { id } = world.engine.send(queue, draft);
      const [received] = world.engine.receive(queue, { limit: 1 });
      expect(received?.message).toEqual({ ...draft, id, sentAt: world.now() });
    });

  it("keeps to the queue's own MaximumMessageSize", () => {
    const world = anEngine();
    const queue = aQueue(world, "q", { MaximumMessageSize: "1024" });
    world.engine.send(queue, aDraft({ body: "é".repeat(512) }));
    expect(faultOf(() => world.engine.send(queue, aDraft({ body: "é".repeat(513) })))).toBe("InvalidParameterValue");
  });
});
