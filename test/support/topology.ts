// A fabric of any shape that really runs, with numbered messages: what is fed at its beginnings, and what each end has taken.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteQueueCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect, vi } from "vitest";
import type { Injector } from "../../infra/local/faults/injector.ts";
import { sendFeed } from "../../infra/local/feed.ts";
import { makeQueue, makeTopic } from "../../infra/local/provision.ts";
import { type Account, balanced } from "../../infra/local/reconcile.ts";
import { runFabric } from "../../infra/local/running-fabric.ts";
import { openServers, type Servers } from "../../infra/local/servers.ts";
import { topicPath } from "../../shared/brokers/pubsub/endpoint.ts";
import { queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import { compile } from "../../shared/fabric/compile.ts";
import type { Endpoint } from "../../shared/fabric/link.ts";
import { parseFabric } from "../../shared/fabric/read.ts";
import { expectGone } from "../infra/local/process/bundles.ts";
import { type Numbered, PLACE } from "./journey.ts";

const WAIT = { timeout: 240_000, interval: 200 };

/** Short, so that what is not acknowledged comes again soon; in seconds. */
const TIMEOUT_SECONDS = 2;

const HEAD = `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-project, region: europe-west1 }
`;

/** A fabric that runs, by the names of its endpoints and links. */
export interface Scene {
  /** Sends messages of these numbers, from one up to, but not including, another, over as many keys as `keys`. */
  feed(endpoint: string, from: number, to: number): Promise<readonly Numbered[]>;
  /** What an endpoint has taken so far, in the order in which it has, joined ones apart. */
  at(endpoint: string): readonly Numbered[];
  /** How many messages an endpoint has taken so far, joined ones as one. */
  taken(endpoint: string): number;
  /** A queue refuses for good what is larger, in bytes. */
  limit(queue: string, bytes: number): Promise<void>;
  /** Resolves once an endpoint has taken so many different messages. */
  reached(endpoint: string, count: number): Promise<void>;
  /** Kills all processes of a link at the moment in which an endpoint takes its next message, and waits until they are gone. */
  strike(link: string, endpoint: string): Promise<void>;
  /** The endpoint is not there any more, with all that it holds, until it is made again. */
  takeDown(endpoint: string): Promise<void>;
  putUp(endpoint: string): Promise<void>;
  /** Resolves once something was tried again on the link. */
  triedAgain(link: string): Promise<void>;
  account(link: string): Promise<Account>;
  /** Resolves with the final accounts once nothing is on its way any more: all balance, and no process is left. */
  settled(): Promise<ReadonlyMap<string, Account>>;
}

/** Runs a fabric of these endpoints and hops, in YAML; ends it with all its processes, whatever `body` does. `faults` are its servers'. */
export async function onStage(map: string, body: (scene: Scene) => Promise<void>, faults?: Injector): Promise<void> {
  const fabric = parseFabric(HEAD + map, "fabric.yaml");
  const whole = compile(fabric);
  const compiled = { ...whole, links: whole.links.map((link) => ({ ...link, timeoutSeconds: TIMEOUT_SECONDS })) };
  const servers = await openServers({ ...PLACE, ...(faults === undefined ? {} : { faults }) });
  const folder = await mkdtemp(join(tmpdir(), "hopspan-topology-"));
  try {
    const running = await runFabric({ compiled, servers, secrets: {}, onLine: () => {} });
    try {
      await body(sceneOf({ fabric, servers, folder, running }));
    } finally {
      await running.stop();
    }
  } finally {
    await servers.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Stage {
  readonly fabric: ReturnType<typeof parseFabric>;
  readonly servers: Servers;
  readonly folder: string;
  readonly running: Awaited<ReturnType<typeof runFabric>>;
}

function sceneOf({ fabric, servers, folder, running }: Stage): Scene {
  const arrived = new Map<string, Numbered[]>();
  const counts = new Map<string, number>();
  const watchers = new Set<(endpoint: string) => void>();
  const fed = new Map<string, number>();
  const endpointOf = (name: string): Endpoint => {
    const known = fabric.endpoints.get(name);
    if (known === undefined) throw new Error(`the fabric has no endpoint ${name}`);
    return known.endpoint;
  };
  watch(servers, fabric, (name, messages) => {
    arrived.set(name, [...(arrived.get(name) ?? []), ...messages]);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const watcher of watchers) watcher(name);
  });
  const at = (name: string) => arrived.get(name) ?? [];
  const pidsOf = (name: string) => running.links.flatMap(({ link, pids }) => (link.name === name ? pids() : []));
  const accounts = async () => new Map((await running.accounts(fed)).map((each) => [each.link, each]));
  const account = async (name: string) => {
    const own = (await accounts()).get(name);
    if (own === undefined) throw new Error(`the run has no link ${name}`);
    return own;
  };
  return {
    at,
    account,
    taken: (name) => counts.get(name) ?? 0,
    async limit(name, bytes) {
      const endpoint = endpointOf(name);
      if (endpoint.broker !== "sqs") throw new Error(`${name} is no queue`);
      const Attributes = { MaximumMessageSize: String(bytes) };
      await servers.sqsAt(endpoint).send(new SetQueueAttributesCommand({ QueueUrl: queueUrl(endpoint), Attributes }));
    },
    async feed(name, from, to) {
      const file = join(folder, `${name}-${from}.ndjson`);
      const messages = numbered(name, from, to);
      await writeFile(file, messages.map((each) => JSON.stringify(each)).join("\n"));
      await sendFeed({ file, endpoint: endpointOf(name), key: "key" }, servers, () => {}, new AbortController().signal);
      fed.set(name, (fed.get(name) ?? 0) + messages.length);
      return messages;
    },
    reached: (name, count) => vi.waitFor(() => expect(numbersOf(at(name)).size).toBeGreaterThanOrEqual(count), WAIT),
    async strike(link, name) {
      const pids = await new Promise<readonly number[]>((resolve) => {
        const watcher = (taken: string) => {
          const found = taken === name ? pidsOf(link) : [];
          if (found.length === 0) return;
          watchers.delete(watcher);
          for (const pid of found) process.kill(pid, "SIGKILL");
          resolve(found);
        };
        watchers.add(watcher);
      });
      await expectGone(pids);
    },
    async takeDown(name) {
      const endpoint = endpointOf(name);
      if (endpoint.broker === "sqs")
        await servers.sqsAt(endpoint).send(new DeleteQueueCommand({ QueueUrl: queueUrl(endpoint) }));
      else await servers.pubsub.topic(endpoint.topic).delete();
    },
    async putUp(name) {
      const endpoint = endpointOf(name);
      if (endpoint.broker === "sqs") {
        servers.sqsEngineAt?.(endpoint).queues.free(endpoint.queue);
        await makeQueue(servers.sqsAt(endpoint), endpoint, {});
      } else await makeTopic(servers.pubsub, endpoint);
    },
    triedAgain: (link) => vi.waitFor(async () => expect((await account(link)).retried).toBeGreaterThan(0), WAIT),
    async settled() {
      const calm = { inFlight: 0, gap: 0, missing: 0 };
      await vi.waitFor(async () => {
        for (const each of (await accounts()).values()) expect(each).toMatchObject(calm);
      }, WAIT);
      const pids = running.links.flatMap((each) => each.pids());
      await running.stop();
      await expectGone(pids);
      const final = await accounts();
      expect(balanced([...final.values()])).toBe(true);
      return final;
    },
  };
}

const KEYS = 4;

/** Each endpoint has keys of its own, so that order can be told apart where ways meet. */
const numbered = (endpoint: string, from: number, to: number): readonly Numbered[] =>
  Array.from({ length: to - from }, (_, at) => ({ number: from + at, key: `${endpoint}-${(from + at) % KEYS}` }));

export const numbersOf = (messages: readonly Numbered[]): ReadonlySet<string> =>
  new Set(messages.map(({ number, key }) => `${key} ${number}`));

/** A body that is a list holds several. */
const messagesIn = (body: string): readonly Numbered[] => [JSON.parse(body) as Numbered | readonly Numbered[]].flat();

/** Tells of each message that an endpoint of the fabric takes, at that very moment. */
function watch(
  { sqsEngine, pubsubEngine }: Servers,
  fabric: Stage["fabric"],
  tell: (endpoint: string, messages: readonly Numbered[]) => void,
) {
  const queues = new Map<string, string>();
  const topics = new Map<string, string>();
  for (const [name, { endpoint }] of fabric.endpoints)
    if (endpoint.broker === "sqs") queues.set(endpoint.queue, name);
    else topics.set(topicPath(endpoint), name);
  sqsEngine?.observe((event) => {
    const name = event.kind === "sent" ? queues.get(event.queue) : undefined;
    if (name !== undefined && event.kind === "sent") tell(name, messagesIn(event.message.body));
  });
  pubsubEngine?.observe((event) => {
    const name = event.kind === "published" ? topics.get(event.topic) : undefined;
    if (name !== undefined && event.kind === "published")
      tell(name, messagesIn(String(Buffer.from(event.message.data))));
  });
}
