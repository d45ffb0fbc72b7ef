import { describe, expect, it } from "vitest";
import { sqsClient } from "../../../shared/brokers/sqs/client.ts";
import { sqsSink } from "../../../shared/brokers/sqs/sink.ts";
import { ConfigError } from "../../../shared/core/errors.ts";
import { type RoleProvider, roleProvider } from "../../../shared/identity/aws-role.ts";
import { aBudget, aMessage } from "../../support/a-message.ts";
import { HOUR_MS } from "../../support/identity/a-metadata-server.ts";
import { AUDIENCE, ROLE } from "../../support/identity/an-aws-sts.ts";
import { bothClouds, MINUTE_MS, stubEnvironment } from "../../support/identity/both-clouds.ts";

const REGION = "eu-west-1";
const endpoint = {
  broker: "sqs",
  name: "orders",
  queue: "orders",
  fifo: false,
  account: "111122223333",
  region: REGION,
} as const;

async function aFunction(clockOffMs = 0, changes: Readonly<Record<string, string>> = {}) {
  const clouds = await bothClouds(clockOffMs);
  const env = { ...clouds.onCloudRun(), ...changes };
  stubEnvironment(env);
  const provider = roleProvider(REGION, env) as RoleProvider;
  const sink = sqsSink(endpoint);
  return {
    ...clouds,
    provider,
    keyId: async () => (await provider()).accessKeyId,
    send: async (budgetMs = 20_000) => (await sink.send([aMessage()], aBudget(budgetMs)))[0],
  };
}

const key = (number: number) => `ASIA${String(number).padStart(16, "0")}`;
const sent = { kind: "sent" };

describe("the provider of a role's keys", () => {
  it("is for functions on Cloud Run that have a role, and nobody else", () => {
    const env = { K_SERVICE: "a", AWS_ROLE_ARN: ROLE, HOPSPAN_AWS_AUDIENCE: AUDIENCE };
    const made = [
      env,
      { ...env, K_SERVICE: "" },
      { ...env, AWS_ROLE_ARN: "" },
      { ...env, AWS_WEB_IDENTITY_TOKEN_FILE: "/token" },
    ].map((each) => typeof roleProvider(REGION, each));
    expect(made).toEqual(["function", "undefined", "undefined", "undefined"]);
    expect(() => roleProvider(REGION, { ...env, HOPSPAN_AWS_AUDIENCE: "" })).toThrow(ConfigError);
  });

  it("shows AWS a new token of Google's for each of several hours, under the function's name", async () => {
    const { keyId, pass, metadata, sts } = await aFunction();
    const keys: string[] = [];
    for (let hour = 0; hour < 4; hour += 1) {
      keys.push(await keyId(), await keyId());
      pass(56 * MINUTE_MS);
    }
    expect(keys).toEqual([1, 1, 2, 2, 3, 3, 4, 4].map(key));
    expect(metadata.asked.map(({ path }) => path)).toEqual(
      Array(4).fill(
        "/computeMetadata/v1/instance/service-accounts/default/identity?audience=hopspan%3Aretail%2Forders&format=full",
      ),
    );
    expect(sts.sessions).toEqual(Array(4).fill("retail-orders"));
  });

  it("shares one renewal among callers at the same time", async () => {
    const { keyId, sts, metadata } = await aFunction();
    expect(await Promise.all(Array.from({ length: 20 }, keyId))).toEqual(Array(20).fill(key(1)));
    expect([sts.asked.length, metadata.asked.length]).toEqual([1, 1]);
  });

  it("tries again what may pass, at the metadata server and at AWS", async () => {
    const { keyId, sts, metadata } = await aFunction();
    metadata.interrupt({ status: 503, body: "" }, "cut");
    sts.interrupt({ status: 500, body: "" }, "cut");
    expect(await keyId()).toBe(key(1));
    expect([metadata.asked.length, sts.asked.length]).toEqual([3, 3]);
  });

  it("goes on with the old keys while new ones can't be had, and has new ones as soon as they can", async () => {
    const { keyId, pass, metadata } = await aFunction();
    await keyId();
    pass(57 * MINUTE_MS);
    metadata.interrupt(...Array(3).fill({ status: 503, body: "" }));
    expect(await keyId()).toBe(key(1));
    pass(MINUTE_MS);
    expect(await keyId()).toBe(key(2));
  });

  it.each([
    ["another audience", { HOPSPAN_AWS_AUDIENCE: "hopspan:retail/returns" }, "AccessDenied"],
    ["another role", { AWS_ROLE_ARN: `${ROLE}-2` }, "AccessDenied"],
  ])("says what AWS says to %s", async (_, changes, code) => {
    const { provider } = await aFunction(0, changes);
    const role = { AWS_ROLE_ARN: ROLE, ...changes }.AWS_ROLE_ARN;
    await expect(provider()).rejects.toMatchObject({
      code: "NO_IDENTITY",
      retryable: true,
      message: `AWS gave no keys of ${role}: ${code}`,
    });
  });

  it.each([
    ["a token whose time is over", (now: number) => now - 2 * HOUR_MS, "ExpiredTokenException"],
    ["nobody's token", undefined, "InvalidIdentityTokenException"],
  ])("says what AWS says to %s, and asks for another one the next time", async (_, at, code) => {
    const { provider, keyId, metadata, google, now } = await aFunction();
    const exp = Math.floor((at?.(now()) ?? 0) / 1_000);
    const body = at === undefined ? "no.token.atall" : google.issue({ iss: "https://accounts.google.com", exp });
    metadata.interrupt({ headers: { "metadata-flavor": "Google" }, body });
    await expect(provider()).rejects.toMatchObject({ message: `AWS gave no keys of ${ROLE}: ${code}` });
    expect(await keyId()).toBe(key(1));
  });

  it("says why where AWS can't be reached", async () => {
    const { provider, sts } = await aFunction();
    await sts.close();
    await expect(provider()).rejects.toMatchObject({ message: `AWS gave no keys of ${ROLE}: ECONNREFUSED` });
  });

  it("believes no metadata server that does not say it is Google's", async () => {
    const { provider, metadata, sts } = await aFunction();
    metadata.interrupt({ body: "a.b.c" });
    await expect(provider()).rejects.toMatchObject({ code: "NO_IDENTITY" });
    expect(sts.asked).toEqual([]);
  });
});

