import { describe, expect, it } from "vitest";
import { strangerIn } from "../../../../infra/local/door/stranger.ts";
import { bothServers } from "./both-servers.ts";
import { ask } from "./say.ts";

const host = "localhost:4566";

describe("strangerIn", () => {
  it("finds none where a program asks, nor where somebody has typed the address", () => {
    const asked = [{}, { host }, { host, "sec-fetch-site": "none" }];
    const own = { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" };
    expect([...asked, own].map(strangerIn)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("finds a name that was made to point here, and pages of others, also of another port", () => {
    expect(strangerIn({ host: "evil.example:4566" })).toMatch(/^The Host header is not this machine's/);
    for (const more of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://localhost:3000" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ])
      expect(strangerIn({ host, ...more })).toMatch(/^The request comes from a page/);
  });

  it("is asked by both servers before anything is done", async () => {
    const { sqs, pubsub, work } = await bothServers();
    const signs = ["Host: evil.example", "Host: localhost\r\nOrigin: https://evil.example"];
    for (const sign of [...signs, "Host: localhost\r\nSec-Fetch-Site: cross-site"]) {
      const target = [sign, "X-Amz-Target: AmazonSQS.CreateQueue", "Content-Type: text/plain"];
      const create = await ask(sqs.server.port, "POST /", target, '{"QueueName":"evil"}');
      expect([create.status, JSON.parse(create.text).__type]).toEqual([403, "com.amazonaws.sqs#AccessDeniedException"]);
      const put = await ask(pubsub.server.port, "PUT /v1/projects/earth/topics/evil", [sign], "{}");
      expect(put.status).toBe(403);
      expect(put.text).toContain("PERMISSION_DENIED");
    }
    expect(sqs.server.engine.queues.names()).toEqual(["orders"]);
    expect(pubsub.server.engine.topics.names("projects")).toEqual(["projects/earth/topics/orders"]);
    await work();
  });
});
