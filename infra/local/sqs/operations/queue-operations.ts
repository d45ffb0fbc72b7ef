// Queues are made, found, listed, emptied and deleted.

import { SqsFault } from "../fault.ts";
import { type Fields, maybeInteger, maybeText, text, textMap } from "../fields.ts";
import { SERVICE_LIMITS } from "../limits.ts";
import { checkTags } from "../tag-rules.ts";
import { type Operation, queueOf } from "./operation.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const createQueue: Operation = (request, { engine, urlOf }) => {
  const name = text(request, "QueueName");
  const tags = textMap(request, "tags");
  checkTags(new Map(), tags);
  engine.queues.create(name, textMap(request, "Attributes"), tags);
  return { QueueUrl: urlOf(name) };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
export const getQueueUrl: Operation = (request, { engine, urlOf }) => ({
  QueueUrl: urlOf(engine.queues.get(text(request, "QueueName")).name),
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export const listQueues: Operation = (request, { engine, urlOf }) => {
  const prefix = maybeText(request, "QueueNamePrefix") ?? "";
  const { page, NextToken } = pageOf(
    engine.queues.names().filter((name) => name.startsWith(prefix)),
    request,
  );
  return { QueueUrls: page.map(urlOf), NextToken };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html */
export const listDeadLetterSourceQueues: Operation = (request, { engine, urlOf }) => {
  const { page, NextToken } = pageOf(engine.queues.sourcesOf(queueOf(request)), request);
  return { queueUrls: page.map(urlOf), NextToken };
};

/** Long polls that wait there end with `QueueDoesNotExist`. All is gone at once; the name is free after a minute. */
export const deleteQueue: Operation = (request, { engine }) => {
  engine.queues.delete(queueOf(request));
  return {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export const purgeQueue: Operation = (request, { engine }) => {
  engine.purge(queueOf(request));
  return {};
};

/** The token is the last name given: pages stay right while queues come and go. */
function pageOf(names: readonly string[], request: Fields): { page: readonly string[]; NextToken: string | undefined } {
  const most = SERVICE_LIMITS.listedQueues;
  const limit = maybeInteger(request, "MaxResults", 1, most);
  const token = maybeText(request, "NextToken");
  const after = token === undefined ? "" : Buffer.from(token, "base64url").toString();
  if (token !== undefined && (after === "" || Buffer.from(after).toString("base64url") !== token))
    throw new SqsFault("InvalidParameterValue", "Invalid or expired next token.");
  const rest = names.filter((name) => name > after);
  const page = rest.slice(0, limit ?? most);
  const last = page.at(-1);
  const goesOn = limit !== undefined && rest.length > page.length && last !== undefined;
  return { page, NextToken: goesOn ? Buffer.from(last).toString("base64url") : undefined };
}
