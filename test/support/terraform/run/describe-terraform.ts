// Tests that need terraform: they run where it is, and are skipped with one plain line where it is not.

import { describe } from "vitest";
import { terraformMissing } from "./program.ts";

/** A whole life takes seconds, and many times that on a machine with other things to do. */
const TIMEOUT_MS = 120_000;

/** `describe` for tests that call terraform. */
export function describeTerraform(name: string, tests: () => void): void {
  if (terraformMissing !== undefined) console.info(`${name}: skipped, since ${terraformMissing}`);
  describe.skipIf(terraformMissing)(name, { timeout: TIMEOUT_MS }, tests);
}
