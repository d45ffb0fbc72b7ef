// How long the fuzzing of the local servers goes on: a few seconds with all tests, as long as wanted by `npm run fuzz`.

/** For fast-check. A run is told again by its seed: HOPSPAN_FUZZ_SEED; how many, by HOPSPAN_FUZZ_RUNS. */
export const RUNS = {
  numRuns: Number(process.env["HOPSPAN_FUZZ_RUNS"] ?? 400),
  seed: Number(process.env["HOPSPAN_FUZZ_SEED"] ?? 1),
} as const;

/** For vitest: no longer than an hour, however many they are. */
export const FUZZ_TIMEOUT_MS = 3_600_000;
