import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/fabric/compile.ts";
import { linkWay } from "../../../shared/fabric/link-way.ts";
import { environmentSecrets } from "../../../shared/fabric/secrets.ts";
import { aMessage } from "../../support/a-message.ts";
import { aFabric, queue, topic } from "./a-fabric.ts";

describe("the way through a link", () => {
  it("drops what came by an opposite, takes the hop's steps, then leaves what is another link's", async () => {
    const route = [
      { when: 'body.to == "q"', to: "q" },
      { when: 'body.to == "t"', to: "t" },
    ];
    const hops = { h: { from: "a", route, transforms: [{ rename: { fields: { way: "to" } } }] } };
    const [link] = compile(aFabric({ a: topic("aaa"), q: queue("q"), t: topic("ttt") }, hops)).links;
    if (link === undefined) return expect.fail("the hop has no link");
    const { transform } = await linkWay({ ...link, opposites: ["retail/back"] }, environmentSecrets({}));
    const bodied = (way: string, trail: readonly string[] = []) =>
      aMessage({ body: Buffer.from(JSON.stringify({ way })), trail });
    const left = [bodied("q"), bodied("t"), bodied("q", ["retail/back"])].map((message) =>
      transform(message).map(({ body }) => Buffer.from(body).toString()),
    );
    expect(left).toEqual([['{"to":"q"}'], [], []]);
  });
});
