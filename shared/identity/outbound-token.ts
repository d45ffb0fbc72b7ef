// AWS's own word for who a function is, for those who believe AWS: outbound identity federation.

import { awsAnswer, awsCode } from "./aws-request.ts";
import { identityError } from "./identity-error.ts";

/** AWS's default: traded in at once, and never longer than the role's own session. In seconds. */
const LIFETIME_SECONDS = 300;

/**
 * A token signed by AWS (RS256) that says, to the audience only, which role this function has. The account must have
 * outbound federation enabled, the role `sts:GetWebIdentityToken`; only regional hosts answer:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html. Rejects with `NO_IDENTITY`.
 */
export async function outboundToken(audience: string, env: NodeJS.ProcessEnv): Promise<string> {
  const body = new URLSearchParams({
    Action: "GetWebIdentityToken",
    Version: "2011-06-15",
    "Audience.member.1": audience,
    SigningAlgorithm: "RS256",
    DurationSeconds: String(LIFETIME_SECONDS),
  }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const answer = await awsAnswer({ service: "sts", headers, body }, env);
  const token = /<WebIdentityToken>([\w.-]+)<\/WebIdentityToken>/.exec(answer.body)?.[1];
  if (answer.status === 200 && token !== undefined) return token;
  throw identityError(`AWS gave no token for Google: ${awsCode(answer)}`);
}
