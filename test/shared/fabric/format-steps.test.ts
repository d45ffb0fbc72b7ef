import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Message, text } from "../../../shared/core/message.ts";
import { prepare } from "../../../shared/core/prepare.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import type { Link } from "../../../shared/fabric/link.ts";
import { linkWay } from "../../../shared/fabric/link-way.ts";
import { environmentSecrets } from "../../../shared/fabric/secrets.ts";
import { bodies, jsonMessage } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";
import { ce, core, ODD, VALID } from "../../support/cloud-events.ts";
import { aFabric } from "./a-fabric.ts";

const endpoints = {
  bare: { sqs: "bare" },
  plain: { sqs: "plain", schema: "order-row" },
  whole: { sqs: "whole", format: "cloudevents" },
  parts: { sqs: "parts", format: "cloudevents-binary", schema: "order-row" },
  pieces: { pubsub: "pieces", format: "cloudevents-binary" },
  feed: { pubsub: "feed", format: "cloudevents" },
  named: {
    pubsub: "named",
    format: { cloudevents: "structured", source: "/shop", type: "paid", subject: { cel: "key" } },
  },
};
const linksOf = (hop: object): readonly Link[] => compile(aFabric(endpoints, { hop })).links;
const names = (hop: object) =>
  linksOf(hop).map(({ transforms, endings = [] }) => [
    transforms.map(({ name }) => name),
    ...endings.map((steps) => steps.map(({ name }) => name)),
  ]);
/** What the first target of a hop gets of a message, or the error that ends it. */
const through = async (hop: object) => {
  const [link] = linksOf(hop);
  if (link === undefined) return expect.fail("the hop has no link");
  const { transform, sinkOf } = await linkWay(link, environmentSecrets({}));
  return async (message: Message): Promise<readonly Message[]> => {
    const done = prepare({ receipt: "r", raw: {}, open: () => message }, `${link.name}/${link.source.name}`, transform);
    if ("failure" in done) throw done.failure;
    const got: Message[] = [];
    const sink = sinkOf<unknown>(link.targets, () => ({
      async send(messages) {
        got.push(...messages);
        return messages.map(() => ({ kind: "sent" }));
      },
    }));
    const results = await sink.send(done.messages, { remainingMs: () => 1_000 });
    for (const result of results) if (result.kind === "refused") throw result.error;
    return got;
  };
};

/** The events that come out of hops through each mode on each broker. */
const overAll = async () => {
  const hops = await Promise.all([
    through({ from: "whole", to: "parts", validate: "none" }),
    through({ from: "parts", to: "pieces", validate: "none" }),
    through({ from: "pieces", to: "feed" }),
    through({ from: "feed", to: "whole" }),
  ]);
  return async (message: Message): Promise<readonly unknown[]> => {
    let messages: readonly Message[] = [message];
    for (const hop of hops) messages = (await Promise.all(messages.map(hop))).flat();
    return bodies(messages).map((body) => JSON.parse(body));
  };
};

