// The one place that makes a Pub/Sub client: where it goes, who it is, and how it notices a dead connection.

import { PublisherClient } from "@google-cloud/pubsub-api/build/src/v1/publisher_client.js";
import { type ChannelCredentials, credentials, Metadata, status } from "@grpc/grpc-js";
import type { HopspanError } from "../../core/errors.ts";
import { googleToken } from "../../identity/google-token.ts";
import type { PubsubEndpoint } from "./endpoint.ts";

/** gRPC's number for gzip: https://github.com/grpc/grpc/blob/master/include/grpc/impl/compression_types.h */
const GZIP = 2;

/**
 * A function that was frozen wakes up with connections that are long gone, and a request on one is only answered by
 * silence. With these, in milliseconds, it ends as `UNAVAILABLE` while there is still time for another try; pings go
 * out only while a request waits. Ours: https://grpc.io/docs/guides/keepalive/
 */
const KEEPALIVE = { "grpc.keepalive_time_ms": 4_000, "grpc.keepalive_timeout_ms": 2_000 };

/**
 * By itself gRPC waits for a second, and for two minutes in the end, before it connects again, and meanwhile refuses
 * whatever is tried: three attempts would be one. In milliseconds; ours: below the engine's own pauses, and no instance
 * stays cut off for long after an outage.
 */
const RECONNECTION = { "grpc.initial_reconnect_backoff_ms": 50, "grpc.max_reconnect_backoff_ms": 5_000 };

/** An answer has an id of some twenty bytes per message, a thousand at most. What is larger is cut off; ours. */
const ANSWERS = { "grpc.max_receive_message_length": 1_048_576 };

/**
 * A publisher for the endpoint's topic. `PUBSUB_EMULATOR_HOST` (host and port) leads to a server without TLS and
 * credentials; otherwise tokens come from `googleToken`, or by Google's default credentials where it has none, and an
 * ordered topic is reached by its region's own host, since order holds within one region only:
 * https://docs.cloud.google.com/pubsub/docs/reference/service_apis_overview
 * In AWS the request is compressed, since what leaves a cloud is paid by the byte.
 */
export function publisherClient(endpoint: PubsubEndpoint, env: NodeJS.ProcessEnv = process.env): PublisherClient {
  const gzip = env["AWS_LAMBDA_FUNCTION_NAME"] ? { "grpc.default_compression_algorithm": GZIP } : {};
  const settings = { projectId: endpoint.project, ...KEEPALIVE, ...RECONNECTION, ...ANSWERS, ...gzip };
  const emulator = env["PUBSUB_EMULATOR_HOST"];
  if (emulator) {
    const { hostname, port } = new URL(`http://${emulator.replace(/^https?:\/\//, "")}`);
    return new PublisherClient({
      ...settings,
      apiEndpoint: hostname,
      port: Number(port || 80),
      sslCreds: credentials.createInsecure(),
      ...NOBODY_ASKED,
    });
  }
  const regional = endpoint.ordered ? { apiEndpoint: `${endpoint.region}-pubsub.googleapis.com` } : {};
  const token = googleToken(env);
  const identity = token ? { sslCreds: withToken(token), ...NOBODY_ASKED } : {};
  return new PublisherClient({ ...settings, ...regional, ...identity });
}

/** Said in advance, so that nobody goes looking for credentials or a metadata server to find out. */
const NOBODY_ASKED = { clientOptions: { universeDomain: "googleapis.com" } };

/** TLS, and with each request the token of the moment. A request without one never leaves. */
const withToken = (token: () => Promise<string>): ChannelCredentials =>
  credentials.combineChannelCredentials(
    credentials.createSsl(),
    credentials.createFromMetadataGenerator((_, tell) => {
      token().then(
        (given) => {
          const headers = new Metadata();
          headers.set("authorization", `Bearer ${given}`);
          tell(null, headers);
        },
        ({ code, message }: HopspanError) =>
          tell(Object.assign(new Error(`${code}: ${message}`), { code: status.UNAUTHENTICATED })),
      );
    }),
  );
