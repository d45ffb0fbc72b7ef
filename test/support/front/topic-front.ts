// Stands between publishers and a Pub/Sub server: what they publish goes through, or is refused as by a service that is down.

import {
  Client,
  credentials,
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceError,
  status,
} from "@grpc/grpc-js";
import { type Gate, gate } from "./gate.ts";

const PUBLISH = "/google.pubsub.v1.Publisher/Publish";
const asItIs = (bytes: Buffer) => bytes;

/** Requests of publishers may be larger than gRPC takes by default: 10 MB. */
const ANY_SIZE = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** A target behind a gate, and where functions are to look for it. */
export interface TopicFront extends Gate {
  /** For `PUBSUB_EMULATOR_HOST`. */
  readonly host: string;
  close(): Promise<void>;
}

/** Knows one method, which is all that functions call. While it is shut, every publish ends as UNAVAILABLE. */
export async function topicFront(upstreamHost: string): Promise<TopicFront> {
  const { pass, ...own } = gate();
  const upstream = new Client(upstreamHost, credentials.createInsecure(), ANY_SIZE);
  const publish = (request: Buffer) =>
    new Promise<Buffer>((resolve, reject) => {
      upstream.makeUnaryRequest(PUBLISH, asItIs, asItIs, request, (error, answer) => {
        if (answer === undefined) reject(error);
        else resolve(answer);
      });
    });
  const refuse = (): never => {
    throw { code: status.UNAVAILABLE, details: "The service was unable to fulfill your request." };
  };
  const server = new Server(ANY_SIZE);
  const codec = {
    requestSerialize: asItIs,
    requestDeserialize: asItIs,
    responseSerialize: asItIs,
    responseDeserialize: asItIs,
  };
  const answer: handleUnaryCall<Buffer, Buffer> = ({ request }, tell) => {
    pass(() => publish(request), refuse).then(
      (answered) => tell(null, answered),
      ({ code, details }: ServiceError) => tell({ code, details }),
    );
  };
  server.addService(
    { publish: { path: PUBLISH, requestStream: false, responseStream: false, ...codec } },
    { publish: answer },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    ...own,
    host: `127.0.0.1:${port}`,
    async close() {
      server.forceShutdown();
      upstream.close();
    },
  };
}
