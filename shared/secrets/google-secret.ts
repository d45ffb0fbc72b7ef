// Secrets on Google Cloud: the latest version of one of Secret Manager.

import { httpAnswer } from "../identity/http-request.ts";
import { accessToken } from "../identity/metadata-server.ts";
import { googleCode, readAnswer } from "./read-answer.ts";
import { unreadable } from "./unreadable.ts";

const HOST = "https://secretmanager.googleapis.com";

/** What Google's own command line honours too: https://cloud.google.com/sdk/gcloud/reference/topic/configurations */
const OVERRIDE = "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER";

/**
 * The bytes of the latest version of `projects/PROJECT/secrets/SECRET`, as its function's service account may read them:
 * https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access. Rejects with
 * `SECRET_STORE`, or `NO_IDENTITY` where nobody vouches for the function.
 */
export async function secretVersion(name: string, env: NodeJS.ProcessEnv): Promise<Uint8Array> {
  const url = new URL(`/v1/${name}/versions/latest:access`, env[OVERRIDE] || HOST);
  const headers = { authorization: `Bearer ${await accessToken(env)}` };
  const answer = await httpAnswer(() => ({ url, headers }));
  if (answer.status !== 200) throw unreadable(name, googleCode(answer));
  const { payload } = readAnswer<{ readonly payload: { readonly data?: string } }>(name, answer.body);
  if (payload?.data) return Buffer.from(payload.data, "base64");
  throw unreadable(name, "it is empty");
}
