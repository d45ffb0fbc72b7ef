import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type PubsubServer, pubsubServer } from "../../../infra/local/pubsub/server.ts";
import { type SqsServer, sqsServer } from "../../../infra/local/sqs/server.ts";
import { CLAIMS_FOLDER } from "../../../shared/brokers/claim-store.ts";
import { sha256 } from "../../../shared/brokers/claims.ts";
import { folderStore } from "../../../shared/brokers/folder-store.ts";
import { fromWire as fromTopic, toWire as topicWire } from "../../../shared/brokers/pubsub/wire.ts";
import { fromWire as fromQueue, toWire as queueWire } from "../../../shared/brokers/sqs/wire.ts";
import type { Attribute, Message } from "../../../shared/core/message.ts";
import type { BrokerHarness, OpenBroker } from "../../suites/broker-harness.ts";
import { aBudget, aMessage } from "../../support/a-message.ts";
import { anyMessage } from "../../support/arbitrary-message.ts";
import { pubsubHarness } from "../../support/harness/pubsub.ts";
import { sqsHarness } from "../../support/harness/sqs.ts";
import { temporaryFolder } from "../../support/run-command.ts";
import { overPubsub, overSqs } from "../../support/wire-limits.ts";

const SECRET = "SECRET-OF-B";
const folder = temporaryFolder();
const place = { bucket: "bodies", prefix: "in/", keepSeconds: 60 };
beforeAll(() =>
  folderStore(folder, "bodies").put(
    { key: "in/partner-file", bytes: Buffer.from(SECRET), sha256: sha256(SECRET) },
    aBudget(),
  ),
);
beforeEach(() => void vi.stubEnv(CLAIMS_FOLDER, folder));
afterEach(() => void vi.unstubAllEnvs());

let sqs: SqsServer;
let pubsub: PubsubServer;
beforeAll(async () => {
  sqs = await sqsServer({});
  pubsub = await pubsubServer({});
});
afterAll(async () => {
  await sqs.close();
  await pubsub.close();
});

const queue = (more: object = {}): BrokerHarness =>
  sqsHarness({
    name: "a queue",
    url: () => sqs.endpoint,
    account: "000000000000",
    claimCheck: { ...place, ...more, region: "us-east-1" },
  });
const topic = (more: object = {}): BrokerHarness =>
  pubsubHarness({ name: "a topic", host: () => pubsub.host, claimCheck: { ...place, ...more } });

const size: Attribute = { type: "Number", value: String(SECRET.length) };
const QUEUE_POINTER =
  '["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"bodies","s3Key":"in/partner-file"}]';
const TOPIC_POINTER = `{"url":"gs://bodies/in/partner-file","bytes":${SECRET.length}}`;

/** What it takes for a stranger's message to be a claim there: the way, its body, and the attribute that marks it. */
const ways = [
  ["a queue", queue, QUEUE_POINTER, "ExtendedPayloadSize", size],
  ["a queue, by the older attribute", queue, QUEUE_POINTER, "SQSLargePayloadSize", size],
  ["a topic", topic, TOPIC_POINTER, "hopspan-claim", { type: "String", value: "1" }],
] as const;

async function at<Result>(harness: BrokerHarness, act: (broker: OpenBroker) => Promise<Result>): Promise<Result> {
  const broker = await harness.open({ ordered: false });
  try {
    return await act(broker);
  } finally {
    await broker.close();
  }
}

async function takeOne(broker: OpenBroker): Promise<Message> {
  const taken = await broker.take();
  const [delivery] = taken?.deliveries ?? [];
  const message = delivery?.open();
  await taken?.settle([]);
  return message ?? expect.fail("nothing has come");
}

const relayed = (harness: BrokerHarness, message: Message) =>
  at(harness, async (broker) => {
    expect(await broker.sink.send([message], aBudget())).toMatchObject([{ kind: "sent" }]);
    return takeOne(broker);
  });

