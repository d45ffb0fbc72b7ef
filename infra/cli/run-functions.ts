// What the options of a run say of its functions: how long each may take, and whether they stand still in between.

import type { Compiled } from "../../shared/fabric/compile.ts";
import { type FunctionSize, functionSize } from "../../shared/fabric/deployment/function-size.ts";
import type { Fabric } from "../../shared/fabric/fabric.ts";
import type { Link } from "../../shared/fabric/link.ts";
import { countOption, type Given } from "./verb.ts";

/** The options, for each verb that runs functions. */
export const FUNCTION_OPTIONS = {
  "function-timeout": {
    type: "string",
    value: "SECONDS",
    about: "let functions run for so long instead of 30 s; retries come sooner",
  },
  freeze: { type: "boolean", about: "let functions stand still between two calls, as in the cloud" },
} as const;

/** How the functions of a run are held. */
export interface HeldFunctions {
  readonly sizeOf: (link: Link) => FunctionSize;
  readonly freezes: boolean;
}

/** Each function is as large as the one that would be deployed. */
export const functionsOf = (given: Given, fabric: Fabric): HeldFunctions => ({
  sizeOf: (link) => functionSize(fabric, link),
  freezes: given.options["freeze"] === true,
});

/** The same links, each with the time-out that was asked for. Throws `CommandError` for one that is none. */
export function withTimeout(compiled: Compiled, given: Given): Compiled {
  const timeoutSeconds = countOption(given, "function-timeout", 1, 900);
  if (timeoutSeconds === undefined) return compiled;
  return { ...compiled, links: compiled.links.map((link) => ({ ...link, timeoutSeconds })) };
}
