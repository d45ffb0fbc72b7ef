// A small stack of everything that a hop into Google Cloud is made of, for tests to build on and to break.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool/index.js";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription/index.js";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic/index.js";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member/index.js";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account/index.js";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { onTestFinished } from "vitest";

/** The parts of the stack, by which a test changes it. */
export type Parts = ReturnType<typeof parts>;

/** Synthesizes the small stack, changed by `change`, into a folder that is removed with the test. To be called within one. */
export function aStack(change: (parts: Parts, stack: TerraformStack) => void = () => {}): string {
  const outdir = mkdtempSync(join(tmpdir(), "hopspan-stack-"));
  onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "small");
  new GoogleProvider(stack, "google", { project: "retail", region: "europe-west1" });
  change(parts(stack), stack);
  app.synth();
  return join(outdir, "stacks/small");
}

function parts(stack: TerraformStack) {
  const topic = new PubsubTopic(stack, "orders", { name: "orders", labels: { fabric: "retail" } });
  const dead = new PubsubTopic(stack, "dead", { name: "orders-dead" });
  const subscription = new PubsubSubscription(stack, "pushes", {
    name: "orders-to-sqs",
    topic: topic.id,
    ackDeadlineSeconds: 60,
    enableMessageOrdering: true,
    deadLetterPolicy: { deadLetterTopic: dead.id, maxDeliveryAttempts: 5 },
    expirationPolicy: { ttl: "" },
  });
  const account = new ServiceAccount(stack, "function", { accountId: "hop-orders" });
  const member = new PubsubTopicIamMember(stack, "may_publish", {
    topic: topic.id,
    role: "roles/pubsub.publisher",
    member: account.member,
  });
  const pool = new IamWorkloadIdentityPool(stack, "pool", { workloadIdentityPoolId: "hopspan-retail" });
  new TerraformOutput(stack, "function_account", { value: { email: account.email, uniqueId: account.uniqueId } });
  new TerraformOutput(stack, "pool_name", { value: pool.name });
  return { topic, dead, subscription, account, member, pool };
}
