// The file that tells a Lambda function how Google knows it: where to trade what AWS says of it for a token of Google's.

/** Where a workload identity pool knows an AWS account: the project's number, and the ids of pool and provider. */
export interface PoolProvider {
  readonly projectNumber: string;
  readonly pool: string;
  readonly provider: string;
}

/**
 * How AWS vouches for a function: `signed-request` is a signed question to AWS, which Google asks in the function's name;
 * `outbound` is a token that AWS issues once outbound identity federation is enabled in the account.
 */
export type AwsProof = "signed-request" | "outbound";

/**
 * The content of `google-credentials.json`, to lie beside a bundle, with `GOOGLE_APPLICATION_CREDENTIALS` leading to it.
 * Names only, no secret: https://google.aip.dev/auth/4117. With `outbound` it names no source: the function knows its own.
 */
export function googleCredentials({ projectNumber, pool, provider }: PoolProvider, proof: AwsProof = "signed-request") {
  const audience = `//iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${pool}/providers/${provider}`;
  const exchange = { type: "external_account", audience, token_url: "https://sts.googleapis.com/v1/token" } as const;
  if (proof === "outbound") return { ...exchange, subject_token_type: "urn:ietf:params:oauth:token-type:jwt" } as const;
  return {
    ...exchange,
    subject_token_type: "urn:ietf:params:aws:token-type:aws4_request",
    credential_source: {
      environment_id: "aws1",
      regional_cred_verification_url: "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15",
    },
  } as const;
}
