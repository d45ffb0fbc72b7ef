// Against a KMS that others wrote: test/shared/secrets/moto-kms.test.ts.

import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parse, stringify } from "yaml";
import { main } from "../../../../infra/cli/main.ts";
import { checkText } from "../../../../shared/fabric/check.ts";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { secretPlaces } from "../../../../shared/fabric/deployment/secret-places.ts";
import { storedSecrets } from "../../../../shared/secrets/stored-secrets.ts";
import { aFile, queue, topic } from "../../../shared/fabric/a-fabric.ts";
import { aTerminal } from "../../../support/a-terminal.ts";
import { bothClouds } from "../../../support/identity/both-clouds.ts";
import { aGoogleKms, anAwsKms } from "../../../support/identity/both-kms.ts";
import type { Loopback, Said } from "../../../support/identity/loopback.ts";
import { temporaryFolder } from "../../../support/run-command.ts";
import { AWS_KEY, GOOGLE_KEY, inBoth } from "../../../support/wrapped-keys.ts";

const parent = temporaryFolder();
const open: Loopback[] = [];
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "OWN");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "own-secret");
  vi.stubEnv("AWS_SESSION_TOKEN", undefined);
  vi.stubEnv("AWS_PROFILE", undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of open.splice(0)) await each.close();
});

