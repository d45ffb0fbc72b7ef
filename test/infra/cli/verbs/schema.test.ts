import { describe, expect, it } from "vitest";
import { main } from "../../../../infra/cli/main.ts";
import { orderRow } from "../../../../shared/schemas/order-row.ts";
import { toAvro } from "../../../../shared/schemas/to-avro.ts";
import { toBigquery } from "../../../../shared/schemas/to-bigquery.ts";
import { toJson } from "../../../../shared/schemas/to-json.ts";
import { aTerminal } from "../../../support/a-terminal.ts";

async function hopspan(...words: readonly string[]) {
  const { terminal, out, err } = aTerminal({});
  return { code: await main(["schema", ...words], terminal), out: out.join("\n"), err };
}

describe("hopspan schema", () => {
  it.each<[readonly string[], unknown]>([
    [[], toJson("order-row", orderRow).schema],
    [["--as", "json"], toJson("order-row", orderRow).schema],
    [["--as", "avro"], toAvro("order-row", orderRow).record],
    [["--as", "bigquery"], toBigquery(orderRow).columns],
  ])("prints a schema by its name, with %j", async (words, value) => {
    const { code, out, err } = await hopspan("order-row", ...words);
    expect([code, JSON.parse(out), err]).toEqual([0, value, []]);
  });

  it("warns of what JSON Schema can't say, and prints the rest", async () => {
    const { code, out, err } = await hopspan("order");
    const own = ["placedAt", "items[].unitPrice"].map((at) => `warning: order: ${at}: it has a check of its own`);
    expect([code, err.toSorted()]).toEqual([0, own.toSorted()]);
    expect(JSON.parse(out)).toMatchObject({ title: "order" });
  });

  it("ends with 2 and one line for what it does not know", async () => {
    expect(await hopspan("order-rows")).toEqual({
      code: 2,
      out: "",
      err: [expect.stringContaining("schema order-rows is not there: did you mean order-row?")],
    });
    expect(await hopspan("order-row", "--as", "xml")).toMatchObject({
      code: 2,
      err: [expect.stringContaining('--as must be json, avro, bigquery, not "xml"')],
    });
    expect(await hopspan()).toMatchObject({ code: 2, err: [expect.stringContaining("npx hopspan schema NAME")] });
  });
});
