import { describe, expect, it } from "vitest";
import { asks } from "../../../../shared/fabric/deployment/asks.ts";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { rightsInAws, rightsInGoogle } from "../../../../shared/fabric/deployment/secret-rights.ts";
import { AWS_KEY, aCiphertext, GOOGLE_KEY, inAws } from "../../../support/wrapped-keys.ts";
import { aFabric, queue } from "../a-fabric.ts";

const home = { account: "111122223333", region: "eu-west-1" };
const wrapped = (name: string, key: string) => ({
  name,
  wrapped: { key, ciphertext: aCiphertext(), context: `retail/${name}` },
});
const condition = { StringEquals: { "kms:EncryptionContext:hopspan": "retail/card-key" } };

describe("the rights that a data key takes", () => {
  it("are in AWS to decrypt by its key, for its fabric and name alone", () => {
    expect(rightsInAws(wrapped("card-key", AWS_KEY), home)).toEqual([
      { actions: ["kms:Decrypt"], resource: AWS_KEY, condition, why: "unwraps the data key card-key" },
    ]);
  });

  it("are in Google Cloud to decrypt by its key, once for all that it has wrapped", () => {
    const other = `${GOOGLE_KEY}-2`;
    const secrets = [
      wrapped("one", GOOGLE_KEY),
      { name: "pepper", store: "projects/p/secrets/pepper" },
      wrapped("two", GOOGLE_KEY),
      wrapped("three", other),
    ];
    const role = "roles/cloudkms.cryptoKeyDecrypter";
    expect(rightsInGoogle(secrets)).toEqual([
      {
        role: "roles/secretmanager.secretAccessor",
        on: { kind: "secret", name: "projects/p/secrets/pepper" },
        why: "reads the secret pepper",
      },
      { role, on: { kind: "key", name: GOOGLE_KEY }, why: "unwraps the data keys one, two" },
      { role, on: { kind: "key", name: other }, why: "unwraps the data key three" },
    ]);
  });

  it("are asked of whoever has the key, where it is in another account", async () => {
    const theirs = AWS_KEY.replace("111122223333", "444455556666");
    const fabric = aFabric(
      { orders: queue("orders"), inbox: queue("inbox") },
      { on: { from: "orders", to: "inbox", transforms: [{ encrypt: { fields: ["card"], with: "card-key" } }] } },
      { secrets: { "card-key": { wrappedBy: inAws(aCiphertext(), theirs) } } },
    );
    expect(asks(await deployment(fabric))).toEqual([
      {
        kind: "key",
        of: theirs,
        statement: {
          Effect: "Allow",
          Principal: { AWS: "111122223333" },
          Action: "kms:Decrypt",
          Resource: "*",
          Condition: { ...condition, ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/retail--on" } },
        },
      },
    ]);
  });
});
