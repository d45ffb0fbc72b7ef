// What the options of a run say of its functions: how long each may take, and whether they stand still in between.

import type { Compiled } from "../../shared/fabric/compile.ts";
import { functionSize } from "../../shared/fabric/deployment/function-size.ts";
import type { Fabric } from "../../shared/fabric/fabric.ts";
import type { Link } from "../../shared/fabric/link.ts";
import { findRuntime, OFFICIAL_RUNTIME } from "../local/lambda/find-runtime.ts";
import type { Hold } from "../local/platform.ts";
import { CommandError, countOption, type Given } from "./verb.ts";

/** The options, for each verb that runs functions. */
export const FUNCTION_OPTIONS = {
  "function-timeout": {
    type: "string",
    value: "SECONDS",
    about: "let functions run for so long instead of 30 s; retries come sooner",
  },
  freeze: { type: "boolean", about: "let functions stand still between two calls, as in the cloud" },
  "lambda-ric": { type: "boolean", about: "run Lambda functions under AWS's own aws-lambda-ric, installed here" },
} as const;

/** Each function is as large as the one that would be deployed. Throws `CommandError` where AWS's runtime is not in `folder`. */
export function functionsOf(given: Given, fabric: Fabric, folder: string): Hold {
  const held = {
    sizeOf: (link: Link) => functionSize(fabric, link),
    freezes: given.options["freeze"] === true,
  };
  if (given.options["lambda-ric"] !== true) return held;
  const lambdaRuntime = findRuntime(folder);
  if (lambdaRuntime !== undefined) return { ...held, lambdaRuntime };
  throw new CommandError(
    `${OFFICIAL_RUNTIME} is not installed here: npm install --no-save ${OFFICIAL_RUNTIME} builds it, with cmake and a C++ compiler`,
  );
}

/** The same links, each with the time-out that was asked for. Throws `CommandError` for one that is none. */
export function withTimeout(compiled: Compiled, given: Given): Compiled {
  const timeoutSeconds = countOption(given, "function-timeout", 1, 900);
  if (timeoutSeconds === undefined) return compiled;
  return { ...compiled, links: compiled.links.map((link) => ({ ...link, timeoutSeconds })) };
}