describe("a queue in AWS, from Cloud Run", () => {
  it("gets messages for hours, signed with the keys of the moment", async () => {
    const { send, pass, queue } = await aFunction();
    const results: unknown[] = [];
    for (let hour = 0; hour < 3; hour += 1) {
      results.push(await send());
      pass(HOUR_MS);
    }
    expect([results, queue.takenWith]).toEqual([
      [sent, sent, sent],
      [key(1), key(2), key(3)],
    ]);
    // None was refused: keys were renewed ahead of their end, not by it.
    expect(queue.asked.length).toBe(3);
  });

  it.each([
    ["an hour behind", -HOUR_MS],
    ["an hour ahead", HOUR_MS],
  ])("gets messages from a function whose clock is %s, for hours", async (_, offMs) => {
    const { send, pass, queue, sts } = await aFunction(offMs);
    for (let hour = 0; hour < 3; hour += 1) {
      expect(await send()).toEqual(sent);
      pass(30 * MINUTE_MS);
      expect(await send()).toEqual(sent);
      pass(30 * MINUTE_MS);
    }
    expect([queue.takenWith.length, sts.sessions.length]).toEqual([6, 3]);
    // One was refused: from it the client has learned what time it is.
    expect(queue.asked.length).toBe(7);
  });

  it("gets messages again after a clock that was set back has kept keys too long", async () => {
    const { send, pass, setClockOff, queue } = await aFunction();
    expect(await send()).toEqual(sent);
    setClockOff(-2 * HOUR_MS);
    pass(HOUR_MS);
    expect(await send()).toEqual(sent);
    expect(queue.takenWith).toEqual([key(1), key(2)]);
  });

  it("makes the engine try again with new keys where AWS no longer knows the old ones", async () => {
    const { send, pass, sts, queue } = await aFunction();
    expect(await send()).toEqual(sent);
    sts.keys.clear();
    pass(2 * MINUTE_MS);
    expect(await send()).toEqual(sent);
    expect(queue.takenWith).toEqual([key(1), key(2)]);
    expect(queue.asked.length).toBe(3);
  });

  it("asks for new keys once where many requests are refused at the same time", async () => {
    const { pass, sts, queue } = await aFunction();
    const sink = sqsSink(endpoint);
    const many = () =>
      sink.send(
        Array.from({ length: 60 }, (_, at) => aMessage({ id: `m${at}` })),
        aBudget(20_000),
      );
    await many();
    sts.keys.clear();
    pass(2 * MINUTE_MS);
    expect(new Set((await many()).map(({ kind }) => kind))).toEqual(new Set(["sent"]));
    expect([sts.sessions.length, queue.takenWith.length]).toEqual([2, 12]);
  });

  it("asks for no new keys again and again where they are as good as the old ones", async () => {
    const { queue, sts } = await aFunction();
    const client = sqsClient({ region: REGION });
    const sink = sqsSink(endpoint, { client });
    const refused = { status: 403, body: JSON.stringify({ __type: "AccessDeniedException", message: "no" }) };
    queue.interrupt(...Array(100).fill(refused));
    const [result] = await sink.send([aMessage()], aBudget(3_000));
    expect(result).toMatchObject({ kind: "refused", error: { code: "AccessDeniedException", retryable: true } });
    expect(sts.sessions.length).toBe(1);
    client.destroy();
  });

  it("brings messages again, and says why, where there are no keys", async () => {
    const { send, queue } = await aFunction(0, { HOPSPAN_AWS_AUDIENCE: "another" });
    const error = {
      code: "NO_IDENTITY",
      retryable: true,
      message: `sending to orders ended with NO_IDENTITY: AWS gave no keys of ${ROLE}: AccessDenied`,
    };
    expect(await send(3_000)).toMatchObject({ kind: "refused", error });
    expect(queue.asked).toEqual([]);
  });
});
