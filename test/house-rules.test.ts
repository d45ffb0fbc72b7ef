import { describe, expect, it } from "vitest";
import { barrels } from "./house/barrels.ts";
import { foreignEndings, oversized, undocumented, wordless } from "./house/files.ts";
import { forbiddenImports, importCycles, strangerBrokers } from "./house/imports.ts";
import { bannedNames } from "./house/names.ts";
import { readSources, type Sources, sourcesOf } from "./house/sources.ts";
import { needless, untested } from "./house/tests.ts";

const house = readSources();
const lines = (count: number) => "// Long.\n".repeat(count);
/** What holds, the rule that sees to it, a house that breaks it, and what is said of that house. */
type Rule = readonly [string, (sources: Sources) => readonly string[], Record<string, string>, readonly string[]];

/** Every rule with a house that breaks it: a rule that could not fail would not be one. */
const rules: readonly Rule[] = [
  [
    "imports only what the table allows",
    forbiddenImports,
    {
      "shared/core/relay.ts": 'import { x } from "../transforms/index.ts";\nimport { y } from "@aws-sdk/client-sqs";',
      "shared/brokers/sqs/sink.ts": 'import type { z } from "../pubsub/wire.ts";',
      "infra/aws/stack.ts": 'const sdk = await import("@aws-sdk/client-sqs");',
      "infra/plan/changes.ts": 'import { waiting } from "../deploy/waiting.ts";',
      "infra/deploy/google.ts": 'import { App } from "cdktf";',
      "infra/cost/bill.ts": 'import { z } from "zod";\nimport { compile } from "../../shared/fabric/compile.ts";',
      "attic/old.ts": "",
      "attic/older.mjs": "",
      "examples/shop/start.ts": 'import { relay } from "../../shared/core/relay.ts";',
      "shared/core/verdict.mts": 'import { x } from "zod";',
    },
    [
      "shared/core/relay.ts: may not import shared/transforms/index.ts",
      "shared/core/relay.ts: may not import @aws-sdk/client-sqs",
      "shared/brokers/sqs/sink.ts: may not import shared/brokers/pubsub/wire.ts",
      "infra/aws/stack.ts: may not import @aws-sdk/client-sqs",
      "infra/plan/changes.ts: may not import infra/deploy/waiting.ts",
      "infra/deploy/google.ts: may not import cdktf",
      "infra/cost/bill.ts: may not import zod",
      "infra/cost/bill.ts: may not import shared/fabric/compile.ts",
      "attic/old.ts: no row of the import table speaks of this file",
      "attic/older.mjs: no row of the import table speaks of this file",
      "examples/shop/start.ts: may not import shared/core/relay.ts",
      "shared/core/verdict.mts: may not import zod",
    ],
  ],
  [
    "lets a crossing know only the two brokers that it joins",
    strangerBrokers,
    { "functions/sqs-to-sqs/handler.ts": 'import { pubsubSink } from "../../shared/brokers/pubsub/sink.ts";' },
    ["functions/sqs-to-sqs/handler.ts: joins sqs and sqs, and may not import shared/brokers/pubsub/sink.ts"],
  ],
  [
    "has no import cycles",
    importCycles,
    {
      "shared/core/a.ts": 'import "./b.ts";',
      "shared/core/b.ts": 'import type { A } from "./a.ts";',
      "shared/core/c.ts": "await import(`./d.mts`);",
      "shared/core/d.mts": 'import "./c.ts";',
    },
    [
      "shared/core/a.ts -> shared/core/b.ts -> shared/core/a.ts",
      "shared/core/c.ts -> shared/core/d.mts -> shared/core/c.ts",
    ],
  ],
  [
    "has no barrels",
    barrels,
    {
      "shared/core/all.ts": 'export * from "./relay.ts";',
      "shared/core/some.ts": 'export { relay } from "./relay.ts";',
      "shared/core/twice.ts": 'import { relay } from "./relay.ts";\nexport { relay as pass };',
      "shared/core/type.ts": 'import type { Relay } from "./relay.ts";\nexport type { Relay };\n',
      "shared/core/alias.ts": 'import { relay } from "./relay.ts";\nexport const pass = relay;',
      "shared/core/alias-later.ts": 'import { relay } from "./relay.ts";\nconst pass = relay;\nexport { pass };',
      "shared/core/alias-type.ts": 'import type { Relay } from "./relay.ts";\nexport type Pass = Relay;',
      "shared/core/whole.ts": 'import * as whole from "./relay.ts";\nexport const pass = whole.relay;',
      "shared/core/default.ts": 'import { relay } from "./relay.ts";\nexport default relay;',
      "shared/core/fine.ts": 'import { relay } from "./relay.ts";\nexport const made = relay();',
    },
    ["all", "some", "twice", "type", "alias", "alias-later", "alias-type", "whole", "default"].map(
      (name) => `shared/core/${name}.ts: passes on another file's exports; import from where a thing is made`,
    ),
  ],
  [
    "is written in TypeScript, under its plain ending",
    foreignEndings,
    { "shared/core/a.mjs": "", "infra/b.cts": "", "tools/c.js": "", "vitest.config.mts": "", "shared/core/d.ts": "" },
    ["shared/core/a", "infra/b", "tools/c", "vitest.config"].map(
      (name, at) =>
        `${name}.${["mjs", "cts", "js", "mts"][at]}: types and unused code are looked for in .ts alone; call it ${name}.ts`,
    ),
  ],
  [
    "keeps files small",
    oversized,
    {
      "shared/core/long.ts": lines(201),
      "functions/sqs-to-sqs/handler.ts": lines(26),
      "test/long.test.ts": lines(300),
    },
    [
      "shared/core/long.ts: 201 lines, at most 200: split by meaning",
      "functions/sqs-to-sqs/handler.ts: 26 lines, at most 25: split by meaning",
    ],
  ],
  [
    "uses no empty or negative names",
    bannedNames,
    {
      "shared/core/string-utils.ts":
        "export interface IThing {}\nconst queueManager = 1; const isNotReady = 2;\n// a helper\n",
      "shared/core/a.ts":
        "function send(rawData: string, { retry: impl, data }: X, ...[queueHelpers]: X[]) { return (baseUrl = 1, noRetry = true) => 1; }",
      "shared/core/b.ts":
        "interface X { readonly userInfo: string; data?: string; send(disableRetry: boolean): void }\nclass Y { #utils = 1 }",
      "shared/core/c.ts":
        'import { data as theData } from "./d.ts";\nconst { data } = theData;\nexport const c = { otherInfo: data };',
      "shared/brokers/pubsub/wire.ts": "interface Form { readonly data: string }",
      "test/shared/core/a.test.ts": "send({ data: 1 });",
    },
    [
      "shared/core/string-utils.ts: file name",
      "shared/core/string-utils.ts: IThing",
      "shared/core/string-utils.ts: queueManager",
      "shared/core/string-utils.ts: isNotReady is negative",
      "shared/core/a.ts: rawData",
      "shared/core/a.ts: impl",
      "shared/core/a.ts: queueHelpers",
      "shared/core/a.ts: baseUrl",
      "shared/core/a.ts: noRetry is negative",
      "shared/core/b.ts: userInfo",
      "shared/core/b.ts: data",
      "shared/core/b.ts: utils",
      "shared/core/b.ts: disableRetry is negative",
      "shared/core/c.ts: theData",
      "shared/core/c.ts: otherInfo",
    ],
  ],
  [
    "opens every file with why it exists",
    wordless,
    { "shared/core/mute.ts": "export const x = 1;" },
    ["shared/core/mute.ts: opens without the sentence that says why it exists"],
  ],
  [
    "states the promise of every export",
    undocumented,
    { "shared/core/bare.ts": "// Why.\n\n/** Fine. */\nexport const x = 1;\n\nexport function y() {}\n" },
    ["shared/core/bare.ts: export function y has no docstring"],
  ],
  [
    "has a test for every part",
    untested,
    {
      "shared/transforms/shout.ts": "export const x = 1;",
      "infra/anywhere/deep/leaf.ts": "export const x = 1;",
      "functions/sqs-to-mqtt/handler.mts": "export const x = 1;",
      "shared/core/relay.ts": "export const x = 1;",
      "test/shared/core/relay.test.ts": "",
      "shared/core/shape.ts":
        'import type { x } from "./relay.ts";\nexport interface Shape {}\nexport type Y = typeof x;',
    },
    [
      "shared/transforms/shout.ts: has no test/shared/transforms/shout.test.ts, nor a line in test/house/proofs.ts",
      "infra/anywhere/deep/leaf.ts: has no test/infra/anywhere/deep/leaf.test.ts, nor a line in test/house/proofs.ts",
      "functions/sqs-to-mqtt/handler.mts: has no test/functions/sqs-to-mqtt/handler.test.ts, nor a line in test/house/proofs.ts",
    ],
  ],
];

