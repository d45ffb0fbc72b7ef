// Message attributes: types, labels, names, digests, and which a receiver gets.

import { createHash } from "node:crypto";
import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { refusal, send, takeOne } from "./talk.ts";

type Attributes = Record<string, MessageAttributeValue>;

const METADATA = guide("sqs-message-metadata");
const string = (StringValue: string, label = ""): MessageAttributeValue => ({
  DataType: `String${label}`,
  StringValue,
});
const number = (StringValue: string): MessageAttributeValue => ({ DataType: "Number", StringValue });

/** The digest as the guide tells how it is made, and not as anything here makes it. */
function digest(attributes: Attributes): string {
  const hash = createHash("md5");
  const sized = (bytes: Uint8Array) => {
    const size = new Uint8Array(4);
    new DataView(size.buffer).setUint32(0, bytes.length);
    hash.update(size).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { DataType = "", StringValue, BinaryValue } = attributes[name] ?? {};
    sized(Buffer.from(name));
    sized(Buffer.from(DataType));
    hash.update(new Uint8Array([BinaryValue === undefined ? 1 : 2]));
    sized(BinaryValue ?? Buffer.from(StringValue ?? ""));
  }
  return hash.digest("hex");
}

const SAMPLE: Attributes = {
  text: string("hé\tllo"),
  count: number("-12.5"),
  raw: { DataType: "Binary", BinaryValue: new Uint8Array([0, 1, 254, 255]) },
  labelled: string("x", ".iso8601"),
  weight: { DataType: "Number.kg", StringValue: "3" },
  picture: { DataType: "Binary.png", BinaryValue: new Uint8Array([137, 80]) },
};

const refused = (what: string, name: string, attribute: MessageAttributeValue): Check => ({
  name: `an attribute is refused for ${what}`,
  says: METADATA,
  async run(world) {
    const sent = send(world, await world.queue(), "x", { MessageAttributes: { [name]: attribute } });
    expect(await refusal(sent)).toBe("InvalidParameterValue");
  },
});

const chosen = (what: string, asked: readonly string[], names: readonly string[]): Check => ({
  name: `a receiver gets attributes ${what}`,
  says: api("ReceiveMessage"),
  async run(world) {
    const url = await world.queue();
    const MessageAttributes = { "a.one": string("1"), "a.two": string("2"), ab: string("3"), b: string("4") };
    await send(world, url, "x", { MessageAttributes });
    const message = await takeOne(world, url, { MessageAttributeNames: [...asked] });
    expect(Object.keys(message.MessageAttributes ?? {}).sort()).toEqual(names);
  },
});

