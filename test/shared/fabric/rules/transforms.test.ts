import { describe, expect, it } from "vitest";
import { ConfigError, TransformError } from "../../../../shared/core/errors.ts";
import type { Fabric } from "../../../../shared/fabric/fabric.ts";
import { type TransformTable, unusableTransforms } from "../../../../shared/fabric/rules/transforms.ts";
import { transforms } from "../../../../shared/transforms/index.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const endpoints = { orders: queue("orders"), scores: topic("scores"), feed: topic("feed") };
const withSteps = (steps: readonly unknown[], more: Readonly<Record<string, unknown>> = {}, from: unknown = "orders") =>
  aFabric(endpoints, { export: { from, to: "feed", transforms: steps } }, more);
const found = async (fabric: Fabric, table: TransformTable = transforms) =>
  said(await unusableTransforms(fabric, table));

describe("transforms", () => {
  it("pass with or without options, and with the secrets that are declared for their cloud", async () => {
    const steps = [{ "keep-when": "true" }, { redact: { fields: ["a"], with: { hash: "key" } } }, "order-to-row"];
    expect(await found(withSteps(steps, { secrets: { key: { aws: "/retail/key" } } }))).toEqual([]);
  });

  it("must be in the table, own names of objects not counting", async () => {
    expect(await found(withSteps(["order-to-rows", "constructor", { "no-such-thing": 1 }]))).toEqual([
      "error UNKNOWN_TRANSFORM: transform order-to-rows is not there: did you mean order-to-row?",
      `error UNKNOWN_TRANSFORM: transform constructor is not there: known are ${Object.keys(transforms).join(", ")}`,
      `error UNKNOWN_TRANSFORM: transform no-such-thing is not there: known are ${Object.keys(transforms).join(", ")}`,
    ]);
  });

  it("must have options that fit their schema", async () => {
    const steps = [
      { redact: { feilds: ["a"] } },
      { redact: { fields: [], with: "hide" } },
      { redact: { fields: "a", with: { hsah: "key" } } },
      "redact",
      { "order-to-row": { fast: true } },
    ];
    expect(await found(withSteps(steps))).toEqual([
      'error UNKNOWN_KEY: hops.export.transforms[0].redact: "feilds" is no key here: did you mean fields?',
      "error SHAPE: hops.export.transforms[1].redact.fields must have 1 entry or more",
      'error SHAPE: hops.export.transforms[1].redact.with must be "remove" or "mask" or "last-four", or a table with "hash"',
      "error SHAPE: hops.export.transforms[2].redact.fields must be a list",
      'error MISSING_KEY: hops.export.transforms[2].redact.with needs "hash"',
      'error UNKNOWN_KEY: hops.export.transforms[2].redact.with: "hsah" is no key here: did you mean hash?',
      "error SHAPE: hops.export.transforms[3].redact must have 1 key or more",
      'error UNKNOWN_KEY: hops.export.transforms[4].order-to-row: "fast" is no key here: there are none',
    ]);
  });

  it("must be made once without complaint, and the complaint stands at the step, with a caret under the place", async () => {
    const [problem, ...more] = await unusableTransforms(withSteps([{ "keep-when": "bdy.a == 1" }]), transforms);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ severity: "error", code: "EXPRESSION", file: "fabric.yaml", line: 20, column: 9 });
    expect(problem?.message.split("\n")).toEqual([
      "transform keep-when: the expression is wrong at column 1: unknown variable: bdy (known are body, attributes, key)",
      "  bdy.a == 1",
      "  ^",
    ]);
  });

  it("tell of a complaint its first line, and what is indented below it", async () => {
    const wordy = async () => ({
      options: {},
      create: () => {
        throw new ConfigError([{ severity: "error", code: "ODD", message: "is odd\n  here\n  ^\nat line 5\n  of it" }]);
      },
    });
    expect(await found(withSteps(["wordy"]), { wordy })).toEqual(["error ODD: transform wordy: is odd\n  here\n  ^"]);
  });

  it("tell of a factory that throws what it may not, without its text", async () => {
    const rude = async () => ({
      options: {},
      create: () => {
        throw new RangeError("a secret text");
      },
    });
    expect(await found(withSteps(["rude"]), { rude })).toEqual([
      "error TRANSFORM: transform rude: can't be made with these options (RangeError)",
    ]);
  });

  it("tell why where the factory throws an error of ours", async () => {
    const picky = async () => ({
      options: {},
      create: () => {
        throw new TransformError("NO_JSON_VALUE", "the result holds a function");
      },
    });
    expect(await found(withSteps(["picky"]), { picky })).toEqual([
      "error TRANSFORM: transform picky: can't be made with these options: the result holds a function",
    ]);
  });

  it("tell of modules that can't be loaded, and of options that can't be checked", async () => {
    const broken = () => Promise.reject(new SyntaxError("unexpected token\n  at line 5"));
    const vague = async () => ({ options: { if: {} }, create: () => () => [] });
    expect(await found(withSteps(["broken", "vague"]), { broken, vague })).toEqual([
      "error TRANSFORM: transform broken can't be loaded: SyntaxError: unexpected token",
      "error TRANSFORM: transform vague can't be loaded: Error: Conditional schemas (if/then/else) are not supported",
    ]);
  });

  it("may ask only for secrets that are declared", async () => {
    const steps = [{ redact: { fields: ["a"], with: { hash: "kee" } } }];
    expect(await found(withSteps(steps, { secrets: { key: { aws: "/key" } } }))).toEqual([
      "error UNKNOWN_SECRET: secret kee is not there: did you mean key?",
    ]);
  });

  it("find the key of a secret where their hop runs", async () => {
    const steps = [{ redact: { fields: ["a"], with: { hash: "pepper" } } }];
    const kept = (region: string) => ({
      secrets: {
        pepper: { aws: "/p", kmsKey: `arn:aws:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab` },
      },
    });
    expect(await found(withSteps(steps, kept("eu-west-1")))).toEqual([]);
    expect(await found(withSteps(steps, kept("us-east-1")))).toEqual([
      "error KMS_REGION: secret pepper is read in eu-west-1, where hop export runs, and its key is in us-east-1: name a key of that region",
    ]);
  });

  it("find their secrets on each cloud that their hop runs on", async () => {
    const steps = [{ redact: { fields: ["a"], with: { hash: "key" } } }];
    expect(await found(withSteps(steps, { secrets: { key: {} } }, ["orders", "scores"]))).toEqual([
      'error SECRET_PLACE: secret key needs "aws": hop export runs on AWS and reads it there',
      'error SECRET_PLACE: secret key needs "gcp": hop export runs on Google Cloud and reads it there',
    ]);
  });

  it("warn of secrets that none of them asks for", async () => {
    expect(await found(withSteps([], { secrets: { key: { aws: "/key" } } }))).toEqual([
      "warning UNUSED_SECRET: secret key is asked for by no transform: leave it out",
    ]);
  });
});
