// Faults of parts of an SQS request: entries that fail, messages that come late, messages that come twice.

import type { Fields } from "../sqs/fields.ts";
import { SERVICE_LIMITS } from "../sqs/limits.ts";
import type { Operation, OperationContext } from "../sqs/operations/operation.ts";
import { SQS_CODES } from "./codes.ts";
import type { Injector } from "./injector.ts";
import type { Asked } from "./rule.ts";

/** A request that is carried out, in part at least. */
interface Request {
  readonly operation: Operation;
  readonly fields: Fields;
  readonly asked: Asked;
  readonly injector: Injector;
}

/** The fields of the answer. Throws what the operation throws. */
export async function onParts({ operation, fields, asked, injector }: Request, context: OperationContext) {
  const own = { ...context, engine: twice(context.engine, asked, injector) };
  const late = (part: Fields) => delayed(part, asked, context, injector);
  const entries = entriesOf(fields);
  if (entries === undefined) return operation(asked.operation === "SendMessage" ? late(fields) : fields, own);
  const Failed: Fields[] = [];
  const rest = entries.filter((entry) => {
    const struck = injector.stroke("failEntries", asked);
    if (struck !== undefined) Failed.push(failureOf(entry, struck.fault.code));
    return struck === undefined;
  });
  if (rest.length === 0) return { Successful: [], Failed };
  const Entries = asked.operation === "SendMessageBatch" ? rest.map(late) : rest;
  const answer = await operation({ ...fields, Entries }, own);
  return Failed.length === 0 ? answer : { ...answer, Failed: [...listOf(answer["Failed"]), ...Failed] };
}

/** Of a batch as the service takes it: any other is for the operation to refuse, whole. */
function entriesOf({ Entries }: Fields): readonly Fields[] | undefined {
  const entries = listOf(Entries);
  const ids = new Set(entries.map(({ Id }) => Id));
  const isSound = entries.length > 0 && entries.length <= MOST_ENTRIES && ids.size === entries.length;
  return isSound ? entries : undefined;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MOST_ENTRIES = 10;

function listOf(value: unknown): readonly Fields[] {
  const isTable = (item: unknown): item is Fields => typeof item === "object" && item !== null && !Array.isArray(item);
  return Array.isArray(value) && value.every(isTable) ? value : [];
}

function failureOf({ Id }: Fields, Code: string): Fields {
  const SenderFault = SQS_CODES.get(Code)?.side !== "Receiver";
  return { Id, SenderFault, Code, Message: `A fault that was asked for: ${Code}.` };
}

const isStandard = ({ names: [queue = ""] }: Asked): boolean => !queue.endsWith(".fifo");

/** What is sent a second later arrives behind what is sent meanwhile. */
function delayed(part: Fields, asked: Asked, { engine }: OperationContext, injector: Injector): Fields {
  const [queue = ""] = asked.names;
  if (!isStandard(asked) || !engine.queues.has(queue) || injector.stroke("reorder", asked) === undefined) return part;
  const own = part["DelaySeconds"] ?? engine.queues.get(queue).settings.delaySeconds;
  if (typeof own !== "number") return part;
  return { ...part, DelaySeconds: Math.min(SERVICE_LIMITS.delaySeconds, own + 1) };
}

/** An engine in which a message that is deleted may be there once more, as a standard queue may have it. */
function twice(engine: OperationContext["engine"], asked: Asked, injector: Injector): OperationContext["engine"] {
  return {
    ...engine,
    deleteMessage(queue, receiptHandle) {
      const struck = isStandard(asked) ? injector.stroke("duplicate", asked) : undefined;
      if (struck === undefined) return engine.deleteMessage(queue, receiptHandle);
      try {
        engine.changeVisibility(queue, receiptHandle, 0);
      } catch {
        // It is in nobody's hands any more: then it is as it would be without a fault.
        engine.deleteMessage(queue, receiptHandle);
      }
    },
  };
}
