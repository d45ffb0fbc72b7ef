import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Answer, queryLanded } from "../../../../infra/local/landing/query-landed.ts";
import { tableLanding } from "../../../../infra/local/landing/table-landing.ts";
import { temporaryFolder } from "../../../support/run-command.ts";
import { aPlan, aTaken, tableOf } from "./a-landing.ts";

const folder = temporaryFolder();
const whole = ({ columns, rows }: Answer) => ({ columns, rows: [...rows] });
const ask = (question: string, where = folder) => queryLanded(where, question, whole);
const visits = await aPlan("{ bigquery: { table: raw.visits } }");
const store = tableLanding(visits, tableOf(visits), folder);
await store.put([aTaken({ n: 1 }), aTaken({ n: 2 })]);

describe("a question", () => {
  it("is answered while a run writes", async () => {
    const question = "select data ->> '$.n' as n from raw.visits order by n -- in order";
    expect(await ask(question)).toEqual({ columns: ["n"], rows: [[1n], [2n]] });
    await store.put([aTaken({ n: 3 })]);
    expect((await ask(`${question}\n;`)).rows).toHaveLength(3);
  });

  it.each([
    ["select * from raw.visit", "no such table: raw.visit; there are the datasets raw"],
    ["selec 1", 'near "selec": syntax error'],
    ["", "it is no question: a select was expected"],
    ["select 1; select 2", "it takes one question, and there is more behind it"],
    ["delete from raw.visits", "it may only read: a select was expected"],
    ["create table t (a)", "it may only read: a select was expected"],
    [`attach '${folder}/more.sqlite' as more`, "it may only read: a select was expected"],
    [`vacuum into '${folder}/more.sqlite'`, "it may only read: a select was expected"],
    ["pragma journal_mode = delete", "it may only read: a select was expected"],
  ])("that can't be answered says why: %s", async (question, message) => {
    await expect(ask(question)).rejects.toThrow(expect.objectContaining({ code: "QUERY", message }));
    expect(readdirSync(folder)).toEqual(["bigquery"]);
  });

  it("finds nothing where nothing has landed", async () => {
    await expect(ask("select * from raw.visits", temporaryFolder())).rejects.toThrow(
      "no such table: raw.visits; nothing has landed there",
    );
  });

  it("may name any of many datasets, also those that SQLite keeps to itself", async () => {
    const many = temporaryFolder();
    const names = [...Array.from({ length: 12 }, (_, at) => `d${at}`), "main", "temp", "D0"];
    for (const name of names) {
      const plan = await aPlan(`{ bigquery: { table: ${name}.visits } }`);
      const table = tableLanding(plan, tableOf(plan), many);
      await table.put([aTaken({ name })]);
      await table.close();
    }
    // Capitals sort first.
    const called = new Map([
      ["main", "main_"],
      ["temp", "temp_"],
      ["d0", "d0_"],
    ]);
    for (const name of names)
      expect((await ask(`select data from ${called.get(name) ?? name}.visits`, many)).rows).toEqual([
        [`{"name":"${name}"}`],
      ]);
  });
});
