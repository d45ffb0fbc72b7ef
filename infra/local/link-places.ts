// Tells each function its link as a deployment does: by a variable, or by a file beside its bundle where it is large.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Link } from "../../shared/fabric/link.ts";
import { bundleFolder } from "../bundle.ts";

/** How one function finds out which link it is. */
export interface LinkPlace {
  /** The folder that it runs in. */
  readonly bundle: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The places of one run. */
export interface LinkPlaces {
  place(link: Link): LinkPlace;
  /** Takes away what was made; may be called again, and happens by itself when the process exits. */
  clear(): void;
}

/** What Lambda takes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. Linux itself takes 128 KiB. */
const ENVIRONMENT_BYTES = 4_096;

/** Makes nothing before a link needs it. */
export function linkPlaces(): LinkPlaces {
  let root: string | undefined;
  let count = 0;
  function clear(): void {
    if (root !== undefined) rmSync(root, { recursive: true, force: true });
    root = undefined;
    process.off("exit", clear);
  }
  function beside(link: Link, json: string): LinkPlace {
    if (root === undefined) process.once("exit", clear);
    root ??= mkdtempSync(join(tmpdir(), "hopspan-links-"));
    const bundle = join(root, String(count++));
    mkdirSync(bundle);
    // A copy, not a way there: Node looks for what lies beside a file where the file really is.
    cpSync(bundleFolder(link.crossing), bundle, { recursive: true });
    writeFileSync(join(bundle, "link.json"), json);
    return { bundle, variables: {} };
  }
  return {
    place(link) {
      const json = JSON.stringify(link);
      const variables = { HOPSPAN_LINK: json };
      if (Buffer.byteLength(JSON.stringify(variables)) > ENVIRONMENT_BYTES) return beside(link, json);
      return { bundle: bundleFolder(link.crossing), variables };
    },
    clear,
  };
}
