import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { JourneysFirst } from "./test/support/whole-run/journeys-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["compile-once", "leave-nothing"].map((name) =>
      join(import.meta.dirname, `test/support/whole-run/${name}.ts`),
    ),
    sequence: { sequencer: JourneysFirst },
    // Journeys wait for time-outs and retries more than they work: two cores carry three of them.
    maxWorkers: 3,
    // For a machine that others use, too.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    env: { METADATA_SERVER_DETECTION: "none" },
  },
});
