import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/fabric/compile.ts";
import type { Link } from "../../../shared/fabric/link.ts";
import { aFabric, queue, topic } from "./a-fabric.ts";

const home = { account: "111122223333", region: "eu-west-1" };
const aQueue = (name: string, queueName = name) => ({
  broker: "sqs",
  name,
  queue: queueName,
  fifo: queueName.endsWith(".fifo"),
  ...home,
});
const aTopic = (name: string, topicName = name, ordered = false) => ({
  broker: "pubsub",
  name,
  topic: topicName,
  ordered,
  project: "retail-analytics",
  region: "europe-west1",
});
const standard = { maxMessages: 100, windowSeconds: 1 };
const fifo = { maxMessages: 10, windowSeconds: 0 };
const names = (links: readonly Link[]) => links.map(({ name }) => name);

describe("a bridge", () => {
  it("is one link with dead letters on its source's cloud, from a queue", () => {
    const fabric = aFabric(
      { orders: queue("shop-orders.fifo"), feed: topic("feed", true) },
      { export: { from: "orders", to: "feed", transforms: ["order-to-row", { redact: { fields: ["a"] } }] } },
    );
    expect(compile(fabric)).toEqual({
      fabric: "retail",
      endpoints: [
        { ...aQueue("orders", "shop-orders.fifo"), role: "made" },
        { ...aTopic("feed", "feed", true), role: "made" },
        { ...aQueue("orders.dead", "retail--orders--dead.fifo"), role: "dead-letters" },
      ],
      links: [
        {
          name: "retail/export",
          crossing: "sqs-to-pubsub",
          source: aQueue("orders", "shop-orders.fifo"),
          targets: [aTopic("feed", "feed", true)],
          transforms: [{ name: "order-to-row" }, { name: "redact", options: { fields: ["a"] } }],
          deadLetters: aQueue("orders.dead", "retail--orders--dead.fifo"),
          timeoutSeconds: 30,
          attempts: 100,
          batch: fifo,
        },
      ],
    });
  });

  it("has a subscription and a dead-letter topic of its own, from a topic", () => {
    const fabric = aFabric(
      { scores: { ...topic("scores"), project: "other-project", existing: true }, inbox: queue("inbox") },
      { return: { from: "scores", to: ["inbox"] } },
    );
    const scores = { ...aTopic("scores"), project: "other-project" };
    expect(compile(fabric)).toEqual({
      fabric: "retail",
      endpoints: [
        { ...scores, role: "existing" },
        { ...aQueue("inbox"), role: "made" },
        { ...aTopic("retail/return.dead", "retail--return--dead"), role: "dead-letters" },
        { ...aQueue("inbox.dead", "retail--inbox--dead"), role: "dead-letters" },
      ],
      links: [
        {
          name: "retail/return",
          crossing: "pubsub-to-sqs",
          source: scores,
          targets: [aQueue("inbox")],
          transforms: [],
          deadLetters: aTopic("retail/return.dead", "retail--return--dead"),
          timeoutSeconds: 30,
          attempts: 100,
          backoff: { firstDelaySeconds: 1, maxDelaySeconds: 600 },
          subscription: "retail--return",
        },
      ],
    });
  });

  it("joins every pair of brokers", () => {
    const fabric = aFabric(
      { q: queue("q"), r: queue("r"), s: queue("s"), t: topic("ttt"), u: topic("uuu") },
      { a: { from: "q", to: "t" }, b: { from: "t", to: "r" }, c: { from: "r", to: "s" }, d: { from: "t", to: "u" } },
    );
    expect(compile(fabric).links.map(({ crossing }) => crossing)).toEqual([
      "sqs-to-pubsub",
      "pubsub-to-sqs",
      "sqs-to-sqs",
      "pubsub-to-pubsub",
    ]);
  });
});

describe("an aggregate", () => {
  it("is one link per source, with the source's name behind the hop's", () => {
    const fabric = aFabric(
      { payments: queue("payments"), events: topic("events"), feed: topic("feed") },
      { collect: { from: ["payments", "events"], to: "feed", transforms: ["order-to-row"] } },
    );
    const { links, endpoints } = compile(fabric);
    expect(links.map(({ name, transforms, deadLetters }) => [name, transforms.length, deadLetters.name])).toEqual([
      ["retail/collect.payments", 1, "payments.dead"],
      ["retail/collect.events", 1, "retail/collect.events.dead"],
    ]);
    expect(endpoints.map(({ name }) => name)).toEqual([
      "payments",
      "events",
      "feed",
      "payments.dead",
      "retail/collect.events.dead",
    ]);
  });
});

