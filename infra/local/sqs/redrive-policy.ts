// The two JSON attributes that say where hopeless messages go, and who may send them there.

import { SERVICE_LIMITS } from "./limits.ts";

/** A queue's redrive policy. */
export interface Redrive {
  readonly deadLetterArn: string;
  /** A message that was received so often from the queue is moved instead of received again. */
  readonly maxReceiveCount: number;
}

/** The default of https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const DEFAULT_RECEIVE_COUNT = 10;

/** Reads a `RedrivePolicy`; nothing where there is none or it is not legal. */
export function parseRedrive(text: string | undefined): Redrive | undefined {
  const policy = parse(text);
  const deadLetterArn = policy?.["deadLetterTargetArn"];
  const maxReceiveCount = Number(policy?.["maxReceiveCount"] ?? DEFAULT_RECEIVE_COUNT);
  const isCount = Number.isInteger(maxReceiveCount) && maxReceiveCount >= 1;
  if (typeof deadLetterArn !== "string" || !isCount || maxReceiveCount > SERVICE_LIMITS.receiveCount) return undefined;
  return { deadLetterArn, maxReceiveCount };
}

/** A legal `RedrivePolicy` in the form in which the service shows it; nothing for any other text. */
export function redriveText(text: string): string | undefined {
  const redrive = parseRedrive(text);
  if (redrive === undefined) return undefined;
  return JSON.stringify({ deadLetterTargetArn: redrive.deadLetterArn, maxReceiveCount: redrive.maxReceiveCount });
}

/** A legal `RedriveAllowPolicy` as it is; nothing for any other text. */
export function sourcesText(text: string): string | undefined {
  const policy = parse(text);
  const permission = policy?.["redrivePermission"];
  const arns = policy?.["sourceQueueArns"];
  if (permission === "allowAll" || permission === "denyAll") return arns === undefined ? text : undefined;
  const isList = Array.isArray(arns) && arns.length > 0 && arns.length <= SERVICE_LIMITS.redriveSources;
  return permission === "byQueue" && isList && arns.every((arn) => typeof arn === "string") ? text : undefined;
}

/** True where a queue with this `RedriveAllowPolicy` takes dead letters of the queue with this ARN. */
export function takesDeadLetters(allowPolicy: string | undefined, sourceArn: string): boolean {
  const policy = parse(allowPolicy);
  const permission = policy?.["redrivePermission"] ?? "allowAll";
  const arns = policy?.["sourceQueueArns"];
  return permission === "allowAll" || (permission === "byQueue" && Array.isArray(arns) && arns.includes(sourceArn));
}

function parse(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Not JSON: as illegal as JSON of another shape.
  }
  return undefined;
}
