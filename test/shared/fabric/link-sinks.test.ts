import { describe, expect, it } from "vitest";
import type { Message } from "../../../shared/core/message.ts";
import type { Sink } from "../../../shared/core/ports.ts";
import { prepare } from "../../../shared/core/prepare.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import type { Link } from "../../../shared/fabric/link.ts";
import { linkSinks } from "../../../shared/fabric/link-sinks.ts";
import { environmentSecrets } from "../../../shared/fabric/secrets.ts";
import { aMessage } from "../../support/a-message.ts";
import { aFabric, queue, topic } from "./a-fabric.ts";

const tools = environmentSecrets({});
const budget = { remainingMs: () => 60_000 };
const ends = { a: topic("aaa"), q: queue("q"), r: queue("r"), t: topic("ttt"), u: topic("uuu") };
const linksOf = (hop: object): readonly Link[] => compile(aFabric(ends, { h: { from: "a", ...hop } })).links;
const bodied = (country: string, id = country) => aMessage({ id, body: Buffer.from(JSON.stringify({ country })) });

/** What each target of a link gets of these messages, by the names of the targets, once `onlyOwn` has let them through. */
async function sentBy(link: Link, messages: readonly Message[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const got = new Map<string, string[]>();
  const { sinkOf, onlyOwn } = await linkSinks(link, tools);
  const sinkTo = ({ name }: { readonly name: string }): Sink => ({
    async send(sent) {
      got.set(name, [...(got.get(name) ?? []), ...sent.map(({ id }) => id)]);
      return sent.map(() => ({ kind: "sent" }));
    },
  });
  const own = messages.flatMap((message) => onlyOwn?.(message) ?? [message]);
  const sink = sinkOf<{ readonly name: string }>(link.targets, sinkTo);
  const results = await sink.send(own, budget);
  const refused = results.flatMap((result) => (result.kind === "refused" ? [result.error.code] : []));
  return Object.fromEntries([...got, ...(refused.length > 0 ? [["refused", refused] as const] : [])]);
}

describe("the sinks of a link", () => {
  const route = [
    { when: 'body.country == "DE"', to: "q" },
    { when: 'body.country == "FR"', to: "t" },
  ];

  it("are all of them where a hop does not choose", async () => {
    const [link] = compile(aFabric({ ...ends, s: queue("s") }, { h: { from: "s", to: ["q", "r"] } })).links;
    expect(link && (await sentBy(link, [bodied("DE")]))).toEqual({ "retail/h.q": ["DE"], "retail/h.r": ["DE"] });
  });

  it("are chosen by content, over the links of a hop exactly one for each message", async () => {
    const messages = [bodied("DE"), bodied("FR"), bodied("US")];
    const links = linksOf({ route });
    expect(links.map(({ name }) => name)).toEqual(["retail/h.queues", "retail/h.topics"]);
    expect(await Promise.all(links.map((link) => sentBy(link, messages)))).toEqual([
      { q: ["DE"], refused: ["NO_ROUTE"] },
      { t: ["FR"] },
    ]);
  });

  it("are chosen by weight, over the links of a hop exactly one for each message, whatever a split makes of its id", async () => {
    const toOneOf = ["q", "t", "r", "u"].map((endpoint) => ({ endpoint }));
    const messages = Array.from({ length: 200 }, (_, at) => bodied("DE", `m${at}`));
    const got = await Promise.all(
      linksOf({ toOneOf }).map(async (link) => {
        const { onlyOwn } = await linkSinks(link, tools);
        const twins = messages.flatMap((message) => {
          const delivery = { receipt: message.id, raw: {}, open: () => message };
          const done = prepare(delivery, link.name, (one) => [one, one].flatMap((each) => onlyOwn?.(each) ?? [each]));
          return "messages" in done ? done.messages : [];
        });
        return Object.values(await sentBy({ ...link }, twins)).flat();
      }),
    );
    expect(got.flat()).toHaveLength(400);
    expect(new Set(got.flat()).size).toBe(400);
    expect(got.every((ids) => ids.length > 100)).toBe(true);
  });

  it("share a splitter's inner queues as the links behind them share the targets", async () => {
    const toOneOf = ["q", "t", "r", "u"].map((endpoint) => ({ endpoint }));
    const links = compile(aFabric({ ...ends, s: queue("s") }, { h: { from: "s", toOneOf } })).links;
    const [splitter, ...onward] = links;
    const messages = Array.from({ length: 100 }, (_, at) => bodied("DE", `m${at}`));
    const split = splitter && (await sentBy(splitter, messages));
    expect(Object.keys(split ?? {}).toSorted()).toEqual(["retail/h.queues", "retail/h.topics"]);
    for (const link of onward) {
      const ids = split?.[link.source.name] ?? [];
      const arrived = await sentBy(
        link,
        messages.filter(({ id }) => ids.includes(id)),
      );
      expect(Object.values(arrived).flat().toSorted()).toEqual([...ids].toSorted());
      expect(Object.keys(arrived)).toHaveLength(2);
    }
  });
});
