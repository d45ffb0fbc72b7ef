// Which account and region a request is about: queues of one name live in each of them, and know nothing of each other.

import { type Fields, maybeText, parseFields } from "./fields.ts";

/** Where queues live: twelve digits, and the name of a region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** What a queue's URL says. `region` is there where its host is the real service's. */
export interface QueueAddress {
  readonly account: string;
  readonly name: string;
  readonly region?: string;
}

/** The last two of the path's segments are account and name, whatever the host is; nothing where there are not both. */
export function queueAddress(url: string): QueueAddress | undefined {
  const [, host = "", path = ""] = /^(?:https?:\/\/([^/]*))?(.*)$/s.exec(url) ?? [];
  const [account, name] = path.split("/").filter(Boolean).slice(-2);
  if (account === undefined || name === undefined) return undefined;
  const [, region] = /^sqs\.([a-z0-9-]+)\.amazonaws\.com/.exec(host) ?? [];
  return { account, name, ...(region === undefined ? {} : { region }) };
}

/**
 * The place of whoever has signed a request. Keys are not checked, but a key id of twelve digits is the id of an account:
 * so a client can be of any. Without a signature, or where it does not say, it is `home`.
 */
export function callerPlace(authorization: string | undefined, home: Place): Place {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html: KEY/DATE/REGION/sqs/...
  const [, key = "", region] = /\bCredential=([^/,\s]+)\/\d+\/([^/,\s]+)\/sqs\//.exec(authorization ?? "") ?? [];
  return { account: /^\d{12}$/.test(key) ? key : home.account, region: region ?? home.region };
}

/** Which task of which queue a handle means. */
export interface TaskAddress {
  readonly taskId: string;
  readonly sourceArn: string;
}

/** The handle of a task that moves messages: opaque to clients, and readable here wherever it comes. */
export const taskHandle = ({ taskId, sourceArn }: TaskAddress): string =>
  Buffer.from(JSON.stringify({ taskId, sourceArn })).toString("base64");

/** Nothing for what was never a handle. */
export function taskAddress(handle: string): TaskAddress | undefined {
  try {
    const fields = parseFields(Buffer.from(handle, "base64").toString());
    const [taskId, sourceArn] = [maybeText(fields, "taskId"), maybeText(fields, "sourceArn")];
    return taskId === undefined || sourceArn === undefined ? undefined : { taskId, sourceArn };
  } catch {
    return undefined;
  }
}

/** The place of the queue that a request names, by its URL, its ARN or its owner's account; else the caller's own. */
export function requestPlace(request: Fields, caller: Place): Place {
  const arn = maybeText(request, "SourceArn") ?? taskAddress(maybeText(request, "TaskHandle") ?? "")?.sourceArn;
  const { account, region } = arnPlace(arn) ?? queueAddress(maybeText(request, "QueueUrl") ?? "") ?? {};
  return {
    account: account ?? maybeText(request, "QueueOwnerAWSAccountId") ?? caller.account,
    region: region ?? caller.region,
  };
}

function arnPlace(arn: string | undefined): Place | undefined {
  const [, region, account] = /^arn:[^:]+:sqs:([a-z0-9-]+):(\d{12}):/.exec(arn ?? "") ?? [];
  return region === undefined || account === undefined ? undefined : { region, account };
}
