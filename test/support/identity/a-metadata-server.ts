// Google's metadata server for tests: vouches for one service account, with tokens that really are signed.

import type { Issuer } from "./jwt.ts";
import { type Loopback, loopback } from "./loopback.ts";

/** The unique number of the service account that the server vouches for. */
export const ACCOUNT = "108642097531086420975";

const SECOND_MS = 1_000;
export const HOUR_MS = 3_600_000;
const PATH = "/computeMetadata/v1/instance/service-accounts/default";

/** `now` is Google's clock. Gives identity tokens for whatever audience is asked for, and access tokens that it counts. */
export async function aMetadataServer(google: Issuer, now: () => number): Promise<Loopback> {
  let count = 0;
  const flavor = { "metadata-flavor": "Google" };
  return loopback(({ method, path, headers }) => {
    if (method !== "GET" || headers["metadata-flavor"] !== "Google") return { status: 403, headers: flavor, body: "" };
    const { pathname, searchParams } = new URL(path, "http://any");
    count += 1;
    if (pathname === `${PATH}/token`)
      return { headers: flavor, body: JSON.stringify({ access_token: `access-${count}`, expires_in: 3_599 }) };
    if (pathname !== `${PATH}/identity` || searchParams.get("format") !== "full")
      return { status: 404, headers: flavor, body: "" };
    const iat = Math.floor(now() / SECOND_MS);
    const claims = {
      iss: "https://accounts.google.com",
      aud: searchParams.get("audience"),
      azp: ACCOUNT,
      sub: ACCOUNT,
      iat,
      exp: iat + HOUR_MS / SECOND_MS,
    };
    return { headers: flavor, body: google.issue(claims) };
  });
}
