// The events of CloudEvents' own conformance tests over the real local platform: through both modes on both brokers.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { sendFeed } from "../../infra/local/feed.ts";
import { runFabric } from "../../infra/local/running-fabric.ts";
import { openServers, type Servers } from "../../infra/local/servers.ts";
import { topicPath } from "../../shared/brokers/pubsub/endpoint.ts";
import { compile } from "../../shared/fabric/compile.ts";
import { deadQueue } from "../../shared/fabric/dead-letters.ts";
import type { Endpoint } from "../../shared/fabric/link.ts";
import { parseFabric } from "../../shared/fabric/read.ts";
import { buildOnce } from "../support/built.ts";
import { INVALID, ODD, VALID } from "../support/cloud-events.ts";
import { PLACE } from "../support/journey.ts";

const LIMITS = { timeout: 120_000 };
const WAIT = { timeout: 100_000, interval: 100 };

/** Each mode on each broker, and each kind of link. */
const MAP = `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-project, region: europe-west1 }
endpoints:
  written: { sqs: written, format: cloudevents }
  parts: { pubsub: parts, format: cloudevents-binary }
  whole: { pubsub: whole, format: cloudevents }
  queued: { sqs: queued, format: cloudevents-binary }
  read: { sqs: read, format: { cloudevents: structured, source: /never, type: never } }
hops:
  out: { from: written, to: parts }
  along: { from: parts, to: whole }
  back: { from: whole, to: queued }
  across: { from: queued, to: read }
`;

interface Seen {
  readonly body: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Everything that an endpoint has taken so far, as it lies there. */
function watch({ sqsEngine, pubsubEngine }: Servers, endpoint: Endpoint): readonly Seen[] {
  const seen: Seen[] = [];
  if (endpoint.broker === "sqs")
    sqsEngine?.observe((event) => {
      if (event.kind !== "sent" || event.queue !== endpoint.queue) return;
      const attributes = new Map([...event.message.attributes].map(([name, { value }]) => [name, value]));
      seen.push({ body: event.message.body, attributes });
    });
  else
    pubsubEngine?.observe((event) => {
      if (event.kind === "published" && event.topic === topicPath(endpoint))
        seen.push({ body: Buffer.from(event.message.data).toString("latin1"), attributes: event.message.attributes });
    });
  return seen;
}

async function onStage(body: (servers: Servers, file: string) => Promise<void>) {
  const servers = await openServers(PLACE);
  const folder = await mkdtemp(join(tmpdir(), "hopspan-events-"));
  try {
    const compiled = compile(parseFabric(MAP, "fabric.yaml"));
    const running = await runFabric({ compiled, servers, secrets: {}, onLine: () => {} });
    try {
      await body(servers, join(folder, "events.ndjson"));
    } finally {
      await running.stop();
    }
  } finally {
    await servers.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** With an id of its own, and what JSON implies said. */
const numbered = (event: object, at: number): { readonly id: string } => {
  const given = Object.entries(event).filter(([name, value]) => value !== null || name === "data");
  const implied = "data" in event ? { datacontenttype: "application/json" } : {};
  return { ...implied, ...Object.fromEntries<unknown>(given), id: `e-${at}` };
};

describe("events", () => {
  beforeAll(buildOnce);

  it("are the same events after both modes on both brokers, and what is none is dead by name", LIMITS, async () => {
    await onStage(async (servers, file) => {
      const fabric = parseFabric(MAP, "fabric.yaml");
      const at = (name: string) => fabric.endpoints.get(name)?.endpoint ?? expect.fail(`no endpoint ${name}`);
      const written = at("written");
      if (written.broker !== "sqs") return expect.fail("a queue was expected");
      const [parts, read, dead] = [at("parts"), at("read"), deadQueue(fabric, written)].map((each) =>
        watch(servers, each),
      ) as [readonly Seen[], readonly Seen[], readonly Seen[]];
      const events = [...VALID, ...ODD].map(([, event], number) => numbered(event, number));
      const others = INVALID.map(([, event]) => event);
      await writeFile(file, [...events, ...others].map((each) => JSON.stringify(each)).join("\n"));
      await sendFeed({ file, endpoint: written }, servers, () => {}, new AbortController().signal);
      await vi.waitFor(() => {
        expect(new Set(read.map(({ body }) => JSON.parse(body).id)).size).toBe(events.length);
        expect(dead.length).toBeGreaterThanOrEqual(others.length);
      }, WAIT);
      for (const event of events)
        expect(read.map(({ body }) => JSON.parse(body)).find(({ id }) => id === event.id)).toEqual(event);
      for (const { attributes } of dead)
        expect(JSON.parse(attributes.get("hopspan-dead") ?? "{}")).toMatchObject({
          code: "CLOUDEVENT",
          link: "shop/out",
        });
      for (const [number, [, , attributes, body]] of VALID.entries()) {
        const binary = parts.find((each) => each.attributes.get("ce-id") === `e-${number}`);
        expect(binary?.body).toBe(body);
        expect(Object.fromEntries(binary?.attributes ?? [])).toMatchObject({ ...attributes, "ce-id": `e-${number}` });
      }
    });
  });
});
