// The two servers against which the checks run: this machine's own, whose time can be moved, and Google's emulator.

import { setTimeout as pause } from "node:timers/promises";
import { PubSub, v1 } from "@google-cloud/pubsub";
import { credentials } from "@grpc/grpc-js";
import { type PubsubServer, pubsubServer } from "../../../infra/local/pubsub/server.ts";
import type { MessageFields, Received, World } from "./check.ts";

/** How often an empty subscription is asked before it counts as empty, and how far apart in milliseconds. */
const PATIENCE = { own: [6, 5], strange: [6, 50] } as const;
let made = 0;

/** Clients that every check of one server shares, and projects of their own for each check. */
export function worldsOf(host: string, own?: { readonly server: PubsubServer; shift(seconds: number): void }) {
  const [apiEndpoint = "", port] = host.split(":");
  const clientOptions = { universeDomain: "googleapis.com" };
  const options = { apiEndpoint, port: Number(port), sslCreds: credentials.createInsecure(), clientOptions };
  const clients = {
    publisher: new v1.PublisherClient({ ...options, projectId: "check" }),
    subscriber: new v1.SubscriberClient({ ...options, projectId: "check" }),
    schemas: new v1.SchemaServiceClient({ ...options, projectId: "check" }),
  };
  return {
    world(): World & { close(): Promise<void> } {
      const project = `check-${++made}`;
      const client = new PubSub({ projectId: project, apiEndpoint: host, emulatorMode: true, clientOptions });
      const parts = { host, project, client, ...clients };
      return { ...parts, ...actions(parts, own), close: () => client.close() };
    },
    async close() {
      await Promise.all(Object.values(clients).map((each) => each.close()));
    },
  };
}

/** This machine's own, in a time that runs on and can be moved forward: for all who look at it. */
export async function ownServer() {
  let shiftMs = 0;
  const server = await pubsubServer({ now: () => Date.now() + shiftMs });
  const shift = (seconds: number) => {
    shiftMs += seconds * 1_000;
  };
  const worlds = worldsOf(server.host, { server, shift });
  return {
    world: worlds.world,
    async close() {
      await worlds.close();
      await server.close();
    },
  };
}

type Parts = Pick<World, "host" | "project" | "publisher" | "subscriber">;

function actions(
  { host, project, publisher, subscriber }: Parts,
  own: { readonly server: PubsubServer; shift(seconds: number): void } | undefined,
): Omit<World, keyof Parts | "client" | "schemas"> {
  let count = 0;
  const name: World["name"] = (kind, id = `${kind}-${++count}`) => `projects/${project}/${kind}/${id}`;
  const topic: World["topic"] = async (fields = {}) => {
    const [{ name: given }] = await publisher.createTopic({ name: name("topics"), ...fields });
    return given ?? "";
  };
  const ids = (received: readonly Received[]) => received.map(({ ackId }) => ackId ?? "");
  return {
    name,
    topic,
    async subscription(fields = {}) {
      const of = fields.topic ?? (await topic());
      const [{ name: given }] = await subscriber.createSubscription({
        name: name("subscriptions"),
        ...fields,
        topic: of,
      });
      return { topic: of, subscription: given ?? "" };
    },
    async publish(to, ...messages) {
      const [{ messageIds }] = await publisher.publish({ topic: to, messages: messages.map(asMessage) });
      return messageIds ?? [];
    },
    pull: (subscription, wanted = 1) => pullAll(subscriber, subscription, wanted, own !== undefined),
    async ack(subscription, received) {
      await subscriber.acknowledge({ subscription, ackIds: ids(received) });
    },
    async nack(subscription, received) {
      await subscriber.modifyAckDeadline({ subscription, ackIds: ids(received), ackDeadlineSeconds: 0 });
    },
    async rest(verb, path, body) {
      const init = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`http://${host}/v1/${path}`, { method: verb, headers, ...init });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
    },
    async pass(seconds) {
      own?.shift(seconds);
      const engine = own?.server.engine;
      for (const each of engine?.subscriptions.names(`projects/${project}`) ?? []) engine?.settle(each);
    },
  };
}

const asMessage = (message: string | MessageFields): MessageFields =>
  typeof message === "string" ? { data: Buffer.from(message) } : message;

async function pullAll(
  subscriber: World["subscriber"],
  subscription: string,
  wanted: number,
  isOwn: boolean,
): Promise<readonly Received[]> {
  const [tries, pauseMs] = isOwn ? PATIENCE.own : PATIENCE.strange;
  const all: Received[] = [];
  for (let empty = 0; empty < tries && all.length < wanted; ) {
    const most = { maxMessages: wanted - all.length, returnImmediately: true };
    const [{ receivedMessages }] = await subscriber.pull({ subscription, ...most });
    all.push(...(receivedMessages ?? []));
    if ((receivedMessages ?? []).length > 0) continue;
    empty++;
    await pause(pauseMs);
  }
  return all;
}
