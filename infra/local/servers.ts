// The two brokers of a local run: embedded servers, or ones that already run, under one shape.

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SQSClient } from "@aws-sdk/client-sqs";
import { PubSub } from "@google-cloud/pubsub";
import { CLAIMS_FOLDER } from "../../shared/brokers/claim-store.ts";
import type { Injector } from "./faults/injector.ts";
import { pubsubFaults } from "./faults/pubsub-faults.ts";
import { sqsFaults } from "./faults/sqs-faults.ts";
import { unlessEnded } from "./process/unless-ended.ts";
import type { PubsubEngine } from "./pubsub/engine.ts";
import { pubsubServer } from "./pubsub/server.ts";
import { reachPubsub, reachSqs } from "./reach.ts";
import type { SqsEngine } from "./sqs/engine.ts";
import type { Place } from "./sqs/place.ts";
import { sqsServer } from "./sqs/server.ts";

/** Where to find SQS and Pub/Sub; what is left out is embedded, on a free port unless one is named. */
export interface ServerChoice {
  readonly sqsEndpoint?: string;
  readonly pubsubHost?: string;
  readonly sqsPort?: number;
  readonly pubsubPort?: number;
  /** The folder in which bodies of claim checks lie; where absent, one that goes with the servers. */
  readonly claims?: string;
  readonly account: string;
  readonly region: string;
  readonly project: string;
  /** What goes wrong on purpose at embedded servers; nothing where absent. */
  readonly faults?: Injector;
}

/** Both brokers, with official clients; an engine only where the server is embedded. */
export interface Servers {
  readonly sqsEndpoint: string;
  readonly pubsubHost: string;
  /** Stands for the buckets of both clouds. */
  readonly claims: string;
  /** How an error calls each: where it is, and the option that named it. */
  readonly called: { readonly sqs: string; readonly pubsub: string };
  /** Of the fabric's own account and region. */
  readonly sqs: SQSClient;
  /** Of whoever lives there, to make queues there; the same one for the same place, closed with the servers. */
  readonly sqsAt: (place: Place) => SQSClient;
  readonly pubsub: PubSub;
  /** Of the fabric's own account and region. */
  readonly sqsEngine?: SqsEngine;
  readonly sqsEngineAt?: (place: Place) => SqsEngine;
  readonly pubsubEngine?: PubsubEngine;
  /** What a function needs to reach both: the standard variables, with credentials that are none. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Resolves once both answer. Rejects with one line where a port is taken, or a named server does not answer as one of its
 * kind does, and at once where `ended` is aborted while one is waited for.
 */
export async function openServers(choice: ServerChoice, ended = new AbortController().signal): Promise<Servers> {
  const { account, region } = choice;
  const sqs = await openSqs(choice, ended);
  const pubsub = await openPubsub(choice, ended).catch(async (error: unknown) => {
    await sqs.close();
    throw error;
  });
  const claims = choice.claims ?? join(tmpdir(), `hopspan-claims-${randomUUID()}`);
  const [sqsEngine, pubsubEngine] = [sqs.own?.engine, pubsub.own?.engine];
  return {
    sqsEndpoint: sqs.endpoint,
    pubsubHost: pubsub.host,
    claims,
    called: { sqs: sqs.called, pubsub: pubsub.called },
    sqs: sqs.clients.at({ account, region }),
    sqsAt: sqs.clients.at,
    pubsub: pubsub.client,
    ...(sqsEngine === undefined ? {} : { sqsEngine }),
    ...(sqs.own === undefined ? {} : { sqsEngineAt: sqs.own.engineAt }),
    ...(pubsubEngine === undefined ? {} : { pubsubEngine }),
    environment: { ...clientEnvironment(sqs.endpoint, pubsub.host, choice), [CLAIMS_FOLDER]: claims },
    async close() {
      await Promise.all([sqs.close(), pubsub.close()]);
      if (choice.claims === undefined) await rm(claims, { recursive: true, force: true });
    },
  };
}

async function openSqs({ sqsEndpoint, sqsPort, account, region, faults }: ServerChoice, ended: AbortSignal) {
  const settings = { port: sqsPort ?? 0, accountId: account, region };
  const faulty = faults === undefined ? {} : { faults: sqsFaults(faults) };
  const own = sqsEndpoint === undefined ? await sqsServer({ ...settings, ...faulty }) : undefined;
  const endpoint = sqsEndpoint ?? own?.endpoint ?? "";
  const called = own === undefined ? `SQS at ${new URL(endpoint).host} (--aws-endpoint)` : "embedded SQS";
  const clients = sqsClients(endpoint);
  const close = async () => {
    clients.destroy();
    await own?.close();
  };
  if (own === undefined) await orClose(close, ended, () => reachSqs(clients.at({ account, region }), called));
  return { own, endpoint, called, clients, close };
}

async function openPubsub({ pubsubHost, pubsubPort, project, faults }: ServerChoice, ended: AbortSignal) {
  const faulty = faults === undefined ? {} : { faults: pubsubFaults(faults) };
  const own = pubsubHost === undefined ? await pubsubServer({ port: pubsubPort ?? 0, ...faulty }) : undefined;
  const host = pubsubHost ?? own?.host ?? "";
  const called = own === undefined ? `Pub/Sub at ${host} (--pubsub-host)` : "embedded Pub/Sub";
  const client = localPubsub(host, project);
  const close = async () => {
    await client.close().catch(() => {});
    await own?.close();
  };
  if (own === undefined) await orClose(close, ended, () => reachPubsub(client, called));
  return { own, host, called, client, close };
}

async function orClose(close: () => Promise<void>, ended: AbortSignal, reach: () => Promise<void>): Promise<void> {
  try {
    await unlessEnded(ended, reach);
  } catch (error) {
    await close();
    throw error;
  }
}

/** An official client for a server that checks no credentials; the key id says whose it is. Each poll of each link holds a connection. */
export const localSqs = (endpoint: string, { account, region }: Place): SQSClient =>
  new SQSClient({
    endpoint,
    region,
    credentials: credentialsOf(account),
    requestHandler: {
      httpAgent: { maxSockets: Number.POSITIVE_INFINITY },
      httpsAgent: { maxSockets: Number.POSITIVE_INFINITY },
    },
  });

const credentialsOf = (account: string) => ({ accessKeyId: account, secretAccessKey: "local" });

function sqsClients(endpoint: string) {
  const all = new Map<string, SQSClient>();
  return {
    at({ account, region }: Place): SQSClient {
      const key = `${account} ${region}`;
      const client = all.get(key) ?? localSqs(endpoint, { account, region });
      all.set(key, client);
      return client;
    },
    destroy() {
      for (const client of all.values()) client.destroy();
    },
  };
}

/** The same for Pub/Sub; `host` as in PUBSUB_EMULATOR_HOST. */
function localPubsub(host: string, project: string): PubSub {
  // Said in advance: to find it out the client would look for credentials, and for a metadata server that no laptop has.
  const clientOptions = { universeDomain: "googleapis.com" };
  return new PubSub({ projectId: project, apiEndpoint: host, emulatorMode: true, clientOptions });
}

function clientEnvironment(sqsEndpoint: string, pubsubHost: string, { account, region, project }: ServerChoice) {
  const { accessKeyId, secretAccessKey } = credentialsOf(account);
  return {
    AWS_ENDPOINT_URL_SQS: sqsEndpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    PUBSUB_EMULATOR_HOST: pubsubHost,
    GOOGLE_CLOUD_PROJECT: project,
    METADATA_SERVER_DETECTION: "none",
  };
}
