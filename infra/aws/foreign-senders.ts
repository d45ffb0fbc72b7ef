// Lets functions of other accounts send to a queue, each by its own role and no one else.

import { AccountPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { roleName } from "../../shared/fabric/deployment/identity.ts";
import type { QueuePlan } from "../../shared/fabric/deployment/queue-plan.ts";

/**
 * One statement per account. The account stands as principal and its roles as a condition, since a policy can't name a
 * role that is not there yet: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function letForeignSendersIn(queue: Queue, { foreignSenders }: QueuePlan): void {
  const accounts = Map.groupBy(foreignSenders, ({ account }) => account);
  for (const [account, senders] of accounts) {
    const roles = senders.map(({ link }) => `arn:aws:iam::${account}:role/${roleName({ name: link })}`);
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: `SendersOf${account}`,
        principals: [new AccountPrincipal(account)],
        actions: ["sqs:SendMessage"],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { "aws:PrincipalArn": roles } },
      }),
    );
  }
}