describe.each(ways)(
  "a pointer that is relayed to an endpoint with a claim check: %s",
  (_, harness, body, name, mark) => {
    const attributes = new Map<string, Attribute>([
      [name, mark],
      ["kind", { type: "String", value: "paid" }],
    ]);
    const message = aMessage({ body: Buffer.from(body), attributes, trail: ["shop/way-in"] });
    const plain = ({ body: bytes, ...rest }: Message) => ({ ...rest, body: String(Buffer.from(bytes)) });

    it("is a body like any other, with the attribute that came along", async () => {
      expect(plain(await relayed(harness(), message))).toEqual(plain(message));
    });

    it("is one also without the attribute", async () => {
      const bare = { ...message, attributes: new Map() };
      expect(plain(await relayed(harness(), bare))).toEqual(plain(bare));
    });

    it("is one also where it lies elsewhere itself, and what leads there is a claim of ours", async () => {
      expect(plain(await relayed(harness({ aboveBytes: 0 }), message))).toEqual(plain(message));
    });

    it("is none where a function wrote it that knew of no claim check: the header would say so", async () => {
      const wire =
        harness === queue ? queueWire(message, { fifo: false }).attributes : topicAttributes(topicWire(message));
      expect([...wire.keys()]).toContain(name);
      const read = await at(harness(), async (broker) => {
        await broker.sendForeign({ body: message.body, attributes: wire });
        return takeOne(broker);
      });
      expect(plain(read)).toEqual(plain(message));
    });

    it("does not look like one to anybody else, be it named by keep", () => {
      const options = { hasClaimCheck: true, fifo: false, keep: [name] };
      const wire =
        harness === queue ? queueWire(message, options).attributes : topicAttributes(topicWire(message, options));
      expect([...wire.keys()]).toEqual(["kind", "hopspan"]);
    });

    it("is followed where a stranger sent it there", async () => {
      const read = await at(harness(), async (broker) => {
        await broker.sendForeign({ body: message.body, attributes });
        return takeOne(broker);
      });
      expect([plain(read).body, [...read.attributes.keys()]]).toEqual([SECRET, ["kind"]]);
    });
  },
);

describe("what goes to an endpoint with a claim check", () => {
  const marked = fc
    .tuple(anyMessage(), fc.subarray(["ExtendedPayloadSize", "SQSLargePayloadSize", "hopspan-claim"]), fc.string())
    .map(([message, names, value]): Message => {
      const marks = names.map((name): [string, Attribute] => [name, { type: "String", value }]);
      return { ...message, attributes: new Map([...message.attributes, ...marks]) };
    });
  const received = { endpoint: "e", messageId: "m", sentAt: 1, publishedAt: 1 };

  it("comes back exactly, and has no mark on a queue: still nine attributes in plain sight", () => {
    fc.assert(
      fc.property(marked, fc.boolean(), (message, fifo) => {
        const wire = queueWire(message, { fifo, hasClaimCheck: true });
        expect(wire.attributes.has("ExtendedPayloadSize") || wire.attributes.has("SQSLargePayloadSize")).toBe(false);
        const read = fromQueue({ ...wire, ...received, fifo });
        expect({ ...read, body: new Uint8Array(read.body) }).toEqual(message);
        expect(overSqs(wire)).toEqual([]);
      }),
    );
    const many = new Map([...Array(9).keys()].map((at): [string, Attribute] => [`n-${at}`, size]));
    expect(queueWire(aMessage({ attributes: many }), { fifo: false, hasClaimCheck: true }).attributes.size).toBe(10);
  });

  it("comes back exactly, and has no mark on a topic", () => {
    fc.assert(
      fc.property(marked, (message) => {
        const wire = topicWire(message, { hasClaimCheck: true });
        expect(Object.keys(wire.attributes)).not.toContain("hopspan-claim");
        expect(fromTopic({ ...wire, ...received })).toEqual(message);
        expect(overPubsub(wire)).toEqual([]);
      }),
    );
  });
});

const topicAttributes = ({ attributes }: ReturnType<typeof topicWire>) =>
  new Map(Object.entries(attributes).map(([name, value]): [string, Attribute] => [name, { type: "String", value }]));
