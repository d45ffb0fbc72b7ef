// Which secrets a link's function reads, and where they are kept or how they are wrapped: the secrets themselves never pass here.

import type { Tools, TransformPart } from "../../core/ports.ts";
import { transforms } from "../../transforms/index.ts";
import type { Fabric } from "../fabric.ts";
import { isMultiRegion, replicaIn } from "../kms-key.ts";
import type { Link, TransformStep } from "../link.ts";
import type { TransformTable } from "../rules/transforms.ts";
import { withoutStage } from "../staged.ts";

/** One secret of a link, by its name in the fabric. */
export type SecretPlan = StoredSecret | WrappedSecret;

/** `store`: an SSM parameter's name, or `projects/PROJECT/secrets/SECRET`. */
export interface StoredSecret {
  readonly name: string;
  readonly store: string;
  /** The key of KMS that encrypts it, where it is kept in AWS and the key is not AWS's own. */
  readonly kmsKey?: string;
}

/** A data key, which `key` of either KMS unwraps in `context` only, as the function is told. */
export interface WrappedSecret {
  readonly name: string;
  readonly wrapped: { readonly key: string; readonly ciphertext: string; readonly context: string };
}

/** What a data key is for, in every stage: so that no other fabric or secret can be given what it has wrapped. */
export const keyContext = (fabric: string, secret: string): string => `${withoutStage(fabric)}/${secret}`;

/** As long as a strong key: what stands in for every secret while steps are made to see what they ask for. In bytes. */
const TRIAL_SECRET_BYTES = 32;

/** Makes each step once, as a cold start would, and notes what it asks for. Expects steps that `check` finds sound. */
export async function secretPlans(
  fabric: Fabric,
  link: Link,
  table: TransformTable = transforms,
): Promise<readonly SecretPlan[]> {
  const asked = new Set<string>();
  const tools: Tools = {
    secret(name) {
      asked.add(name);
      return new Uint8Array(TRIAL_SECRET_BYTES);
    },
  };
  for (const step of link.transforms) (await load(step, table))?.create(step.options ?? {}, tools);
  return [...asked].map((name) => secretPlan(fabric, link, name));
}

const load = async ({ name, options }: TransformStep, table: TransformTable): Promise<TransformPart | undefined> =>
  Object.hasOwn(table, name) ? table[name]?.(options) : undefined;

function secretPlan({ name: fabric, secrets, gcp }: Fabric, { source }: Link, name: string): SecretPlan {
  const { aws = name, gcp: secret = name, kmsKey, wrappedBy } = secrets.get(name) ?? {};
  const key = source.broker === "sqs" ? besides(wrappedBy?.aws, source.region) : wrappedBy?.gcp;
  if (key !== undefined) return { name, wrapped: { ...key, context: keyContext(fabric, name) } };
  if (source.broker === "pubsub") return { name, store: `projects/${gcp?.project}/secrets/${secret}` };
  return { name, store: aws, ...(kmsKey === undefined ? {} : { kmsKey }) };
}

/** A function asks the key beside it. */
const besides = (wrapped: WrappedInAws | undefined, region: string): WrappedInAws | undefined =>
  wrapped !== undefined && isMultiRegion(wrapped.key) ? { ...wrapped, key: replicaIn(wrapped.key, region) } : wrapped;

type WrappedInAws = Pick<WrappedSecret["wrapped"], "key" | "ciphertext">;
