// The form of a file of faults: what may be written there, before it is known what it is for.

import { z } from "zod";
import { keyed } from "../../../shared/fabric/keyed.ts";

const text = z.string({ error: "must be text" }).min(1, { error: "must not be empty" });
const texts = z.union([text, z.array(text).min(1, { error: "must have an entry" })], {
  error: "must be a name or a list of names",
});
const number = (expected: string) => z.number({ error: `must be ${expected}` });
const count = (least: number) => {
  const error = `must be a whole number of at least ${least}`;
  return z.int({ error }).min(least, { error });
};
const positive = number("a number above 0").positive({ error: "must be a number above 0" });
const time = number("a number of at least 0").min(0, { error: "must be a number of at least 0" });
const isSo = z.literal(true, { error: "must be true, or left out" });
const rateError = "must be above 0 and at most 1";

/** A day: what nobody waits for. Ours. */
const DELAY_MS = 86_400_000;
const milliseconds = time.max(DELAY_MS, { error: `must be at most ${DELAY_MS}` });

const rule = keyed(
  {
    at: texts.optional(),
    on: texts.optional(),
    rate: z.number({ error: rateError }).gt(0, { error: rateError }).max(1, { error: rateError }).optional(),
    skip: count(0).optional(),
    times: count(1).optional(),
    afterSeconds: time.optional(),
    forSeconds: positive.optional(),
    delayMs: z
      .union([milliseconds, keyed({ least: milliseconds, most: milliseconds }, "{ least: MS, most: MS }")], {
        error: "must be milliseconds, or { least: MS, most: MS }",
      })
      .optional(),
    refuse: text.optional(),
    expireToken: isSo.optional(),
    down: isSo.optional(),
    hang: isSo.optional(),
    loseAnswer: z.enum(["cut", "error", "hang"], { error: "must be cut, error or hang" }).optional(),
    failEntries: text.optional(),
    duplicate: isSo.optional(),
    reorder: isSo.optional(),
  },
  "a fault, as { at: orders, rate: 0.1, refuse: ThrottlingException }",
);

/** Larger ones would lose digits on the way. */
const SEED = 2 ** 32 - 1;

/** A whole file. */
export const faultsSchema = keyed(
  {
    seed: z.int({ error: "must be a whole number" }).min(0).max(SEED).optional(),
    faults: z.array(rule, { error: "must be a list of faults" }),
  },
  "a table with faults, and a seed if you like",
);

/** One fault as it is written. */
export type WrittenRule = z.infer<typeof rule>;

/** The keys of which a fault has exactly one. */
export const KINDS = [
  "delayMs",
  "refuse",
  "expireToken",
  "down",
  "hang",
  "loseAnswer",
  "failEntries",
  "duplicate",
  "reorder",
] as const;
