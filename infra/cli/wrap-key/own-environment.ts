// The environment of a request to AWS that is made in the name of whoever calls.

import { ownKeys } from "../../deploy/aws-credentials.ts";

/** With the caller's own keys in the place of a function's. Rejects with a `HopspanError` where there are none. */
export async function ownEnvironment(region: string, environment: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const { accessKeyId, secretAccessKey, sessionToken } = await ownKeys(region);
  return {
    ...environment,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}
