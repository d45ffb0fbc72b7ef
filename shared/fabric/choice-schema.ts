// What the file may say about a hop that sends each message to one of several endpoints: by content, or by weight.

import { z } from "zod";
import { keyed } from "./keyed.ts";

const endName = z.string({ error: "must be the name of an endpoint" });

const branch = keyed(
  {
    when: z
      .string({ error: "must be a CEL expression" })
      .min(1, { error: "must be a CEL expression" })
      .optional()
      .describe(
        "A CEL expression over `body`, `attributes` and `key`. Left out of the last branch, which takes the rest.",
      ),
    to: endName.describe("The endpoint that the messages of this branch go to."),
  },
  "a branch: { when: EXPRESSION, to: ENDPOINT }",
).describe("One branch of a route.");

/** Branches in the order in which they are tried; only the last may take everything. */
export const routeSchema = z
  .array(branch, { error: "must be a list of branches: - { when: EXPRESSION, to: ENDPOINT }" })
  .min(1, { error: "must have at least one branch" })
  .refine((branches) => branches.slice(0, -1).every(({ when }) => when !== undefined), {
    error: "must have a when in all branches but the last: the branches after it would take nothing",
  })
  .describe(
    "Where a message goes by its content, after the hop's transforms: to the first branch whose `when` is true.",
  );

const share = keyed(
  {
    endpoint: endName.describe("The endpoint."),
    weight: z
      .number({ error: "must be a number above 0" })
      .positive({ error: "must be a number above 0" })
      .max(1_000_000, { error: "must be at most 1000000" })
      .optional()
      .describe("Its share of the messages, in proportion to the others' weights. Default: 1."),
  },
  "a target: { endpoint: ENDPOINT, weight: NUMBER }",
).describe("One of the endpoints that share the load.");

/** Targets that share a load; what one does not take goes to the next. */
export const sharesSchema = z
  .array(share, { error: "must be a list of targets: - { endpoint: ENDPOINT, weight: NUMBER }" })
  .min(1, { error: "must name at least one endpoint" })
  .describe(
    "Endpoints that share the load by weight, a key staying with its endpoint; where one refuses, the next takes over.",
  );
