import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { prepareBrokers } from "../../../infra/local/prepare-brokers.ts";
import { ENDED } from "../../../infra/local/process/unless-ended.ts";
import { openServers, type ServerChoice } from "../../../infra/local/servers.ts";
import { HopspanError } from "../../../shared/core/errors.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import { parseFabric } from "../../../shared/fabric/read.ts";
import { aFabric, PLACE } from "../../support/journey.ts";
import { atOddServer, ODDITIES, type Oddity } from "../../support/odd-servers.ts";

const compiled = compile(parseFabric(aFabric(), "fabric.yaml"));
const LIMITS = { timeout: 60_000 };

/** How the start of a run fails, up to the first function. */
async function failure(choice: Partial<ServerChoice>, ended?: AbortSignal): Promise<HopspanError> {
  try {
    const servers = await openServers({ ...PLACE, ...choice }, ended);
    await prepareBrokers(compiled, servers).finally(servers.close);
  } catch (error) {
    if (error instanceof HopspanError) return error;
    throw error;
  }
  throw new Error("expected a failure");
}

const CLOSES = "it closes the connection";
const SILENT = "it does not answer within 5 s";
const NO_SQS = "what answers there does not speak as an SQS does";
const NO_GRPC = "what answers there does not speak gRPC";
/** What the server is found out as: an SQS, and a Pub/Sub. Where it passes for one, the first request tells. */
const REASONS: Readonly<Record<Oddity, readonly [string, string]>> = {
  "says nothing": [SILENT, SILENT],
  "closes the connection": [CLOSES, CLOSES],
  "breaks the connection": [CLOSES, CLOSES],
  "talks binary": [NO_SQS, NO_GRPC],
  "serves a page": [NO_SQS, NO_GRPC],
  "serves no page": [NO_SQS, NO_GRPC],
  "serves a page of an error": [NO_SQS, NO_GRPC],
  "refuses in JSON": ["\\u001b[31mred\\u001b]0;title\\u0007\\u009b2J", NO_GRPC],
  "answers something else in JSON": ["its answer makes no sense", NO_GRPC],
  "never ends its answer": [SILENT, NO_GRPC],
  "serves a page by HTTP/2": [NO_SQS, NO_GRPC],
  "serves no page by HTTP/2": [NO_SQS, "12 UNIMPLEMENTED: Received HTTP status code 404"],
  "says nothing by HTTP/2": [NO_SQS, SILENT],
};

describe("a server that was named and", () => {
  it.each(ODDITIES)("%s is refused in bounded time, in one line that names the option", LIMITS, async (oddity) => {
    await atOddServer(oddity, async (host) => {
      const [sqs, pubsub] = await Promise.all([
        failure({ sqsEndpoint: `http://${host}` }),
        failure({ pubsubHost: host }),
      ]);
      expect([sqs.code, pubsub.code]).toEqual(["UNREACHABLE", "UNREACHABLE"]);
      const [asSqs, asPubsub] = REASONS[oddity];
      expect(sqs.message).toContain(`the SQS at ${host} (--aws-endpoint)`);
      expect(sqs.message).toContain(`: ${asSqs}`);
      expect(pubsub.message).toContain(`the Pub/Sub at ${host} (--pubsub-host)`);
      expect(pubsub.message).toContain(`: ${asPubsub}`);
      for (const { message } of [sqs, pubsub]) expect(message).not.toMatch(/\p{Cc}/u);
    });
  });

  it("is not there is refused at once", LIMITS, async () => {
    const gone = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => gone.once("listening", resolve));
    const host = `127.0.0.1:${(gone.address() as AddressInfo).port}`;
    await new Promise((resolve) => gone.close(resolve));
    const nobody = "nobody listens there (ECONNREFUSED); start one there, or leave the option out";
    expect((await failure({ sqsEndpoint: `http://${host}` })).message).toBe(
      `the SQS at ${host} (--aws-endpoint) can't be used: ${nobody}`,
    );
    expect((await failure({ pubsubHost: host })).message).toBe(
      `the Pub/Sub at ${host} (--pubsub-host) can't be used: ${nobody}`,
    );
  });

  it("is waited for no longer than until the run is ended", LIMITS, async () => {
    await atOddServer("says nothing", async (host) => {
      const ended = new AbortController();
      const failing = failure({ pubsubHost: host }, ended.signal);
      setImmediate(() => ended.abort());
      expect((await failing).code).toBe(ENDED);
    });
  });

  it("is one of our own is taken for what it is", LIMITS, async () => {
    const own = await openServers(PLACE);
    const servers = await openServers({ ...PLACE, sqsEndpoint: own.sqsEndpoint, pubsubHost: own.pubsubHost });
    await prepareBrokers(compiled, servers);
    expect([servers.sqsEngine, servers.pubsubEngine]).toEqual([undefined, undefined]);
    await servers.close();
    await own.close();
  });
});

describe("servers of this machine", () => {
  it(
    "are reached without anybody looking for Google's credentials, whatever the environment says",
    LIMITS,
    async () => {
      let asked = 0;
      const metadata = createServer((_, response) => {
        asked++;
        response.writeHead(503).end();
      }).listen(0, "127.0.0.1");
      await new Promise((resolve) => metadata.once("listening", resolve));
      onTestFinished(() => {
        vi.unstubAllEnvs();
        metadata.close();
      });
      vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${(metadata.address() as AddressInfo).port}`);
      vi.stubEnv("METADATA_SERVER_DETECTION", "ping-only");
      vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", undefined);
      const servers = await openServers({ ...PLACE });
      const [topics] = await servers.pubsub.getTopics();
      await servers.close();
      expect([topics, asked]).toEqual([[], 0]);
    },
  );
});
