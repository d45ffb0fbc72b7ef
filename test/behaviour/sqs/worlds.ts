// The two servers against which the checks run: this machine's own, in virtual time, and moto, in real time.

import { setTimeout as pause } from "node:timers/promises";
import { SQS } from "@aws-sdk/client-sqs";
import { sqsServer } from "../../../infra/local/sqs/server.ts";
import type { World } from "./check.ts";
import { virtualClock } from "./virtual-clock.ts";

const REGION = "eu-west-1";
let made = 0;

/** A client and the names of one run; what is made stays. */
function clientOf(endpoint: string, account: string) {
  const sqs = new SQS({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
  });
  const name = () => `check-${++made}`;
  const queue = async (QueueName: string, Attributes: Record<string, string>): Promise<string> =>
    (await sqs.createQueue({ QueueName, Attributes })).QueueUrl ?? "";
  return {
    sqs,
    endpoint,
    account,
    name,
    queue: (attributes: Record<string, string> = {}) => queue(name(), attributes),
    fifo: (attributes: Record<string, string> = {}) => queue(`${name()}.fifo`, { FifoQueue: "true", ...attributes }),
  };
}

const nameOf = (url: string): string => url.split("/").at(-1) ?? "";

const onlyOwn = (): never => {
  throw new Error("a server of others does nothing without requests");
};

/** A server of its own for one check: nothing in it is older than the check. */
export async function ownWorld(): Promise<World & { close(): Promise<void> }> {
  const clock = virtualClock();
  const account = "111122223333";
  const server = await sqsServer({ accountId: account, region: REGION, now: clock.now, after: clock.after });
  const client = clientOf(server.endpoint, account);
  return {
    ...client,
    pass: clock.pass,
    fill(url, count) {
      for (let n = 0; n < count; n++) server.engine.send(nameOf(url), { body: `${n}`, attributes: new Map() });
    },
    hold(url, count) {
      for (let n = 0; n < count; n += 10) server.engine.receive(nameOf(url), { limit: Math.min(10, count - n) });
    },
    async close() {
      client.sqs.destroy();
      await server.close();
    },
  };
}

/** A server that others run, with whatever is in it. */
export function strangeWorld(endpoint: string, account: string): World & { close(): Promise<void> } {
  const client = clientOf(endpoint, account);
  return {
    ...client,
    pass: (seconds) => pause(seconds * 1000),
    fill: onlyOwn,
    hold: onlyOwn,
    async close() {
      client.sqs.destroy();
    },
  };
}
