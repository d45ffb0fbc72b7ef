import { describe, expect, it } from "vitest";
import { plainObject, utf8 } from "../../../../infra/local/door/plain-json.ts";
import { bothServers } from "./both-servers.ts";
import { ask } from "./say.ts";

const nested = (levels: number): string => `${'{"a":['.repeat(levels)}${"]}".repeat(levels)}`;

describe("plainObject", () => {
  it("reads objects, and nothing else", () => {
    expect(plainObject('{"a":{"b":[1]}}')).toEqual({ a: { b: [1] } });
    expect(["", "[]", "null", "1", '"a"', "{", "{}{}", "{'a':1}"].map(plainObject)).toEqual(Array(8).fill(undefined));
  });

  it("ends at a depth that no request has", () => {
    expect([plainObject(nested(32)) === undefined, plainObject(nested(33))]).toEqual([false, undefined]);
    expect(plainObject(nested(200_000))).toBeUndefined();
  });

  it("takes __proto__ for a name, and the last of two members of one name", () => {
    const read = plainObject('{"__proto__":{"a":1},"b":1,"b":2}') ?? {};
    expect([Object.keys(read), read["a"], read["b"]]).toEqual([["__proto__", "b"], undefined, 2]);
  });
});

describe("utf8", () => {
  it("gives no text for bytes that are none", () => {
    expect(utf8(Buffer.from("é€😀"))).toBe("é€😀");
    // A lone byte, an overlong form, half of a pair, and one beyond the last.
    for (const hex of ["ff", "c0af", "eda080", "f4908080", "c3"]) expect(utf8(Buffer.from(hex, "hex"))).toBeUndefined();
  });
});

describe("both servers", () => {
  it("refuse such requests by their own code", async () => {
    const { sqs, pubsub, work } = await bothServers();
    const headers = ["Host: localhost", "X-Amz-Target: AmazonSQS.CreateQueue"];
    const bodies = [nested(300_000), "[".repeat(1_000_000), Buffer.from('{"QueueName":"a\xff"}', "latin1"), "[1]"];
    for (const body of bodies) {
      const onSqs = await ask(sqs.server.port, "POST /", headers, body);
      expect([onSqs.status, JSON.parse(onSqs.text).__type]).toEqual([400, "com.amazonaws.sqs#SerializationException"]);
      const onPubsub = await ask(pubsub.server.port, "PUT /v1/projects/earth/topics/more", ["Host: localhost"], body);
      expect(onPubsub.status).toBe(400);
      expect(onPubsub.text).toContain("INVALID_ARGUMENT");
    }
    const proto = await ask(
      pubsub.server.port,
      "PUT /v1/projects/earth/topics/more",
      ["Host: localhost"],
      '{"__proto__":{"labels":{}}}',
    );
    expect([proto.status, proto.text.includes('Unknown name \\"__proto__\\"')]).toEqual([400, true]);
    for (const path of ["/v1/%zz", "/v1/%ff", "//x:99999999/"])
      expect((await ask(pubsub.server.port, `GET ${path}`, ["Host: localhost"])).status).toBe(
        path.startsWith("//") ? 404 : 400,
      );
    await work();
  });
});
