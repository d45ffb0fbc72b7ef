import { describe, expect, it } from "vitest";
import { type Message, text } from "../../../shared/core/message.ts";
import type { Sink } from "../../../shared/core/ports.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import type { Link } from "../../../shared/fabric/link.ts";
import { linkWay } from "../../../shared/fabric/link-way.ts";
import { environmentSecrets } from "../../../shared/fabric/secrets.ts";
import { bodies, jsonMessage, textMessage } from "../../suites/transform-suite.ts";
import { aFabric, queue } from "./a-fabric.ts";

const endpoints = {
  s: queue("s"),
  q: queue("q"),
  r: { sqs: "r", schema: "order-row" },
  t: { pubsub: "ttt" },
  e: { pubsub: "eee", format: { cloudevents: "structured", source: "/shop", type: "paid" } },
};
const linksOf = (hop: object): readonly Link[] => compile(aFabric(endpoints, { h: { from: "s", ...hop } })).links;
const budget = { remainingMs: () => 60_000 };

/** What each target gets of these messages, and what came of each. */
async function sentBy(link: Link | undefined, messages: readonly Message[]) {
  if (link === undefined) return expect.fail("the hop has no link");
  const got: (Message & { readonly to: string })[] = [];
  const { transform, sinkOf } = await linkWay(link, environmentSecrets({}));
  const sink = sinkOf<{ readonly name: string }>(
    link.targets,
    ({ name }): Sink => ({
      async send(sent) {
        got.push(...sent.map((message) => ({ ...message, to: name })));
        return sent.map(() => ({ kind: "sent" }));
      },
    }),
  );
  const results = await sink.send(messages.flatMap(transform), budget);
  return { got, results, bodies: bodies(got), to: got.map(({ to }) => to) };
}
const some = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => jsonMessage({ n, ...more }, { id: `m${n}` }));

describe("a link that joins", () => {
  it("says what its targets take, at the last link only", () => {
    const join = { of: "messages", maxMessages: 100, maxBytes: 1_048_576, as: "json-array", attributes: "same" };
    expect(linksOf({ to: ["q", "t"], batch: {} }).map(({ joins }) => joins)).toEqual([
      undefined,
      [join],
      [{ ...join, maxBytes: 10_000_000 }],
    ]);
    const batch = { maxMessages: 5, maxBytes: 5_000, by: "key", as: "ndjson", attributes: "drop" };
    expect(linksOf({ to: "q", batch }).map(({ joins }) => joins)).toEqual([[{ of: "messages", ...batch }]]);
    expect(linksOf({ to: "q" }).map((link) => "joins" in link)).toEqual([false]);
  });

  it("sends as many messages together as it is told, by what it is told", async () => {
    const [link] = linksOf({ to: "q", batch: { maxMessages: 2, by: "body.n % 2 == 0" } });
    const { bodies, results } = await sentBy(link, some(5));
    expect(bodies).toEqual(['[{"n":0},{"n":2}]', '[{"n":1},{"n":3}]', '[{"n":4}]']);
    expect(results.map(({ kind }) => kind)).toEqual(Array(5).fill("sent"));
  });

  it.each([
    ["null", "null"],
    ["[1]", "a list"],
    ['{"a":1}', "an object"],
    ['{"constructor":1}', "an object"],
    ["1e400", "a number beyond 2^53"],
    ["1.5", "a fraction"],
  ])("refuses alone a message for which by gives %s, and says so", async (value, kind) => {
    const [link] = linksOf({ to: "q", batch: { by: "body.n" } });
    const { bodies, results } = await sentBy(link, [...some(1), textMessage(`{"n":${value}}`, { id: "odd" })]);
    const message = `by of the batch: the expression gave ${kind}: text, a whole number or a truth was expected`;
    expect(results).toMatchObject([{ kind: "sent" }, { kind: "refused", error: { code: "EXPRESSION", message } }]);
    expect(bodies).toEqual(['[{"n":0}]']);
  });

  it("joins what goes to one target, each for its own", async () => {
    const route = [{ when: "body.n < 2", to: "q" }, { to: "r" }];
    const { bodies, to } = await sentBy(linksOf({ route, batch: { as: "ndjson" } })[0], some(4));
    expect(to).toEqual(["q", "r"]);
    expect(bodies).toEqual(['{"n":0}\n{"n":1}\n', '{"n":2}\n{"n":3}\n']);
  });

  it("holds the joined message against the schema of its target", async () => {
    const { results } = await sentBy(linksOf({ to: "r", batch: {}, validate: "out" })[0], some(2));
    expect(results).toMatchObject([{ error: { code: "SCHEMA" } }, { error: { code: "SCHEMA" } }]);
  });

  it("makes a batch of events for a target of events", async () => {
    const { got } = await sentBy(linksOf({ to: "e", batch: {} })[0], some(2));
    expect(got).toHaveLength(1);
    expect(got[0]?.attributes).toEqual(new Map([["content-type", text("application/cloudevents-batch+json")]]));
    expect(JSON.parse(bodies(got)[0] ?? "")).toMatchObject([
      { specversion: "1.0", id: "m0", source: "/shop", type: "paid", data: { n: 0 } },
      { specversion: "1.0", id: "m1", source: "/shop", type: "paid", data: { n: 1 } },
    ]);
  });

  it("counts a joined message once against its rate", async () => {
    const hop = { to: "q", batch: { maxMessages: 10 }, rate: { messagesPerSecond: 2 } };
    const { got } = await sentBy(linksOf(hop)[0], some(10));
    expect(got).toHaveLength(1);
  });
});
