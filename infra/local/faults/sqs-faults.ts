// Stands between the SQS protocol and its operations: carries out what faults say of a request.

import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Fields } from "../sqs/fields.ts";
import type { Operation, OperationContext } from "../sqs/operations/operation.ts";
import { type Place, queueAddress } from "../sqs/place.ts";
import { SQS_CODES } from "./codes.ts";
import type { Ending, Injector } from "./injector.ts";
import type { Asked } from "./rule.ts";
import { onParts } from "./sqs-parts.ts";
import { pause, silence } from "./waits.ts";

/** A request that has come in. */
export interface SqsRequest {
  readonly name: string;
  readonly operation: Operation;
  readonly fields: Fields;
  readonly place: Place;
  readonly response: ServerResponse;
}

/** Carries a request out as the faults have it: gives the fields of its answer, or nothing where they have seen to that. */
export type SqsFaults = (request: SqsRequest, context: OperationContext) => Promise<Fields | undefined>;

/** The faults of an injector, for one server. */
export function sqsFaults(injector: Injector): SqsFaults {
  return async ({ name, operation, fields, place, response }, context) => {
    const asked = askedOf(name, fields, place);
    const { delayMs, ending } = injector.fate(asked);
    await pause(delayMs, injector);
    // Nothing may be given to a client that has gone meanwhile; what it has sent arrives.
    if (name === "ReceiveMessage" && response.destroyed) return undefined;
    if (ending === undefined) return onParts({ operation, fields, asked, injector }, context);
    if (ending.kind === "loseAnswer") await carriedOut(operation, fields, context);
    await end(ending, response, injector);
    return undefined;
  };
}

function askedOf(operation: string, { QueueUrl, QueueName }: Fields, { account, region }: Place): Asked {
  const named = typeof QueueUrl === "string" ? queueAddress(QueueUrl)?.name : QueueName;
  const queue = typeof named === "string" ? named : "";
  return { broker: "sqs", operation, names: [queue, `arn:aws:sqs:${region}:${account}:${queue}`] };
}

/** Whether it could be done is lost with the answer. */
async function carriedOut(operation: Operation, fields: Fields, context: OperationContext): Promise<void> {
  try {
    await operation(fields, context);
  } catch {
    // The answer would have said so.
  }
}

async function end(ending: Ending, response: ServerResponse, injector: Injector): Promise<void> {
  const code = codeOf(ending);
  if (code !== undefined) return refuse(response, code);
  const isSilent = ending.kind === "hang" || (ending.kind === "loseAnswer" && ending.by === "hang");
  if (isSilent && !response.destroyed) await silence(injector, (listener) => void response.once("close", listener));
  response.destroy();
}

/** Nothing where the connection ends without an answer. */
function codeOf(ending: Ending): string | undefined {
  switch (ending.kind) {
    case "refuse":
      return ending.code;
    case "expireToken":
      return "ExpiredToken";
    case "down":
      return "ServiceUnavailable";
    case "loseAnswer":
      return ending.by === "error" ? "InternalError" : undefined;
    case "hang":
      return undefined;
  }
}

/** As the service says no, from which clients make their error classes. */
function refuse(response: ServerResponse, code: string): void {
  const { httpStatus = 400, side = "Sender" } = SQS_CODES.get(code) ?? {};
  const queryCode = code === "QueueDoesNotExist" ? "AWS.SimpleQueueService.NonExistentQueue" : code;
  const body = Buffer.from(
    JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: `A fault that was asked for: ${code}.` }),
  );
  response.writeHead(httpStatus, {
    "content-type": "application/x-amz-json-1.0",
    "content-length": body.length,
    "x-amzn-requestid": randomUUID(),
    "x-amzn-query-error": `${queryCode};${side}`,
  });
  response.end(body);
}
