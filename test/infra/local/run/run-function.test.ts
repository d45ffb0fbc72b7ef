import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { request as openRequest } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type RunFunction, type RunFunctionOptions, runFunction } from "../../../../infra/local/run/run-function.ts";
import { bundles, expectGone, isAlive } from "../process/bundles.ts";

const bundle = bundles();
const open: RunFunction[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** What the handler does is the path of the request: `/hang`, `/kill` ... */
const HANDLER = `
  const acts = {
    "/pid": (req, res) => res.send(String(process.pid)),
    "/hang": (req, res) => console.log("hangs"),
    "/block": () => { for (;;); },
    "/slow": (req, res) => setTimeout(() => { res.send("late"); console.log("answered"); }, 1500),
    "/wait": (req, res) => {
      const look = setInterval(() => {
        if (!require("node:fs").existsSync(req.get("x-given"))) return;
        clearInterval(look);
        res.send("late");
        console.log("answered");
      }, 10);
    },
    "/kill": () => process.kill(process.pid, "SIGKILL"),
    "/grow": () => { const held = []; setInterval(() => held.push(Buffer.alloc(1048576, 1)), 1); },
    "/exit": () => process.exit(3),
    "/throw": () => { throw new Error("thrown"); },
    "/cut": (req, res) => { res.write("some"); setTimeout(() => process.exit(3), 50); },
    "/echo": (req, res) => res.status(201).set("x-method", req.method).set("x-given", req.get("x-given") ?? "").send(req.rawBody ?? "none"),
  };
  exports.handler = (req, res) => acts[req.path](req, res);`;

async function aFunction(options: Partial<RunFunctionOptions> = {}) {
  const lines: string[] = [];
  const made = await runFunction({
    name: "f",
    bundle: bundle(HANDLER),
    environment: {},
    timeoutSeconds: 20,
    onLog: (line) => lines.push(line),
    ...options,
  });
  open.push(made);
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(new URL(path, made.url), init);
    return { status: response.status, text: await response.text() };
  };
  return { ...made, lines, ask };
}

const until = (read: () => unknown) => expect.poll(read, { timeout: 20_000, interval: 10 });