/** More ways to write what a rule forbids. */
const spellings: readonly Rule[] = [
  [
    "imports only what the table allows, however an import is written",
    forbiddenImports,
    {
      "shared/core/a.ts": "const a = await import(`../transforms/set.ts`);",
      "shared/core/b.ts":
        'import { createRequire } from "node:module";\nconst b = createRequire(import.meta.url)("zod");',
      "shared/core/c.ts":
        'import { createRequire as make } from "node:module";\nconst load = make(import.meta.url);\nload("zod"); load.resolve("yaml");',
      "shared/core/d.cts": 'const d = require("zod");\nimport e = require("yaml");',
      "shared/core/f.ts": 'const NAME = "zod";\nconst f = import(NAME);\ntype F = import("yaml").Document;',
      "shared/core/g.ts": 'export { z } from "zod";\nconst at = import.meta.resolve("yaml");',
      "shared/core/h.ts": '// import "zod";\nconst h = `import "zod"` + \'import("zod")\';',
    },
    [
      "shared/core/a.ts: may not import shared/transforms/set.ts",
      "shared/core/b.ts: may not import zod",
      "shared/core/c.ts: may not import zod",
      "shared/core/c.ts: may not import yaml",
      "shared/core/d.cts: may not import zod",
      "shared/core/d.cts: may not import yaml",
      "shared/core/f.ts: may not import zod",
      "shared/core/f.ts: may not import yaml",
      "shared/core/g.ts: may not import zod",
      "shared/core/g.ts: may not import yaml",
    ],
  ],
  [
    "says what it imports where it can be read",
    forbiddenImports,
    {
      "shared/core/a.ts": `const a = (name: string) => import(\`./\${name}.ts\`);`,
      "shared/core/b.ts": 'import * as module from "node:module";\nconst make = module.createRequire;',
      "shared/core/c.ts": 'import { createRequire } from "node:module";\nuse(createRequire(import.meta.url));',
      "infra/local/run/instance.ts": "const handler = require(process.cwd());",
    },
    [
      `shared/core/a.ts: imports what can't be read off it, import(\`./\${name}.ts\`); write the target as a text`,
      "shared/core/b.ts: imports what can't be read off it, createRequire; write the target as a text",
      "shared/core/c.ts: imports what can't be read off it, createRequire; write the target as a text",
    ],
  ],
];

