import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import type { Invocation } from "../../../../infra/local/lambda/invocation.ts";
import {
  type LambdaFunction,
  type LambdaFunctionOptions,
  lambdaFunction,
} from "../../../../infra/local/lambda/lambda-function.ts";
import { bundles, expectGone } from "../process/bundles.ts";

const bundle = bundles();
const open: LambdaFunction[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

function aFunction(source: string, options: Partial<LambdaFunctionOptions> = {}) {
  const lines: string[] = [];
  const events: string[] = [];
  const made = lambdaFunction({
    name: "f",
    bundle: bundle(source),
    environment: {},
    timeoutSeconds: 20,
    maxConcurrency: 2,
    initSeconds: 20,
    onLog: (line) => lines.push(line),
    onEvent: ({ kind }) => events.push(kind),
    ...options,
  });
  open.push(made);
  return Object.assign(made, { lines, events });
}

const ok = (payload: unknown): Invocation => ({ kind: "ok", payload });
const failed = (type: string, message: string): Invocation => ({ kind: "error", type, message });
/** What is told of a failure around a call: it names the request. */
const inCall = (type: string, words: string) => ({
  kind: "error",
  type,
  message: expect.stringMatching(new RegExp(`^RequestId: [0-9a-f-]{36} Error: ${words}$`)),
});

describe("a Lambda function", () => {
  it("hands the event to the handler, gives back what it returns, and keeps its process", async () => {
    const f = aFunction("let n = 0; exports.handler = async (event) => ({ n: ++n, pid: process.pid, event })");
    expect(f.pids()).toEqual([]);
    const first = await f.invoke({ Records: ["ä"] });
    const [pid] = f.pids();
    expect([first, await f.invoke(null)]).toEqual([
      ok({ n: 1, pid, event: { Records: ["ä"] } }),
      ok({ n: 2, pid, event: null }),
    ]);
    expect(f.events).toEqual(["started"]);
  });

  it("gives the handler Lambda's context and environment, and nothing of its parent's", async () => {
    process.env["HOPSPAN_TEST_PARENT_ONLY"] = "seen";
    const f = aFunction(
      `exports.handler = async (event, context) => ({
        name: context.functionName, arn: context.invokedFunctionArn, memory: context.memoryLimitInMB,
        isId: /^[0-9a-f-]{36}$/.test(context.awsRequestId), isTraced: /^Root=1-/.test(process.env._X_AMZN_TRACE_ID),
        isInTime: context.getRemainingTimeInMillis() > 0 && context.getRemainingTimeInMillis() <= 20000,
        root: process.env.LAMBDA_TASK_ROOT === __dirname && process.cwd() === require("fs").realpathSync(__dirname),
        names: Object.keys(process.env).filter((name) => !/^(AWS|LAMBDA|NODE_CHANNEL|_)/.test(name)).sort(),
      })`,
      { environment: { GIVEN: "1", AWS_REGION: "eu-west-1" } },
    );
    expect(await f.invoke({})).toEqual(
      ok({
        name: "f",
        arn: "arn:aws:lambda:eu-west-1:000000000000:function:f",
        memory: "512",
        isId: true,
        isTraced: true,
        isInTime: true,
        root: true,
        names: ["GIVEN", "PATH", "TZ"],
      }),
    );
    delete process.env["HOPSPAN_TEST_PARENT_ONLY"];
  });

  it("takes no answer for null", async () => {
    expect(await aFunction("exports.handler = async () => {}").invoke({})).toEqual(ok(null));
  });

  it("tells what the handler threw, by name and first line, and goes on in the same process", async () => {
    const f = aFunction(
      "exports.handler = async (event) => { if (event) throw new TypeError('no\\nsecond'); return 1 }",
    );
    expect([await f.invoke(true), await f.invoke(false)]).toEqual([failed("TypeError", "no"), ok(1)]);
    expect(f.events).toEqual(["started"]);
    expect(f.lines[0]).toBe("TypeError: no");
  });

  it("passes on each line of both outputs", async () => {
    const f = aFunction("exports.handler = async () => { console.log('ü\\u2028a'); process.stdout.write('b'); }");
    await f.invoke({});
    const pids = f.pids();
    await f.close();
    expect(f.lines).toEqual(["ü\u2028a", "b"]);
    await expectGone(pids);
  });

  it("ends a handler that takes too long, also one that blocks its process, and starts afresh", async () => {
    const f = aFunction("exports.handler = async (event) => { while (event) {} return process.pid }", {
      timeoutSeconds: 2,
    });
    const first = await f.invoke(false);
    expect(await f.invoke(true)).toEqual(inCall("Sandbox.Timedout", "Task timed out after 2.00 seconds"));
    expect(f.pids()).toEqual([]);
    const second = await f.invoke(false);
    expect(second).toEqual(ok(f.pids()[0]));
    expect(second).not.toEqual(first);
    expect(f.events).toEqual(["started", "ended", "started"]);
  });

  it("tells of a process that ends or is killed, and starts afresh", async () => {
    const f = aFunction(
      "exports.handler = async (how) => how === 'exit' ? process.exit(3) : how === 'kill' ? process.kill(process.pid, 9) : 1",
    );
    expect(await f.invoke("exit")).toEqual(inCall("Runtime.ExitError", "Runtime exited with error: exit status 3"));
    expect(await f.invoke("ok")).toEqual(ok(1));
    expect(await f.invoke("kill")).toEqual(inCall("Runtime.ExitError", "Runtime exited with error: signal: killed"));
    expect(await f.invoke("ok")).toEqual(ok(1));
  });

  it("survives a kill -9 from outside, in the middle of a call", async () => {
    const f = aFunction("exports.handler = (event) => event ? new Promise(() => setInterval(() => {}, 1000)) : 1");
    await f.invoke(false);
    const call = f.invoke(true);
    for (const pid of f.pids()) process.kill(pid, "SIGKILL");
    expect(await call).toEqual(inCall("Runtime.ExitError", "Runtime exited with error: signal: killed"));
    expect(await f.invoke(false)).toEqual(ok(1));
  });

  it("fails the call in which nobody catches an error, and starts afresh", async () => {
    const f = aFunction(
      "exports.handler = async (event) => { if (!event) return 1; Promise.reject(new RangeError('lost')); await new Promise(() => setInterval(() => {}, 1000)) }",
    );
    expect([await f.invoke(true), await f.invoke(false)]).toEqual([failed("RangeError", "lost"), ok(1)]);
    expect(f.events).toEqual(["started", "ended", "started"]);
  });

  it.each([
    ["throws", "throw new Error('bad link\\nmore')", failed("Error", "bad link")],
    ["exits", "process.exit(4)", failed("Runtime.ExitError", "the process exited with code 4")],
    ["rejects", "Promise.reject(new Error('late')); exports.handler = () => 1", failed("Error", "late")],
    [
      "has no handler",
      "exports.other = 1",
      failed("Runtime.HandlerNotFound", "index.handler is not a function: expected the bundle to export it"),
    ],
  ])("tells why it can't start where the bundle %s", async (_, source, expected) => {
    const f = aFunction(source);
    expect(await f.invoke({})).toEqual(expected);
    expect(f.pids()).toEqual([]);
    expect(f.events).toEqual(["started", "ended"]);
  });

  it("tells of a bundle that is not there", async () => {
    const f = aFunction("", { bundle: "/nonexistent" });
    expect(await f.invoke({})).toEqual(failed("Runtime.ExitError", "the process could not be started (ENOENT)"));
  });

  it("ends a start that takes too long", async () => {
    const f = aFunction("while (true) {}", { initSeconds: 1 });
    expect(await f.invoke({})).toEqual(failed("Sandbox.Timedout", "the start timed out after 1.00 seconds"));
    expect(f.pids()).toEqual([]);
  });

  it("ends a process that holds more than its memory, in the words of Lambda, and starts afresh", async () => {
    const f = aFunction(
      `const held = [];
       exports.handler = async (event, context) => {
         while (event) { held.push(Buffer.alloc(1048576, 1)); await new Promise((resolve) => setTimeout(resolve, 1)); }
         return context.memoryLimitInMB;
       }`,
      { memoryMb: 192 },
    );
    expect(await f.invoke(true)).toEqual(inCall("Runtime.ExitError", "Runtime exited with error: signal: killed"));
    expect(f.lines).toEqual([expect.stringMatching(/^Memory limit of 192 MiB exceeded with \d+ MiB used\.$/)]);
    expect(await f.invoke(false)).toEqual(ok("192"));
  });

  it("ends one whose heap outgrows its memory, also while it never waits", async () => {
    const f = aFunction("exports.handler = async () => { const held = []; for (;;) held.push({ at: held.length }); }", {
      memoryMb: 128,
    });
    expect(await f.invoke({})).toEqual(
      inCall("Runtime.ExitError", "Runtime exited with error: signal: (killed|aborted|trace/breakpoint trap)"),
    );
  });

  it("stands still between two calls where it freezes: a timer fires with the next one", async () => {
    const f = aFunction(
      `let fired = 0;
       exports.handler = async () => {
         const before = fired;
         setInterval(() => fired++, 5).unref();
         return before;
       }`,
      { freezes: true, maxConcurrency: 1 },
    );
    expect(await f.invoke({})).toEqual(ok(0));
    const [pid = 0] = f.pids();
    const isStopped = () => /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    if (process.platform === "linux") await expect.poll(isStopped, { timeout: 20_000 }).toBe(true);
    expect((await f.invoke({})).kind).toBe("ok");
    expect(f.pids()).toEqual([pid]);
    const pids = f.pids();
    await f.close();
    await expectGone(pids);
  });

  it("runs calls side by side up to its concurrency, and refuses the next", async () => {
    const f = aFunction("exports.handler = (ms) => new Promise((resolve) => setTimeout(resolve, ms, process.pid))");
    const [first, second, third] = await Promise.all([f.invoke(1_000), f.invoke(1_000), f.invoke(0)]);
    expect(third).toEqual(
      failed("TooManyRequestsException", "every environment is busy: the function's concurrency is reached"),
    );
    expect([first, second]).toEqual(expect.arrayContaining(f.pids().map(ok)));
    expect(f.pids().length).toBe(2);
  });

  it("refuses an event and an answer over 6 MB", async () => {
    const f = aFunction("exports.handler = async (length) => 'x'.repeat(length)");
    expect(await f.invoke("x".repeat(6 * 1_048_576))).toEqual(
      failed("RequestEntityTooLarge", "the event is over 6291456 bytes"),
    );
    expect(await f.invoke(6 * 1_048_576)).toEqual(
      failed("Function.ResponseSizeTooLarge", "the response is over 6291456 bytes"),
    );
    expect(await f.invoke(2)).toEqual(ok("xx"));
  });

  it("ends its processes, and those that they have started, when it is closed", async () => {
    const f = aFunction(
      `const { spawn } = require("child_process");
       exports.handler = async (event) => event ? new Promise(() => setInterval(() => {}, 1000)) : spawn("sleep", ["1000"]).pid`,
    );
    const reply = await f.invoke(false);
    const pids = [...f.pids(), reply.kind === "ok" ? Number(reply.payload) : 0];
    const call = f.invoke(true);
    await f.close();
    expect(await call).toEqual(inCall("Runtime.ExitError", "Runtime exited with error: signal: killed"));
    expect(await f.invoke({})).toEqual(failed("ServiceException", "the function is closed"));
    await expectGone(pids);
  });

  it("leaves no process behind when its own is killed, even one that is blocked", async () => {
    const source = bundle("exports.handler = async (event) => { while (event) {} return 1 }");
    const script = `
      const { lambdaFunction } = await import(${JSON.stringify(new URL("../../../../infra/local/lambda/lambda-function.ts", import.meta.url).href)});
      const f = lambdaFunction({ name: "f", bundle: ${JSON.stringify(source)}, environment: {}, timeoutSeconds: 900, maxConcurrency: 2, onLog() {} });
      await Promise.all([f.invoke(false), f.invoke(false)]);
      f.invoke(true);
      setTimeout(() => console.log(JSON.stringify(f.pids())), 200);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout, "data");
    parent.kill("SIGKILL");
    await once(parent, "exit");
    await expectGone(JSON.parse(String(line)));
  });
});