describe("a Cloud Run function", () => {
  it("starts with the first request, keeps its instance, and has one address", async () => {
    const f = await aFunction();
    expect([f.url, f.pids()]).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/), []]);
    const first = await f.ask("/pid");
    expect(first).toEqual({ status: 200, text: String(f.pids()[0]) });
    expect(await f.ask("/pid")).toEqual(first);
  });

  it("can be started before the first request", async () => {
    const f = await aFunction();
    expect(await f.warm()).toBe(undefined);
    expect(f.pids().length).toBe(1);
  });

  it("hands over method, headers and the very bytes of the body, and gives back the whole answer", async () => {
    const f = await aFunction();
    const body = '{ "spaces" :  "stay", "ü": 1 }';
    for (const type of ["application/json", "text/plain", "application/octet-stream"]) {
      const headers = { "content-type": type, "x-given": "v" };
      const response = await fetch(new URL("/echo", f.url), { method: "PUT", headers, body });
      const { headers: said, status } = response;
      expect([status, said.get("x-method"), said.get("x-given"), await response.text()]).toEqual([
        201,
        "PUT",
        "v",
        body,
      ]);
    }
    expect(await f.ask("/echo")).toEqual({ status: 201, text: "none" });
  });

  it("takes bodies up to 32 MB, in one piece or many, and refuses larger ones", async () => {
    const f = await aFunction();
    const post = (length: number) =>
      fetch(new URL("/echo", f.url), {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: new Uint8Array(length),
      });
    const most = await post(32 * 1_048_576);
    expect([most.status, (await most.arrayBuffer()).byteLength]).toEqual([201, 32 * 1_048_576]);
    expect((await post(32 * 1_048_576 + 1)).status).toBe(413);
    const request = openRequest(new URL("/echo", f.url), { method: "POST", headers: { "content-type": "a/b" } });
    const answered = once(request, "response");
    request.on("error", () => {});
    for (let sent = 0; sent < 40; sent += 1) request.write(Buffer.alloc(1_048_576));
    const [response] = await answered;
    expect(response.statusCode).toBe(413);
    request.destroy();
    expect((await f.ask("/pid")).status).toBe(200);
  });

  it("sees only the environment that it is given, beside what Cloud Run sets", async () => {
    const source = bundle(
      "exports.handler = (req, res) => res.json(Object.keys(process.env).filter((name) => !/^NODE_CHANNEL/.test(name)).sort())",
    );
    const f = await aFunction({ bundle: source, environment: { GIVEN: "1" } });
    expect(JSON.parse((await f.ask("/")).text)).toEqual([
      "FUNCTION_SIGNATURE_TYPE",
      "FUNCTION_TARGET",
      "GIVEN",
      "K_REVISION",
      "K_SERVICE",
      "PATH",
    ]);
  });

  it("answers 500 for what the handler throws, and goes on in the same process", async () => {
    const f = await aFunction();
    const [before, thrown, after] = [await f.ask("/pid"), await f.ask("/throw"), await f.ask("/pid")];
    expect([thrown.status, after]).toEqual([500, before]);
  });

  it.each([
    ["/kill", "an instance of f was killed by SIGKILL"],
    ["/exit", "an instance of f exited with code 3"],
  ])("answers 503 where the instance ends in the middle (%s), and starts afresh", async (path, line) => {
    const f = await aFunction();
    const before = await f.ask("/pid");
    expect((await f.ask(path)).status).toBe(503);
    const after = await f.ask("/pid");
    expect([after.status, after.text === before.text]).toEqual([200, false]);
    expect(f.lines).toContain(line);
  });

  it("answers 503 where the instance outgrows its memory, says so in Google's words, and starts afresh", async () => {
    const f = await aFunction({ memoryMb: 192 });
    expect((await f.ask("/grow")).status).toBe(503);
    expect(f.lines).toContainEqual(expect.stringMatching(/^Memory limit of 192 MiB exceeded with \d+ MiB used\.$/));
    expect((await f.ask("/pid")).status).toBe(200);
  });

  it.skipIf(process.platform !== "linux")("stands still while it has no request where it freezes", async () => {
    const f = await aFunction({ freezes: true });
    const first = await f.ask("/pid");
    const isStopped = () => /^State:\s+T/m.test(readFileSync(`/proc/${first.text}/status`, "utf8"));
    await until(isStopped).toBe(true);
    expect(await Promise.all([f.ask("/pid"), f.ask("/pid")])).toEqual([first, first]);
    await until(isStopped).toBe(true);
    await f.close();
    await expectGone([Number(first.text)]);
  });

  it("cuts off an answer that its instance can't finish", async () => {
    const f = await aFunction();
    await expect(f.ask("/cut")).rejects.toThrow();
    expect((await f.ask("/pid")).status).toBe(200);
  });

  it("survives a kill -9 from outside", async () => {
    const f = await aFunction();
    const hung = f.ask("/hang");
    await until(() => f.lines).toContain("hangs");
    for (const pid of f.pids()) process.kill(pid, "SIGKILL");
    expect((await hung).status).toBe(503);
    expect((await f.ask("/pid")).status).toBe(200);
  });

  it("answers 504 after the timeout, and lets the instance finish", async () => {
    const folder = bundle(HANDLER);
    const signal = join(folder, "answer-now");
    // It has as long again before it is ended.
    const f = await aFunction({ bundle: folder, timeoutSeconds: 3 });
    const before = await f.ask("/pid");
    expect((await f.ask("/wait", { headers: { "x-given": signal } })).status).toBe(504);
    expect(f.lines).toContain("a request to f took longer than 3 seconds");
    writeFileSync(signal, "");
    await until(() => f.lines).toContain("answered");
    expect(await f.ask("/pid")).toEqual(before);
  });

  it("ends an instance that still hangs after twice the timeout, also one that is blocked", async () => {
    const f = await aFunction({ timeoutSeconds: 2 });
    const before = await f.ask("/pid");
    expect((await f.ask("/block")).status).toBe(504);
    await until(() => f.lines).toContain("an instance of f was killed by SIGKILL");
    const after = await f.ask("/pid");
    expect([after.status, after.text === before.text]).toEqual([200, false]);
  });

  it("lets the instance finish for a caller that has gone, and frees the place of one that went while it sent", async () => {
    const f = await aFunction({ concurrency: 1 });
    const gone = new AbortController();
    const asked = f.ask("/slow", { signal: gone.signal });
    await f.warm();
    gone.abort();
    await expect(asked).rejects.toThrow();
    const request = openRequest(new URL("/echo", f.url), { method: "POST", headers: { "content-length": "100" } });
    request.on("error", () => {}).write("part");
    request.destroy();
    expect((await f.ask("/pid")).status).toBe(200);
  });

  it("fills an instance up to its concurrency, starts more, then lets requests wait, then refuses them", async () => {
    const f = await aFunction({ concurrency: 2, maxInstances: 2, queueSeconds: 6, timeoutSeconds: 12 });
    await f.warm();
    const hung = [1, 2, 3, 4].map(() => f.ask("/hang"));
    await until(() => f.lines.filter((line) => line === "hangs").length).toBe(4);
    expect(f.pids().length).toBe(2);
    expect((await f.ask("/pid")).status).toBe(429);
    expect((await Promise.all(hung)).map(({ status }) => status)).toEqual([504, 504, 504, 504]);
  });

  it("lets a request wait for a place", async () => {
    const f = await aFunction({ concurrency: 1 });
    const [slow, waited] = await Promise.all([f.ask("/slow"), f.ask("/pid")]);
    expect([slow, waited.status]).toEqual([{ status: 200, text: "late" }, 200]);
  });

  it.each([
    ["throws", "throw new Error('bad link\\nmore')", "bad link"],
    ["exits", "process.exit(4)", "the process exited with code 4"],
    ["rejects", "Promise.reject(new Error('later')); exports.handler = () => {}", "later"],
    ["has no handler", "exports.other = 1", "index.cjs exports no function handler"],
  ])("answers 503 and says why where the bundle %s at load", async (_, source, why) => {
    const f = await aFunction({ bundle: bundle(source) });
    expect((await f.ask("/")).status).toBe(503);
    expect(f.lines).toContain(`f can't start: ${why}`);
    expect(await f.warm()).toBe(why);
    expect(f.pids()).toEqual([]);
  });

  it("ends a start that takes too long, and says so also where a request would not have waited for it", async () => {
    const f = await aFunction({ bundle: bundle("for (;;);"), startSeconds: 1, queueSeconds: 0.1 });
    expect(await f.warm()).toBe("the start timed out after 1.00 seconds");
    expect(f.pids()).toEqual([]);
  });

  it("answers what is on its way when it is closed, and ends its processes", async () => {
    const f = await aFunction();
    await f.warm();
    const pids = f.pids();
    const slow = f.ask("/slow");
    await once(openRequest(new URL("/pid", f.url)).end(), "response");
    await f.close();
    expect(await slow).toEqual({ status: 200, text: "late" });
    await expect(f.ask("/pid")).rejects.toThrow();
    await expectGone(pids);
  });

  it("leaves no process behind when its own is killed, even one that is blocked", async () => {
    const script = `
      const { runFunction } = await import(${JSON.stringify(new URL("../../../../infra/local/run/run-function.ts", import.meta.url).href)});
      const f = await runFunction({ name: "f", bundle: ${JSON.stringify(bundle(HANDLER))}, environment: {}, timeoutSeconds: 900, onLog() {} });
      await f.warm();
      fetch(new URL("/block", f.url));
      setTimeout(() => console.log(JSON.stringify(f.pids())), 200);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout, "data");
    const pids: number[] = JSON.parse(String(line));
    expect(pids.filter(isAlive)).toEqual(pids);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    await expectGone(pids);
  });
});
