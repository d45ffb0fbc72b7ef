// The secrets of a run without any cloud: made of their names, so that what comes of them is the same every day.

import type { Tools } from "../../../shared/core/ports.ts";
import { secretVariable } from "../../../shared/fabric/secrets.ts";

/** What encrypt and decrypt want of a key at least. */
const EXAMPLE_BYTES = 32;

/** From the environment where they are given, as in a local run; else a key of the name, which is worth nothing. */
export const exampleSecrets = (environment: NodeJS.ProcessEnv): Tools => ({
  secret: (name) => Buffer.from(environment[secretVariable(name)] || `example ${name}`.padEnd(EXAMPLE_BYTES, ".")),
});
