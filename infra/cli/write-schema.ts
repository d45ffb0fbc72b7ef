// Writes what is made from the fabric file's schema: the JSON Schema for editors, and the table of keys in the docs.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fabricJsonSchema } from "../../shared/fabric/json-schema.ts";
import { keyReference } from "../../shared/fabric/key-reference.ts";

const root = join(import.meta.dirname, "../..");
const SCHEMA = join(root, "fabric.schema.json");
const PAGE = join(root, "docs/fabric-file.md");

/** The table stands between these two lines of the page; everything else there is written by hand. */
const TABLE = /(<!-- keys: npm run schema writes these -->)[\s\S]*(<!-- end of keys -->)/;

/** Every file that is made, by path, as it should be now. Rejects where the page has lost its marks. */
export async function madeFiles(): Promise<ReadonlyMap<string, string>> {
  const schema = await fabricJsonSchema();
  const page = await readFile(PAGE, "utf8");
  if (!TABLE.test(page)) throw new Error(`${PAGE} has lost the marks between which the table of keys stands`);
  const table = keyReference(schema);
  return new Map([
    [SCHEMA, `${JSON.stringify(schema, null, 2)}\n`],
    [PAGE, page.replace(TABLE, (_, from: string, to: string) => `${from}\n\n${table}\n\n${to}`)],
  ]);
}

if (import.meta.main) for (const [file, text] of await madeFiles()) await writeFile(file, text);
