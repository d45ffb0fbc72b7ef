import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import {
  type AwsProof,
  googleCredentials,
  type PoolProvider,
} from "../../../shared/fabric/deployment/google-credentials.ts";
import { googleToken } from "../../../shared/identity/google-token.ts";
import { PROVIDER } from "../../support/identity/a-google-sts.ts";
import { HOUR_MS } from "../../support/identity/a-metadata-server.ts";
import { bothClouds, MINUTE_MS, stubEnvironment } from "../../support/identity/both-clouds.ts";
import { selfSigned } from "../../support/identity/self-signed.ts";

const folder = mkdtempSync(join(tmpdir(), "hopspan-"));
afterAll(() => rmSync(folder, { recursive: true }));

// gRPC reads once, when it is loaded, whom it trusts: all that loads it comes after this.
const tls = selfSigned(["pubsub.googleapis.com", "europe-west1-pubsub.googleapis.com"]);
const roots = join(folder, "roots.pem");
writeFileSync(roots, tls.certificate);
process.env["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = roots;
const { aGoogleFront } = await import("../../support/identity/a-google-front.ts");
const { pubsubSink } = await import("../../../shared/brokers/pubsub/sink.ts");
const { aBudget, aMessage } = await import("../../support/a-message.ts");

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Settings {
  readonly proof?: AwsProof;
  readonly provider?: Partial<PoolProvider>;
  readonly clockOffMs?: number;
}

/** A Lambda function with the very file that a deployment writes, but for the host of the token service. */
async function aFunction({ proof = "signed-request", provider = {}, clockOffMs = 0 }: Settings = {}) {
  const clouds = await bothClouds(clockOffMs);
  const file = join(folder, `${Math.random()}.json`);
  const content = {
    ...googleCredentials({ ...PROVIDER, ...provider }, proof),
    token_url: `${clouds.googleSts.url}/v1/token`,
  };
  writeFileSync(file, JSON.stringify(content));
  const env = { ...clouds.onLambda(), GOOGLE_APPLICATION_CREDENTIALS: file };
  stubEnvironment(env);
  return { ...clouds, env, token: googleToken(env) ?? (async () => "none") };
}

/** The same, with a topic of Google's to publish to. */
async function aPublisher(settings: Settings & { readonly ordered?: boolean } = {}) {
  const { ordered = false } = settings;
  const clouds = await aFunction(settings);
  const front = await aGoogleFront(clouds.googleSts, clouds.now, tls);
  closing.push(front.close);
  vi.stubEnv("grpc_proxy", front.proxyUrl);
  const endpoint = {
    broker: "pubsub",
    name: "feed",
    topic: "feed",
    ordered,
    project: "shop",
    region: "europe-west1",
  } as const;
  const sink = pubsubSink(endpoint);
  const send = async (text = "x") => (await sink.send([aMessage({ body: Buffer.from(text) })], aBudget(20_000)))[0];
  return { ...clouds, front, sink, send };
}

const sent = { kind: "sent" };
const proofs: readonly AwsProof[] = ["signed-request", "outbound"];

describe.each(proofs)("a token of Google's by AWS's %s", (proof) => {
  it("comes anew for each of several hours, and is kept meanwhile", async () => {
    const { token, pass, googleSts } = await aFunction({ proof });
    const tokens: string[] = [];
    for (let hour = 0; hour < 4; hour += 1) {
      tokens.push(await token(), await token());
      pass(56 * MINUTE_MS);
    }
    expect(tokens).toEqual([1, 1, 2, 2, 3, 3, 4, 4].map((number) => `google-${number}`));
    expect(googleSts.asked.length).toBe(4);
  });

  it("is asked for once by callers at the same time", async () => {
    const { token, googleSts } = await aFunction({ proof });
    expect(await Promise.all(Array.from({ length: 20 }, token))).toEqual(Array(20).fill("google-1"));
    expect(googleSts.asked.length).toBe(1);
  });

  it("is refused, with Google's own words, to whom another provider was made for", async () => {
    const { token } = await aFunction({ proof, provider: { provider: "aws-2" } });
    await expect(token()).rejects.toMatchObject({
      code: "NO_IDENTITY",
      retryable: true,
      message: expect.stringMatching(
        /^Google gave no token at \/\/iam.*\/aws-2: invalid_target: The target service .* is invalid\.$/,
      ),
    });
  });

  it("is not given for keys of AWS whose time is over, and is as soon as they are good again", async () => {
    const { token, sts, now } = await aFunction({ proof });
    const keys = sts.keys.get("ASIALAMBDA");
    sts.keys.set("ASIALAMBDA", { secretAccessKey: "", ...keys, expiresAt: now() - 1 });
    await expect(token()).rejects.toMatchObject({
      code: "NO_IDENTITY",
      message: expect.stringContaining("ExpiredToken"),
    });
    sts.keys.set("ASIALAMBDA", { secretAccessKey: "", ...keys, expiresAt: now() + HOUR_MS });
    expect(await token()).toBe("google-1");
  });

  it("goes on while Google can't be asked, as long as it is good, and is renewed as soon as it can", async () => {
    const { token, pass, googleSts } = await aFunction({ proof });
    await token();
    pass(56 * MINUTE_MS);
    googleSts.interrupt({ status: 400, body: "" });
    expect(await token()).toBe("google-1");
    pass(MINUTE_MS);
    expect(await token()).toBe("google-2");
  });

  it("is not given to a function whose clock is an hour off, and is as soon as the clock is right", async () => {
    const { token, setClockOff } = await aFunction({ proof, clockOffMs: -HOUR_MS });
    await expect(token()).rejects.toMatchObject({ message: expect.stringContaining("RequestExpired") });
    setClockOff(0);
    expect(await token()).toBe("google-1");
  });
});

describe("googleToken", () => {
  it.each([
    ["no file", undefined],
    ["a file of another kind", { type: "service_account" }],
    [
      "somebody else's federation",
      { ...googleCredentials(PROVIDER, "outbound"), credential_source: { file: "/token" } },
    ],
  ])("leaves %s to Google's own library", (_, content) => {
    const file = join(folder, "other.json");
    if (content !== undefined) writeFileSync(file, JSON.stringify(content));
    expect(googleToken(content === undefined ? {} : { GOOGLE_APPLICATION_CREDENTIALS: file })).toBe(undefined);
  });

  it("tells nothing that AWS has signed", async () => {
    const { token, googleSts } = await aFunction();
    const echo = { error: "invalid_grant", error_description: `bad token ${"x".repeat(200)} given` };
    googleSts.interrupt({ status: 400, headers: { "content-type": "application/json" }, body: JSON.stringify(echo) });
    const error: Error = await token().then(
      () => new Error("none"),
      (thrown) => thrown,
    );
    expect(error.message).toMatch(/: invalid_grant: bad token \.\.\. given$/);
    expect(error.cause).toBe(undefined);
  });
});

describe("a topic of Google's, from Lambda", () => {
  it.each(proofs)("gets messages for hours by AWS's %s, with the token of the moment", async (proof) => {
    const { send, pass, front } = await aPublisher({ proof });
    for (let hour = 0; hour < 3; hour += 1) {
      expect(await send(`m${hour}`)).toEqual(sent);
      pass(HOUR_MS);
    }
    expect(front.taken).toEqual([1, 2, 3].map((hour) => ({ token: `google-${hour}`, texts: [`m${hour - 1}`] })));
    expect(new Set(front.hosts)).toEqual(new Set(["pubsub.googleapis.com:443"]));
  });

  it("is reached by its region's host where it is ordered", async () => {
    const { send, front } = await aPublisher({ ordered: true });
    expect(await send()).toEqual(sent);
    expect(front.hosts).toEqual(["europe-west1-pubsub.googleapis.com:443"]);
  });

  it("gets messages again after a clock that was set back has kept a token too long", async () => {
    const { send, pass, now, setClockOff, googleSts, front } = await aPublisher();
    expect(await send()).toEqual(sent);
    googleSts.tokens.set("google-1", now());
    setClockOff(-10 * MINUTE_MS);
    pass(MINUTE_MS);
    expect(await send()).toEqual(sent);
    expect([front.refused, front.taken.map(({ token }) => token)]).toEqual([["google-1"], ["google-1", "google-2"]]);
  });

  it("brings messages again, and says why, where there is no token", async () => {
    const { send, front } = await aPublisher({ provider: { pool: "another" } });
    const message = expect.stringMatching(
      /^publishing to projects\/shop\/topics\/feed ended with NO_IDENTITY: Google gave no token at .*: invalid_target: /,
    );
    expect(await send()).toMatchObject({ kind: "refused", error: { code: "NO_IDENTITY", retryable: true, message } });
    expect(front.taken).toEqual([]);
  });
});
