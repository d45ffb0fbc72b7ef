import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { publisherClient } from "../../../../shared/brokers/pubsub/client.ts";
import type { PubsubEndpoint } from "../../../../shared/brokers/pubsub/endpoint.ts";
import { pubsubSink } from "../../../../shared/brokers/pubsub/sink.ts";
import { aBudget, aMessage } from "../../../support/a-message.ts";
import { aPubsubServer, type PublishAnswer, type PublishCall } from "./a-pubsub-server.ts";

const endpoint = (parts: Partial<PubsubEndpoint> = {}): PubsubEndpoint => ({
  broker: "pubsub",
  name: "feed",
  topic: "feed",
  ordered: false,
  project: "shop",
  region: "europe-west1",
  ...parts,
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const close of closing.splice(0).reverse()) await close();
});

async function aTopic(answer?: (call: PublishCall) => PublishAnswer) {
  const server = await aPubsubServer(answer);
  closing.push(server.close);
  return server;
}

/** Listens on a port of its own until the test is over. */
async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * The network in front of a server: counts what is sent through it, and goes silent without a word on `freeze`. The first
 * `torn` connections break as soon as something is sent.
 */
async function aLine(port: number, torn = 0) {
  const sockets: Socket[] = [];
  let bytes = 0;
  let made = 0;
  const line = createServer((near) => {
    near.on("error", () => {});
    if (made++ < torn) {
      near.once("data", () => near.resetAndDestroy());
      return;
    }
    const far = connect(port, "127.0.0.1");
    near.on("data", (chunk) => {
      bytes += chunk.byteLength;
    });
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on("error", () => {});
    sockets.push(near, far);
  });
  const host = await listening(line);
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
  });
  const freeze = () => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  return { host, freeze, sent: () => bytes, connections: () => made };
}

const publish = async (client: ReturnType<typeof publisherClient>, body = "x") => {
  closing.push(() => client.close());
  await client.publish({ topic: "projects/shop/topics/feed", messages: [{ data: Buffer.from(body) }] });
};

/** Where Google's client looks for a machine of Google's own; says what it was asked. */
async function aMetadataServer() {
  const asked: string[] = [];
  const server = createHttpServer((request, response) => {
    asked.push(`metadata ${request.url}`);
    response.writeHead(404).end();
  });
  vi.stubEnv("GCE_METADATA_HOST", await listening(server));
  vi.stubEnv("METADATA_SERVER_DETECTION", undefined);
  return asked;
}

/** Federation as Lambda has it: keys of AWS in the environment, a file that says where to trade them in. */
async function federated() {
  const asked = await aMetadataServer();
  const tokens = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ access_token: "token-1", token_type: "Bearer", expires_in: 3_600 }));
  });
  const host = await listening(tokens);
  const folder = mkdtempSync(join(tmpdir(), "hopspan-"));
  closing.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "federation.json");
  const config = {
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/aws",
    subject_token_type: "urn:ietf:params:aws:token-type:aws4_request",
    token_url: `http://${host}/v1/token`,
    credential_source: {
      environment_id: "aws1",
      regional_cred_verification_url: "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15",
    },
  };
  writeFileSync(file, JSON.stringify(config));
  const keys = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" };
  const env = { ...keys, GOOGLE_APPLICATION_CREDENTIALS: file };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return { asked };
}

describe("publisherClient", () => {
  it.each(["", "http://"])(
    "goes to PUBSUB_EMULATOR_HOST with %j in front, and looks for no credentials",
    async (scheme) => {
      const { host, texts } = await aTopic();
      const asked = await aMetadataServer();
      for (const name of ["GOOGLE_APPLICATION_CREDENTIALS", "HOME"]) vi.stubEnv(name, undefined);
      await publish(publisherClient(endpoint(), { PUBSUB_EMULATOR_HOST: `${scheme}${host}` }));
      expect([texts(), asked]).toEqual([["x"], []]);
    },
  );

  it("compresses what leaves AWS, and only that", async () => {
    const { port, texts } = await aTopic();
    const { host, sent } = await aLine(port);
    const env = { PUBSUB_EMULATOR_HOST: host };
    await publish(publisherClient(endpoint(), env), "x".repeat(100_000));
    const plain = sent();
    await publish(publisherClient(endpoint(), { ...env, AWS_LAMBDA_FUNCTION_NAME: "link" }), "x".repeat(100_000));
    expect([plain > 100_000, sent() - plain < 5_000]).toEqual([true, true]);
    expect(texts()).toEqual(["x".repeat(100_000), "x".repeat(100_000)]);
  });

  it.each([
    ["an ordered topic by the host of its region", true, "dns:europe-west1-pubsub.googleapis.com:443"],
    ["any other by the one of the world", false, "dns:pubsub.googleapis.com:443"],
  ])("reaches %s", async (_, ordered, target) => {
    await federated();
    const client = publisherClient(endpoint({ ordered }), {});
    closing.push(() => client.close());
    const stub = (await client.initialize()) as unknown as { getChannel(): { getTarget(): string } };
    expect(stub.getChannel().getTarget()).toBe(target);
  });

  it("asks nobody for anything before its first message where its function is federated", async () => {
    const { asked } = await federated();
    const client = publisherClient(endpoint());
    closing.push(() => client.close());
    await client.initialize();
    expect(asked).toEqual([]);
  });

  it("gets through after its function was frozen and the connection has died in silence", async () => {
    const { port, texts } = await aTopic();
    const { host, freeze } = await aLine(port);
    const client = publisherClient(endpoint(), { PUBSUB_EMULATOR_HOST: host });
    closing.push(() => client.close());
    const sink = pubsubSink(endpoint(), { client });
    const send = (name: string) => sink.send([aMessage({ body: Buffer.from(name) })], aBudget(20_000));
    expect(await send("before")).toEqual([{ kind: "sent" }]);
    freeze();
    expect(await send("after")).toEqual([{ kind: "sent" }]);
    expect(texts()).toEqual(["before", "after"]);
  });

  it("connects again within one send where connections break, though gRPC itself would wait for a second", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.9);
    const { port, texts } = await aTopic();
    const { host, connections } = await aLine(port, 2);
    const client = publisherClient(endpoint(), { PUBSUB_EMULATOR_HOST: host });
    closing.push(() => client.close());
    const sink = pubsubSink(endpoint(), { client });
    expect(await sink.send([aMessage({ body: Buffer.from("m") })], aBudget(20_000))).toEqual([{ kind: "sent" }]);
    expect([texts(), connections()]).toEqual([["m"], 3]);
  });

  it("takes no answer without an end, and nothing of it for sent", async () => {
    const { host, calls } = await aTopic(() => ({ ids: 60_000, id: "x".repeat(20) }));
    const client = publisherClient(endpoint(), { PUBSUB_EMULATOR_HOST: host });
    closing.push(() => client.close());
    const [result] = await pubsubSink(endpoint(), { client }).send([aMessage()], aBudget(20_000));
    expect(result).toMatchObject({ kind: "refused", error: { code: "RESOURCE_EXHAUSTED", retryable: true } });
    expect(calls).toHaveLength(3);
  });
});
