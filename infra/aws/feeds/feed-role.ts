// The role of a service that fills a queue: it may send there, and what else its source asks for.

import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { feedRoleName } from "../../../shared/fabric/deployment/feed-names.ts";
import type { Fed } from "./fed.ts";

/** Whose role it is, and for which of its resources alone it may be taken on: an ARN, or a pattern of some. */
export interface Feeder {
  readonly service: "pipes" | "iot";
  readonly sourceArn: string;
  /** Queues to send to, by ARN. */
  readonly sendTo: readonly string[];
  readonly more: readonly PolicyStatement[];
}

/** Named like all roles of the fabric. An encrypted queue's key is part of what a sender needs. */
export function feedRole(scope: Construct, { fabric, plan }: Fed, { service, sourceArn, sendTo, more }: Feeder): Role {
  const { kmsKey } = plan.endpoint;
  const statements = [
    new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [...sendTo] }),
    ...(kmsKey === undefined
      ? []
      : [new PolicyStatement({ actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [kmsKey] })]),
    ...more,
  ];
  return new Role(scope, "Role", {
    roleName: feedRoleName(fabric, plan.endpoint),
    description: `Fills ${plan.endpoint.name}`,
    assumedBy: new ServicePrincipal(`${service}.amazonaws.com`, {
      conditions: { ArnLike: { "aws:SourceArn": sourceArn } },
    }),
    inlinePolicies: { feed: new PolicyDocument({ statements }) },
  });
}
