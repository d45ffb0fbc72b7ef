// The shape of a fabric file: the one description that reading, editor completion and the reference docs are made from.

import { z } from "zod";
import { endpointSchema } from "./endpoint-schema.ts";
import { exampleSchema } from "./example-schema.ts";
import { alarmsSchema, stateSchema, tagsSchema } from "./ground-schema.ts";
import { hopSchema } from "./hop-schema.ts";
import { keyed } from "./keyed.ts";
import {
  awsAccount,
  awsIssuer,
  awsRegion,
  fabricName,
  gcpProject,
  gcpProjectNumber,
  gcpRegion,
  ownName,
} from "./names.ts";
import { secretSchema } from "./secret-schema.ts";

const aws = keyed(
  {
    account: awsAccount.describe("The AWS account: 12 digits, in quotes."),
    region: awsRegion.describe("The AWS region of queues and functions."),
    identityIssuer: awsIssuer
      .optional()
      .describe(
        "The account's own token issuer, where outbound identity federation is enabled: Google then trusts its tokens.",
      ),
  },
  '{ account: "12 DIGITS", region: REGION }',
).describe("Where the AWS half lives. Needed where an endpoint is a queue.");

const gcp = keyed(
  {
    project: gcpProject.describe("The id of the Google Cloud project."),
    projectNumber: gcpProjectNumber.optional().describe("The project's number, in quotes: keyless access names it."),
    region: gcpRegion.describe("The region of functions, and where ordered topics are published."),
  },
  "{ project: PROJECT, region: REGION }",
).describe("Where the Google Cloud half lives. Needed where an endpoint is a topic.");

const table = "must be a table of names";

/** The whole file. Unknown keys are refused at every level. */
export const fabricSchema = keyed(
  {
    fabric: fabricName.describe("The fabric's name: the first part of everything that it makes."),
    aws: aws.optional(),
    gcp: gcp.optional(),
    endpoints: z
      .record(ownName, endpointSchema, { error: table })
      .describe("The named addresses that hops join: queues and topics."),
    hops: z.record(ownName, hopSchema, { error: table }).describe("The edges of the map, by name."),
    alarms: alarmsSchema.optional(),
    tags: tagsSchema.optional(),
    state: stateSchema.optional(),
    secrets: z
      .record(ownName, secretSchema, { error: table })
      .optional()
      .describe("The secrets that transforms may ask for, by name."),
    examples: z
      .record(z.string(), z.array(exampleSchema, { error: "must be a list of examples" }), { error: table })
      .optional()
      .describe("Tests of the map, by hop: what goes in and what must come out."),
  },
  "a table that starts with fabric: NAME",
).describe("A Hopspan fabric: which endpoints exist, and which hops join them.");

/** The file as written, once its shape is right. */
export type WrittenFabric = z.output<typeof fabricSchema>;
