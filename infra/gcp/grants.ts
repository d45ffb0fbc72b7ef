// The rights that the plan gives a link's function in Google Cloud: each on one topic, one secret, one key or one bucket.

import { createHash } from "node:crypto";
import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member/index.js";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member/index.js";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member/index.js";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member/index.js";
import { topicPath } from "../../shared/brokers/pubsub/endpoint.ts";
import type { FunctionPlan } from "../../shared/fabric/deployment/function-plan.ts";
import type { ClaimBucketRef } from "./claim-buckets.ts";
import { addressPart, type Site } from "./site.ts";
import type { TopicRef } from "./topics.ts";

/** One grant of a plan, in Google Cloud. */
export type GoogleGrant = Extract<FunctionPlan["grants"][number], { readonly cloud: "gcp" }>;

/** How what the fabric makes is named, so that it is there first. */
export interface Refs {
  readonly topic: TopicRef;
  readonly bucket: ClaimBucketRef;
}

/** Exactly those of the plan. `memberOf` says who has them: a reference to what has to be there first. */
export function grantsOf(site: Site, plan: FunctionPlan, refs: Refs, memberOf: (grant: GoogleGrant) => string) {
  return plan.grants.flatMap((grant) =>
    grant.cloud === "gcp" ? [made(site, plan, grant, refs, memberOf(grant))] : [],
  );
}

function made(site: Site, { link }: FunctionPlan, { role, on }: GoogleGrant, { topic, bucket }: Refs, member: string) {
  const { stack, idOf, api } = site;
  if (on.kind === "secret") {
    const secret = on.name.slice(on.name.lastIndexOf("/") + 1);
    return new SecretManagerSecretIamMember(stack, `grant_${idOf(link.name)}_secret_${secret}`, {
      secretId: on.name,
      role,
      member,
      dependsOn: [api("secretmanager")],
    });
  }
  if (on.kind === "bucket")
    return new StorageBucketIamMember(
      stack,
      `grant_${idOf(link.name)}_bucket_${addressPart(on.name)}_${role.slice(role.lastIndexOf(".") + 1)}`,
      {
        bucket: bucket(on.name),
        role,
        member,
        dependsOn: [api("storage")],
      },
    );
  if (on.kind === "key")
    return new KmsCryptoKeyIamMember(stack, `grant_${idOf(link.name)}_key_${marked(on.name)}`, {
      cryptoKeyId: on.name,
      role,
      member,
      dependsOn: [api("cloudkms")],
    });
  const known = site.deployment.topics.find(({ endpoint }) => topicPath(endpoint) === on.name);
  const id = `grant_${idOf(link.name)}_topic_${idOf(known?.endpoint.name ?? "")}`;
  return new PubsubTopicIamMember(stack, id, {
    topic: known === undefined ? on.name : topic(known.endpoint),
    role,
    member,
    dependsOn: [api("pubsub")],
  });
}

const MARK_CHARACTERS = 8;

/** A key's own name, and a mark: keys of other rings, places and projects may be called the same. */
const marked = (key: string): string =>
  `${key.slice(key.lastIndexOf("/") + 1)}_${createHash("sha256").update(key).digest("hex").slice(0, MARK_CHARACTERS)}`;
