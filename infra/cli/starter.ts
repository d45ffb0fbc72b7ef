// The small fabric that `init` writes: the starter of the examples, under a name and at a place of its own.

import { readFile } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { fabricName } from "../../shared/fabric/names.ts";
import { quoted } from "./quoted.ts";

const ROOT = join(import.meta.dirname, "../..");
const STARTER = "examples/starter/fabric.yaml";
const SCHEMA = "fabric.schema.json";

/**
 * The text of a fabric file for a folder, an absolute path: named after the folder, with the schema where editors find it from
 * there. `called` is how the file is named in commands.
 */
export async function starterFor(folder: string, called: string): Promise<string> {
  const starter = await readFile(join(ROOT, STARTER), "utf8");
  const schema = relative(folder, join(ROOT, SCHEMA)).split(sep).join("/");
  return starter
    .replace(/(?<=\$schema=).*/, () => schema)
    .replace(/(?<=^fabric: ).*/m, () => nameFrom(folder))
    .replaceAll(STARTER, () => quoted(called));
}

const LONGEST = 40;
const FALLBACK = "my-fabric";

/** The folder's own name as far as a fabric can have it. */
function nameFrom(folder: string): string {
  const name = basename(folder)
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, LONGEST)
    .replace(/-+$/, "");
  return fabricName.safeParse(name).success ? name : FALLBACK;
}
