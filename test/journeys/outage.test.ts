// A target that takes nothing for a while costs time and nothing else: no message, no order, no dead letter.

import { setTimeout as sleep } from "node:timers/promises";
import { DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { inboxName } from "../../infra/local/inbox.ts";
import { makeInbox, makeQueue, makeTopic } from "../../infra/local/provision.ts";
import type { Servers } from "../../infra/local/servers.ts";
import { queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import type { Compiled } from "../../shared/fabric/compile.ts";
import type { LinkFor } from "../../shared/fabric/link.ts";
import { buildOnce } from "../support/built.ts";
import type { Gate } from "../support/front/gate.ts";
import { queueFront } from "../support/front/queue-front.ts";
import { topicFront } from "../support/front/topic-front.ts";
import { accountedFor, MESSAGES, only, type Route, sent, travel } from "../support/journey.ts";

const LIMITS = { timeout: 400_000 };
const WAIT = { timeout: 90_000, interval: 200 };

beforeAll(buildOnce);

/** Fronts between the functions and both brokers. Each is shut when so many messages have arrived behind it: in mid-feed. */
function bothFronts(arrivals = Number.POSITIVE_INFINITY) {
  const gates = new Map<string, Gate>();
  const shut = new Map<string, Promise<void>>();
  return {
    /** By the crossing that sends there. */
    gates,
    async detour({ sqsEndpoint, pubsubHost }: Servers) {
      const [queues, topics] = await Promise.all([queueFront(sqsEndpoint), topicFront(pubsubHost)]);
      gates.set("pubsub-to-sqs", queues).set("sqs-to-pubsub", topics);
      return {
        environment: { AWS_ENDPOINT_URL_SQS: queues.url, PUBSUB_EMULATOR_HOST: topics.host },
        close: async () => void (await Promise.all([queues.close(), topics.close()])),
      };
    },
    onArrival({ link: { crossing }, arrived }: Route) {
      const gate = gates.get(crossing);
      if (arrived.length >= arrivals && gate && !shut.has(crossing)) shut.set(crossing, gate.shut());
    },
    /** Resolves once both refuse, have done so, and nothing is on its way to a target any more. */
    async isDown(): Promise<void> {
      for (const gate of gates.values()) await vi.waitFor(() => expect(gate.refused()).toBeGreaterThan(0), WAIT);
      await Promise.all(shut.values());
    },
  };
}

const MINUTE_MS = 60_000;
const BEFORE = MESSAGES / 2;
const DURING = 160;
const PORTIONS = 8;

/** Waits out the minute by a clock that nobody can set, while messages keep coming in; gives its length. */
async function sitOut(routes: readonly Route[]): Promise<number> {
  const startedAt = performance.now();
  const passed = () => performance.now() - startedAt;
  for (let portion = 0; portion < PORTIONS; portion++) {
    const from = BEFORE + portion * (DURING / PORTIONS);
    await Promise.all(routes.map((route) => route.feed(from, from + DURING / PORTIONS)));
    await sleep(Math.max(0, ((portion + 1) * MINUTE_MS) / PORTIONS - passed()));
  }
  // A timer may fire a moment early.
  while (passed() < MINUTE_MS) await sleep(10);
  return passed();
}

// Each waits for retries rather than works: they wait together, and so not by `expect.poll`.
describe.concurrent("a fabric whose targets refuse everything for a minute", () => {
  it("loses nothing, keeps order and buries nothing, in both directions", LIMITS, async () => {
    const { gates, detour, onArrival, isDown } = bothFronts(MESSAGES / 4);
    await travel({ compiled: only("sqs-to-pubsub", "pubsub-to-sqs"), detour, onArrival }, async (journey) => {
      const { routes } = journey;
      const arrivals = () => routes.map(({ arrived }) => arrived.length);
      await Promise.all(routes.map((route) => route.feed(0, BEFORE)));
      await isDown();
      const before = arrivals();
      expect(before.every((count) => count < BEFORE)).toBe(true);

      const outageMs = await sitOut(routes);
      expect(outageMs).toBeGreaterThanOrEqual(MINUTE_MS);
      expect(arrivals()).toEqual(before);
      for (const { account } of routes) {
        const { inFlight, delivered, retried, ...rest } = await account();
        const known = { in: BEFORE + DURING, sum: BEFORE + DURING, dead: 0, gap: 0, missing: 0 };
        expect({ ...rest, sum: inFlight + delivered }).toMatchObject(known);
        expect(retried).toBeGreaterThan(0);
      }

      for (const gate of gates.values()) gate.open();
      await Promise.all(routes.map((route) => route.feed(BEFORE + DURING)));
      expect(await accountedFor(journey)).toEqual([[], []]);
    });
  });
});

describe.concurrent("a fabric whose targets come and go", () => {
  /** Down for as many requests as a function tries in one call, and up for as many: of a batch some are sent, some not. */
  const comesAndGoes = (number: number) => number < 90 && Math.floor(number / 3) % 2 === 0;

  it("loses nothing and keeps order, on every crossing", LIMITS, async () => {
    const { gates, detour } = bothFronts();
    await travel(
      { compiled: only("sqs-to-pubsub", "pubsub-to-sqs", "sqs-to-sqs", "pubsub-to-pubsub"), detour },
      async (journey) => {
        for (const gate of gates.values()) await gate.shut(comesAndGoes);
        await Promise.all(journey.routes.map((route) => route.feed()));
        expect(await accountedFor(journey)).toEqual([[], [], [], []]);
        for (const gate of gates.values()) expect(gate.refused()).toBeGreaterThan(0);
      },
    );
  });
});

describe.concurrent("a fabric whose targets refuse everything for longer than a hop has patience", () => {
  /** The fewest that a subscription can have, and as few for the queue as make it give up as soon. */
  const impatient = (compiled: Compiled): Compiled => ({
    ...compiled,
    links: compiled.links.map((link) => ({ ...link, attempts: link.source.broker === "sqs" ? 2 : 5 })),
  });

  it("buries what has had its attempts, and delivers the rest in order", LIMITS, async () => {
    // Of one key, so that the first of them has its attempts soon: each refusal slows down all pushes together.
    const messages = sent.filter(({ key }) => key === sent[0]?.key);
    const { gates, detour, onArrival } = bothFronts(messages.length / 4);
    const compiled = impatient(only("sqs-to-pubsub", "pubsub-to-sqs"));
    await travel({ compiled, messages, detour, onArrival }, async (journey) => {
      const { routes } = journey;
      await Promise.all(routes.map((route) => route.feed()));
      for (const { account } of routes)
        await vi.waitFor(async () => expect((await account()).dead).toBeGreaterThan(0), WAIT);
      for (const gate of gates.values()) gate.open();
      for (const dead of await accountedFor(journey)) expect(dead).not.toEqual([]);
    });
  });
});

describe.concurrent("a fabric whose target is not there for a while", () => {
  it("keeps what it can't publish until the topic is back", LIMITS, async () => {
    await travel({ compiled: only("sqs-to-pubsub") }, async (journey) => {
      const { compiled, servers, routes } = journey;
      const [route] = routes as [Route];
      const [topic] = (route.link as LinkFor<"sqs-to-pubsub">).targets;
      const inbox = inboxName(compiled.fabric, topic);
      await servers.pubsub.subscription(inbox).delete();
      await servers.pubsub.topic(topic.topic).delete();
      await route.feed();
      await vi.waitFor(async () => expect((await route.account()).retried).toBeGreaterThan(0), WAIT);
      expect(route.arrived).toEqual([]);
      await makeTopic(servers.pubsub, topic);
      await makeInbox(servers.pubsub, topic, inbox);
      expect(await accountedFor(journey)).toEqual([[]]);
    });
  });

  it("keeps what it can't send until the queue is back", LIMITS, async () => {
    await travel({ compiled: only("pubsub-to-sqs") }, async (journey) => {
      const { servers, routes } = journey;
      const [route] = routes as [Route];
      const [queue] = (route.link as LinkFor<"pubsub-to-sqs">).targets;
      await servers.sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl(queue) }));
      await route.feed();
      await vi.waitFor(async () => expect((await route.account()).retried).toBeGreaterThan(0), WAIT);
      expect(route.arrived).toEqual([]);
      servers.sqsEngine?.queues.free(queue.queue);
      await makeQueue(servers.sqs, queue, {});
      expect(await accountedFor(journey)).toEqual([[]]);
    });
  });
});
