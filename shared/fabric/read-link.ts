// How a deployed function learns which link it is: the one thing that differs between two functions of a crossing.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../core/errors.ts";
import type { Crossing, Link, LinkFor } from "./link.ts";

/**
 * The link from `HOPSPAN_LINK`, or, where that is empty or not there, from `link.json` in `folder`, beside the bundle: for
 * what would not fit Lambda's 4 KB of environment (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 * Throws `ConfigError` where there is none, it is no JSON, or it belongs to another crossing's bundle.
 */
export function readLink<Name extends Crossing>(
  crossing: Name,
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): LinkFor<Name> {
  const link = parseLink(environment["HOPSPAN_LINK"] || readBeside(folder));
  if (link.crossing !== crossing) throw refused(`the link is a ${link.crossing}, and this bundle carries ${crossing}`);
  return link as LinkFor<Name>;
}

function readBeside(folder: string): string {
  try {
    return readFileSync(join(folder, "link.json"), "utf8");
  } catch {
    throw refused("no link: set HOPSPAN_LINK to its JSON, or put link.json beside the bundle");
  }
}

function parseLink(json: string): Link {
  try {
    const link: unknown = JSON.parse(json);
    if (typeof link === "object" && link !== null && "crossing" in link) return link as Link;
  } catch {
    // Told below, without the text.
  }
  throw refused("the link is not the JSON of a link: deploy the function anew from its fabric");
}

const refused = (message: string) => new ConfigError([{ severity: "error", code: "LINK", message }]);
