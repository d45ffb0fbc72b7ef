// Whose word is taken in Google Cloud: that of whoever deploys, found where terraform finds it.

import { GoogleAuth } from "google-auth-library";

/**
 * Headers that prove who asks, for one scope. `GOOGLE_OAUTH_ACCESS_TOKEN` counts as it does for terraform's
 * provider, else application default credentials. Rejects where there are none.
 */
export async function googleHeaders(
  scope: string,
  environment: NodeJS.ProcessEnv,
): Promise<Readonly<Record<string, string>>> {
  const token = environment["GOOGLE_OAUTH_ACCESS_TOKEN"];
  if (token) return { authorization: `Bearer ${token}` };
  onlyWhereItRuns();
  // Of a CI's credentials the library would ask which project they are of, for which they may have no right.
  const auth = new GoogleAuth({ scopes: [scope], projectId: "not-asked-for" });
  return Object.fromEntries(await auth.getRequestHeaders());
}

/**
 * The library would ask the network for a metadata server on every machine, and warn of whatever a network says to that.
 * A machine of Google's own is known by what it is, so nobody has to be asked; who names a server, or a way, has it so.
 * https://github.com/googleapis/google-cloud-node-core/tree/main/packages/gcp-metadata#environment-variables
 */
function onlyWhereItRuns(): void {
  const { env } = process;
  if (env["GCE_METADATA_HOST"] || env["GCE_METADATA_IP"]) return;
  env["METADATA_SERVER_DETECTION"] ??= "bios-only";
}
