import { describe, expect, it } from "vitest";
import { checkText } from "../../../shared/fabric/check.ts";
import { readText } from "../../../shared/fabric/read.ts";
import { aFile, queue, topic } from "./a-fabric.ts";

/** What is said of one endpoint, and where. */
const ofEndpoint = (written: string): readonly string[] =>
  readText(`fabric: a\nendpoints:\n  o: ${written}\nhops: {}\n`, "f.yaml")
    .problems.filter(({ message }) => message.startsWith("endpoints"))
    .map(({ column, code, message }) => `${column} ${code}: ${message}`);

/** What is said of one step, without the way to it. */
const ofStep = async (step: object): Promise<readonly string[]> => {
  const hop = { from: "a", to: "b", transforms: [step] };
  const { problems } = await checkText(
    aFile({ endpoints: { a: queue("a"), b: topic("bbb") }, hops: { h: hop } }),
    "f.yaml",
  );
  return problems
    .filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code}: ${message.replace("hops.h.transforms[0].", "")}`);
};

describe("an endpoint that lacks something", () => {
  it.each([
    ["{ sqs: o, claimCheck: {} }", '16 MISSING_KEY: endpoints.o.claimCheck needs "bucket"'],
    ["{ sqs: o, claimCheck: { prefix: x/ } }", '16 MISSING_KEY: endpoints.o.claimCheck needs "bucket"'],
    ["{ pubsub: ooo, claimCheck: {} }", '21 MISSING_KEY: endpoints.o.claimCheck needs "bucket"'],
    ["{ sqs: o, fedBy: { sns: {} } }", '25 MISSING_KEY: endpoints.o.fedBy.sns needs "topic"'],
    ["{ sqs: o, fedBy: { s3: {} } }", '25 MISSING_KEY: endpoints.o.fedBy.s3 needs "bucket"'],
    ["{ pubsub: ooo, landsIn: { bigquery: {} } }", '32 MISSING_KEY: endpoints.o.landsIn.bigquery needs "table"'],
    ["{ pubsub: ooo, landsIn: { gcs: {} } }", '32 MISSING_KEY: endpoints.o.landsIn.gcs needs "bucket"'],
  ])("is told so at the table that lacks it: %s", (written, said) => {
    expect(ofEndpoint(written)).toEqual([said]);
  });

  it("is told all of it, and what else is wrong", () => {
    const written = "{ sqs: o, retention: 5, claimCheck: { prefix: 7 }, fedBy: { s3: { suffix: a } } }";
    expect(ofEndpoint(written).map((line) => line.replace(/^\d+ (\w+): (\S+).*/, "$1 $2"))).toEqual([
      "SHAPE endpoints.o.retention",
      "MISSING_KEY endpoints.o.claimCheck",
      "SHAPE endpoints.o.claimCheck.prefix",
      "MISSING_KEY endpoints.o.fedBy.s3",
    ]);
  });

  it("is asked for a queue or a topic where it is neither", () => {
    expect(ofEndpoint("{ claimCheck: {} }")).toEqual([
      "3 SHAPE: endpoints.o must be a queue, { sqs: QUEUE }, or a topic, { pubsub: TOPIC }",
    ]);
  });
});

const formats = '"json" or "base64" or "gzip" or "csv" or "avro" or "protobuf"';

describe("options that have several forms", () => {
  it.each<[object, readonly string[]]>([
    [{ parse: { format: "xml" } }, [`SHAPE: parse.format must be ${formats}`]],
    [{ parse: { format: "csv", at: "a" } }, ['MISSING_KEY: parse needs "names"']],
    [
      { parse: { format: "csv", names: ["a"], row: "many" } },
      ['UNKNOWN_KEY: parse: "row" is no key here: did you mean rows?'],
    ],
    [{ serialize: { at: "a" } }, ['MISSING_KEY: serialize needs "format"']],
    [{ parse: "csv" }, ['SHAPE: parse must be "json" or "base64" or "gzip", or a table with "format"']],
    [
      { unwrap: "kinesis" },
      ['SHAPE: unwrap must be "sns" or "eventBridge" or "dynamodb" or "s3", or a table with "from"'],
    ],
    [
      { redact: { fields: ["x"], with: "stars" } },
      ['SHAPE: redact.with must be "remove" or "mask" or "last-four", or a table with "hash"'],
    ],
    [
      { parse: { formt: "csv", names: ["a"] } },
      ['MISSING_KEY: parse needs "format"', 'UNKNOWN_KEY: parse: "formt" is no key here: did you mean format?'],
    ],
    [{ split: 5 }, ["SHAPE: split must be a table"]],
    [{ "keep-when": 5 }, ['SHAPE: keep-when must be text, or a table with "when"']],
  ])("are named, or what the meant one lacks: %j", async (step, said) => {
    expect(await ofStep(step)).toEqual(said);
  });
});

describe("texts of a form", () => {
  it.each<[object, string]>([
    [
      { rename: { fields: { a: "b.c" } } },
      'rename.fields.a must be a name without . [ ] and ", since a field stays where it stands',
    ],
    [{ timestamp: { fields: ["a"], to: "iso", zone: "CET" } }, "timestamp.zone must be Z, or an offset as +02:00"],
    [
      { parse: { format: "csv", names: ["a"], delimiter: "||" } },
      'parse.delimiter must be one character, and neither " nor the end of a line',
    ],
  ])("are described in words: %j", async (step, said) => {
    expect(await ofStep(step)).toEqual([`SHAPE: ${said}`]);
  });

  it("are described where they are keys", async () => {
    expect(await ofStep({ "to-cloudevents": { source: "s", type: "t", extensions: { traceParent: "a" } } })).toEqual([
      expect.stringMatching(
        /^NAME: to-cloudevents\.extensions\.traceParent must be 1 to 20 lower-case letters and digits/,
      ),
    ]);
  });
});
