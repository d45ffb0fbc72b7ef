import { afterEach, describe, expect, it } from "vitest";
import { httpAnswer } from "../../../shared/identity/http-request.ts";
import { type Loopback, loopback, type Said } from "../../support/identity/loopback.ts";

const open: Loopback[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function aServer(...first: readonly Said[]) {
  const server = await loopback(() => ({ headers: { kind: "good" }, body: "here" }));
  open.push(server);
  server.interrupt(...first);
  return server;
}

const failure: Said = { status: 500, body: "no" };

describe("a plain request", () => {
  it("carries headers and body, and brings the answer", async () => {
    const { url, asked } = await aServer();
    const headers = { "content-type": "text/plain" };
    const {
      status,
      headers: told,
      body,
    } = await httpAnswer(() => ({ url: new URL("/a?b=c", url), headers, body: "x" }));
    expect([status, told["kind"], body]).toEqual([200, "good", "here"]);
    expect(asked).toMatchObject([{ method: "POST", path: "/a?b=c", headers, body: "x" }]);
  });

  it.each([
    ["a server's own failure", failure],
    ["too many requests", { status: 429, body: "" }],
    ["a connection that is cut", "cut"],
  ] as const)("is made anew, twice at most, after %s", async (_, said) => {
    const { url, asked } = await aServer(said, said);
    let made = 0;
    const answer = await httpAnswer(() => {
      made += 1;
      return { url: new URL(url), headers: {} };
    });
    expect([answer.body, made, asked.length]).toEqual(["here", 3, 3]);
  });

  it("ends with the last answer, or with the network's own word for why there is none", async () => {
    const { url, host } = await aServer(failure, failure, failure, "cut", "cut", "cut");
    const make = () => ({ url: new URL(url), headers: {} });
    expect(await httpAnswer(make)).toMatchObject({ status: 500, body: "no" });
    const message = `${host} did not answer: ECONNRESET`;
    await expect(httpAnswer(make)).rejects.toMatchObject({ code: "NO_ANSWER", retryable: true, message });
  });

  it("is not made again after a refusal, which would only come again", async () => {
    const { url, asked } = await aServer({ status: 403, body: "" });
    expect(await httpAnswer(() => ({ url: new URL(url), headers: {} }))).toMatchObject({ status: 403 });
    expect(asked.length).toBe(1);
  });

  it("does not wait for ever for an answer", async () => {
    const { url, asked } = await aServer("hang");
    expect(await httpAnswer(() => ({ url: new URL(url), headers: {} }))).toMatchObject({ body: "here" });
    expect(asked.length).toBe(2);
  });
});
