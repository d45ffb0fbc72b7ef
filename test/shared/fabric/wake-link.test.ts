import { describe, expect, it } from "vitest";
import type { Transform } from "../../../shared/core/ports.ts";
import type { Link } from "../../../shared/fabric/link.ts";
import { wakeLink } from "../../../shared/fabric/wake-link.ts";
import { aBudget, aMessage } from "../../support/a-message.ts";
import { bothClouds } from "../../support/identity/both-clouds.ts";
import { aParameterStore } from "../../support/identity/secret-stores.ts";

const hash = { name: "redact", options: { attributes: ["who"], with: { hash: "key" } } };
const message = aMessage({ attributes: new Map([["who", { type: "String", value: "jane" }]]) });

/** A link of these steps that gives what its transform makes of one message. */
const wake = (transforms: Link["transforms"], env: NodeJS.ProcessEnv) =>
  wakeLink<string, string>(
    { name: "shop/hop", transforms } as unknown as Link,
    ({ link, transform }: { readonly link: string; readonly transform: Transform }) =>
      async (event) =>
        `${link} ${event} ${transform(message)[0]?.attributes.get("who")?.value}`,
    env,
  );

async function onLambda() {
  const { sts, now, onLambda: env } = await bothClouds();
  const store = await aParameterStore(sts, { "/shop/key": "a-secret" }, now);
  const places = { HOPSPAN_SECRETS: '{"key":{"aws":"/shop/key"}}', AWS_LAMBDA_FUNCTION_NAME: "hop" };
  return { store, env: { ...env(), ...places, AWS_ENDPOINT_URL_SSM: store.url } };
}

const budget = aBudget(10_000);

describe("a link that wakes", () => {
  it("has the transforms that it names, with the secrets of its platform's store", async () => {
    const { store, env } = await onLambda();
    const stored = await wake([hash], env)("e", budget);
    const local = await wake([hash], { HOPSPAN_SECRET_KEY: "a-secret" })("e", budget);
    expect([stored, stored.startsWith("shop/hop e ") && !stored.includes("jane")]).toEqual([local, true]);
    await store.close();
  });

  it("reads secrets once, before its first event", async () => {
    const { store, env } = await onLambda();
    const run = wake([hash], env);
    await expect.poll(() => store.asked.length).toBe(1);
    await Promise.all([run("e", budget), run("f", budget)]);
    expect(store.asked.length).toBe(1);
    await store.close();
  });

  it("asks no store for a link without transforms", async () => {
    const { store, env } = await onLambda();
    expect(await wake([], env)("e", budget)).toBe("shop/hop e jane");
    expect(store.asked).toEqual([]);
    await store.close();
  });

  it("never takes a secret from the environment where a store is named", async () => {
    const { store, env } = await onLambda();
    const named = { ...env, HOPSPAN_SECRET_KEY: "another" };
    expect(await wake([hash], named)("e", budget)).toBe(await wake([hash], env)("e", budget));
    await store.close();
  });

  it("fails the events that wait for a store that fails, and starts anew with the next", async () => {
    const { store, env } = await onLambda();
    store.interrupt({ status: 400, body: '{"__type":"AccessDeniedException"}' });
    const run = wake([hash], env);
    const waiting = await Promise.allSettled([run("e", budget), run("f", budget)]);
    expect(waiting).toMatchObject(Array(2).fill({ status: "rejected", reason: { code: "SECRET_STORE" } }));
    expect(await run("g", budget)).toMatch(/^shop\/hop g ./);
    await store.close();
  });
});
