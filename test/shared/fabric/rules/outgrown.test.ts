import { describe, expect, it } from "vitest";
import { outgrown } from "../../../../shared/fabric/rules/outgrown.ts";
import { transforms } from "../../../../shared/transforms/index.ts";
import { aCiphertext, inAws, inGoogle } from "../../../support/wrapped-keys.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const told = async (...fabric: Parameters<typeof aFabric>) => said(await outgrown(aFabric(...fabric), transforms));

/** A hop that copies a queue into so many topics. */
function copies(count: number) {
  const names = Array.from({ length: count }, (_, at) => `target-number-${at}`);
  const endpoints = Object.fromEntries(names.map((name) => [name, topic(name)]));
  return told({ orders: queue("orders"), ...endpoints }, { spread: { from: "orders", to: names } });
}

describe("what a fabric would outgrow", () => {
  it("is the policy of a role that sends to too many queues", async () => {
    expect([...(await copies(2)), ...(await copies(110))]).toEqual([]);
    expect(await copies(140)).toEqual([
      expect.stringMatching(
        /^error OUTGROWN: hop spread has more targets than the policy of one role can name \(1[0-9],[0-9]{3} characters of 10,240\): copy to a topic, and from there to the targets$/,
      ),
    ]);
  });

  it("is the environment of a function with too many secrets, on either cloud", async () => {
    const asking = async (count: number, from: "orders" | "feed") => {
      const names = Array.from({ length: count }, (_, at) => `secret-number-${at}`);
      const secrets = Object.fromEntries(
        names.map((name) => [name, { aws: `/shop/${"x".repeat(100)}/${name}`, gcp: name }]),
      );
      const hashed = names.map((hash, at) => ({ redact: { fields: [`f${at}`], with: { hash } } }));
      const endpoints = { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") };
      return told(endpoints, { h: { from, to: "inbox", transforms: hashed } }, { secrets });
    };
    expect([...(await asking(20, "orders")), ...(await asking(200, "feed"))]).toEqual([]);
    const refusal = (most: string) =>
      expect.stringContaining(`bytes of ${most}): use fewer, or shorter names`) as unknown as string;
    expect(await asking(40, "orders")).toEqual([refusal("4,096")]);
    expect(await asking(600, "feed")).toEqual([refusal("32,768")]);
  });

  it("is the environment of a function with too many or too long data keys, on either cloud", async () => {
    const asking = (count: number, from: "orders" | "feed", bytes?: number) => {
      const names = Array.from({ length: count }, (_, at) => `key-${at}`);
      const ciphertext = aCiphertext(bytes);
      const wrappedBy = { ...inAws(ciphertext), ...inGoogle(ciphertext) };
      const secrets = Object.fromEntries(names.map((name) => [name, { wrappedBy }]));
      const sealed = names.map((name, at) => ({ encrypt: { fields: [`f${at}`], with: name } }));
      const endpoints = { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") };
      return told(endpoints, { h: { from, to: "inbox", transforms: sealed } }, { secrets });
    };
    expect([...(await asking(8, "orders")), ...(await asking(70, "feed"))]).toEqual([]);
    const refusal = (most: string) =>
      expect.stringMatching(
        `^error OUTGROWN: hop h has more or longer data keys than its functions' environment can hold \\([0-9,]+ bytes of ${most}\\): use fewer, wrap no more than 32 bytes, or keep secrets in the platform's store$`,
      ) as unknown as string;
    expect(await asking(12, "orders")).toEqual([refusal("4,096")]);
    expect(await asking(1, "orders", 3_000)).toEqual([refusal("4,096")]);
    expect(await asking(90, "feed")).toEqual([refusal("32,768")]);
  });

  it("is the policy of a queue that too many accounts send to", async () => {
    const senders = (count: number) => {
      const names = Array.from({ length: count }, (_, at) => `q${at}`);
      const accounts = names.map((name, at) => [name, { sqs: name, account: String(200_000_000_000 + at) }]);
      return told(
        { inbox: queue("inbox"), ...Object.fromEntries(accounts) },
        { collect: { from: names, to: "inbox" } },
      );
    };
    expect(await senders(10)).toEqual([]);
    expect(await senders(30)).toEqual([
      "error OUTGROWN: 30 functions of 30 other accounts send to inbox, more than the policy of a queue can name: have some of them send to a queue of their own account first",
    ]);
  });

  it("is not looked for in hops that lead nowhere", async () => {
    expect(await told({ one: queue("one") }, { a: { from: "one", to: "nowhere" } })).toEqual([]);
  });
});
