import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { datasetFile } from "../../../../infra/local/landing/landed-folder.ts";
import { queryLanded } from "../../../../infra/local/landing/query-landed.ts";
import { tableLanding } from "../../../../infra/local/landing/table-landing.ts";
import type { Taken } from "../../../../infra/local/landing/taken.ts";
import type { Column } from "../../../../shared/schemas/to-bigquery.ts";
import { temporaryFolder } from "../../../support/run-command.ts";
import { anOrderRow, aPlan, aTaken, sentAt, tableOf } from "./a-landing.ts";

const plain = await aPlan("{ bigquery: { table: retail.orders } }", "schema: order-row");
const keyed = await aPlan("{ bigquery: { table: retail.orders, key: [order_id] } }", "schema: order-row");
const ask = (folder: string, question: string) => queryLanded(folder, question, ({ rows }) => [...rows]);

/** A table in a folder of its own, written to in one go, and closed. */
async function landed(plan: typeof plain, messages: readonly Taken[], folder = temporaryFolder()) {
  const store = tableLanding(plan, tableOf(plan), folder);
  const refused = await store.put(messages);
  const amount = store.amount();
  await store.close();
  return { folder, refused, amount };
}

describe("a table", () => {
  it("without a key has a row for each delivery, whatever comes twice", async () => {
    const message = aTaken(anOrderRow());
    const { folder, refused, amount } = await landed(plain, [message, message, aTaken(anOrderRow("o-2"))]);
    expect([refused, amount]).toEqual([[], { kind: "table", table: "retail.orders", rows: 3 }]);
    expect(await ask(folder, "select order_id, total_cents, placed_at from retail.orders order by 1")).toEqual([
      ["o-1", 900n, "2026-01-05T08:00:00.000000Z"],
      ["o-1", 900n, "2026-01-05T08:00:00.000000Z"],
      ["o-2", 900n, "2026-01-05T08:00:00.000000Z"],
    ]);
  });

  it("takes what fits, and gives back what does not, with the reason", async () => {
    const bad = aTaken(anOrderRow("o-2", { total_cents: "a" }));
    const { refused, amount } = await landed(plain, [aTaken(anOrderRow()), bad, aTaken("no JSON")]);
    expect(refused.map(({ message, reason }) => [message.ackId === bad.ackId, reason.message])).toEqual([
      [true, "column total_cents: a whole number of 64 bits was expected"],
      [false, "the body is not JSON: a row is made of a JSON object"],
    ]);
    expect(amount).toMatchObject({ rows: 1 });
  });

  it("with a key has one row per key, and the one that was sent last wins, in whatever order they come", async () => {
    const states = ["NEW", "PAID", "SENT"].map((status, at) => aTaken(anOrderRow("o-1", { status }), sentAt(at + 1)));
    const orders = [states, states.toReversed(), [...states, ...states], [states[2], states[0], states[1]]];
    for (const order of orders) {
      const { folder } = await landed(
        keyed,
        order.filter((each) => each !== undefined),
      );
      expect(await ask(folder, "select order_id, status from retail.orders")).toEqual([["o-1", "SENT"]]);
    }
  });

  it("keeps a deleted row away from what is older", async () => {
    const gone = { order_id: "o-1", _CHANGE_TYPE: "DELETE", _CHANGE_SEQUENCE_NUMBER: "5" };
    const { folder } = await landed(keyed, [
      aTaken(anOrderRow(), sentAt(4)),
      aTaken(gone),
      aTaken(anOrderRow(), sentAt(3)),
    ]);
    expect(await ask(folder, "select * from retail.orders")).toEqual([]);
    await landed(keyed, [aTaken(anOrderRow(), sentAt(6))], folder);
    expect(await ask(folder, "select order_id from retail.orders")).toEqual([["o-1"]]);
  });

  it("goes in the order of arrival where the bodies say no other", async () => {
    const said = (status: string) => aTaken({ ...anOrderRow("o-1", { status }), _CHANGE_TYPE: "UPSERT" });
    const { folder } = await landed(keyed, [said("SENT"), said("NEW")]);
    expect(await ask(folder, "select status from retail.orders")).toEqual([["NEW"]]);
  });

  it("keeps what an earlier run has left, and counts it", async () => {
    const { folder } = await landed(plain, [aTaken(anOrderRow())]);
    expect((await landed(plain, [aTaken(anOrderRow("o-2"))], folder)).amount).toMatchObject({ rows: 2 });
  });

  it("gets a new column where that may be lacking, and refuses other changes", async () => {
    const table = tableOf(plain);
    const folder = temporaryFolder();
    const widened = (column: Column) => ({ ...table, columns: [column, ...table.columns] });
    await tableLanding(plain, table, folder).close();
    await tableLanding(plain, widened({ name: "note", type: "STRING", mode: "NULLABLE" }), folder).close();
    expect(await ask(folder, "select note from retail.orders")).toEqual([]);
    const wrong = (name: string) =>
      `table retail.orders, as an earlier run has left it, has another column ${name} than the fabric file says: name another folder with --landed`;
    expect(() => tableLanding(plain, table, folder)).toThrow(wrong("note"));
    for (const column of [
      { name: "more", type: "STRING", mode: "REQUIRED" },
      { name: "status", type: "INTEGER", mode: "REQUIRED" },
    ] as const) {
      const other = temporaryFolder();
      await tableLanding(plain, table, other).close();
      const columns = [column, ...table.columns.filter(({ name }) => name !== column.name)];
      expect(() => tableLanding(plain, { ...table, columns }, other)).toThrow(wrong(column.name));
    }
    expect(() => tableLanding(keyed, tableOf(keyed), temporaryFolder())).not.toThrow();
  });

  it("takes nothing of a batch that the disk does not take", async () => {
    const folder = temporaryFolder();
    const store = tableLanding(plain, tableOf(plain), folder);
    const other = new DatabaseSync(datasetFile(folder, "retail"));
    other.exec(
      "create trigger full before insert on orders when new.order_id = 'o-2' begin select raise(abort, 'full'); end",
    );
    await expect(store.put([aTaken(anOrderRow()), aTaken(anOrderRow("o-2"))])).rejects.toThrow("full");
    expect(store.amount()).toMatchObject({ rows: 0 });
    other.exec("drop trigger full");
    other.close();
    await store.put([aTaken(anOrderRow()), aTaken(anOrderRow("o-2"))]);
    expect(store.amount()).toMatchObject({ rows: 2 });
    await store.close();
    await store.close();
    expect(store.amount()).toMatchObject({ rows: 2 });
  });
});
