// A Lambda function's way to a token of Google's: it shows what AWS says of it, and nothing is stored.

import { readFileSync } from "node:fs";
import {
  AwsClient,
  type AwsClientOptions,
  IdentityPoolClient,
  type IdentityPoolClientOptions,
} from "google-auth-library";
import { HopspanError } from "../core/errors.ts";
import { identityError } from "./identity-error.ts";
import { type Issued, renewing } from "./renewing.ts";

/** What `google-credentials.json` says. */
type Credentials = AwsClientOptions & { readonly credential_source?: unknown };

const BY_TOKEN = "urn:ietf:params:oauth:token-type:jwt";
const BY_SIGNED_REQUEST = "urn:ietf:params:aws:token-type:aws4_request";

/**
 * Tokens for Google's services by the file that `GOOGLE_APPLICATION_CREDENTIALS` leads to; nothing where it leads to
 * credentials of another kind, which Google's own library knows what to do with. That library also makes these tokens,
 * one client for each: it would wait five minutes for a token that does not come, and fail as soon as a new one can't be
 * had, with the old one still good for as long. Rejects with `NO_IDENTITY`.
 */
export function googleToken(env: NodeJS.ProcessEnv): (() => Promise<string>) | undefined {
  const file = env["GOOGLE_APPLICATION_CREDENTIALS"];
  const credentials = file ? readCredentials(file) : undefined;
  return credentials && renewing(() => exchange(credentials, env)).get;
}

function readCredentials(file: string): Credentials | undefined {
  try {
    const read = JSON.parse(readFileSync(file, "utf8")) as Credentials;
    const { type, subject_token_type: proof, credential_source: source } = read;
    const isOurs = proof === BY_SIGNED_REQUEST || (proof === BY_TOKEN && source === undefined);
    return type === "external_account" && isOurs ? read : undefined;
  } catch {
    // Told by Google's library, which reads it again.
    return undefined;
  }
}

async function exchange(credentials: Credentials, env: NodeJS.ProcessEnv): Promise<Issued<string>> {
  const client =
    credentials.subject_token_type === BY_TOKEN ? byOutboundToken(credentials, env) : new AwsClient(credentials);
  const { token } = await client.getAccessToken().catch((thrown) => {
    throw thrown instanceof HopspanError ? thrown : refused(credentials, reasonOf(thrown));
  });
  const until = client.credentials.expiry_date;
  if (token && until) return { value: token, lifetimeMs: until - Date.now() };
  throw refused(credentials, "an answer without token or lifetime");
}

function byOutboundToken(credentials: Credentials, env: NodeJS.ProcessEnv): IdentityPoolClient {
  // A pool's provider takes its own name as audience, as a web address, unless it is told otherwise.
  const audience = `https:${credentials.audience}`;
  const getSubjectToken = async () => (await import("./outbound-token.ts")).outboundToken(audience, env);
  const options: IdentityPoolClientOptions = { ...credentials, subject_token_supplier: { getSubjectToken } };
  return new IdentityPoolClient(options);
}

/** Without a cause: the library's own error carries the request, and with it what AWS has signed. */
const refused = ({ audience }: Credentials, reason: string) =>
  identityError(`Google gave no token at ${audience}: ${reason}`);

/** What Google's token service says (RFC 6749, 5.2), less anything that could be a token; or the network's own code. */
function reasonOf(thrown: unknown): string {
  const { message = "", code } = thrown as { readonly message?: string; readonly code?: unknown };
  const said = /^Error code (.*)/s.exec(message)?.[1];
  if (said !== undefined)
    return said
      .replace(/[\w+/=%.-]{64,}/g, "...")
      .replace(/\s+/g, " ")
      .slice(0, MOST_CHARACTERS);
  return typeof code === "string" ? code : "no answer that it could read";
}

/** Of the token service's words; ours. */
const MOST_CHARACTERS = 300;
