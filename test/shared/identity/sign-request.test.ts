import { AwsRequestSigner } from "google-auth-library";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signed } from "../../../shared/identity/sign-request.ts";
import { signatureFault } from "../../support/identity/check-signature.ts";

const AT = new Date("2026-03-01T12:00:00.123Z");
const scope = { service: "sts", region: "eu-west-1", at: AT };
const keys = { accessKeyId: "ASIA1", secretAccessKey: "s/3cr+t", sessionToken: "a/token==" };
const request = {
  url: new URL("https://sts.eu-west-1.amazonaws.com/"),
  headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
  body: "Action=GetWebIdentityToken&Version=2011-06-15",
};

afterEach(() => void vi.useRealTimers());

/** What AWS would say of the request, with these keys known to it. */
function fault(changes: Partial<Parameters<typeof signatureFault>[0]> = {}, now = AT.getTime(), service = "sts") {
  const { headers, body, url } = signed(request, scope, keys);
  const known = { ...keys, expiresAt: AT.getTime() + 1 };
  const asked = { method: "POST", path: url.pathname, headers, body: String(body ?? ""), ...changes };
  return signatureFault(asked, service, (id) => (id === "ASIA1" ? known : undefined), now);
}

describe("a signed request", () => {
  it("is signed exactly as Google's own library signs one for AWS", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: AT });
    const { accessKeyId, secretAccessKey, sessionToken: token } = keys;
    const theirs = new AwsRequestSigner(async () => ({ accessKeyId, secretAccessKey, token }), "eu-west-1");
    const { headers } = await theirs.getRequestOptions({
      url: request.url.href,
      method: "POST",
      headers: request.headers,
      body: request.body,
    });
    expect(signed(request, scope, keys).headers["authorization"]).toBe(new Headers(headers).get("authorization"));
  });

  it("is taken as it is, and by nobody who changes it", () => {
    const { headers } = signed(request, scope, keys);
    expect(fault()).toBe(undefined);
    expect([
      fault({ body: "Action=AssumeRole" }),
      fault({ path: "/other" }),
      fault({ headers: { ...headers, host: "sts.amazonaws.com" } }),
      fault({ headers: { ...headers, "x-amz-security-token": "another" } }),
      fault({ headers: {} }),
      fault({}, AT.getTime(), "ssm"),
      fault({}, AT.getTime() - 16 * 60_000),
      fault({}, AT.getTime() + 1),
    ]).toEqual([
      "SignatureDoesNotMatch",
      "SignatureDoesNotMatch",
      "SignatureDoesNotMatch",
      "InvalidClientTokenId",
      "MissingAuthenticationToken",
      "SignatureDoesNotMatch",
      "RequestExpired",
      "ExpiredToken",
    ]);
  });

  it("needs no session's token where the keys have none", () => {
    const { accessKeyId, secretAccessKey } = keys;
    const { headers } = signed(request, scope, { accessKeyId, secretAccessKey });
    expect(Object.keys(headers).sort()).toEqual(["authorization", "content-type", "host", "x-amz-date"]);
  });
});
