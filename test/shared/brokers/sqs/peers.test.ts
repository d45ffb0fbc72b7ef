import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterEach, describe, expect, it } from "vitest";
import type { SqsEndpoint } from "../../../../shared/brokers/sqs/endpoint.ts";
import { sqsSink } from "../../../../shared/brokers/sqs/sink.ts";
import { sqsSource } from "../../../../shared/brokers/sqs/source.ts";
import { fromWire, toWire } from "../../../../shared/brokers/sqs/wire.ts";
import { SinkError } from "../../../../shared/core/errors.ts";
import { type Message, text } from "../../../../shared/core/message.ts";
import type { SendResult, Sink } from "../../../../shared/core/ports.ts";
import { relay } from "../../../../shared/core/relay.ts";
import { aBudget, aMessage } from "../../../support/a-message.ts";
import { type Answer, anSqsServer, batchAnswer, type Request } from "../../../support/an-sqs-server.ts";

const standard: SqsEndpoint = {
  broker: "sqs",
  name: "inbox",
  queue: "inbox",
  fifo: false,
  region: "eu-west-1",
  account: "111122223333",
};
const event = (file: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../../fixtures/sqs/${file}.json`), "utf8")) as SQSEvent;
const idsOf = (file: string, ...at: readonly number[]): SQSBatchResponse => ({
  batchItemFailures: at.map((each) => ({ itemIdentifier: event(file).Records[each]?.messageId ?? "" })),
});

/** A link from a queue to a target that answers as told; `buried` says what reached the dead letters. */
function aQueueLink(fifo: boolean, fate: (message: Message) => SendResult, mayBury = true) {
  const buried: string[] = [];
  const sink: Sink = { send: async (messages) => messages.map(fate) };
  const run = relay<SQSEvent, SQSBatchResponse>({
    link: "shop/orders",
    source: sqsSource({ name: "orders", fifo }),
    transform: (message) => [message],
    sink,
    deadLetters: {
      async put({ receipt }) {
        if (!mayBury) throw new SinkError("AccessDenied", "burying ended with AccessDenied", true);
        buried.push(receipt);
      },
    },
    report: () => {},
  });
  return { run: (file: string) => run(event(file), aBudget()), buried };
}
const refused = (retryable: boolean): SendResult => ({
  kind: "refused",
  error: new SinkError("REFUSED", "the target refused", retryable),
});

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
async function aTarget(answer: (request: Request) => Answer = batchAnswer) {
  const server = await anSqsServer(answer);
  open.push(server);
  return { ...server, sink: sqsSink(standard, { client: server.client }) };
}
const throughWire = (message: Message, fifo = false) =>
  fromWire({ ...toWire(message, { fifo }), fifo, endpoint: "next", messageId: "other", sentAt: 1 });

describe("what users of other bridges complain about", () => {
  it("messages deleted from SQS though the target refused them: each comes again", async () => {
    expect(await aQueueLink(false, () => refused(true)).run("standard")).toEqual(idsOf("standard", 0, 1));
  });

  it("messages lost between a final refusal and the dead letters: each comes again until it is buried", async () => {
    expect(await aQueueLink(false, () => refused(false), false).run("standard")).toEqual(idsOf("standard", 0, 1));
    const { run, buried } = aQueueLink(false, () => refused(false));
    expect(await run("standard")).toEqual(idsOf("standard"));
    expect(buried).toEqual(event("standard").Records.map(({ messageId }) => messageId));
  });

  it("FIFO functions that go on after a failure in the group: the group waits, others go on", async () => {
    const { run } = aQueueLink(true, ({ deduplicationId }) =>
      deduplicationId === "checkout-1"
        ? refused(true)
        : deduplicationId === "checkout-3"
          ? { kind: "held" }
          : { kind: "sent" },
    );
    expect(await run("fifo")).toEqual(idsOf("fifo", 0, 2));
  });

  it("one bad entry failing a whole batch: its neighbours arrive", async () => {
    const { sink } = await aTarget((request) =>
      batchAnswer(request, (body) => (body === "bad" ? "InvalidMessageContents" : undefined)),
    );
    const bodies = ["good", "bad", "fine"];
    const results = await sink.send(
      bodies.map((body) => aMessage({ id: body, body: Buffer.from(body) })),
      aBudget(5_000),
    );
    expect(results.map(({ kind }) => kind)).toEqual(["sent", "refused", "sent"]);
  });

  it("visibility expiring while a batch is still being sent: nothing is started that the time is too short for", async () => {
    const { sink, requests } = await aTarget();
    expect([await sink.send([aMessage()], aBudget(20)), requests]).toEqual([[{ kind: "held" }], []]);
  });

  it("batches over the byte limit retried for ever: they are packed, and what can never fit is refused for good", async () => {
    const { sink, requests } = await aTarget();
    const sizes = [600_000, 600_000, 1_048_576];
    const messages = sizes.map((size, at) => aMessage({ id: `m${at}`, body: Buffer.alloc(size, "x") }));
    expect(await sink.send(messages, aBudget(10_000))).toMatchObject([
      { kind: "sent" },
      { kind: "sent" },
      { kind: "refused", error: { code: "MESSAGE_TOO_LARGE", retryable: false } },
    ]);
    const batches = requests.filter(({ operation }) => operation === "SendMessageBatch");
    expect(batches.map(({ bodies }) => bodies.length)).toEqual([1, 1]);
  });

  it("attributes lost, renamed, or cut after the tenth: all of them come back, nine in plain sight", () => {
    const types = [text("v"), { type: "Number.kg", value: "2.50" }, { type: "Binary", value: "AAEC" }, text("")];
    const attributes = new Map(
      Array.from({ length: 40 }, (_, at) => [`name-${at}`, types[at % types.length] ?? text("v")] as const),
    );
    const message = aMessage({ attributes });
    expect(throughWire(message).attributes).toEqual(attributes);
    expect(toWire(message, { fifo: false }).attributes.size).toBe(10);
  });

  it("binary bodies that panic or change: every byte comes back", () => {
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect([...throughWire(aMessage({ body })).body]).toEqual([...body]);
  });

  it("the FIFO group lost on the way: it is the same group behind the bridge, through a standard queue as well", () => {
    const message = aMessage({ orderingKey: "customer-7" });
    expect([toWire(message, { fifo: true }).groupId, toWire(throughWire(message), { fifo: true }).groupId]).toEqual([
      "customer-7",
      "customer-7",
    ]);
  });

  it("tracing that spends attribute slots: with ten attributes of its own, a message shows nine, and X-Ray its trace", () => {
    const own = Array.from({ length: 10 }, (_, at) => [`name-${at}`, text("v")] as const);
    const trace = text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    const wire = toWire(aMessage({ attributes: new Map([["traceparent", trace], ...own]) }), { fifo: false });
    expect([...wire.attributes.keys()]).toEqual([...own.slice(0, 9).map(([name]) => name), "hopspan"]);
    expect(wire.traceHeader).toBe("Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=1");
  });

  it("extended-client payloads unreadable behind a bridge: pointer and marker go on in plain sight", () => {
    const source = sqsSource({ name: "orders", fifo: false });
    const wires = source.receive(event("extended-client-pointer")).map((each) => toWire(each.open(), { fifo: false }));
    expect(wires.map(({ attributes }) => [...attributes].slice(0, 1))).toEqual([
      [["ExtendedPayloadSize", { type: "Number", value: "307200" }]],
      [["SQSLargePayloadSize", { type: "Number", value: "307200" }]],
    ]);
    expect(wires.map(({ body }) => body)).toEqual(event("extended-client-pointer").Records.map(({ body }) => body));
  });
});
