// A Pub/Sub for tests that answers as told: refusals, silence, short answers, by the publish that it gets.

import protos from "@google-cloud/pubsub-api/build/protos/protos.json" with { type: "json" };
import { PublisherClient } from "@google-cloud/pubsub-api/build/src/v1/publisher_client.js";
import { credentials, Server, ServerCredentials, type ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

export interface Published {
  readonly data: Buffer;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey: string;
}

/** One publish as it came. */
export interface PublishCall {
  readonly topic: string;
  readonly messages: readonly Published[];
}

/** What the stand-in answers: ids for so many messages (`id`: each this one), a gRPC status, or nothing at all. */
export type PublishAnswer =
  | { readonly ids: number; readonly id?: string }
  | { readonly status: number; readonly details?: string }
  | "hang";

/** Confirms everything. */
export const taken = ({ messages }: PublishCall): PublishAnswer => ({ ids: messages.length });

const definition = fromJSON(JSON.parse(JSON.stringify(protos)), { defaults: true });
export const publisherService = definition["google.pubsub.v1.Publisher"] as ServiceDefinition;

/** Listens on a port of its own; `client` speaks to it, `texts` are the bodies that it confirmed, in order. */
export async function aPubsubServer(answer: (call: PublishCall) => PublishAnswer = taken) {
  const calls: PublishCall[] = [];
  const confirmed: Published[] = [];
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  server.addService(publisherService, {
    Publish: (
      { request: call }: { readonly request: PublishCall },
      reply: (error: { code: number; details: string } | null, value?: { messageIds: string[] }) => void,
    ) => {
      calls.push(call);
      const given = answer(call);
      if (given === "hang") return;
      if ("status" in given)
        return reply({ code: given.status, details: given.details ?? "said by the server: secret" });
      confirmed.push(...call.messages.slice(0, given.ids));
      reply(null, { messageIds: Array.from({ length: given.ids }, (_, at) => given.id ?? `${calls.length}-${at}`) });
    },
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const client = new PublisherClient({
    projectId: "shop",
    apiEndpoint: "127.0.0.1",
    port,
    sslCreds: credentials.createInsecure(),
    clientOptions: { universeDomain: "googleapis.com" },
  });
  return {
    host: `127.0.0.1:${port}`,
    port,
    client,
    calls,
    confirmed,
    texts: () => confirmed.map(({ data }) => data.toString()),
    async close() {
      await client.close();
      server.forceShutdown();
    },
  };
}
