// What the file may say about a secret: where it is kept, or the data key that it is, wrapped by keys of either cloud.

import { keyed } from "./keyed.ts";
import { awsSecretName, ciphertext, gcpKmsKey, gcpSecretName, kmsKey } from "./names.ts";

const wrapped = ciphertext.describe("The data key as that key has encrypted it, in base64.");

const wrappedBy = keyed(
  {
    aws: keyed(
      { key: kmsKey.describe("The key of AWS KMS that unwraps it, by its ARN."), ciphertext: wrapped },
      "{ key: ARN, ciphertext: BASE64 }",
    )
      .optional()
      .describe("Wrapped by AWS KMS, for hops that run on AWS."),
    gcp: keyed(
      { key: gcpKmsKey.describe("The key of Cloud KMS that unwraps it, by its whole name."), ciphertext: wrapped },
      "{ key: NAME, ciphertext: BASE64 }",
    )
      .optional()
      .describe("Wrapped by Cloud KMS, for hops that run on Google Cloud."),
  },
  "{ aws: { key: ARN, ciphertext: BASE64 }, gcp: { key: NAME, ciphertext: BASE64 } }",
)
  .refine(({ aws, gcp }) => aws !== undefined || gcp !== undefined, { error: "must name at least one of aws, gcp" })
  .describe(
    "A data key that stands here, wrapped: a function has it unwrapped as it starts. `hopspan wrap-key` makes one.",
  );

/** One of the secrets that transforms may ask for. */
export const secretSchema = keyed(
  {
    aws: awsSecretName.optional().describe("The SSM parameter or secret that holds it, for hops that run on AWS."),
    gcp: gcpSecretName
      .optional()
      .describe("The Secret Manager secret that holds it, for hops that run on Google Cloud."),
    kmsKey: kmsKey.optional().describe("The KMS key that encrypts it in AWS, where that is a key of your own."),
    wrappedBy: wrappedBy.optional(),
  },
  "names: { aws: SSM PARAMETER, gcp: SECRET }, or { wrappedBy: ... }",
)
  .refine(
    ({ wrappedBy: key, ...kept }) => key === undefined || Object.values(kept).every((place) => place === undefined),
    {
      error: "must say where it is kept (aws, gcp, kmsKey) or hold a data key (wrappedBy), not both",
    },
  )
  .describe("Where a secret is kept, or a data key, wrapped. The secret itself never stands in the file.");