describe("the house", () => {
  it.each(rules)("%s", (_, rule) => {
    expect(rule(house)).toEqual([]);
  });
});

describe("the rule that the house", () => {
  it.each([...rules, ...spellings])("%s fails where it is broken", (_, rule, files, complaints) => {
    expect(rule(sourcesOf(files))).toEqual(complaints);
  });
});

describe("a part that another's test proves", () => {
  const parts = {
    "infra/a.ts": 'import { b } from "./b.ts";\nexport const a = b;',
    "infra/b.ts": "export const b = 1;",
    "infra/c.ts": "export const c = 1;",
    "test/infra/a.test.ts": 'import { a } from "../../infra/a.ts";',
  };

  it("is one that the test loads, if only by its name in a process of its own", () => {
    const proofs = new Map([
      ["infra/b.ts", "test/infra/a.test.ts"],
      ["infra/c.ts", "test/infra/a.test.ts"],
    ]);
    expect(untested(sourcesOf(parts), proofs)).toEqual([
      "infra/c.ts: test/infra/a.test.ts is said to prove it, and does not even load it",
    ]);
    const spawned = { ...parts, "infra/b.ts": 'export const b = new URL("./c.ts", import.meta.url);' };
    expect(untested(sourcesOf(spawned), proofs)).toEqual([]);
  });

  it("is said only of what has no test of its own", () => {
    expect(needless(house)).toEqual([]);
    const proofs = new Map(["infra/a.ts", "infra/b.ts", "infra/gone.ts"].map((part) => [part, "test/infra/a.test.ts"]));
    expect(needless(sourcesOf({ ...parts, "infra/b.ts": "export interface B {}" }), proofs)).toEqual([
      "infra/a.ts: is listed among the proofs, and has test/infra/a.test.ts",
      "infra/b.ts: is listed among the proofs, and holds types alone",
      "infra/gone.ts: is listed among the proofs, and is not there",
    ]);
  });
});
