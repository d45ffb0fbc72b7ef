// Permissions are added to the queue's own policy, and taken from it.

import { missingParameter } from "../fault.ts";
import { text, texts } from "../fields.ts";
import { withoutPermission, withPermission } from "../policy.ts";
import { type Operation, queueOf } from "./operation.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
export const addPermission: Operation = (request, { engine }) => {
  const name = queueOf(request);
  const { arn, attributes } = engine.queues.get(name);
  const [accounts, actions] = [texts(request, "AWSAccountIds"), texts(request, "Actions")];
  if (accounts.length === 0) throw missingParameter("AWSAccountIds");
  if (actions.length === 0) throw missingParameter("Actions");
  const permission = { label: text(request, "Label"), accounts, actions };
  engine.queues.configure(name, new Map([["Policy", withPermission(attributes.get("Policy"), arn, permission)]]));
  return {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html */
export const removePermission: Operation = (request, { engine }) => {
  const name = queueOf(request);
  const { attributes } = engine.queues.get(name);
  const policy = withoutPermission(attributes.get("Policy"), text(request, "Label"));
  engine.queues.configure(name, new Map([["Policy", policy]]));
  return {};
};