describe("formats of a hop's endpoints", () => {
  it("are read first and written last, around schemas and the hop's own steps", () => {
    expect(names({ from: "parts", to: "feed", transforms: ["split"], validate: "both" })).toEqual([
      [["from-cloudevents", "validate", "split"], ["to-cloudevents"]],
    ]);
    expect(names({ from: "whole", to: "parts", validate: "both" })).toEqual([
      [["from-cloudevents", "validate"], ["to-cloudevents"]],
    ]);
    expect(names({ from: "plain", to: "whole", validate: "none" })).toEqual([[[], ["to-cloudevents"]]]);
  });

  it("are written for each target alone, behind a splitter or a choice", () => {
    expect(names({ from: "whole", to: ["feed", "plain"] })).toEqual([
      [["from-cloudevents"]],
      [[], ["to-cloudevents"]],
      [[]],
    ]);
    expect(names({ from: "whole", toOneOf: [{ endpoint: "parts" }, { endpoint: "plain" }] })).toEqual([
      [["from-cloudevents"], ["to-cloudevents"], []],
    ]);
  });

  it("show a binary event's own attributes in a queue first", () => {
    const kept = (to: string) =>
      linksOf({ from: "whole", to, attributes: { keep: ["tenant"] } }).map((link) => ("keep" in link ? link.keep : []));
    const first = ["ce-specversion", "ce-id", "ce-source", "ce-type", "content-type"];
    expect(kept("parts")).toEqual([[...first, "tenant", "ce-time", "ce-subject", "ce-dataschema"]]);
    expect(kept("plain")).toEqual([["tenant"]]);
  });

  it.each(VALID)("hand on the same event from endpoint to endpoint: %s", async (_, event) => {
    const [there, back] = await Promise.all([
      through({ from: "whole", to: "parts", validate: "none" }),
      through({ from: "parts", to: "named", validate: "none" }),
    ]);
    const kept = await through({ from: "whole", to: "feed" });
    const given = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
    const implied = "data" in event ? { datacontenttype: "application/json", ...event } : given;
    const both = async (message: Message) => (await Promise.all((await there(message)).map(back))).flat();
    for (const steps of [kept, both]) {
      const [body = ""] = bodies(await steps(jsonMessage(event)));
      expect(JSON.parse(body)).toEqual(implied);
    }
  });

  it.each(ODD)("hand on the same event, member by member, over each mode: %s", async (_, event) => {
    const hops = await overAll();
    expect(await hops(jsonMessage(event))).toEqual([event]);
  });

  it("hand on data of any type in either member", async () => {
    const hops = await overAll();
    const types = ["application/json", "text/plain", "image/png", "application/x+json", "application/xml; a=b"];
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.string().map((told) => Buffer.from(told)),
    );
    const withBytes = fc.record({
      type: fc.option(fc.constantFrom(...types)),
      member: bytes.map((some) => ({ data_base64: Buffer.from(some).toString("base64") })),
    });
    const withText = fc.record({
      type: fc.constantFrom(...types),
      member: fc.string({ unit: "binary" }).map((told) => ({ data: told })),
    });
    const anEvent = fc.oneof(withBytes, withText);
    await fc.assert(
      fc.asyncProperty(anEvent, async ({ type, member }) => {
        const event = { ...core, ...(type === null ? {} : { datacontenttype: type }), ...member };
        expect(await hops(jsonMessage(event))).toEqual([event]);
      }),
      { numRuns: 300 },
    );
  });

  it("say nothing of data that a binary event does not say itself", async () => {
    const attributes = new Map(Object.entries(ce).map(([name, value]) => [name, { type: "String", value }]));
    const read = await through({ from: "parts", to: "feed", validate: "none" });
    const written = async (body: Uint8Array, type?: string) => {
      const told = type === undefined ? attributes : new Map([...attributes, ["content-type", text(type)]]);
      return JSON.parse(bodies(await read(aMessage({ body, attributes: told })))[0] ?? "");
    };
    expect(await written(Uint8Array.of(0, 1, 2))).toEqual({ ...core, data_base64: "AAEC" });
    expect(await written(Buffer.from("1"))).toEqual({ ...core, data: 1 });
    expect(await written(new Uint8Array())).toEqual(core);
    const datacontenttype = "application/json";
    expect(await written(Buffer.from("no"), datacontenttype)).toEqual({
      ...core,
      datacontenttype,
      data_base64: "bm8=",
    });
  });

  it("make an event of what is none, by what is told or by the hop and the message", async () => {
    const message = jsonMessage({ n: 1 }, { orderingKey: "k-1" });
    const made = {
      specversion: "1.0",
      id: "origin/m1",
      time: "2023-11-14T22:13:20.000Z",
      datacontenttype: "application/json",
      data: { n: 1 },
    };
    const written = async (to: string, attributes: Readonly<Record<string, string>>) => {
      const given = new Map(Object.entries(attributes).map(([name, value]) => [name, { type: "String", value }]));
      const send = await through({ from: "plain", to, validate: "none" });
      const [body = ""] = bodies(await send({ ...message, attributes: given }));
      return JSON.parse(body);
    };
    const source = "//hopspan/retail/hop";
    expect(await written("feed", {})).toEqual({ ...made, source, type: "hopspan.message" });
    expect(await written("feed", { type: "paid" })).toEqual({ ...made, source, type: "paid" });
    expect(await written("named", { type: "other" })).toEqual({
      ...made,
      source: "/shop",
      type: "paid",
      subject: "k-1",
    });
  });

  it("hand on whatever an event may say, over both modes", async () => {
    const [there, back] = await Promise.all([
      through({ from: "whole", to: "parts", validate: "none" }),
      through({ from: "parts", to: "named", validate: "none" }),
    ]);
    const word = fc.string({ minLength: 1 });
    const anEvent = fc.record(
      {
        id: word,
        source: word,
        type: word,
        subject: word,
        time: fc.constantFrom("1985-04-12T23:20:50.52Z", "1937-01-01T12:00:27.87+00:20"),
        extensions: fc.dictionary(
          fc.stringMatching(/^x[a-z0-9]{0,9}$/),
          fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constantFrom("true", "7", "")),
        ),
        data: fc.jsonValue(),
      },
      { requiredKeys: ["id", "source", "type"] },
    );
    await fc.assert(
      fc.asyncProperty(anEvent, async ({ extensions, ...event }) => {
        const given = JSON.parse(JSON.stringify({ specversion: "1.0", ...event, ...extensions }));
        const implied = "data" in given ? { datacontenttype: "application/json", ...given } : given;
        const [message] = await there(jsonMessage(given));
        if (message === undefined) return expect.fail("an event is expected");
        const [body = ""] = bodies(await back(message));
        expect(JSON.parse(body)).toEqual(implied);
      }),
      { numRuns: 200 },
    );
  });

  it("refuse what is no event by name", async () => {
    const read = await through({ from: "whole", to: "feed" });
    await expect(read(jsonMessage({ n: 1 }))).rejects.toThrow(expect.objectContaining({ code: "CLOUDEVENT" }));
  });

  it("give each of several that a hop makes of one an id of its own", async () => {
    const splits = { to: "feed", transforms: ["split"] };
    const ids = (messages: readonly Message[]) => bodies(messages).map((body) => JSON.parse(body).id);
    const [read, made] = [await through({ from: "whole", ...splits }), await through({ from: "bare", ...splits })];
    expect(ids(await read(jsonMessage({ ...core, data: [1, 2] })))).toEqual(["e-1.0", "e-1.1"]);
    expect(ids(await made(jsonMessage([1, 2])))).toEqual(["origin/m1.0", "origin/m1.1"]);
  });
});
