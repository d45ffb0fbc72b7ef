import { type AddressInfo, connect } from "node:net";
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PushRequest } from "../../../../shared/brokers/pubsub/push.ts";
import { pushHandler } from "../../../../shared/brokers/pubsub/push-handler.ts";

const seen: PushRequest[] = [];
let status = 204;
let server: ReturnType<typeof getTestServer>;
beforeAll(async () => {
  vi.spyOn(console, "error").mockReturnValue();
  // As a platform does: the function is made first, its server afterwards.
  http(
    "pushed",
    pushHandler(async (push) => {
      seen.push(push);
      return { status };
    }),
  );
  server = getTestServer("pushed");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => {
  seen.splice(0);
  status = 204;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  vi.restoreAllMocks();
});

const port = () => (server.address() as AddressInfo).port;
const post = async (body: Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>>) =>
  (await fetch(`http://127.0.0.1:${port()}/`, { method: "POST", headers, body })).status;

describe("pushHandler", () => {
  it.each([204, 503])("answers the status that it is told: %i", async (told) => {
    status = told;
    expect(await post(Buffer.from("{}"), { "content-type": "application/json" })).toBe(told);
  });

  it.each([
    "application/json",
    "application/json; charset=no-such-charset",
    "application/cloudevents+json",
    "application/x-www-form-urlencoded",
    "text/plain; charset=utf-16",
    "image/png",
    "?",
  ])("hands over every byte and the content type, whatever stands in it: %s", async (type) => {
    const body = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
    expect(await post(body, { "content-type": type, "content-encoding": "gzip" })).toBe(204);
    expect(seen.map(({ body: given }) => Buffer.from(given).equals(body))).toEqual([true]);
    expect(seen[0]?.headers).toMatchObject({ "content-type": [type], "content-encoding": ["gzip"] });
    expect(console.error).not.toHaveBeenCalled();
  });

  it("hands over several headers of one name, also where HTTP knows only one", async () => {
    const answered = await new Promise((resolve) => {
      const socket = connect(port(), "127.0.0.1").on("data", (chunk) => resolve(String(chunk).split("\r\n")[0]));
      const headers = ["Host: x", "Connection: close", "From: noreply@google.com", "From: alice", "Content-Length: 0"];
      socket.end(`POST / HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
    });
    expect(answered).toBe("HTTP/1.1 204 No Content");
    expect(seen).toMatchObject([{ headers: { from: ["noreply@google.com", "alice"] }, body: Buffer.alloc(0) }]);
  });

  it("never takes a part of a body for the whole", async () => {
    const socket = connect(port(), "127.0.0.1").on("error", () => {});
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{}");
    await new Promise((resolve) => server.once("request", resolve));
    const over = new Promise((resolve) => vi.mocked(console.error).mockImplementationOnce(resolve));
    socket.destroy();
    await over;
    expect(seen).toEqual([]);
  });

  it("takes what a parser has read all the same", async () => {
    const handler = pushHandler(async (push) => {
      seen.push(push);
      return { status };
    });
    async function* nothing() {}
    const request = Object.assign(nothing(), { headersDistinct: { kind: ["a"] }, rawBody: Buffer.from("read") });
    const answered: number[] = [];
    await handler(request, { status: (code) => ({ end: () => answered.push(code) }) });
    expect([seen, answered]).toEqual([[{ headers: { kind: ["a"] }, body: Buffer.from("read") }], [204]]);
  });
});
