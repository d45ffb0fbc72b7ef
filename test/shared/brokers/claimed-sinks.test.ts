import { afterEach, describe, expect, it, vi } from "vitest";
import { pubsubSink } from "../../../shared/brokers/pubsub/sink.ts";
import { sqsSink } from "../../../shared/brokers/sqs/sink.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { SendResult } from "../../../shared/core/ports.ts";
import { aBucket } from "../../support/a-bucket.ts";
import { aBudget, aMessage } from "../../support/a-message.ts";
import { anSqsServer, batchAnswer } from "../../support/an-sqs-server.ts";
import { aPubsubServer, taken } from "./pubsub/a-pubsub-server.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of open.splice(0)) await each.close();
});

const sized = (id: string, bytes: number, more: Partial<Message> = {}) =>
  aMessage({ id, body: Buffer.alloc(bytes, "x"), ...more });
const brief = (results: readonly SendResult[]) =>
  results.map((result) =>
    result.kind === "refused" ? `${result.error.code} ${result.error.retryable ? "later" : "never"}` : result.kind,
  );

/** A queue whose bodies lie in a stand-in for S3. */
async function aQueue({ aboveBytes, fifo = false }: { readonly aboveBytes?: number; readonly fifo?: boolean } = {}) {
  const [server, bucket] = [await anSqsServer(batchAnswer), await aBucket()];
  open.push(server, bucket);
  vi.stubEnv("AWS_ENDPOINT_URL_S3", bucket.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "a");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "b");
  const place = { region: "eu-west-1", account: "111122223333" };
  const claimCheck = {
    bucket: "claims",
    region: "eu-west-1",
    prefix: "",
    keepSeconds: 60,
    ...(aboveBytes === undefined ? {} : { aboveBytes }),
  };
  const queue = fifo ? "inbox.fifo" : "inbox";
  const sink = sqsSink({ broker: "sqs", name: "inbox", queue, fifo, ...place, claimCheck }, { client: server.client });
  return { bucket, sink, bodies: () => server.requests.flatMap((request) => request.bodies) };
}

describe("a sink with a claim check", () => {
  it("sends a pointer in place of what the queue can't take, once the body is confirmed, and the rest as it is", async () => {
    const { sink, bucket, bodies } = await aQueue();
    const results = await sink.send([sized("a", 10), sized("b", 5_000_000), sized("c", 1_000)], aBudget());
    expect(brief(results)).toEqual(["sent", "sent", "sent"]);
    expect([...bucket.objects.values()].map(({ length }) => length)).toEqual([5_000_000]);
    const [key = ""] = bucket.objects.keys();
    const pointer = `["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"claims","s3Key":"${key.slice("/claims/".length)}"}]`;
    expect(
      bodies()
        .map((body) => (body.length > 1_000 ? "?" : body))
        .sort(),
    ).toEqual(["x".repeat(10), pointer, "x".repeat(1_000)].sort());
  });

  it("sends no pointer to what the store has not confirmed: the message comes again", async () => {
    const { sink, bucket, bodies } = await aQueue();
    bucket.fail({ status: 403, code: "AccessDenied" });
    expect(brief(await sink.send([sized("a", 2_000_000), sized("b", 10)], aBudget()))).toEqual([
      "CLAIM_STORE later",
      "sent",
    ]);
    expect(bodies()).toEqual(["x".repeat(10)]);
    expect(brief(await sink.send([sized("a", 2_000_000)], aBudget()))).toEqual(["sent"]);
    expect(bucket.objects.size).toBe(1);
  });

  it("keeps the order of a group where one of it has to wait", async () => {
    const { sink, bucket, bodies } = await aQueue({ fifo: true });
    bucket.fail({ status: 403, code: "AccessDenied" });
    const inGroup = { orderingKey: "k" };
    const list = [sized("a", 2_000_000, inGroup), sized("b", 10, inGroup), sized("c", 20, { orderingKey: "l" })];
    expect(brief(await sink.send(list, aBudget()))).toEqual(["CLAIM_STORE later", "held", "sent"]);
    expect(bodies()).toEqual(["x".repeat(20)]);
  });

  it("lays down less than the queue could take where the endpoint says so, and nothing twice", async () => {
    const { sink, bucket } = await aQueue({ aboveBytes: 1_000 });
    for (const _ of [1, 2]) await sink.send([sized("a", 1_001), sized("b", 500)], aBudget());
    expect(bucket.objects.size).toBe(1);
  });

  it("lays down nothing that no function would fetch: the most is what lies there, not what was sent", async () => {
    const { sink, bucket, bodies } = await aQueue();
    const binary = Buffer.alloc(25_165_825, 0xff);
    const list = [sized("a", 33_554_433), sized("b", 10), aMessage({ id: "c", body: binary })];
    expect(brief(await sink.send(list, aBudget()))).toEqual(["CLAIM_TOO_LARGE never", "sent", "CLAIM_TOO_LARGE never"]);
    expect([bucket.objects.size, bodies()]).toEqual([0, ["x".repeat(10)]]);
    const [result] = await sink.send([sized("a", 33_554_433)], aBudget());
    expect(result).toMatchObject({
      error: {
        message: "message a has a body of 33554433 bytes: at most 33554432 are fetched from bucket claims",
      },
    });
    expect(brief(await sink.send([sized("d", 33_554_432)], aBudget()))).toEqual(["sent"]);
  });

  it("still refuses what is too large without its body", async () => {
    const { sink } = await aQueue();
    const attributes = new Map([["large", { type: "String", value: "v".repeat(1_100_000) }]]);
    const [result] = await sink.send([sized("a", 10, { attributes })], aBudget());
    expect(result).toMatchObject({
      kind: "refused",
      error: {
        code: "MESSAGE_TOO_LARGE",
        retryable: false,
        message: expect.stringMatching(/its attributes alone are too many$/),
      },
    });
  });

  it("names the claim check where an endpoint has none", async () => {
    const server = await anSqsServer(batchAnswer);
    open.push(server);
    const endpoint = {
      broker: "sqs",
      name: "inbox",
      queue: "in",
      fifo: false,
      region: "eu-west-1",
      account: "111122223333",
    } as const;
    const [result] = await sqsSink(endpoint, { client: server.client }).send([sized("a", 2_000_000)], aBudget());
    expect(result).toMatchObject({ error: { message: expect.stringMatching(/set claimCheck on endpoint inbox$/) } });
  });

  it("does the same for a topic, with Cloud Storage", async () => {
    const [server, bucket] = [await aPubsubServer(taken), await aBucket()];
    open.push(server, bucket);
    vi.stubEnv("CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE", bucket.url);
    vi.stubEnv("GCE_METADATA_HOST", "127.0.0.1:1");
    const claimCheck = { bucket: "claims", prefix: "in/", keepSeconds: 60 };
    const endpoint = {
      broker: "pubsub",
      name: "feed",
      topic: "feed",
      ordered: false,
      project: "shop",
      region: "europe-west1",
      claimCheck,
    } as const;
    const sink = pubsubSink(endpoint, { client: server.client });
    expect(brief(await sink.send([sized("a", 10), sized("b", 10_000_001)], aBudget()))).toEqual([
      "sent",
      "NO_IDENTITY later",
    ]);
    expect(bucket.objects.size).toBe(0);
    expect(brief(await sink.send([sized("c", 33_554_433)], aBudget()))).toEqual(["CLAIM_TOO_LARGE never"]);
  });
});