describe("a replication", () => {
  it("from a topic is one link and one subscription per target", () => {
    const fabric = aFabric(
      { scores: topic("scores"), "score-inbox": queue("score-inbox"), audit: topic("audit") },
      { broadcast: { from: "scores", to: ["score-inbox", "audit"], transforms: ["order-to-row"] } },
    );
    const shown = compile(fabric).links.map((link) => ({
      name: link.name,
      subscription: "subscription" in link && link.subscription,
      dead: link.deadLetters.name,
      steps: link.transforms.length,
    }));
    expect(shown).toEqual([
      {
        name: "retail/broadcast.score-inbox",
        subscription: "retail--broadcast--score-inbox",
        dead: "retail/broadcast.score-inbox.dead",
        steps: 1,
      },
      {
        name: "retail/broadcast.audit",
        subscription: "retail--broadcast--audit",
        dead: "retail/broadcast.audit.dead",
        steps: 1,
      },
    ]);
  });

  it.each([
    ["standard", "orders", "", standard],
    ["FIFO", "orders.fifo", ".fifo", fifo],
  ])(
    "from a %s queue is a splitter into inner queues of its kind, and one link from each",
    (_, name, ending, batch) => {
      const elsewhere = { account: "444455556666", region: "us-east-1" };
      const fabric = aFabric(
        { orders: { sqs: name, ...elsewhere }, feed: topic("feed"), inbox: queue("inbox") },
        { spread: { from: "orders", to: ["feed", "inbox"], transforms: ["order-to-row"] } },
      );
      const toFeed = { ...aQueue("retail/spread.feed", `retail--spread--to--feed${ending}`), ...elsewhere };
      const toInbox = { ...aQueue("retail/spread.inbox", `retail--spread--to--inbox${ending}`), ...elsewhere };
      const dead = (endpoint: string, queueName: string) => ({ ...aQueue(endpoint, queueName), ...elsewhere });
      const { endpoints, links } = compile(fabric);
      expect(links).toEqual([
        {
          name: "retail/spread.split",
          crossing: "sqs-to-sqs",
          source: { ...aQueue("orders", name), ...elsewhere },
          targets: [toFeed, toInbox],
          transforms: [{ name: "order-to-row" }],
          deadLetters: dead("orders.dead", `retail--orders--dead${ending}`),
          timeoutSeconds: 30,
          attempts: 100,
          batch,
        },
        {
          name: "retail/spread.feed",
          crossing: "sqs-to-pubsub",
          source: toFeed,
          targets: [aTopic("feed")],
          transforms: [],
          deadLetters: dead("retail/spread.feed.dead", `retail--spread--to--feed--dead${ending}`),
          timeoutSeconds: 30,
          attempts: 100,
          batch,
        },
        {
          name: "retail/spread.inbox",
          crossing: "sqs-to-sqs",
          source: toInbox,
          targets: [aQueue("inbox")],
          transforms: [],
          deadLetters: dead("retail/spread.inbox.dead", `retail--spread--to--inbox--dead${ending}`),
          timeoutSeconds: 30,
          attempts: 100,
          batch,
        },
      ]);
      expect(endpoints.map((each) => [each.name, each.role])).toEqual([
        ["orders", "made"],
        ["feed", "made"],
        ["inbox", "made"],
        ["retail/spread.feed", "inner"],
        ["retail/spread.inbox", "inner"],
        ["orders.dead", "dead-letters"],
        ["retail/spread.feed.dead", "dead-letters"],
        ["retail/spread.inbox.dead", "dead-letters"],
        ["inbox.dead", "dead-letters"],
      ]);
    },
  );

  it("hands the attributes to keep to the links that end in a declared queue, and to no other", () => {
    const fabric = aFabric(
      { orders: queue("orders"), scores: topic("scores"), feed: topic("feed"), inbox: queue("inbox") },
      { spread: { from: ["orders", "scores"], to: ["feed", "inbox"], attributes: { keep: ["tenant", "kind"] } } },
    );
    expect(compile(fabric).links.map((link) => [link.name, "keep" in link ? link.keep : "none"])).toEqual([
      ["retail/spread.orders.split", "none"],
      ["retail/spread.orders.feed", "none"],
      ["retail/spread.orders.inbox", ["tenant", "kind"]],
      ["retail/spread.scores.feed", "none"],
      ["retail/spread.scores.inbox", ["tenant", "kind"]],
    ]);
  });

  it("of an aggregate names both ends", () => {
    const fabric = aFabric(
      { q: queue("q"), t: topic("ttt"), x: queue("x"), y: topic("yyy") },
      { all: { from: ["q", "t"], to: ["x", "y"] } },
    );
    expect(names(compile(fabric).links)).toEqual([
      "retail/all.q.split",
      "retail/all.q.x",
      "retail/all.q.y",
      "retail/all.t.x",
      "retail/all.t.y",
    ]);
  });
});

describe("derived names", () => {
  const long = (letter: string) => letter.repeat(40);
  const fabric = aFabric(
    { [long("a")]: queue("a.fifo"), [long("b")]: topic("bbb"), [long("c")]: topic("ccc") },
    { [long("h")]: { from: long("a"), to: [long("b"), long("c")] } },
    { fabric: long("f") },
  );

  it("that outgrow the provider's limit are cut to it, and marked so that they stay apart", () => {
    const queues = compile(fabric).endpoints.flatMap((each) =>
      each.broker === "sqs" && each.role !== "made" ? [each.queue] : [],
    );
    expect(queues).toEqual([
      `${long("f")}--${"h".repeat(24)}-2cae8889.fifo`,
      `${long("f")}--${"h".repeat(24)}-d8d54f2c.fifo`,
      `${long("f")}--${"a".repeat(18)}-58dd3b5b--dead.fifo`,
      `${long("f")}--${"h".repeat(18)}-2ff15cda--dead.fifo`,
      `${long("f")}--${"h".repeat(18)}-d149b6ba--dead.fifo`,
    ]);
    expect(new Set(queues).size).toBe(5);
    expect(Math.max(...queues.map(({ length }) => length))).toBe(80);
  });
});

