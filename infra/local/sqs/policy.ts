// The access policy of a queue as AddPermission and RemovePermission write it: kept and shown, and nothing is held to it here.

import { invalidParameter, SqsFault } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";

/** What one permission lets whom do. */
export interface Permission {
  readonly label: string;
  readonly accounts: readonly string[];
  readonly actions: readonly string[];
}

type Statement = Readonly<Record<string, unknown>>;

/** What may be allowed to another account: "SendMessage" means its batch as well, and so for the others. */
const SHARED = new Set([
  ..."* SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility GetQueueAttributes GetQueueUrl".split(" "),
  ..."ListDeadLetterSourceQueues PurgeQueue".split(" "),
]);

/**
 * The policy with one statement more. Throws `OverLimit` for more than seven actions or 20 statements, and
 * `InvalidParameterValue` for a label that is taken or not legal, what is no account, and actions that only the owner has:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
 */
export function withPermission(policy: string | undefined, arn: string, permission: Permission): string {
  const { label, accounts, actions } = permission;
  checkPermission(permission);
  const statements = statementsOf(policy);
  if (statements.some(({ Sid }) => Sid === label)) throw invalidParameter("Label", "Already exists.");
  if (statements.length >= SERVICE_LIMITS.policyStatements)
    throw new SqsFault("OverLimit", `A policy can have at most ${SERVICE_LIMITS.policyStatements} statements.`);
  const statement = {
    Sid: label,
    Effect: "Allow",
    Principal: { AWS: oneOrMore(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrMore(actions.map((action) => `SQS:${action}`)),
    Resource: arn,
  };
  const made = { Version: "2008-10-17", Id: `${arn}/SQSDefaultPolicy` };
  return JSON.stringify({ ...(parsePolicy(policy) ?? made), Statement: [...statements, statement] });
}

/** The policy without that statement; empty where none is left. Throws `InvalidParameterValue` where there is none. */
export function withoutPermission(policy: string | undefined, label: string): string {
  const statements = statementsOf(policy);
  const rest = statements.filter(({ Sid }) => Sid !== label);
  if (rest.length === statements.length) throw invalidParameter("Label", "can't find label.");
  return rest.length === 0 ? "" : JSON.stringify({ ...parsePolicy(policy), Statement: rest });
}

/** A legal policy as it is; nothing for any other text. */
export const policyText = (text: string): string | undefined =>
  Buffer.byteLength(text) <= SERVICE_LIMITS.policyBytes && parsePolicy(text) !== undefined ? text : undefined;

function checkPermission({ label, accounts, actions }: Permission): void {
  if (!/^[A-Za-z0-9_-]+$/.test(label) || label.length > SERVICE_LIMITS.labelCharacters)
    throw invalidParameter(
      "Label",
      "A label can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    );
  if (!accounts.every((account) => /^\d{12}$/.test(account)))
    throw invalidParameter("PrincipalId", "Unable to verify: an account is twelve digits.");
  if (actions.length > SERVICE_LIMITS.statementActions)
    throw new SqsFault(
      "OverLimit",
      `${actions.length} Actions were found, maximum allowed is ${SERVICE_LIMITS.statementActions}.`,
    );
  if (!actions.every((action) => SHARED.has(action)))
    throw invalidParameter("ActionName", "Only the queue owner is allowed to invoke this action.");
}

const oneOrMore = (texts: readonly string[]): string | readonly string[] | undefined =>
  texts.length === 1 ? texts[0] : texts;

function statementsOf(policy: string | undefined): readonly Statement[] {
  const given = parsePolicy(policy)?.["Statement"] ?? [];
  // A policy is kept as it came, so what stands there may be anything.
  return (Array.isArray(given) ? given : [given]).map((each): Statement => Object(each));
}

function parsePolicy(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined || text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Not JSON: as illegal as JSON of another shape.
  }
  return undefined;
}
