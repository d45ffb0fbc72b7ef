// Everything that can go wrong at the brokers, at once and by a seed: nothing is lost, nothing overtakes, and it all adds up.

import { beforeAll, describe, expect, it } from "vitest";
import { faultPlaces } from "../../infra/local/faults/fault-places.ts";
import { injector } from "../../infra/local/faults/injector.ts";
import { parseFaults } from "../../infra/local/faults/read-faults.ts";
import { KINDS } from "../../infra/local/faults/schema.ts";
import { compile } from "../../shared/fabric/compile.ts";
import { parseFabric } from "../../shared/fabric/read.ts";
import { buildOnce } from "../support/built.ts";
import { expectInOrder } from "../support/journey.ts";
import { numbersOf, onStage } from "../support/topology.ts";

const LIMITS = { timeout: 400_000 };
const COUNT = 120;

/** A shop as of examples/retail: orders and flights go over, scores come back; orders of one customer are not for others. */
const map = `
endpoints:
  orders: { sqs: orders.fifo }
  order-feed: { pubsub: order-feed, ordered: true }
  flights: { sqs: flights }
  flight-feed: { pubsub: flight-feed }
  scores: { pubsub: scores, ordered: true }
  score-inbox: { sqs: score-inbox.fifo }
hops:
  export-orders: { from: orders, to: order-feed, transforms: [keep-when: 'body.key != "orders-0"'] }
  flight-analytics: { from: flights, to: flight-feed }
  return-scores: { from: scores, to: score-inbox }
`;

const places = () => {
  const head = 'fabric: shop\naws: { account: "111122223333", region: eu-west-1 }\n';
  const gcp = "gcp: { project: shop-project, region: europe-west1 }\n";
  return faultPlaces(compile(parseFabric(head + gcp + map, "fabric.yaml")).endpoints);
};

const faults = `
seed: 42
faults:
  - { at: orders, on: SendMessageBatch, rate: 0.3, failEntries: RequestThrottled }
  - { at: orders, on: ReceiveMessage, skip: 2, times: 1, loseAnswer: cut }
  - { at: orders, on: DeleteMessageBatch, skip: 1, times: 1, loseAnswer: hang }
  - { at: orders, on: DeleteMessageBatch, rate: 0.2, refuse: InternalError }
  - { at: order-feed, on: Publish, rate: 0.3, refuse: UNAVAILABLE }
  - { at: order-feed, on: Publish, skip: 2, times: 1, expireToken: true }
  - { at: order-feed, on: Publish, skip: 4, times: 2, loseAnswer: cut }
  - { at: flights, on: SendMessageBatch, skip: 1, times: 1, loseAnswer: error }
  - { at: flights, rate: 0.1, duplicate: true }
  - { at: flights, rate: 0.3, reorder: true }
  - { at: flight-feed, on: Publish, forSeconds: 8, down: true }
  - { at: flight-feed, on: Publish, rate: 0.5, delayMs: { least: 10, most: 100 } }
  - { at: scores, on: Publish, times: 2, refuse: RESOURCE_EXHAUSTED }
  - { at: scores, rate: 0.1, duplicate: true }
  - { at: score-inbox, on: SendMessageBatch, rate: 0.2, failEntries: InternalError }
  - { at: score-inbox, on: SendMessageBatch, skip: 3, times: 1, hang: true }
  - { at: score-inbox, on: SendMessageBatch, skip: 5, times: 2, loseAnswer: cut }
  - { at: score-inbox, on: SendMessageBatch, rate: 0.1, refuse: KmsThrottled }
`;

beforeAll(buildOnce);

describe("a shop whose brokers do all that brokers can do wrong", () => {
  it("loses nothing, keeps order per key, and accounts for every message and every copy", LIMITS, async () => {
    const injecting = injector();
    const parsed = parseFaults(faults, "faults.yaml", places());
    const body = async ({ feed, at, settled }: Parameters<Parameters<typeof onStage>[1]>[0]) => {
      injecting.put(parsed);
      const [orders, flights, scores] = await Promise.all([
        feed("orders", 0, COUNT),
        feed("flights", 0, COUNT),
        feed("scores", 0, COUNT),
      ]);
      const accounts = await settled();
      const counts = injecting.counts();

      expectInOrder(
        at("order-feed"),
        orders.filter(({ key }) => key !== "orders-0"),
      );
      expectInOrder(at("score-inbox"), scores);
      expect([...numbersOf(at("flight-feed"))].toSorted()).toEqual([...numbersOf(flights)].toSorted());

      const of = (link: string) => accounts.get(link) ?? expect.fail(`there is no ${link}`);
      const [ordered, flown, scored] = [
        of("shop/export-orders"),
        of("shop/flight-analytics"),
        of("shop/return-scores"),
      ];
      for (const account of [ordered, flown, scored]) {
        const { delivered, dropped, dead, inFlight } = account;
        expect(account).toMatchObject({ in: delivered + dropped + dead + inFlight, dead: 0, inFlight: 0 });
      }
      // A FIFO queue takes each once; elsewhere what came in is all that its broker has taken, copies of the feed included.
      expect([ordered.in, ordered.dropped]).toEqual([COUNT, COUNT / 4]);
      expect(flown.in).toBe(at("flights").length);
      expect(scored.in).toBe(at("scores").length);
      const injected = (text: string) => counts.find(({ fault }) => fault === text)?.injected ?? 0;
      expect(flown.duplicates).toBeGreaterThanOrEqual(injected("duplicate at flights"));
      expect(scored.duplicates).toBeGreaterThanOrEqual(injected("duplicate at scores"));

      expect(counts.filter((each) => each.injected === 0)).toEqual([]);
      const kinds = new Set(parsed.rules.map(({ fault }) => (fault.kind === "delay" ? "delayMs" : fault.kind)));
      expect(KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
    };
    await onStage(map, body, injecting);
  });
});
