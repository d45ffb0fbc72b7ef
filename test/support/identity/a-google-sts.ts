// Google's token service for tests: takes AWS's word for a function, and checks that it really is AWS's.

import { AWS_ISSUER, type AwsSts } from "./an-aws-sts.ts";
import { signatureFault } from "./check-signature.ts";
import type { Issuer } from "./jwt.ts";
import { type Loopback, loopback, type Said } from "./loopback.ts";

export const PROVIDER = { projectNumber: "123456789012", pool: "hopspan-retail", provider: "aws-111122223333" };
const AUDIENCE =
  "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/hopspan-retail/providers/aws-111122223333";

export interface GoogleSts extends Loopback {
  /** When each token that was given out ends, by Google's clock. */
  readonly tokens: Map<string, number>;
}

const TOKEN_SECONDS = 3_600;
const refusal = (description: string, error = "invalid_grant"): Said => ({
  status: 400,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ error, error_description: description }),
});

/** `now` is Google's clock, and AWS's. */
export async function aGoogleSts(sts: AwsSts, aws: Issuer, now: () => number): Promise<GoogleSts> {
  const tokens = new Map<string, number>();
  const server = await loopback(({ method, path, body }) => {
    const form = new URLSearchParams(body);
    if (method !== "POST" || path !== "/v1/token") return { status: 404, body: "" };
    if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:token-exchange") return refusal("grant type");
    if (form.get("audience") !== AUDIENCE || !form.get("scope"))
      return refusal("The target service indicated by the audience is invalid.", "invalid_target");
    const token = form.get("subject_token") ?? "";
    const type = form.get("subject_token_type") ?? "";
    const fault = type.endsWith(":jwt") ? tokenFault(token, aws, now()) : requestFault(token, sts, now());
    if (fault !== undefined) return refusal(fault);
    const issued = `google-${tokens.size + 1}`;
    tokens.set(issued, now() + TOKEN_SECONDS * 1_000);
    const answer = { access_token: issued, token_type: "Bearer", expires_in: TOKEN_SECONDS };
    return { headers: { "content-type": "application/json" }, body: JSON.stringify(answer) };
  });
  return { ...server, tokens };
}

interface SignedQuestion {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** https://docs.cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token says what the question has to be. */
function requestFault(token: string, { keys }: AwsSts, now: number): string | undefined {
  const question = JSON.parse(decodeURIComponent(token)) as SignedQuestion;
  const headers = Object.fromEntries(question.headers.map(({ key, value }) => [key.toLowerCase(), value]));
  const url = new URL(question.url);
  if (url.href !== "https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15")
    return "not a GetCallerIdentity of a region";
  if (headers["host"] !== url.host || headers["x-goog-cloud-target-resource"] !== AUDIENCE)
    return "not made for this provider";
  const asked = { method: question.method, path: `${url.pathname}${url.search}`, headers, body: "" };
  const fault = signatureFault(asked, "sts", (id) => keys.get(id), now);
  return fault === undefined ? undefined : `Received invalid AWS response of type ${fault}.`;
}

function tokenFault(token: string, aws: Issuer, now: number): string | undefined {
  const claims = aws.read(token);
  if (claims === undefined || claims["iss"] !== AWS_ISSUER) return "Invalid token signature.";
  if (claims["aud"] !== `https:${AUDIENCE}`) return "The audience in ID Token does not match the expected audience.";
  return Number(claims["exp"]) * 1_000 <= now ? "ID Token has expired." : undefined;
}
