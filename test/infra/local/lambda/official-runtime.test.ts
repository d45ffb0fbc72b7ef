// The shipped bundles under AWS's own runtime, where somebody has built it: `npm install --no-save aws-lambda-ric`.

import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { bundleFolder } from "../../../../infra/bundle.ts";
import { findRuntime } from "../../../../infra/local/lambda/find-runtime.ts";
import {
  type LambdaFunction,
  type LambdaFunctionOptions,
  lambdaFunction,
} from "../../../../infra/local/lambda/lambda-function.ts";
import { compile } from "../../../../shared/fabric/compile.ts";
import { aFabric, queue, topic } from "../../../shared/fabric/a-fabric.ts";
import { buildOnce } from "../../../support/built.ts";
import { bundles, expectGone } from "../process/bundles.ts";

/** A folder in which it is installed, beside the project itself. */
const runtime = findRuntime(process.env["HOPSPAN_TEST_RIC"] ?? import.meta.dirname);
if (runtime === undefined) console.info("skipped: aws-lambda-ric is not installed here, so no bundle runs under it");

const bundle = bundles();
const open: LambdaFunction[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

function aFunction(folder: string, options: Partial<LambdaFunctionOptions> = {}) {
  const made = lambdaFunction({
    name: "f",
    bundle: folder,
    environment: { AWS_REGION: "eu-west-1" },
    timeoutSeconds: 20,
    maxConcurrency: 1,
    initSeconds: 20,
    onLog: () => {},
    ...(runtime === undefined ? {} : { runtime }),
    ...options,
  });
  open.push(made);
  return made;
}

const fabric = aFabric(
  { orders: queue("orders"), inbox: queue("inbox"), feed: topic("feed") },
  { copy: { from: "orders", to: "inbox" }, export: { from: "inbox", to: "feed" } },
);

describe.skipIf(runtime === undefined)("a function under AWS's own runtime", () => {
  beforeAll(buildOnce);

  it.each(["sqs-to-sqs", "sqs-to-pubsub"] as const)("loads the shipped bundle and answers: %s", async (crossing) => {
    const link = compile(fabric).links.find((each) => each.crossing === crossing);
    const f = aFunction(bundleFolder(crossing), {
      environment: { AWS_REGION: "eu-west-1", HOPSPAN_LINK: JSON.stringify(link) },
    });
    expect(await f.invoke({ Records: [] })).toEqual({ kind: "ok", payload: { batchItemFailures: [] } });
  });

  it("ends like one under ours: by what it throws, by its time, by its memory, with its parent's end", async () => {
    const source = bundle(`exports.handler = async (act) => {
      if (act === "throw") throw new TypeError("no");
      if (act === "grow") for (const held = []; ; held.push(Buffer.alloc(1048576, 1))) await new Promise(setImmediate);
      if (act === "hang") await new Promise(() => setInterval(() => {}, 1000));
      return process.pid;
    }`);
    const f = aFunction(source, { timeoutSeconds: 3, memoryMb: 192, freezes: true });
    const first = await f.invoke("answer");
    expect(await f.invoke("throw")).toEqual({ kind: "error", type: "TypeError", message: "no" });
    expect(await f.invoke("answer")).toEqual(first);
    expect(await f.invoke("grow")).toMatchObject({ type: "Runtime.ExitError" });
    expect(await f.invoke("hang")).toMatchObject({ type: "Sandbox.Timedout" });
    await f.invoke("answer");
    const pids = f.pids();
    await f.close();
    await expectGone(pids);
  });
});
