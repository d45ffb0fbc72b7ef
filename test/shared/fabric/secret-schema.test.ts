import { describe, expect, it } from "vitest";
import { describeProblem } from "../../../shared/core/errors.ts";
import { checkText } from "../../../shared/fabric/check.ts";
import { AWS_KEY, aCiphertext, GOOGLE_KEY, inAws, inBoth, inGoogle } from "../../support/wrapped-keys.ts";
import { aFile, queue } from "./a-fabric.ts";

const sealed = [{ encrypt: { fields: ["card"], with: "card-key" } }];

/** What check says of a secret that a hop on AWS asks for. */
async function said(secret: object): Promise<readonly string[]> {
  const file = aFile({
    endpoints: { orders: queue("orders"), inbox: queue("inbox") },
    hops: { on: { from: "orders", to: "inbox", transforms: sealed } },
    secrets: { "card-key": secret },
  });
  return (await checkText(file, "f")).problems.map(describeProblem).map((line) => line.replace(/^f:\d+:\d+: /, ""));
}

const WRAPPED =
  "must be a wrapped data key: base64 of 48 to 6,144 bytes in one line, as hopspan wrap-key prints it, never the key itself";

describe("a secret in the file", () => {
  it("may be a data key, wrapped in one cloud or in both", async () => {
    expect(await said(inBoth)).toEqual([]);
    expect(await said({ wrappedBy: inAws(aCiphertext(48)) })).toEqual([]);
  });

  it("is told at its line and column", async () => {
    const text = [
      "fabric: retail",
      'aws: { account: "111122223333", region: eu-west-1 }',
      "endpoints: { orders: { sqs: orders }, inbox: { sqs: inbox } }",
      "hops: { on: { from: orders, to: inbox, transforms: [{ encrypt: { fields: [card], with: card-key } }] } }",
      "secrets:",
      "  card-key:",
      "    wrappedBy:",
      "      aws:",
      `        key: ${AWS_KEY}`,
      `        ciphertext: ${aCiphertext(32)}`,
    ];
    expect((await checkText(text.join("\n"), "fabric.yaml")).problems.map(describeProblem)).toEqual([
      `fabric.yaml:10:21: secrets.card-key.wrappedBy.aws.ciphertext ${WRAPPED}`,
    ]);
  });

  it.each([
    ["a plain key", aCiphertext(32)],
    ["more than AWS unwraps", aCiphertext(6_147)],
    ["base64 of URLs", aCiphertext(48, 0xff).replaceAll("/", "_")],
    ["two lines", `${aCiphertext(48)}\n${aCiphertext(48)}`],
    ["no whole base64", aCiphertext(48).slice(1)],
    ["nothing", ""],
    ["a number", 7],
  ])("is no data key with %s as its ciphertext", async (_, ciphertext) => {
    expect(await said({ wrappedBy: { aws: { key: AWS_KEY, ciphertext } } })).toEqual([
      `secrets.card-key.wrappedBy.aws.ciphertext ${WRAPPED}`,
    ]);
  });

  it("is no data key with an alias, a version of a key, or a key of the other cloud", async () => {
    const aws = (key: string) => said({ wrappedBy: inAws(aCiphertext(), key) });
    const gcp = (key: string) => said({ wrappedBy: { ...inAws(), ...inGoogle(aCiphertext(), key) } });
    const alias = "arn:aws:kms:eu-west-1:111122223333:alias/card";
    for (const key of [alias, GOOGLE_KEY])
      expect(await aws(key)).toEqual([
        expect.stringMatching(/wrappedBy\.aws\.key must be the ARN of a KMS key, .* an alias does not do$/),
      ]);
    for (const key of [`${GOOGLE_KEY}/cryptoKeyVersions/1`, AWS_KEY, "data-keys"])
      expect(await gcp(key)).toEqual([
        expect.stringMatching(
          /wrappedBy\.gcp\.key must be the whole name of a key of Cloud KMS, without a version, as projects/,
        ),
      ]);
  });

  it("is kept somewhere or wrapped, not both, and wrapped by somebody", async () => {
    expect(await said({ aws: "/card-key", ...inBoth })).toEqual([
      "secrets.card-key must say where it is kept (aws, gcp, kmsKey) or hold a data key (wrappedBy), not both",
    ]);
    expect(await said({ wrappedBy: {} })).toEqual(["secrets.card-key.wrappedBy must name at least one of aws, gcp"]);
    expect(await said({ wrappedBy: { aws: { key: AWS_KEY } } })).toEqual([
      'secrets.card-key.wrappedBy.aws needs "ciphertext"',
    ]);
    expect(await said({ wrappedBy: { ...inAws(), google: {} } })).toEqual([
      'secrets.card-key.wrappedBy: "google" is no key here: known are aws, gcp',
    ]);
  });
});