export const messageAttributes: readonly Check[] = [
  {
    name: "attributes of each type, with and without labels, arrive as they were sent",
    says: METADATA,
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x", { MessageAttributes: SAMPLE });
      expect((await takeOne(world, url, { MessageAttributeNames: ["All"] })).MessageAttributes).toEqual(SAMPLE);
    },
  },
  {
    name: "the digest of attributes is as the guide has it, for sender and receiver",
    says: METADATA,
    async run(world) {
      const url = await world.queue();
      const sent = await send(world, url, "x", { MessageAttributes: SAMPLE });
      const received = await takeOne(world, url, { MessageAttributeNames: ["All"] });
      expect([sent.MD5OfMessageAttributes, received.MD5OfMessageAttributes]).toEqual([digest(SAMPLE), digest(SAMPLE)]);
    },
  },
  {
    name: "a receiver's digest is of the attributes that it gets",
    says: api("Message"),
    open: "of which attributes it is where a receiver asks for some: clients check it against what they get",
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x", { MessageAttributes: SAMPLE });
      const { MD5OfMessageAttributes } = await takeOne(world, url, { MessageAttributeNames: ["count"] });
      expect(MD5OfMessageAttributes).toBe(digest({ count: number("-12.5") }));
    },
  },
  {
    name: "there is no digest where there are no attributes",
    says: api("SendMessage"),
    async run(world) {
      const url = await world.queue();
      expect(await send(world, url)).not.toHaveProperty("MD5OfMessageAttributes");
      expect(await takeOne(world, url, { MessageAttributeNames: ["All"] })).not.toHaveProperty(
        "MD5OfMessageAttributes",
      );
    },
  },
  {
    name: "ten attributes are taken, and eleven are not",
    says: guide("quotas-messages"),
    async run(world) {
      const url = await world.queue();
      const some = (count: number): Attributes =>
        Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, string("x")]));
      await send(world, url, "x", { MessageAttributes: some(10) });
      expect(await refusal(send(world, url, "x", { MessageAttributes: some(11) }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a name of 256 letters, digits, hyphens, underscores and dots is taken",
    says: METADATA,
    async run(world) {
      const url = await world.queue();
      const name = "aZ9_-.x".padEnd(256, "y");
      await send(world, url, "x", { MessageAttributes: { [name]: string("1") } });
      expect((await takeOne(world, url, { MessageAttributeNames: [name] })).MessageAttributes).toEqual({
        [name]: string("1"),
      });
    },
  },
  {
    name: "names are told apart by case",
    says: METADATA,
    async run(world) {
      const url = await world.queue();
      const MessageAttributes = { a: string("1"), A: string("2") };
      await send(world, url, "x", { MessageAttributes });
      expect((await takeOne(world, url, { MessageAttributeNames: ["A"] })).MessageAttributes).toEqual({
        A: string("2"),
      });
    },
  },
  refused("a name of 257 characters", "x".repeat(257), string("1")),
  refused("a name with a space", "a b", string("1")),
  refused("a name that starts with a dot", ".a", string("1")),
  refused("a name that ends with a dot", "a.", string("1")),
  refused("a name with two dots in a row", "a..b", string("1")),
  refused("a name that starts with AWS.", "AWS.a", string("1")),
  refused("a name that starts with amazon. in any case", "aMazon.a", string("1")),
  refused("a type that is none", "a", { DataType: "Text", StringValue: "1" }),
  refused("a type that is empty", "a", { DataType: "", StringValue: "1" }),
  refused("a type of 257 characters", "a", string("1", ".".padEnd(251, "x"))),
  refused("a value that is empty", "a", string("")),
  refused("a binary value that is empty", "a", { DataType: "Binary", BinaryValue: new Uint8Array(0) }),
  refused("no value", "a", { DataType: "String" }),
  refused("a character that no body may have", "a", string("\u0001")),
  refused("a number that is none", "a", number("many")),
  refused("a number of 39 digits", "a", number("1".repeat(39))),
  refused("a number beyond 10 to the 126th", "a", number("1e127")),
  refused("a number below 10 to the minus 128th", "a", number("1e-129")),
  {
    name: "numbers of 38 digits, and at both ends of what they can be, are taken",
    says: METADATA,
    async run(world) {
      const url = await world.queue();
      for (const value of ["1".repeat(38), "1e126", "1e-128", "-0.5", "0"])
        await send(world, url, "x", { MessageAttributes: { n: number(value) } });
    },
  },
  {
    name: "a number arrives as it was sent",
    says: METADATA,
    open: "zeroes at both ends are trimmed, as the guide has it; how, and of what the digest is then, it does not say: here all stay",
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x", { MessageAttributes: { n: number("0012.500") } });
      expect((await takeOne(world, url, { MessageAttributeNames: ["n"] })).MessageAttributes).toEqual({
        n: number("0012.500"),
      });
    },
  },
  chosen("only where it asks for them", [], []),
  chosen("all by All", ["All"], ["a.one", "a.two", "ab", "b"]),
  chosen("all by .*", [".*"], ["a.one", "a.two", "ab", "b"]),
  chosen("by their names", ["b", "a.two", "none"], ["a.two", "b"]),
  chosen("by the beginning of their names", ["a.*"], ["a.one", "a.two", "ab"]),
];
