// Bodies in a bucket of Cloud Storage: two plain requests of its XML API, with the token that also reaches the topic.

import { createHash, randomUUID } from "node:crypto";
import { googleToken } from "../../identity/google-token.ts";
import { accessToken } from "../../identity/metadata-server.ts";
import { type ClaimStore, keyPath } from "../claims.ts";
import { httpStore } from "../http-store.ts";

const HOST = "https://storage.googleapis.com";

/** What Google's own command line honours too: https://cloud.google.com/sdk/gcloud/reference/topic/configurations */
const OVERRIDE = "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE";

/**
 * Tokens come as for the topic: on AWS by federation, on Cloud Run from the metadata server. Who may create objects may
 * replace none, so what lies there is left (412, since a key is made of its content), and where Cloud Storage only says that
 * it may not be replaced (403) the body gets a second key: https://cloud.google.com/storage/docs/access-control/iam-roles.
 * The MD5 that goes along is checked there: https://cloud.google.com/storage/docs/xml-api/put-object-upload
 */
export function gcsStore(bucket: string, env: NodeJS.ProcessEnv = process.env): ClaimStore {
  const token = googleToken(env) ?? (() => accessToken(env));
  const urlOf = (key: string) => new URL(`${(env[OVERRIDE] || HOST).replace(/\/$/, "")}/${bucket}/${keyPath(key)}`);
  return httpStore({
    name: bucket,
    putting: async ({ key, bytes, sha256 }) => ({
      method: "PUT",
      url: urlOf(key),
      body: bytes,
      headers: {
        authorization: `Bearer ${await token()}`,
        "content-type": "application/octet-stream",
        "content-md5": createHash("md5").update(bytes).digest("base64"),
        "x-goog-if-generation-match": "0",
        "x-goog-meta-sha256": sha256,
      },
    }),
    getting: async (key) => ({ url: urlOf(key), headers: { authorization: `Bearer ${await token()}` } }),
    isThere: ({ status }) => status === 412,
    another: (laid) => ({ ...laid, key: `${laid.key}-${randomUUID()}` }),
  });
}
