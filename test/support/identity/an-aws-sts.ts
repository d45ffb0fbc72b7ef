// AWS's STS for tests: believes only what Google has signed and what was signed with keys that it has given out.

import { ACCOUNT, HOUR_MS } from "./a-metadata-server.ts";
import { type KnownKeys, signatureFault } from "./check-signature.ts";
import type { Claims, Issuer } from "./jwt.ts";
import { type Asked, type Loopback, loopback, type Said } from "./loopback.ts";

export const ROLE = "arn:aws:iam::111122223333:role/retail-orders";
export const AUDIENCE = "hopspan:retail/orders";
export const AWS_ISSUER = "https://0c1d2e3f.tokens.sts.global.api.aws";

export interface AwsSts extends Loopback {
  /** What each key that was given out stands for. */
  readonly keys: Map<string, KnownKeys>;
  /** How often the role was taken on, and under which names. */
  readonly sessions: readonly string[];
}

const xml = (body: string, status = 200): Said => ({ status, headers: { "content-type": "text/xml" }, body });
const refusal = (code: string, status = 400): Said =>
  xml(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
    status,
  );

/** `now` is AWS's clock; `google` issues what functions show, `aws` what AWS says of its own functions. */
export async function anAwsSts(google: Issuer, aws: Issuer, now: () => number): Promise<AwsSts> {
  const keys = new Map<string, KnownKeys>();
  const sessions: string[] = [];

  function assumeRole(form: URLSearchParams): Said {
    const claims = google.read(form.get("WebIdentityToken") ?? "");
    if (claims === undefined) return refusal("InvalidIdentityToken");
    if (Number(claims["exp"]) * 1_000 <= now()) return refusal("ExpiredTokenException");
    if (form.get("RoleArn") !== ROLE || !isTrusted(claims)) return refusal("AccessDenied", 403);
    const seconds = Number(form.get("DurationSeconds"));
    if (!(seconds >= 900 && seconds <= 3_600)) return refusal("ValidationError");
    sessions.push(form.get("RoleSessionName") ?? "");
    const id = `ASIA${String(sessions.length).padStart(16, "0")}`;
    const issued = { secretAccessKey: `secret-${id}`, sessionToken: `token-${id}`, expiresAt: now() + seconds * 1_000 };
    keys.set(id, issued);
    return xml(`<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>${id}</AccessKeyId>
      <SecretAccessKey>${issued.secretAccessKey}</SecretAccessKey><SessionToken>${issued.sessionToken}</SessionToken>
      <Expiration>${new Date(issued.expiresAt).toISOString()}</Expiration></Credentials>
      </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`);
  }

  function vouch(asked: Asked, form: URLSearchParams): Said {
    const fault = signatureFault(asked, "sts", (id) => keys.get(id), now());
    if (fault !== undefined) return refusal(fault, 403);
    if (form.get("SigningAlgorithm") !== "RS256") return refusal("ValidationError");
    const iat = Math.floor(now() / 1_000);
    const exp = iat + Number(form.get("DurationSeconds"));
    const token = aws.issue({ iss: AWS_ISSUER, aud: form.get("Audience.member.1"), sub: ROLE, iat, exp });
    return xml(`<GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetWebIdentityTokenResult>
      <WebIdentityToken>${token}</WebIdentityToken></GetWebIdentityTokenResult></GetWebIdentityTokenResponse>`);
  }

  const server = await loopback((asked) => {
    const form = new URLSearchParams(asked.body);
    const action = form.get("Action");
    if (action === "AssumeRoleWithWebIdentity") return assumeRole(form);
    return action === "GetWebIdentityToken" ? vouch(asked, form) : refusal("InvalidAction");
  });
  return { ...server, keys, sessions };
}

/** The conditions that the role's trust has: who, to whom, and by whom. A token with `azp` is compared by it. */
const isTrusted = ({ iss, aud, azp, sub }: Claims): boolean =>
  iss === "https://accounts.google.com" && aud === AUDIENCE && azp === ACCOUNT && sub === ACCOUNT;

/** Keys as Lambda has them in its environment: known to the stand-in for so long. */
export function lambdaKeys({ keys }: AwsSts, now: () => number, lifetimeMs = 12 * HOUR_MS) {
  keys.set("ASIALAMBDA", {
    secretAccessKey: "lambda-secret",
    sessionToken: "lambda/token==",
    expiresAt: now() + lifetimeMs,
  });
  return {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "ASIALAMBDA",
    AWS_SECRET_ACCESS_KEY: "lambda-secret",
    AWS_SESSION_TOKEN: "lambda/token==",
  };
}
