// Bodies of 5 MB over both brokers and back: real functions, real servers of this machine, a folder in place of the buckets.

import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Connection, Received } from "../../infra/cli/endpoints/connection.ts";
import { queueConnection } from "../../infra/cli/endpoints/queue.ts";
import { topicConnection } from "../../infra/cli/endpoints/topic.ts";
import { inboxName } from "../../infra/local/inbox.ts";
import { type RunningFabric, runFabric } from "../../infra/local/running-fabric.ts";
import { localSqs, openServers, type Servers } from "../../infra/local/servers.ts";
import { queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import { type Compiled, compile } from "../../shared/fabric/compile.ts";
import { parseFabric } from "../../shared/fabric/read.ts";
import { expectGone } from "../infra/local/process/bundles.ts";
import { aMessage } from "../support/a-message.ts";
import { buildOnce } from "../support/built.ts";
import { PLACE } from "../support/journey.ts";

const LIMITS = { timeout: 300_000 };
const WAIT = { timeout: 120_000, interval: 100 };
const BODY_BYTES = 5_000_000;

const MAP = `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-project, region: europe-west1 }
endpoints:
  scans: { pubsub: scans, claimCheck: { bucket: topic-bodies, aboveBytes: 1000000 } }
  desk: { sqs: desk, claimCheck: { bucket: desk-bodies, prefix: in/ } }
  archive: { pubsub: archive, claimCheck: { bucket: topic-bodies, prefix: archive/, aboveBytes: 1000000 } }
hops:
  down: { from: scans, to: desk }
  up: { from: desk, to: archive }
`;

interface Stage {
  readonly servers: Servers;
  readonly running: RunningFabric;
  readonly lines: readonly string[];
  readonly at: (name: string) => Connection;
}

/** `detour` is where functions look for things, in place of what the servers say. */
async function onStage(
  links: readonly string[],
  detour: Readonly<Record<string, string>>,
  body: (stage: Stage) => Promise<void>,
) {
  const whole = compile(parseFabric(MAP, "fabric.yaml"));
  // A short time-out makes retries come soon.
  const chosen = whole.links.filter(({ name }) => links.includes(name));
  const compiled: Compiled = { ...whole, links: chosen.map((link) => ({ ...link, timeoutSeconds: 10 })) };
  const servers = await openServers(PLACE);
  const open: Connection[] = [];
  const lines: string[] = [];
  const at = (name: string): Connection => {
    const endpoint = compiled.endpoints.find((each) => each.name === name) ?? expect.fail(`no endpoint ${name}`);
    const env = servers.environment;
    const made =
      endpoint.broker === "sqs"
        ? queueConnection(localSqs(servers.sqsEndpoint, endpoint), endpoint, env)
        : topicConnection(servers.pubsubHost, endpoint, inboxName(compiled.fabric, endpoint), env);
    open.push(made);
    return made;
  };
  try {
    const environment = { ...servers.environment, ...detour };
    const onLine = (_: unknown, line: string) => void lines.push(line);
    const running = await runFabric({ compiled, servers: { ...servers, environment }, secrets: {}, onLine });
    try {
      await body({ servers, running, lines, at });
    } finally {
      await running.stop();
      await Promise.all(open.map((each) => each.close()));
    }
  } finally {
    await servers.close();
  }
}

/** The first message that an endpoint gives, acknowledged. */
async function takeOne(from: Connection): Promise<Received> {
  return vi.waitFor(async () => {
    const [one] = await from.receive(1, new AbortController().signal);
    if (one === undefined) throw new Error("nothing has come yet");
    await from.acknowledge([one]);
    return one;
  }, WAIT);
}

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const objectsIn = ({ claims }: Servers, bucket: string) =>
  readdirSync(join(claims, bucket), { recursive: true, withFileTypes: true }).filter((each) => each.isFile());

beforeAll(buildOnce);

describe("a body of 5 MB", () => {
  it("comes back byte for byte from a topic by a queue to a topic, with all that goes along", LIMITS, async () => {
    await onStage(["shop/down", "shop/up"], {}, async ({ servers, at }) => {
      const body = randomBytes(BODY_BYTES);
      const attributes = new Map([["kind", { type: "String", value: "scan" }]]);
      const scan = aMessage({ id: "scans:1", body, attributes, orderingKey: "desk 7" });
      expect(await at("scans").send(scan)).toBeUndefined();
      const taken = await takeOne(at("archive"));
      const message = taken.open();
      expect({ ...message, body: hash(message.body) }).toEqual({
        ...scan,
        body: hash(body),
        orderingKey: "desk 7",
        trail: ["shop/down", "shop/up"],
      });
      expect(JSON.stringify(taken.raw).length).toBeLessThan(2_000);
      expect(objectsIn(servers, "topic-bodies").length).toBe(2);
      expect(objectsIn(servers, "desk-bodies").length).toBe(1);
    });
  });

  it("comes again where the function is killed between the body and its pointer", LIMITS, async () => {
    let struck: readonly number[] = [];
    let strike = (): readonly number[] => [];
    const front = await killingFront(() => {
      if (struck.length === 0) struck = strike();
    });
    try {
      await onStage(["shop/down"], { AWS_ENDPOINT_URL_SQS: front.url }, async ({ servers, running, at }) => {
        front.leadTo(servers.sqsEndpoint);
        let laid = 0;
        strike = () => {
          laid = objectsIn(servers, "desk-bodies").length;
          const pids = running.links.flatMap((each) => each.pids());
          for (const pid of pids) process.kill(pid, "SIGKILL");
          return pids;
        };
        const body = randomBytes(BODY_BYTES);
        expect(await at("scans").send(aMessage({ id: "scans:2", body }))).toBeUndefined();
        const message = (await takeOne(at("desk"))).open();
        expect([message.id, hash(message.body)]).toEqual(["scans:2", hash(body)]);
        expect(laid).toBe(1);
        expect(struck).not.toEqual([]);
        await expectGone([...struck]);
        // The second try has laid it down under the same name, be it on another day.
        expect(new Set(objectsIn(servers, "desk-bodies").map(({ name }) => name)).size).toBe(1);
      });
    } finally {
      await front.close();
    }
  });
});

describe("a pointer", () => {
  it(
    "into another bucket, or beside the prefix, is followed by nobody: it goes on as the body that it is",
    LIMITS,
    async () => {
      await onStage(["shop/up"], {}, async ({ servers, at }) => {
        for (const file of ["secrets/in/key", "desk-bodies/out/key", "desk-bodies/in/key"]) {
          mkdirSync(join(servers.claims, file, ".."), { recursive: true });
          writeFileSync(join(servers.claims, file), "secret");
        }
        const sent = async (s3BucketName: string, s3Key: string) => {
          const pointer = JSON.stringify([
            "software.amazon.payloadoffloading.PayloadS3Pointer",
            { s3BucketName, s3Key },
          ]);
          const size = { DataType: "Number", StringValue: "6" };
          const MessageAttributes = { ExtendedPayloadSize: size };
          const QueueUrl = queueUrl({ ...PLACE, queue: "desk" });
          await servers.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: pointer, MessageAttributes }));
          const { body, attributes } = (await takeOne(at("archive"))).open();
          return [
            Buffer.from(body).toString() === pointer ? "the pointer" : Buffer.from(body).toString(),
            ...attributes.keys(),
          ];
        };
        expect(await sent("secrets", "in/key")).toEqual(["the pointer", "ExtendedPayloadSize"]);
        expect(await sent("desk-bodies", "out/key")).toEqual(["the pointer", "ExtendedPayloadSize"]);
        expect(await sent("desk-bodies", "in/../out/key")).toEqual(["the pointer", "ExtendedPayloadSize"]);
        expect(await sent("desk-bodies", "in/key")).toEqual(["secret"]);
      });
    },
  );

  it("to a body that is gone ends among the dead letters, as it came", LIMITS, async () => {
    await onStage(["shop/up"], {}, async ({ servers, at, lines }) => {
      const pointer = JSON.stringify([
        "software.amazon.payloadoffloading.PayloadS3Pointer",
        { s3BucketName: "desk-bodies", s3Key: "in/gone" },
      ]);
      const MessageAttributes = { SQSLargePayloadSize: { DataType: "Number", StringValue: "6" } };
      const QueueUrl = queueUrl({ ...PLACE, queue: "desk" });
      await servers.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: pointer, MessageAttributes }));
      const dead = await takeOne(at("desk.dead"));
      expect(dead.raw).toMatchObject({ Body: pointer, MessageAttributes });
      expect(JSON.stringify(dead.raw)).toContain("CLAIM_GONE");
      expect(lines.join("\n")).not.toContain("in/gone");
    });
  });
});

/** In front of an SQS: the first batch that is sent is told of before anything becomes of it, and gets no answer. */
async function killingFront(onFirstSend: () => void) {
  let upstream = "";
  let sends = 0;
  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await buffer(incoming);
      const target = String(incoming.headers["x-amz-target"]);
      if (target === "AmazonSQS.SendMessageBatch" && sends++ === 0) {
        onFirstSend();
        return void outgoing.destroy();
      }
      const headers = {
        "x-amz-target": target,
        "content-type": "application/x-amz-json-1.0",
        authorization: String(incoming.headers["authorization"]),
      };
      const answer = await fetch(upstream, { method: "POST", headers, body: new Uint8Array(body) });
      outgoing.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(await answer.text());
    } catch {
      outgoing.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (endpoint: string) => {
      upstream = endpoint;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
