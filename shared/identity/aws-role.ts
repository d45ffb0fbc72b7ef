// A Google function's way to a role in AWS: Google vouches for it, AWS gives keys for an hour, and nothing is stored.

import { ConfigError } from "../core/errors.ts";
import { identityError } from "./identity-error.ts";
import { identityToken } from "./metadata-server.ts";
import { type Issued, renewing } from "./renewing.ts";

/** Keys in the form that AWS's clients take. */
export interface RoleKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration: Date;
}

/** Asks for keys; `forceRefresh`, of AWS's clients, says that the last ones were refused. */
export type RoleProvider = (options?: { readonly forceRefresh?: boolean }) => Promise<RoleKeys>;

/** The most that every role allows: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
const SESSION_SECONDS = 3_600;

/** Ours, so that three attempts fit into one renewal. In milliseconds. */
const TIME_OUTS = { connectionTimeout: 1_000, requestTimeout: 2_500, throwOnRequestTimeout: true };

/**
 * Keys of the role in `AWS_ROLE_ARN`, for a function on Cloud Run (`K_SERVICE`); nothing elsewhere, or where
 * `AWS_WEB_IDENTITY_TOKEN_FILE` says that somebody else keeps a token. Each renewal asks the metadata server for a new
 * identity token made for `HOPSPAN_AWS_AUDIENCE`, and the region's own STS for keys. An hour is counted from when it was
 * asked, so a clock that is wrong ends nothing early or late. Throws `ConfigError` without an audience; the provider
 * rejects with `NO_IDENTITY`.
 */
export function roleProvider(region: string, env: NodeJS.ProcessEnv): RoleProvider | undefined {
  const { AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: file, K_SERVICE: service } = env;
  if (!role || file || !service) return undefined;
  const audience = env["HOPSPAN_AWS_AUDIENCE"];
  if (!audience) throw audienceMissing();
  const keys = renewing(() => assume({ role, audience, service, region }, env));
  return ({ forceRefresh = false } = {}) => {
    if (forceRefresh) keys.refuse();
    return keys.get();
  };
}

interface Session {
  readonly role: string;
  readonly audience: string;
  readonly service: string;
  readonly region: string;
}

async function assume(session: Session, env: NodeJS.ProcessEnv): Promise<Issued<RoleKeys>> {
  const { role, audience, service, region } = session;
  const expiration = new Date(Date.now() + SESSION_SECONDS * 1_000);
  const webIdentityToken = await identityToken(audience, env);
  const { fromWebToken } = await import("@aws-sdk/credential-provider-web-identity");
  const provider = fromWebToken({
    roleArn: role,
    // Stands in the target's own log of calls: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    roleSessionName: service.replace(/[^\w+=,.@-]/g, "-").slice(0, 64),
    webIdentityToken,
    durationSeconds: SESSION_SECONDS,
    clientConfig: { region, maxAttempts: 3, requestHandler: TIME_OUTS },
  });
  const { accessKeyId, secretAccessKey, sessionToken } = await provider().catch((thrown) => {
    // Where no answer came, the name says nothing, and the network's own code stands beside it.
    const { name, code = name } = thrown as { readonly name?: string; readonly code?: string };
    throw identityError(`AWS gave no keys of ${role}: ${name === "Error" ? code : name}`);
  });
  const value = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}), expiration };
  return { value, lifetimeMs: SESSION_SECONDS * 1_000 };
}

function audienceMissing(): ConfigError {
  const message = "HOPSPAN_AWS_AUDIENCE is not there: set it to the audience that the role of AWS_ROLE_ARN insists on";
  return new ConfigError([{ severity: "error", code: "IDENTITY", message }]);
}
