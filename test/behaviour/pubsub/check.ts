// What one check of the provider's own words is, and what it is given.

import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { PubSub, protos, v1 } from "@google-cloud/pubsub";
import { status } from "@grpc/grpc-js";
import { expect } from "vitest";

/** Resources and messages as the clients take them. */
export type TopicFields = Readonly<protos.google.pubsub.v1.ITopic>;
export type SubscriptionFields = Readonly<protos.google.pubsub.v1.ISubscription>;
export type MessageFields = Readonly<protos.google.pubsub.v1.IPubsubMessage>;
export type Received = Readonly<protos.google.pubsub.v1.IReceivedMessage>;

/** One thing that the provider says, as something that can be seen. */
export interface Check {
  /** In the present tense; unique, since the list of gaps goes by it. */
  readonly name: string;
  /** Where the provider says so. */
  readonly says: string;
  /** What the provider's documents leave open there, and how it is read here. */
  readonly open?: string;
  /** Time passes in it: it is run only where time can be moved. */
  readonly passes?: true;
  run(world: World): Promise<void>;
}

/** An answer of the REST API. */
export interface RestAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A server of the protocol with a project of the check's own, and official clients of it. */
export interface World {
  readonly host: string;
  readonly project: string;
  readonly client: PubSub;
  readonly publisher: InstanceType<typeof v1.PublisherClient>;
  readonly subscriber: InstanceType<typeof v1.SubscriberClient>;
  readonly schemas: InstanceType<typeof v1.SchemaServiceClient>;
  /** `projects/PROJECT/KIND/ID`, with an ID that nothing has yet where none is given. */
  name(kind: "topics" | "subscriptions" | "snapshots" | "schemas", id?: string): string;
  /** Makes a topic, gives its name. */
  topic(fields?: TopicFields): Promise<string>;
  /** Makes a subscription, of a topic of its own where none is given. */
  subscription(fields?: SubscriptionFields): Promise<{ readonly topic: string; readonly subscription: string }>;
  /** Publishes texts or messages in one request. */
  publish(topic: string, ...messages: readonly (string | MessageFields)[]): Promise<readonly string[]>;
  /** Pulls until so many have come, or nothing more does. */
  pull(subscription: string, count?: number): Promise<readonly Received[]>;
  ack(subscription: string, received: readonly Received[]): Promise<void>;
  /** Makes them come again. */
  nack(subscription: string, received: readonly Received[]): Promise<void>;
  rest(verb: string, path: string, body?: unknown): Promise<RestAnswer>;
  /** Lets time pass: only in checks that say so. */
  pass(seconds: number): Promise<void>;
}

/** A page of the product's documentation. */
export const docs = (page: string): string => `https://cloud.google.com/pubsub/docs/${page}`;

/** A message or method of the RPC reference. */
export const rpc = (part: string): string => docs(`reference/rpc/google.pubsub.v1#${part}`);

/** A method of the REST reference. */
export const restApi = (method: string): string => docs(`reference/rest/v1/${method}`);

/** The status by which a call is refused, by its name; `OK` where it is not. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const code: unknown = await call.then(
    () => status.OK,
    (thrown: { code?: unknown }) => thrown.code,
  );
  return status[Number(code)] ?? String(code);
}

/** What an answer of the REST API refuses with: the status of HTTP, and code and name in its body. */
export const errorOf = ({ status, body }: RestAnswer) => {
  const { code, status: name } = (body["error"] ?? {}) as Readonly<Record<string, unknown>>;
  return [status, code, name];
};

/** The texts of what came, in order. */
export const texts = (received: readonly Received[]): readonly string[] =>
  received.map(({ message }) => Buffer.from(message?.data ?? []).toString());

/** How often something is looked at before it counts as not coming, and how far apart in milliseconds. */
const [LOOKS, PAUSE_MS] = [300, 20];

/** Looks until what is read is as it should be; fails as that comparison does. */
export async function eventually<Read>(read: () => Read | Promise<Read>, wanted: Read): Promise<void> {
  for (let look = 1; look < LOOKS; look++) {
    if (isDeepStrictEqual(await read(), wanted)) return;
    await pause(PAUSE_MS);
  }
  expect(await read()).toEqual(wanted);
}

/** A duration as the clients take it. */
export const seconds = (count: number): { seconds: number } => ({ seconds: count });
