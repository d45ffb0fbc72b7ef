// Where AWS's own runtime for Node.js is, if anybody has built it here: it needs a compiler, so no package of ours asks for it.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** https://github.com/aws/aws-lambda-nodejs-runtime-interface-client */
export const OFFICIAL_RUNTIME = "aws-lambda-ric";

/** The file that starts it, in `folder` or the nearest folder above it that has it; nothing where none has. */
export function findRuntime(folder: string): string | undefined {
  const file = join(folder, "node_modules", OFFICIAL_RUNTIME, "index.mjs");
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : findRuntime(dirname(folder));
}
