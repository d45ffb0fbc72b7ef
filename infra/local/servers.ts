// The two brokers of a local run: embedded servers, or ones that already run, under one shape.

import { SQSClient } from "@aws-sdk/client-sqs";
import { PubSub } from "@google-cloud/pubsub";
import type { PubsubEngine } from "./pubsub/engine.ts";
import { pubsubServer } from "./pubsub/server.ts";
import type { SqsEngine } from "./sqs/engine.ts";
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
  readonly sqs: SQSClient;
  readonly pubsub: PubSub;
  readonly sqsEngine?: SqsEngine;
  readonly pubsubEngine?: PubsubEngine;
  /** What a function needs to reach both: the standard variables, with credentials that are none. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Any: neither server checks them. */
const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** Resolves once both answer. Rejects where a port is taken or a named server does not answer. */
export async function openServers(choice: ServerChoice): Promise<Servers> {
  const { account, region, project } = choice;
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
  const sqs = localSqs(sqsEndpoint, region);
  const pubsub = localPubsub(pubsubHost, project);
  return {
    sqsEndpoint,
    pubsubHost,
    sqs,
    pubsub,
    ...(ownSqs === undefined ? {} : { sqsEngine: ownSqs.engine }),
    ...(ownPubsub === undefined ? {} : { pubsubEngine: ownPubsub.engine }),
    environment: clientEnvironment(sqsEndpoint, pubsubHost, region, project),
    async close() {
      sqs.destroy();
      await pubsub.close().catch(() => {});
      await Promise.all([ownSqs?.close(), ownPubsub?.close()]);
    },
  };
}

/** An official client for a server that checks no credentials. */
export const localSqs = (endpoint: string, region: string): SQSClient =>
  new SQSClient({ endpoint, region, credentials: CREDENTIALS });

/** The same for Pub/Sub; `host` as in PUBSUB_EMULATOR_HOST. */
export function localPubsub(host: string, project: string): PubSub {
  // Without this the client looks for a metadata server, which is none on a laptop, for seconds.
  process.env["METADATA_SERVER_DETECTION"] ??= "none";
  return new PubSub({ projectId: project, apiEndpoint: host, emulatorMode: true });
}

function clientEnvironment(sqsEndpoint: string, pubsubHost: string, region: string, project: string) {
  return {
    AWS_ENDPOINT_URL_SQS: sqsEndpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    PUBSUB_EMULATOR_HOST: pubsubHost,
    GOOGLE_CLOUD_PROJECT: project,
    METADATA_SERVER_DETECTION: "none",
  };
}