const seal = [{ encrypt: { fields: ["card"], with: "card-key" } }];
const unseal = [{ decrypt: { fields: ["card"], with: "card-key" } }];
/** A file that is not sound before its data key is there. */
const parts = {
  gcp: { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" },
  endpoints: { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") },
  hops: {
    out: { from: "orders", to: "feed", transforms: seal },
    back: { from: "feed", to: "inbox", transforms: unseal },
  },
};

async function both(more: object = {}) {
  const clouds = await bothClouds("real");
  clouds.sts.keys.set("OWN", { secretAccessKey: "own-secret", expiresAt: Number.MAX_SAFE_INTEGER });
  const aws = await anAwsKms(clouds.sts, [AWS_KEY], clouds.now);
  const google = await aGoogleKms([GOOGLE_KEY], /^(Bearer access-\d+)?$/);
  open.push(aws, google);
  const folder = mkdtempSync(join(parent, "f-"));
  const file = join(folder, "fabric.yaml");
  writeFileSync(file, aFile({ ...parts, ...more }));
  const run = async (...words: readonly string[]) => {
    const environment = { AWS_ENDPOINT_URL_KMS: aws.url, CLOUDKMS_HOST: google.url };
    const { terminal, out, err } = aTerminal({ environment, folder });
    const code = await main(["wrap-key", ...words], terminal);
    return { code, out: out.join("\n"), err: err.join("\n") };
  };
  return { clouds, aws, google, folder, file, run };
}

const keys = ["--aws-key", AWS_KEY, "--google-key", GOOGLE_KEY];

interface Keys {
  readonly aws?: { readonly ciphertext: string };
  readonly gcp?: { readonly ciphertext: string };
}

interface Printed {
  readonly secrets: { readonly "card-key": { readonly wrappedBy: Keys } };
}

describe("hopspan wrap-key", () => {
  it("prints what goes into the file, and the file's functions have one and the same key of it in both clouds", async () => {
    const { clouds, aws, google, file, run } = await both();
    const { code, out, err } = await run("card-key", file, ...keys);
    expect([code, err]).toEqual([
      0,
      `a new data key of 32 bytes for retail/card-key: put this into ${file}; nobody but these keys can give it again`,
    ]);
    const { fabric, problems } = await checkText(aFile({ ...parts, ...(parse(out) as object) }), "fabric.yaml");
    expect(problems.filter(({ severity }) => severity !== "note")).toEqual([]);
    const plans = fabric === undefined ? [] : (await deployment(fabric)).functions;
    const got = plans.map(async ({ cloud, secrets }) => {
      const told = { HOPSPAN_SECRETS: secretPlaces(secrets, cloud) };
      const env =
        cloud === "aws"
          ? { ...clouds.onLambda(), AWS_LAMBDA_FUNCTION_NAME: "out", AWS_ENDPOINT_URL_KMS: aws.url }
          : { ...clouds.onCloudRun(), CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS: google.url };
      const { secret } = await storedSecrets({ ...env, ...told });
      return Buffer.from(secret("card-key")).toString("base64");
    });
    const [here, there] = await Promise.all(got);
    const wrapped = JSON.parse(aws.asked[0]?.body ?? "{}") as { readonly Plaintext?: string };
    expect([here, there]).toEqual([wrapped.Plaintext, wrapped.Plaintext]);
    expect(Buffer.from(here ?? "", "base64").length).toBe(32);
  });

  it("never prints or keeps the key itself, and makes another each time", async () => {
    const { aws, folder, file, run } = await both();
    const said = [await run("card-key", file, ...keys), await run("card-key", file, ...keys)];
    const plains = aws.asked.map(({ body }) =>
      Buffer.from((JSON.parse(body) as { Plaintext: string }).Plaintext, "base64"),
    );
    expect(new Set(plains.map((plain) => plain.toString("hex"))).size).toBe(2);
    const files = readdirSync(folder);
    const kept = files.map((name) => readFileSync(join(folder, name), "utf8"));
    for (const plain of plains)
      for (const form of ["base64", "base64url", "hex", "latin1"] as const)
        expect([...said.map(({ out, err }) => out + err), ...kept].join("\n")).not.toContain(plain.toString(form));
    expect(files).toEqual(["fabric.yaml"]);
  });

  it("wraps by one key alone where one is named, and asks nothing of the other cloud", async () => {
    const { aws, google, file, run } = await both();
    expect(parse((await run("card-key", file, "--google-key", GOOGLE_KEY)).out)).toEqual({
      secrets: { "card-key": { wrappedBy: { gcp: { key: GOOGLE_KEY, ciphertext: expect.any(String) } } } },
    });
    expect([aws.asked.length, google.asked.length]).toEqual([0, 1]);
  });

  it("does not take the place of a secret that is there", async () => {
    const { aws, file, run } = await both({ secrets: { "card-key": inBoth } });
    expect(await run("card-key", file, ...keys)).toEqual({
      code: 2,
      out: "",
      err: `hopspan: ${file} has a secret card-key already, and what that has sealed no other opens: give the new one another name, and let decrypt take both; or have the same data key wrapped by another key, with --again`,
    });
    expect(aws.asked).toEqual([]);
    expect((await run("new-key", file, ...keys)).code).toBe(0);
  });

  it("wraps the same key again, by a key of the other cloud or in the place of one, as whichever stays unwraps it", async () => {
    const { clouds, aws, google, file, run } = await both();
    const write = (printed: string) => writeFileSync(file, aFile({ ...parts, ...(parse(printed) as object) }));
    const first = await run("card-key", file, "--aws-key", AWS_KEY);
    write(first.out);
    const second = await run("card-key", file, "--again", "--google-key", GOOGLE_KEY);
    expect([second.code, second.err]).toEqual([
      0,
      `the same data key for retail/card-key: put this into ${file}; nobody but these keys can give it again`,
    ]);
    write(second.out);
    const third = await run("card-key", file, "--again", "--aws-key", AWS_KEY);
    const [{ aws: one }, { aws: two, gcp }, { aws: three, gcp: stays }] = [first, second, third].map(
      ({ out }) => (parse(out) as Printed).secrets["card-key"].wrappedBy,
    ) as [Keys, Keys, Keys];
    expect([two, stays]).toEqual([one, gcp]);
    expect(three?.ciphertext).not.toBe(one?.ciphertext);
    expect(google.asked.map(({ path }) => path.split(":").at(-1))).toEqual(["encrypt", "decrypt"]);
    const lambda = { ...clouds.onLambda(), AWS_LAMBDA_FUNCTION_NAME: "out", AWS_ENDPOINT_URL_KMS: aws.url };
    const read = async (place: object) => {
      const HOPSPAN_SECRETS = JSON.stringify({ k: { aws: { ...place, context: "retail/card-key" } } });
      return (await storedSecrets({ ...lambda, HOPSPAN_SECRETS })).secret("k");
    };
    expect(await read(three ?? {})).toEqual(await read(one ?? {}));
  });

  it("wraps again only what is there and can be unwrapped, and quotes no answer", async () => {
    const { aws, google, file, folder, run } = await both();
    expect((await run("card-key", file, "--again", ...keys)).err).toBe(
      `hopspan: ${file} has no data key card-key to wrap again`,
    );
    const kept = join(folder, "kept.yaml");
    writeFileSync(kept, aFile({ ...parts, secrets: { "card-key": { aws: "/card-key" } } }));
    expect((await run("card-key", kept, "--again", ...keys)).code).toBe(2);
    writeFileSync(file, aFile({ ...parts, secrets: { "card-key": inBoth } }));
    const wrong = await run("card-key", file, "--again", "--google-key", GOOGLE_KEY);
    expect([wrong.code, wrong.out, wrong.err]).toEqual([
      3,
      "",
      expect.stringContaining(`key ${AWS_KEY} has not unwrapped the data key: `),
    ]);
    for (const [kms, option, key] of [
      [aws, "--google-key", AWS_KEY],
      [google, "--aws-key", GOOGLE_KEY],
    ] as const) {
      kms.interrupt({ body: '{"Plaintext":"c2VjcmV0","plaintext":"c2VjcmV0' });
      const torn = await run("card-key", file, "--again", option, option === "--aws-key" ? AWS_KEY : GOOGLE_KEY);
      expect([torn.code, torn.out, torn.err]).toEqual([3, "", expect.stringContaining(`key ${key} has not unwrapped`)]);
      expect(torn.err).not.toContain("c2Vj");
    }
  });

  it.each<[string, readonly string[], string]>([
    ["no name", keys, "wrap-key needs the name that the secret will have: hopspan wrap-key NAME"],
    ["no key", ["card-key"], "wrap-key needs a key that wraps it: --aws-key ARN, --google-key NAME, or both"],
    ["a name that is none", ["Card_Key", ...keys], "the name must be a name: a lower-case letter, then up to 39"],
    ["an alias", ["card-key", "--aws-key", "alias/card"], "--aws-key must be the ARN of a KMS key, as arn:aws:kms"],
    [
      "a version",
      ["card-key", "--google-key", `${GOOGLE_KEY}/cryptoKeyVersions/1`],
      "--google-key must be the whole name of a key of Cloud KMS",
    ],
    ["two files", ["card-key", "a", "b", ...keys], "wrap-key takes one fabric file, not also b"],
  ])("is called wrongly with %s", async (_, words, message) => {
    const { aws, run } = await both();
    const { code, out, err } = await run(...words);
    expect([code, out, err]).toEqual([2, "", expect.stringContaining(`hopspan: ${message}`)]);
    expect(aws.asked).toEqual([]);
  });

  it.each([
    ["is not there", undefined, /^.*nowhere\.yaml: there is no such file$/],
    [
      "has no name",
      { endpoints: {} },
      /has no fabric: NAME that can be read, and a data key is wrapped for one fabric$/,
    ],
    ["is no table", [1], /has no fabric: NAME that can be read/],
  ])("makes nothing where the file %s", async (_, content, message) => {
    const { aws, folder, run } = await both();
    const file = join(folder, "nowhere.yaml");
    if (content !== undefined) writeFileSync(file, stringify(content));
    const { code, out, err } = await run("card-key", file, ...keys);
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(message)]);
    expect([aws.asked, existsSync(file)]).toEqual([[], content !== undefined]);
  });

  it("says which key has not wrapped it, and why, without the key that was to be wrapped", async () => {
    const { aws, google, file, run } = await both();
    const refusals: readonly (readonly [Loopback, Said, number, string])[] = [
      [
        aws,
        { status: 400, body: '{"__type":"AccessDeniedException"}' },
        1,
        `key ${AWS_KEY} has not wrapped the data key (AccessDeniedException): expected a symmetric key that is enabled, and kms:Encrypt on it`,
      ],
      [
        aws,
        { body: "{}" },
        1,
        `key ${AWS_KEY} has not wrapped the data key (status 200): expected a symmetric key that is enabled, and kms:Encrypt on it`,
      ],
      [
        google,
        { status: 403, body: "{}" },
        3,
        `key ${GOOGLE_KEY} has not wrapped the data key (Cloud KMS says 403): expected a symmetric key that is enabled, and roles/cloudkms.cryptoKeyEncrypter on it`,
      ],
      [
        google,
        { status: 404, body: "" },
        3,
        `key ${GOOGLE_KEY} has not wrapped the data key (there is no such key): expected`,
      ],
      [
        google,
        { body: "{}" },
        3,
        `key ${GOOGLE_KEY} has not wrapped the data key (the answer holds no ciphertext): expected`,
      ],
      [
        google,
        { body: '{"ciphertext":"AAAA","ciphertextCrc32c":"7"}' },
        3,
        `key ${GOOGLE_KEY} has not wrapped the data key (the answer was changed on its way): expected`,
      ],
      [google, { body: "{" }, 3, `key ${GOOGLE_KEY} has not wrapped the data key (the answer is no JSON): expected`],
    ];
    for (const [kms, said, code, message] of refusals) {
      kms.interrupt(said);
      const ended = await run("card-key", file, ...keys);
      expect([ended.code, ended.out, ended.err]).toEqual([code, "", expect.stringContaining(`hopspan: ${message}`)]);
    }
  });

  it("ends with 3 where AWS does not answer", async () => {
    const { aws, file, run } = await both();
    await aws.close();
    expect(await run("card-key", file, ...keys)).toEqual({
      code: 3,
      out: "",
      err: `hopspan: ${aws.host} did not answer: ECONNREFUSED`,
    });
  });

  it("ends with 3 where there are no credentials", async () => {
    const { file, run } = await both();
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, undefined);
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) vi.stubEnv(name, "/nowhere");
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    const { code, err } = await run("card-key", file, ...keys);
    expect([code, err]).toEqual([3, expect.stringContaining("there are no credentials for AWS: sign in")]);
  });

  it("says nothing of a key that was never asked: Google credentials are all that is missing, or Cloud KMS does not answer", async () => {
    const { google, file, run } = await both();
    const said = (why: string) => ({
      code: 3,
      out: "",
      err: `hopspan: key ${GOOGLE_KEY} has not wrapped the data key: ${why}`,
    });
    await google.close();
    const only = ["card-key", file, "--google-key", GOOGLE_KEY];
    expect(await run(...only)).toEqual(said("Cloud KMS can't be reached"));
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/credentials.json");
    const { terminal, err } = aTerminal({ environment: {}, folder: dirname(file) });
    expect({ code: await main(["wrap-key", ...only], terminal), out: "", err: err.join("\n") }).toEqual(
      said(
        "there are no credentials for Google Cloud: run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS",
      ),
    );
  });
});
