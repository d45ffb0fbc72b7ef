import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { fabricJsonSchema, type JsonSchema } from "../../../shared/fabric/json-schema.ts";
import { keyReference } from "../../../shared/fabric/key-reference.ts";
import { aFile, queue, topic } from "./a-fabric.ts";

const schema = await fabricJsonSchema();
const validator = z.fromJSONSchema({ ...schema });
const endpoints = { orders: queue("orders.fifo"), feed: topic("feed") };
const accepts = (parts: object) => validator.safeParse(parse(aFile({ endpoints, ...parts }))).success;
const withStep = (step: unknown) => ({ hops: { export: { from: "orders", to: ["feed"], transforms: [step] } } });

/** Keys without a description, as paths; the options of steps are their transforms' own. */
const bare = (here: unknown, path: string): readonly string[] => {
  if (typeof here !== "object" || here === null || path.endsWith(".transforms")) return [];
  const properties = Object.entries("properties" in here ? (here.properties as Record<string, JsonSchema>) : {});
  const own = properties.filter(([, value]) => value["description"] === undefined).map(([key]) => `${path}.${key}`);
  const forms = "anyOf" in here && Array.isArray(here.anyOf) ? here.anyOf : [];
  return [
    ...own,
    ...properties.flatMap(([key, value]) => bare(value, `${path}.${key}`)),
    ...("additionalProperties" in here ? bare(here.additionalProperties, `${path}.NAME`) : []),
    ...("items" in here ? bare(here.items, `${path}[]`) : []),
    ...forms.flatMap((form) => bare(form, path)),
  ];
};

describe("the JSON Schema of a fabric file", () => {
  it("describes every key", () => {
    expect(bare(schema, "")).toEqual([]);
  });

  it.each([
    ["a bare fabric", {}],
    ["a step by its name", withStep("order-to-row")],
    ["a step with options", withStep({ redact: { fields: ["a"], with: { hash: "key" } } })],
    ["an example", { examples: { export: [{ in: { body: { a: 1 } }, out: [] }] } }],
  ])("accepts %s", (_, parts) => {
    expect(accepts(parts)).toBe(true);
  });

  it.each([
    ["an unknown key", { hosp: {} }],
    ["a key that is not built yet", { hops: { export: { from: "orders", to: "feed", rate: 1 } } }],
    ["a name in capitals", { endpoints: { Orders: queue("orders") } }],
    ["a step that is not there", withStep("order-to-rows")],
    ["a step without the options that it needs", withStep("redact")],
    ["a step with options that do not fit", withStep({ redact: { fields: "a" } })],
    ["two steps in one", withStep({ "order-to-row": {}, "flight-to-row": {} })],
  ])("refuses %s", (_, parts) => {
    expect(accepts(parts)).toBe(false);
  });
});

describe("the reference of all keys", () => {
  it("has a row per key, with what several forms say of it, and which are needed", () => {
    const keys = {
      type: "object",
      required: ["fabric", "endpoints"],
      properties: {
        fabric: { type: "string", description: "The name." },
        endpoints: {
          description: "All endpoints.",
          additionalProperties: {
            anyOf: [
              { required: ["sqs"], properties: { sqs: { description: "A queue." }, region: { description: "Here." } } },
              {
                required: ["pubsub"],
                properties: { pubsub: { description: "A topic." }, region: { description: "There." } },
              },
            ],
          },
        },
        list: { description: "A list.", items: { properties: { a: { description: "An entry's." } } } },
      },
    };
    expect(keyReference(keys).split("\n")).toEqual([
      "| key | needed | meaning |",
      "|---|---|---|",
      "| `fabric` | yes | The name. |",
      "| `endpoints` | yes | All endpoints. |",
      "| `endpoints.NAME.sqs` | either | A queue. |",
      "| `endpoints.NAME.region` |  | Here. Or: There. |",
      "| `endpoints.NAME.pubsub` | either | A topic. |",
      "| `list` |  | A list. |",
      "| `list[].a` |  | An entry's. |",
    ]);
  });
});
