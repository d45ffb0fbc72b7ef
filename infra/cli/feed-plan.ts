// From `--feed FILE --to ENDPOINT --key PATH ...` to what is sent where: each option belongs to the feed before it.

import { accessSync, constants, statSync } from "node:fs";
import { closest } from "../../shared/core/closest.ts";
import type { Compiled } from "../../shared/fabric/compile.ts";
import type { Feed } from "../local/feed.ts";
import { CommandError, type Given } from "./verb.ts";

/**
 * The feeds that can be sent: their files can be read, and their endpoints are there. Throws `CommandError` for a feed
 * without an endpoint, an endpoint that is not there, a file that can't be read, standard input (`-`) twice.
 */
export function feedPlan({ order }: Pick<Given, "order">, { endpoints, fabric }: Compiled): readonly Feed[] {
  const written: { file: string; to?: string; key?: string }[] = [];
  for (const { name, value } of order) {
    if (name === "feed") written.push({ file: value ?? "" });
    if (name !== "to" && name !== "key") continue;
    const feed = written.at(-1);
    if (feed === undefined || feed[name] !== undefined)
      throw new CommandError(`--${name} belongs behind a --feed of its own`);
    feed[name] = value ?? "";
  }
  if (written.filter(({ file }) => file === "-").length > 1)
    throw new CommandError("--feed - takes all of standard input: it can be given once");
  return written.map(({ file, to, key }) => {
    if (to === undefined) throw new CommandError(`--feed ${file} goes where? write --to ENDPOINT behind it`);
    const endpoint = endpoints.find(({ name }) => name === to);
    if (endpoint === undefined) throw new CommandError(`fabric ${fabric} has no endpoint ${to}${hint(to, endpoints)}`);
    if (file !== "-") checkFile(file);
    return { file, endpoint, ...(key === undefined ? {} : { key }) };
  });
}

function hint(to: string, endpoints: Compiled["endpoints"]): string {
  const near = closest(
    to,
    endpoints.map(({ name }) => name),
  );
  return near === undefined ? "" : `: did you mean ${near}?`;
}

function checkFile(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new CommandError(`${file} can't be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  }
  if (statSync(file).isDirectory())
    throw new CommandError(`${file} is a folder: --feed takes a file with one message per line`);
}
