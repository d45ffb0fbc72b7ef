import { afterEach, describe, expect, it } from "vitest";
import { type Job, type RuntimeApi, runtimeApi } from "../../../../infra/local/lambda/runtime-api.ts";

const open: RuntimeApi[] = [];
afterEach(() => {
  for (const api of open.splice(0)) api.close();
});

async function anApi() {
  const api = await runtimeApi();
  open.push(api);
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://${api.address}/2018-06-01/runtime/${path}`, { ...init, headers: { connection: "close" } });
  const post = async (path: string, body: string) => (await ask(path, { method: "POST", body })).status;
  return { ...api, ask, post };
}

const aJob = (parts: Partial<Job> = {}): Job => ({
  id: "id-1",
  payload: '{"a":1}',
  deadlineMs: 1_700_000_000_000,
  functionArn: "arn:aws:lambda:eu-west-1:000000000000:function:f",
  traceId: "Root=1-a",
  ...parts,
});

describe("the Runtime API", () => {
  it("hands a job to the runtime that waits for it, with its headers, and gives back the response", async () => {
    const api = await anApi();
    const asked = api.ask("invocation/next");
    await api.initialized;
    const run = api.run(aJob());
    const { headers, ...response } = await asked.then(async (got) => ({
      headers: got.headers,
      text: await got.text(),
    }));
    expect(response).toEqual({ text: '{"a":1}' });
    expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith("lambda-runtime-")))).toEqual({
      "lambda-runtime-aws-request-id": "id-1",
      "lambda-runtime-deadline-ms": "1700000000000",
      "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-west-1:000000000000:function:f",
      "lambda-runtime-trace-id": "Root=1-a",
    });
    expect(await api.post("invocation/id-1/response", '{"b":2}')).toBe(202);
    expect(await run).toEqual({ kind: "ok", payload: { b: 2 } });
  });

  it("keeps a job for the runtime that asks later, and says when it asks again", async () => {
    const api = await anApi();
    const run = api.run(aJob());
    expect(await (await api.ask("invocation/next")).text()).toBe('{"a":1}');
    await api.post("invocation/id-1/response", "");
    expect(await run).toEqual({ kind: "ok", payload: null });
    const asked = api.asked();
    const next = api.ask("invocation/next");
    await asked;
    void api.run(aJob({ payload: "2" }));
    expect(await (await next).text()).toBe("2");
  });

  it("does not hand a job to a runtime that has gone", async () => {
    const api = await anApi();
    const gone = new AbortController();
    const first = api.ask("invocation/next", { signal: gone.signal });
    await api.asked();
    gone.abort();
    await expect(first).rejects.toThrow();
    const state = () => Promise.race([api.asked().then(() => "asked"), Promise.resolve().then(() => "nobody asks")]);
    await expect.poll(state).toBe("nobody asks");
    const second = api.ask("invocation/next");
    void api.run(aJob());
    expect(await (await second).text()).toBe('{"a":1}');
  });

  it.each([
    ['{"errorType":"TypeError","errorMessage":"no\\nmore"}', "TypeError", "no"],
    ["{}", "Error", "an error without a message"],
    ["broken", "Runtime.InvalidResponse", "the runtime reported an error that is not JSON"],
  ])("gives the error that a call or a start ended with: %s", async (body, type, message) => {
    const api = await anApi();
    expect(await api.post("init/error", body)).toBe(202);
    expect(await api.initialized).toEqual({ kind: "error", type, message });
    const run = api.run(aJob());
    await (await api.ask("invocation/next")).text();
    expect(await api.post("invocation/id-1/error", body)).toBe(202);
    expect(await run).toEqual({ kind: "error", type, message });
  });

  it("refuses answers to other calls, answers over 6 MB, and other paths", async () => {
    const api = await anApi();
    const run = api.run(aJob());
    await (await api.ask("invocation/next")).text();
    expect(await api.post("invocation/id-2/response", "1")).toBe(400);
    expect(await api.post("invocation/id-1/response", `"${"x".repeat(6 * 1_048_576)}"`)).toBe(413);
    expect(await run).toMatchObject({ kind: "error", type: "Function.ResponseSizeTooLarge" });
    expect(await api.post("invocation/next", "")).toBe(404);
    expect((await api.ask("other")).status).toBe(404);
  });

  it("takes a response that is not JSON for a failure", async () => {
    const api = await anApi();
    const run = api.run(aJob());
    await (await api.ask("invocation/next")).text();
    await api.post("invocation/id-1/response", "{");
    expect(await run).toEqual({ kind: "error", type: "Runtime.InvalidResponse", message: "the response is not JSON" });
  });
});
