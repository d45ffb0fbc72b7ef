import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { post } from "../../../../../infra/local/pubsub/push/post.ts";
import { anEndpoint, answering } from "./an-endpoint.ts";

const REQUEST = { headers: { "content-type": "text/plain" }, body: Buffer.from("hello") };

function aPost() {
  const own = post();
  onTestFinished(() => own.close());
  return own;
}

describe("a post", () => {
  it("carries headers and body, and hears whether the endpoint took it", async () => {
    const endpoint = await anEndpoint(answering(200, 500));
    const { send } = aPost();
    expect(await send(new URL(endpoint.url), REQUEST, 5_000)).toBe(true);
    expect(await send(new URL(endpoint.url), REQUEST, 5_000)).toBe(false);
    expect(endpoint.arrived[0]).toMatchObject({
      body: "hello",
      headers: { "content-type": "text/plain", "content-length": "5", "user-agent": "CloudPubSub-Google" },
    });
    expect(endpoint.sockets.size).toBe(1);
  });

  it("is refused by silence, once its time is over", async () => {
    const endpoint = await anEndpoint(() => {});
    expect(await aPost().send(new URL(endpoint.url), REQUEST, 50)).toBe(false);
    expect(endpoint.arrived).toHaveLength(1);
  });

  it("is refused by nobody being there", async () => {
    expect(await aPost().send(new URL("http://127.0.0.1:1/"), REQUEST, 5_000)).toBe(false);
  });

  it("is taken as soon as the answer begins, however slow its end", async () => {
    const endpoint = await anEndpoint((_, response) => void response.writeHead(200).flushHeaders());
    expect(await aPost().send(new URL(endpoint.url), REQUEST, 5_000)).toBe(true);
  });

  it("goes once more, over another connection, where an idle one was closed under it", async () => {
    const endpoint = await anEndpoint((_, response, before) => {
      if (before === 1) response.socket?.resetAndDestroy();
      else response.writeHead(204).end();
    });
    const { send } = aPost();
    await send(new URL(endpoint.url), REQUEST, 5_000);
    await pause(20);
    expect(await send(new URL(endpoint.url), REQUEST, 5_000)).toBe(true);
    expect([endpoint.arrived.length, endpoint.sockets.size]).toEqual([3, 2]);
  });

  it("is refused where it is broken off", async () => {
    const endpoint = await anEndpoint(() => {});
    const own = aPost();
    const sent = own.send(new URL(endpoint.url), REQUEST, 5_000);
    await pause(50);
    own.close();
    expect(await sent).toBe(false);
  });
});
