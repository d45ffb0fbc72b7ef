import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../../shared/core/errors.ts";
import { storedSecrets } from "../../../shared/secrets/stored-secrets.ts";
import { bothClouds } from "../../support/identity/both-clouds.ts";
import { aGoogleKms, anAwsKms, awsContext, wrap } from "../../support/identity/both-kms.ts";
import type { Loopback, Said } from "../../support/identity/loopback.ts";

const open: Loopback[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

// Not the region of the functions.
const AWS_KEY = "arn:aws:kms:eu-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const GOOGLE_KEY = "projects/shop/locations/europe-west1/keyRings/hopspan/cryptoKeys/data-keys";
const FOR = "retail/card-key";
const PLAIN = randomBytes(32);

const inAws = (plain: Uint8Array = PLAIN, context = FOR, key = AWS_KEY) =>
  wrap(key, plain, awsContext({ hopspan: context }));
const inGoogle = (plain: Uint8Array = PLAIN, context = FOR, key = GOOGLE_KEY) => wrap(key, plain, `hopspan:${context}`);

interface Platform {
  readonly cloud: string;
  readonly key: string;
  readonly wrapped: typeof inAws;
  readonly start: (ciphertext: string) => Promise<{ env: NodeJS.ProcessEnv; kms: Loopback; forget: () => void }>;
}

const platforms: readonly Platform[] = [
  {
    cloud: "AWS",
    key: AWS_KEY,
    wrapped: inAws,
    async start(ciphertext) {
      const clouds = await bothClouds();
      const kms = await anAwsKms(clouds.sts, [AWS_KEY], clouds.now);
      open.push(kms);
      const places = { "card-key": { aws: { key: AWS_KEY, ciphertext, context: FOR } } };
      const own = { AWS_LAMBDA_FUNCTION_NAME: "hop", AWS_ENDPOINT_URL_KMS: kms.url };
      const env = { ...clouds.onLambda(), ...own, HOPSPAN_SECRETS: JSON.stringify(places) };
      return { env, kms, forget: () => clouds.sts.keys.clear() };
    },
  },
  {
    cloud: "Google Cloud",
    key: GOOGLE_KEY,
    wrapped: inGoogle,
    async start(ciphertext) {
      const clouds = await bothClouds();
      const kms = await aGoogleKms([GOOGLE_KEY]);
      open.push(kms);
      const places = { "card-key": { gcp: { key: GOOGLE_KEY, ciphertext, context: FOR } } };
      const own = { CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS: kms.url, HOPSPAN_SECRETS: JSON.stringify(places) };
      const forget = () => clouds.metadata.interrupt({ status: 404, body: "" });
      return { env: { ...clouds.onCloudRun(), ...own }, kms, forget };
    },
  },
];

const thrownBy = (
  started: Promise<unknown>,
): Promise<Error & { readonly retryable?: boolean; readonly code?: string }> =>
  started.then(
    () => expect.fail("nothing was thrown"),
    (thrown) => thrown,
  );

describe.each(platforms)("a data key on $cloud", ({ cloud, key, wrapped, start }) => {
  it("is unwrapped once, by its key, for its fabric and name", async () => {
    const { env, kms } = await start(wrapped());
    const { secret } = await storedSecrets(env);
    expect([secret("card-key"), secret("card-key")].map((each) => Buffer.from(each))).toEqual([PLAIN, PLAIN]);
    expect(kms.asked.length).toBe(1);
  });

  it("may be longer than 32 bytes, and is wrong for good where it is shorter", async () => {
    const { env } = await start(wrapped(randomBytes(64)));
    expect((await storedSecrets(env)).secret("card-key").length).toBe(64);
    const short = await start(wrapped(randomBytes(16)));
    const thrown = await thrownBy(storedSecrets(short.env));
    expect(thrown).toBeInstanceOf(ConfigError);
    expect(thrown.message).toBe(
      `secret card-key: the data key wrapped by ${key} has 16 bytes, at least 32 random ones were expected: make one with hopspan wrap-key`,
    );
  });

  it.each<[string, string]>([
    ["for another secret", wrapped(PLAIN, "retail/other-key")],
    ["for another fabric", wrapped(PLAIN, "wholesale/card-key")],
    ["by another key", wrapped(PLAIN, FOR, `${key.slice(0, -1)}0`)],
    ["and changed since", wrapped().replace(/.{8}$/, "AAAAAAAA")],
  ])("is wrong for good where it was wrapped %s, and says so without a word of it", async (_, ciphertext) => {
    const { env, kms } = await start(ciphertext);
    const thrown = await thrownBy(storedSecrets(env));
    expect(thrown).toBeInstanceOf(ConfigError);
    expect(thrown.message).toMatch(
      new RegExp(
        `^secret card-key: the data key wrapped by ${key} can't be unwrapped for ${FOR}: [A-Za-z_]+: it was wrapped`,
      ),
    );
    expect(thrown.message).not.toContain(ciphertext.slice(0, 12));
    expect(kms.asked.length).toBe(1);
  });

  it.each<[string, Said[], string]>([
    [
      "throttled",
      Array(3).fill({ status: 429, body: '{"__type":"ThrottlingException","error":{"status":"RESOURCE_EXHAUSTED"}}' }),
      "(ThrottlingException|RESOURCE_EXHAUSTED)",
    ],
    [
      "denied",
      [{ status: 403, body: '{"__type":"AccessDeniedException","error":{"status":"PERMISSION_DENIED"}}' }],
      "(AccessDeniedException|PERMISSION_DENIED)",
    ],
    [
      "disabled",
      [{ status: 400, body: '{"__type":"DisabledException","error":{"status":"FAILED_PRECONDITION"}}' }],
      "(DisabledException|FAILED_PRECONDITION)",
    ],
    ["ill", Array(3).fill({ status: 500, body: "<html>" }), "status 500"],
    ["cut short", [{ body: '{"Plaintext":"c2VjcmV0IHN0dWZm","plaintext":"c2VjcmV0IHN0' }], "the answer is no JSON"],
    ["no base64", [{ body: '{"Plaintext":"secret stuff!","plaintext":"secret stuff!"}' }], "the answer holds no key"],
    ["no text", [{ body: '{"Plaintext":{"a":"secret"},"plaintext":7}' }], "the answer holds no key"],
    ["empty", [{ body: '{"Plaintext":"","plaintext":""}' }], "the answer holds no key"],
    ["nothing", [{ body: "null" }], "the answer holds no key"],
  ])("can be unwrapped later, and never counts as wrong, where the answer is %s", async (_, said, reason) => {
    const { env, kms } = await start(wrapped());
    kms.interrupt(...said);
    const thrown = await thrownBy(storedSecrets(env));
    expect(thrown).toMatchObject({ code: "SECRET_STORE", retryable: true });
    expect(thrown.message).toMatch(
      new RegExp(`^secret card-key: the data key wrapped by ${key} can't be read: ${reason}$`),
    );
    expect(`${thrown.message} ${thrown.stack} ${String(thrown.cause)}`).not.toMatch(/secret stuff|c2VjcmV0/);
    expect(Buffer.from((await storedSecrets(env)).secret("card-key"))).toEqual(PLAIN);
  });

  it("comes through a KMS that breaks off and fails once", async () => {
    const { env, kms } = await start(wrapped());
    kms.interrupt("cut", { status: 503, body: "" });
    expect((await storedSecrets(env)).secret("card-key").length).toBe(32);
    expect(kms.asked.length).toBe(3);
  });

  it("can be unwrapped later where nobody answers in time, or at all", { timeout: 30_000 }, async () => {
    const { env, kms } = await start(wrapped());
    kms.interrupt("hang", "hang", "hang");
    const late = await thrownBy(storedSecrets(env));
    expect([late.code, late.retryable, late.message]).toEqual([
      "NO_ANSWER",
      true,
      `secret card-key: ${kms.host} did not answer: TimeoutError`,
    ]);
    await kms.close();
    expect(await thrownBy(storedSecrets(env))).toMatchObject({ code: "NO_ANSWER", retryable: true });
  });

  it("can be unwrapped later where nobody vouches for the function", async () => {
    const { env, forget } = await start(wrapped());
    forget();
    expect(await thrownBy(storedSecrets(env))).toMatchObject({ retryable: true });
  });

  it.each([
    { key: "alias/data-keys", ciphertext: "AAAA", context: FOR },
    { key: `${key}/..`, ciphertext: "AAAA", context: FOR },
    { ciphertext: "AAAA" },
    7,
    null,
  ])("is wrong for good with %j in its place", async (place) => {
    const { env } = await start(wrapped());
    const HOPSPAN_SECRETS = JSON.stringify({ "card-key": { aws: place, gcp: place } });
    const thrown = await thrownBy(storedSecrets({ ...env, HOPSPAN_SECRETS }));
    expect(thrown).toBeInstanceOf(ConfigError);
    expect(thrown.message).toContain(`secret card-key has no place on ${cloud}: expected {`);
  });
});

describe("a data key of Cloud KMS", () => {
  it("is held against its checksum, where there is one", async () => {
    const { env, kms } = await (platforms[1] as Platform).start(inGoogle());
    const plaintext = PLAIN.toString("base64");
    kms.interrupt({ body: JSON.stringify({ plaintext, plaintextCrc32c: "7" }) });
    expect(await thrownBy(storedSecrets(env))).toMatchObject({
      retryable: true,
      message: `secret card-key: the data key wrapped by ${GOOGLE_KEY} can't be read: the answer was changed on its way`,
    });
    kms.interrupt({ body: JSON.stringify({ plaintext }) });
    expect(Buffer.from((await storedSecrets(env)).secret("card-key"))).toEqual(PLAIN);
  });
});

describe("one data key", () => {
  it("is the same in both clouds", async () => {
    const [aws, google] = platforms as [Platform, Platform];
    const [lambda, run] = [await aws.start(inAws()), await google.start(inGoogle())];
    const [here, there] = [await storedSecrets(lambda.env), await storedSecrets(run.env)];
    expect(here.secret("card-key")).toEqual(there.secret("card-key"));
  });
});
