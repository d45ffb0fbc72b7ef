// How the functions of one AWS account are known to Google: by which pool, which provider, and whose word.

import type { Fabric } from "../fabric.ts";
import { type AwsProof, googleCredentials } from "./google-credentials.ts";
import { poolId, providerId } from "./identity.ts";

/** What a fabric says of the two clouds; `fabric` is its name. */
export type Clouds = Pick<Fabric, "aws" | "gcp"> & { readonly fabric: string };

/** AWS's own tokens where the file names who issues them, which is the fabric's own account; else signed requests. */
export const awsProof = ({ aws }: Clouds, account: string): AwsProof =>
  aws?.identityIssuer !== undefined && account === aws.account ? "outbound" : "signed-request";

/** The content of `google-credentials.json` for functions of an account. Expects the project's number in the file. */
export function googleAccess(clouds: Clouds, account: string) {
  const projectNumber = clouds.gcp?.projectNumber ?? "";
  const proof = awsProof(clouds, account);
  const provider = { projectNumber, pool: poolId(clouds.fabric), provider: providerId(account, proof) };
  return googleCredentials(provider, proof);
}

/** The audience of AWS's own tokens: the provider, as a web address. */
export const outboundAudience = (clouds: Clouds, account: string): string =>
  `https:${googleAccess(clouds, account).audience}`;
