import { describe, expect, it } from "vitest";
import { marks } from "../../../../shared/fabric/rules/marks.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const told = (mark: string) =>
  `error RESERVED_TEXT: a text with ${mark} would not arrive as it is, since the tools that deploy put something else in its place: write it otherwise`;
const [token, list, tfToken, secret] = ["$" + "{Token[", "#{Token[", "$" + "{TfToken[", "{{resolve:"];
const set = (fields: object) => ({ h: { from: "orders", to: "feed", transforms: [{ set: { fields } }] } });
const ends = { orders: queue("orders"), feed: topic("feed") };

describe("texts", () => {
  it("may look like templates of any other kind, and are handed on", () => {
    const fields = { a: `\${x} %{y} {{z}} \${Token} {{ resolve }}`, "${b}": "#{c}" };
    expect(marks(aFabric(ends, set(fields)))).toEqual([]);
  });

  it("may not be what CDK, cdktf or CloudFormation would put something else in place of", () => {
    expect(said(marks(aFabric(ends, set({ a: `x ${token}TOKEN.1]}`, [`${list}a]}`]: "b" }))))).toEqual([
      told(token),
      told(list),
    ]);
    const feeds = {
      a: { sqs: "a", fedBy: { iotRule: { sql: `SELECT '${tfToken}TOKEN.0]}'` } } },
      b: { sqs: "b", fedBy: { eventBridge: { pattern: { detail: { c: [`${secret}ssm:d}}`] } } } } },
      c: { pubsub: "ccc", landsIn: { gcs: { bucket: "shop", prefix: `${token}a]}` } } },
    };
    expect(said(marks(aFabric(feeds, {})))).toEqual([told(tfToken), told(secret), told(token)]);
    expect(said(marks(aFabric({}, {}, { state: { local: `${token}a]}` } })))).toEqual([told(token)]);
  });

  it("are told where they stand", () => {
    const [problem] = marks(aFabric(ends, set({ a: "b", c: `${secret}x}}` })));
    expect(problem).toMatchObject({ file: "fabric.yaml", line: expect.any(Number) as unknown });
  });
});
