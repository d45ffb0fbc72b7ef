// Google's metadata server: what tells a function on Cloud Run who it is.

import { httpAnswer } from "./http-request.ts";
import { identityError } from "./identity-error.ts";

/** https://docs.cloud.google.com/compute/docs/metadata/querying-metadata */
const HOST = "metadata.google.internal";
const FLAVOR = { "metadata-flavor": "Google" };
const ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default";

/**
 * A signed token that says, to the audience only, which service account this function runs as; good for an hour. Asked
 * of the server each time: https://docs.cloud.google.com/run/docs/securing/service-identity#identity_tokens
 */
export const identityToken = (audience: string, env: NodeJS.ProcessEnv): Promise<string> =>
  ask(`${ACCOUNT}/identity?audience=${encodeURIComponent(audience)}&format=full`, env);

/** A token for Google's own services, good for the function's service account. */
export async function accessToken(env: NodeJS.ProcessEnv): Promise<string> {
  const answer: { readonly access_token?: string } = JSON.parse(await ask(`${ACCOUNT}/token`, env));
  if (answer.access_token) return answer.access_token;
  throw refused("gave no access token");
}

async function ask(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  const host = (env["GCE_METADATA_HOST"] || HOST).replace(/^https?:\/\//, "");
  const url = new URL(path, `http://${host}`);
  const { status, headers, body } = await httpAnswer(() => ({ url, headers: FLAVOR })).catch((thrown) => {
    throw refused("did not answer", thrown);
  });
  if (status !== 200) throw refused(`answered ${status}`);
  // Who answers without it is somebody else, and must not be believed.
  if (headers["metadata-flavor"] !== "Google") throw refused("answered without the header Metadata-Flavor: Google");
  return body;
}

const refused = (what: string, cause?: unknown) =>
  identityError(`the metadata server ${what}: expected it to vouch for the function`, cause);
