// The two brokers of a local run: embedded servers, or ones that already run, under one shape.

import { once } from "node:events";
import { connect } from "node:net";
import { SQSClient } from "@aws-sdk/client-sqs";
import { PubSub } from "@google-cloud/pubsub";
import { HopspanError } from "../../shared/core/errors.ts";
import { unlessEnded } from "./process/unless-ended.ts";
import type { PubsubEngine } from "./pubsub/engine.ts";
import { pubsubServer } from "./pubsub/server.ts";
import type { SqsEngine } from "./sqs/engine.ts";
import type { Place } from "./sqs/place.ts";
import { sqsServer } from "./sqs/server.ts";

/** Where to find SQS and Pub/Sub; what is left out is embedded, on a free port unless one is named. */
export interface ServerChoice {
  readonly sqsEndpoint?: string;
  readonly pubsubHost?: string;
  readonly sqsPort?: number;
  readonly pubsubPort?: number;
  readonly account: string;
  readonly region: string;
  readonly project: string;
}

/** Both brokers, with official clients; an engine only where the server is embedded. */
export interface Servers {
  readonly sqsEndpoint: string;
  readonly pubsubHost: string;
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
 * Resolves once both answer. Rejects where a port is taken or a named server does not answer, and at once where `ended` is
 * aborted while one is waited for.
 */
export async function openServers(choice: ServerChoice, ended?: AbortSignal): Promise<Servers> {
  const { account, region, project } = choice;
  if (choice.sqsEndpoint !== undefined) await reach("SQS", new URL(choice.sqsEndpoint).host, ended);
  if (choice.pubsubHost !== undefined) await reach("Pub/Sub", choice.pubsubHost, ended);
  const ownSqs =
    choice.sqsEndpoint === undefined
      ? await sqsServer({ port: choice.sqsPort ?? 0, accountId: account, region })
      : undefined;
  const ownPubsub =
    choice.pubsubHost === undefined
      ? await pubsubServer({ port: choice.pubsubPort ?? 0 }).catch(async (error: unknown) => {
          await ownSqs?.close();
          throw error;
        })
      : undefined;
  const sqsEndpoint = choice.sqsEndpoint ?? ownSqs?.endpoint ?? "";
  const pubsubHost = choice.pubsubHost ?? ownPubsub?.host ?? "";
  const clients = sqsClients(sqsEndpoint);
  const pubsub = localPubsub(pubsubHost, project);
  return {
    sqsEndpoint,
    pubsubHost,
    sqs: clients.at({ account, region }),
    sqsAt: clients.at,
    pubsub,
    ...(ownSqs === undefined ? {} : { sqsEngine: ownSqs.engine, sqsEngineAt: ownSqs.engineAt }),
    ...(ownPubsub === undefined ? {} : { pubsubEngine: ownPubsub.engine }),
    environment: clientEnvironment(sqsEndpoint, pubsubHost, choice),
    async close() {
      clients.destroy();
      await pubsub.close().catch(() => {});
      await Promise.all([ownSqs?.close(), ownPubsub?.close()]);
    },
  };
}

/** How long a named server may take to accept a connection, in milliseconds. Ours. */
const REACH_MS = 5_000;

/** The official clients would try for minutes. Rejects with a `HopspanError` where nobody listens. */
async function reach(what: string, host: string, ended?: AbortSignal): Promise<void> {
  const { hostname, port } = new URL(`http://${host}`);
  const socket = connect({ host: hostname, port: Number(port || 80) });
  const connected = () => once(socket, "connect", { signal: AbortSignal.timeout(REACH_MS) });
  try {
    await (ended === undefined ? connected() : unlessEnded(ended, connected));
  } catch (thrown) {
    if (ended?.aborted) throw thrown;
    throw new HopspanError(
      "UNREACHABLE",
      `no ${what} answers at ${host}: start it first, or leave the option out`,
      false,
      thrown,
    );
  } finally {
    socket.destroy();
  }
}

/** An official client for a server that checks no credentials; the key id says whose it is. */
export const localSqs = (endpoint: string, { account, region }: Place): SQSClient =>
  new SQSClient({ endpoint, region, credentials: credentialsOf(account) });

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
  // Without this the client looks for a metadata server, which is none on a laptop, for seconds.
  process.env["METADATA_SERVER_DETECTION"] ??= "none";
  return new PubSub({ projectId: project, apiEndpoint: host, emulatorMode: true });
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
