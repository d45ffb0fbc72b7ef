// What a function has to be allowed so that it can read a secret, or have a data key unwrapped: no more than that.

import type { SecretPlan, StoredSecret } from "./secret-plan.ts";

/** A right in AWS, of whoever reads. */
export interface RightInAws {
  readonly actions: readonly string[];
  readonly resource: string;
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly why: string;
}

/** A right in Google Cloud, of whoever reads. */
export interface RightInGoogle {
  readonly role: string;
  readonly on: { readonly kind: "secret" | "key"; readonly name: string };
  readonly why: string;
}

/** Where a function on AWS runs. */
interface Home {
  readonly account: string;
  readonly region: string;
}

/** Of a function on AWS, on one of its secrets. */
export function rightsInAws(secret: SecretPlan, home: Home): readonly RightInAws[] {
  if (!("wrapped" in secret)) return reading(secret, home);
  const { name, wrapped } = secret;
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
  const condition = { StringEquals: { "kms:EncryptionContext:hopspan": wrapped.context } };
  return [{ actions: ["kms:Decrypt"], resource: wrapped.key, condition, why: `unwraps the data key ${name}` }];
}

function reading({ name, store, kmsKey }: StoredSecret, { region, account }: Home): readonly RightInAws[] {
  const why = `reads the secret ${name}`;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  const parameter = {
    actions: ["ssm:GetParameter"],
    resource: arn("ssm", `parameter/${store.replace(/^\//, "")}`),
    why,
  };
  const isInVault = store.startsWith(VAULT_PREFIX);
  const key = kmsKey === undefined ? [] : [decrypting(kmsKey, isInVault ? "secretsmanager" : "ssm", region, why)];
  if (!isInVault) return [parameter, ...key];
  // Secrets Manager puts six characters of its own behind every name.
  const secret = arn("secretsmanager", `secret:${store.slice(VAULT_PREFIX.length)}-??????`);
  return [parameter, { actions: ["secretsmanager:GetSecretValue"], resource: secret, why }, ...key];
}

/** Of a secret's own key no more than its store needs: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
const decrypting = (key: string, service: "ssm" | "secretsmanager", region: string, why: string): RightInAws => ({
  actions: ["kms:Decrypt"],
  resource: key,
  condition: { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` } },
  why: `${why}, encrypted`,
});

/** A parameter that stands for a secret: https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html */
const VAULT_PREFIX = "/aws/reference/secretsmanager/";

/**
 * Of a function in Google Cloud, on all of its secrets: a key that has wrapped several is named once. Nothing there holds a
 * right to one context; Cloud KMS itself unwraps in none but that which a data key was wrapped in.
 */
export function rightsInGoogle(secrets: readonly SecretPlan[]): readonly RightInGoogle[] {
  const kept = secrets.flatMap((secret): readonly RightInGoogle[] =>
    "wrapped" in secret
      ? []
      : [
          {
            role: "roles/secretmanager.secretAccessor",
            on: { kind: "secret", name: secret.store },
            why: `reads the secret ${secret.name}`,
          },
        ],
  );
  const wrapped = secrets.flatMap((secret) => ("wrapped" in secret ? [secret] : []));
  const byKey = [...Map.groupBy(wrapped, ({ wrapped: { key } }) => key)].map(
    ([key, all]): RightInGoogle => ({
      role: "roles/cloudkms.cryptoKeyDecrypter",
      on: { kind: "key", name: key },
      why: `unwraps the data ${all.length === 1 ? "key" : "keys"} ${all.map(({ name }) => name).join(", ")}`,
    }),
  );
  return [...kept, ...byKey];
}
