import { describe, expect, it } from "vitest";
import { bannedNames, oversized, undocumented, untested, wordless } from "./house/files.ts";
import { barrels, forbiddenImports, importCycles, strangerBrokers } from "./house/imports.ts";
import { readSources, type Sources } from "./house/sources.ts";

const house = readSources();
const lines = (count: number) => "// Long.\n".repeat(count);
const broken = (files: Record<string, string>): Sources => new Map(Object.entries(files));

/** Every rule with a house that breaks it: a rule that could not fail would not be one. */
const rules: readonly [string, (sources: Sources) => readonly string[], Record<string, string>, readonly string[]][] = [
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
    { "shared/core/a.ts": 'import "./b.ts";', "shared/core/b.ts": 'import type { A } from "./a.ts";' },
    ["shared/core/a.ts -> shared/core/b.ts -> shared/core/a.ts"],
  ],
  [
    "has no barrels",
    barrels,
    { "shared/core/index.ts": 'export * from "./relay.ts";' },
    ["shared/core/index.ts: passes on another file's exports; import from where a thing is made"],
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
    },
    [
      "shared/core/string-utils.ts: file name",
      "shared/core/string-utils.ts: IThing",
      "shared/core/string-utils.ts: queueManager",
      "shared/core/string-utils.ts: isNotReady is negative",
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
    { "shared/transforms/shout.ts": "", "shared/core/relay.ts": "", "test/shared/core/relay.test.ts": "" },
    ["shared/transforms/shout.ts: has no test/shared/transforms/shout.test.ts"],
  ],
];

describe("the house", () => {
  it.each(rules)("%s", (_, rule) => {
    expect(rule(house)).toEqual([]);
  });
});

describe("the rule that the house", () => {
  it.each(rules)("%s fails where it is broken", (_, rule, files, complaints) => {
    expect(rule(broken(files))).toEqual(complaints);
  });
});
