// Reads a fabric file: from a path or a text to a fabric, or to everything that is wrong with its form.

import { readFile } from "node:fs/promises";
import { ConfigError, type Problem } from "../core/errors.ts";
import { misfits } from "./explain.ts";
import { type Fabric, inFileOrder, type Section } from "./fabric.ts";
import { resolve } from "./resolve.ts";
import { salvage } from "./salvage.ts";
import { fabricSchema } from "./schema.ts";
import { asWritten, type Fill } from "./stand-ins.ts";
import { keepNumbers } from "./yaml-numbers.ts";
import { readYaml } from "./yaml-text.ts";

/** `fabric` holds what could be read; absent where that is nothing. It is whole where there are no problems. */
export interface Reading {
  readonly fabric?: Fabric;
  readonly problems: readonly Problem[];
}

/** Never throws. Problems of form only: what the map means is for `check`. `fill` may add to what the text says. */
export function readText(text: string, file: string, fill: Fill = asWritten): Reading {
  const { value: written, problems: unreadable, place } = readYaml(text, file, keepNumbers);
  const value = fill(written);
  if (value === undefined) return { problems: unreadable };
  if (value === null) return { problems: [...unreadable, empty(file)] };
  const misshapen = misfits(fabricSchema, { value, place });
  const left = salvage(value);
  if (left === undefined) return { problems: inFileOrder([...unreadable, ...misshapen]) };
  const { fabric, problems: homeless } = resolve(left, writtenNames(value), place);
  return { fabric, problems: inFileOrder([...unreadable, ...misshapen, ...homeless]) };
}

const empty = (file: string): Problem => ({
  severity: "error",
  code: "EMPTY",
  message: "the file is empty: start it with fabric: NAME",
  file,
});

function writtenNames(value: unknown): Fabric["written"] {
  const names = (section: Section) => {
    const table: unknown = Reflect.get(Object(value), section);
    return new Set(typeof table === "object" && table !== null && !Array.isArray(table) ? Object.keys(table) : []);
  };
  return { endpoints: names("endpoints"), hops: names("hops"), secrets: names("secrets") };
}

/** The fabric of a text; `file` is only named in problems. Throws one `ConfigError` with all problems of form. */
export function parseFabric(text: string, file: string): Fabric {
  const { fabric, problems } = readText(text, file);
  if (fabric === undefined || problems.length > 0) throw new ConfigError(problems);
  return fabric;
}

/** The fabric of a file. Rejects with `ConfigError`, of one problem where the file itself can't be read. */
export const readFabric = async (path: string): Promise<Fabric> => parseFabric(await fabricText(path), path);

/** The text of a file. Rejects with a `ConfigError` of one problem where there is none, or it is no UTF-8. */
export async function fabricText(path: string): Promise<string> {
  const refuse = (message: string) => new ConfigError([{ severity: "error", code: "FILE", message, file: path }]);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(REASONS.get(error.code ?? "") ?? `can't be read (${error.code ?? error.name})`);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("is not UTF-8 text: save it as UTF-8");
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EISDIR", "is a directory: name the file in it"],
  ["EACCES", "can't be read: no permission"],
]);
