// Binding files of KubeMQ Bridges, each beside the fabric that it becomes and the notes of what does not.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../fixtures/kubemq");

/** A file of the folder, by its name. */
export const kubemqText = (name: string): string => readFileSync(join(folder, name), "utf8");

/** The names of all binding files, without their ending. */
export const kubemqFixtures: readonly string[] = readdirSync(folder)
  .filter((name) => /^[a-z-]+\.yaml$/.test(name))
  .map((name) => name.replace(/\.yaml$/, ""));