describe("compile", () => {
  it("refuses a hop that names an endpoint which is not there", () => {
    const fabric = aFabric({ a: queue("a") }, { h: { from: "a", to: "b" } });
    expect(() => compile(fabric)).toThrow("fabric.yaml:14:9: endpoint b is not there");
  });

  it("gives plain JSON, the same for the same file, with every endpoint name and link name once", () => {
    const kinds = [queue("a"), queue("b.fifo"), queue("c"), topic("ddd"), topic("eee", true), topic("fff")];
    const endpoints = Object.fromEntries(kinds.map((kind, at) => [`e${at}`, kind]));
    const some = fc.uniqueArray(fc.constantFrom(...Object.keys(endpoints)), { minLength: 1, maxLength: 4 });
    const hop = fc.record({ from: some, to: some });
    const hops = fc.uniqueArray(hop, { maxLength: 4, selector: ({ from }) => from.join() });
    fc.assert(
      fc.property(hops, (list) => {
        const made = () => compile(aFabric(endpoints, Object.fromEntries(list.map((each, at) => [`h${at}`, each]))));
        const compiled = made();
        expect(made()).toEqual(compiled);
        expect(JSON.parse(JSON.stringify(compiled))).toEqual(compiled);
        for (const all of [compiled.links, compiled.endpoints])
          expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a hop that chooses one of its targets", () => {
  const ends = { s: queue("s"), a: topic("aaa"), q: queue("q"), r: queue("r"), t: topic("ttt") };
  const linksOf = (from: string, hop: object, run: object = {}) =>
    compile(aFabric(ends, { h: { from, ...hop, ...run } })).links;
  const short = (links: readonly Link[]) =>
    links.map(({ name, targets, choice }) => ({ name, to: targets.map((target) => target.name), choice }));

  it("is one link where its targets are on one broker", () => {
    const route = [{ when: "true", to: "q" }, { when: "false", to: "r" }, { to: "q" }];
    expect(short(linksOf("a", { route }))).toEqual([
      {
        name: "retail/h",
        to: ["q", "r"],
        choice: {
          kind: "route",
          branches: [{ when: "true", target: 0 }, { when: "false", target: 1 }, { target: 0 }],
        },
      },
    ]);
    const toOneOf = [{ endpoint: "q", weight: 3 }, { endpoint: "r" }];
    expect(short(linksOf("s", { toOneOf }))).toEqual([
      { name: "retail/h", to: ["q", "r"], choice: { kind: "weight", weights: [3, 1], targets: [0, 1] } },
    ]);
  });

  it("is a link per broker from a topic, of which only the first refuses what no branch takes", () => {
    const route = [
      { when: "true", to: "t" },
      { when: "false", to: "q" },
    ];
    expect(short(linksOf("a", { route }))).toEqual([
      {
        name: "retail/h.queues",
        to: ["q"],
        choice: {
          kind: "route",
          branches: [
            { when: "true", target: -1 },
            { when: "false", target: 0 },
          ],
        },
      },
      {
        name: "retail/h.topics",
        to: ["t"],
        choice: {
          kind: "route",
          branches: [{ when: "true", target: 0 }, { when: "false", target: -1 }, { target: -1 }],
        },
      },
    ]);
  });

  it("is a splitter that chooses, and a link per broker behind it, from a queue", () => {
    const toOneOf = ["t", "q", "r"].map((endpoint) => ({ endpoint }));
    expect(short(linksOf("s", { toOneOf }))).toEqual([
      {
        name: "retail/h.split",
        to: ["retail/h.queues", "retail/h.topics"],
        choice: { kind: "weight", weights: [1, 1, 1], targets: [1, 0, 0] },
      },
      { name: "retail/h.queues", to: ["q", "r"], choice: { kind: "weight", weights: [1, 1, 1], targets: [-1, 0, 1] } },
      { name: "retail/h.topics", to: ["t"], choice: { kind: "weight", weights: [1, 1, 1], targets: [0, -1, -1] } },
    ]);
  });

  it("sends no faster than it may, but for the splitter, which copies within the fabric", () => {
    const rate = { messagesPerSecond: 4 };
    const paces = (links: readonly Link[]) => links.map((link) => link.messagesPerSecond);
    expect(paces(linksOf("s", { to: ["q", "t"], rate }))).toEqual([undefined, 2, 2]);
    expect(paces(linksOf("a", { to: ["q", "t"], rate }))).toEqual([4, 4]);
    expect(linksOf("s", { to: "q", rate })[0]).toMatchObject({ batch: { maxMessages: 30 } });
  });
});
