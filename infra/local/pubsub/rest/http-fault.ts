// How REST says no: https://cloud.google.com/apis/design/errors#http_mapping

import { restDetailsOf } from "../error-details.ts";
import { PubsubFault } from "../fault.ts";

/** An answer in JSON. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: object;
}

const HTTP: Readonly<Record<PubsubFault["status"], number>> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  RESOURCE_EXHAUSTED: 429,
  UNIMPLEMENTED: 501,
  CANCELLED: 499,
  UNKNOWN: 500,
  DEADLINE_EXCEEDED: 504,
  PERMISSION_DENIED: 403,
  OUT_OF_RANGE: 400,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  UNAUTHENTICATED: 401,
};

/** A JSON request that names a field, or has a value, that its message can't have. */
export class JsonFault extends PubsubFault {
  /** Where in the request; empty at its top. */
  readonly field: string;

  constructor(field: string, message: string) {
    super("INVALID_ARGUMENT", message);
    this.field = field;
  }
}

/** `JsonFault`: no such name in the message at a place of the request. The name is the sender's own, as in the service. */
export function unknownName(name: string, at: string, isQuery = false): JsonFault {
  const place = at === "" ? "" : ` at '${at}'`;
  const ending = isQuery
    ? "Cannot bind query parameter. Field could not be found in request message."
    : "Cannot find field.";
  return new JsonFault(at, `Invalid JSON payload received. Unknown name ${JSON.stringify(name)}${place}: ${ending}`);
}

/** The answer for what a method threw. What is not the sender's fault is ours: without a word of what went wrong. */
export function faultAnswer(thrown: unknown): JsonAnswer {
  if (!(thrown instanceof PubsubFault))
    return errorAnswer(500, "INTERNAL", "The local Pub/Sub server failed to answer: this is a defect of it.");
  const violations = thrown instanceof JsonFault ? [badRequest(thrown)] : [];
  const details = [...violations, ...restDetailsOf(thrown)];
  return errorAnswer(HTTP[thrown.status], thrown.status, thrown.message, details);
}

/** An answer that refuses. */
export function errorAnswer(
  code: number,
  status: string,
  message: string,
  details: readonly object[] = [],
): JsonAnswer {
  return { status: code, body: { error: { code, message, status, ...(details.length > 0 ? { details } : {}) } } };
}

const badRequest = ({ field, message }: JsonFault): object => ({
  "@type": "type.googleapis.com/google.rpc.BadRequest",
  fieldViolations: [{ ...(field === "" ? {} : { field }), description: message }],
});
