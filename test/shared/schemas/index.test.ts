import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { schemas } from "../../../shared/schemas/index.ts";

const room = join(import.meta.dirname, "../../../shared/schemas");
const others = ["index.ts", "fields.ts", "places.ts", "to-avro.ts", "to-bigquery.ts", "to-json.ts"];

describe("the schema table", () => {
  it("has every schema of the room under the name of its file", async () => {
    const files = readdirSync(room).filter((file) => !others.includes(file));
    expect(Object.keys(schemas).toSorted()).toEqual(files.map((file) => file.replace(".ts", "")).toSorted());
    for (const load of Object.values(schemas)) expect(await load()).toHaveProperty("safeParse");
  });
});
