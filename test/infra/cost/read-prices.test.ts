import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PRICE_NAMES } from "../../../infra/cost/price.ts";
import { readPrices, standardPrices } from "../../../infra/cost/read-prices.ts";

type Loose = Record<string, Record<string, Record<string, unknown>>>;
const text = readFileSync(join(import.meta.dirname, "../../../infra/cost/prices.json"), "utf8");

/** What the reader says of the file after a change. */
const saidOf = (change: (file: Loose) => void): string => {
  const file = JSON.parse(text) as Loose;
  change(file);
  try {
    readPrices(JSON.stringify(file));
    return "fine";
  } catch (error) {
    return String(error);
  }
};
const part = (file: Loose, section: string, name: string): Record<string, unknown> => file[section]?.[name] ?? {};

describe("the price file", () => {
  const { prices, allowances } = standardPrices();

  it("has exactly the prices that the model uses", () => {
    expect(Object.keys(prices).sort()).toEqual([...PRICE_NAMES].sort());
  });

  it.each([...Object.entries(prices), ...Object.entries(allowances)])(
    "says of %s when, from where and how sure",
    (_, price) => {
      expect(price).toMatchObject({
        date: expect.stringMatching(/^20\d\d-\d\d(-\d\d)?$/),
        source: expect.stringMatching(/\S{4}/),
        mark: expect.stringMatching(/^(V\*?|S|U)$/),
        note: expect.stringMatching(/\S{4}/),
      });
    },
  );

  it("calls what has no source unsourced, and says so", () => {
    const unsourced = Object.values(prices).filter(({ mark }) => mark === "U");
    expect(unsourced.length).toBeGreaterThan(0);
    expect(unsourced.every(({ source }) => source.startsWith("no source"))).toBe(true);
  });
});

describe("readPrices", () => {
  it("takes the file that comes with Hopspan", () => {
    expect(saidOf(() => {})).toBe("fine");
  });

  it.each<[string, (file: Loose) => void, string]>([
    ["no date", (file) => delete part(file, "prices", "aws.egress")["date"], "price aws.egress: date must be a date"],
    [
      "no source",
      (file) => Object.assign(part(file, "prices", "sqs.fifo"), { source: " " }),
      "price sqs.fifo: source must be text",
    ],
    [
      "no known mark",
      (file) => Object.assign(part(file, "prices", "sqs.fifo"), { mark: "X" }),
      "price sqs.fifo: mark must be one of",
    ],
    [
      "a value as text",
      (file) => Object.assign(part(file, "prices", "sqs.fifo"), { value: "0.5" }),
      "price sqs.fifo: value must be an amount",
    ],
    [
      "a low above its value",
      (file) => Object.assign(part(file, "prices", "sqs.fifo"), { low: 0.6 }),
      "price sqs.fifo: value must be an amount",
    ],
    [
      "per nothing",
      (file) => Object.assign(part(file, "prices", "sqs.fifo"), { per: 0 }),
      "price sqs.fifo: per must be a number above 0",
    ],
    ["no tiers", (file) => delete part(file, "prices", "sqs.fifo")["tiers"], "price sqs.fifo: tiers must be a list"],
    [
      "tiers out of order",
      (file) =>
        Object.assign(part(file, "prices", "sqs.fifo"), {
          tiers: [
            { above: 2, value: 1 },
            { above: 1, value: 1 },
          ],
        }),
      "price sqs.fifo: each tier must say above which amount",
    ],
    ["a price too few", (file) => delete file["prices"]?.["sqs.fair"], "price sqs.fair is missing"],
    [
      "a price too many",
      (file) => Object.assign(file["prices"] ?? {}, { "s3.puts": {} }),
      "price s3.puts is none that the model uses",
    ],
    [
      "an allowance of nothing",
      (file) => Object.assign(part(file, "allowances", "kms"), { covers: ["kms"] }),
      "allowance kms: covers",
    ],
    ["no regions", (file) => delete (file as Record<string, unknown>)["regions"], "regions must be a list"],
    [
      "no sections",
      (file) => delete (file as Record<string, unknown>)["prices"],
      "the file must hold regions, prices and allowances",
    ],
  ])("refuses a file with %s", (_, change, words) => {
    expect(saidOf(change)).toContain(words);
  });

  it("names all faults at once, and refuses what is no JSON", () => {
    const both = saidOf((file) => {
      Object.assign(part(file, "prices", "sqs.fifo"), { mark: "X" });
      Object.assign(part(file, "allowances", "sqs"), { amount: -1 });
    });
    expect(both).toContain("price sqs.fifo: mark");
    expect(both).toContain("allowance sqs: amount");
    expect(() => readPrices("{")).toThrow("prices.json: the file must be JSON");
  });
});
