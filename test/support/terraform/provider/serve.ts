// The stub as terraform reaches it: gRPC on a socket of its own, in this very process, so that nothing is left behind.

import { join } from "node:path";
import { type handleUnaryCall, Server, ServerCredentials, type ServiceDefinition, status } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

/** A provider that runs. `reattach` is what terraform is told of it. */
export interface Served {
  readonly reattach: object;
  stop(): void;
}

const options = { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true };
const protocol = loadSync(join(import.meta.dirname, "tfplugin5.proto"), options);
// A schema is larger than what gRPC allows by itself.
const UNLIMITED = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** Answers each call of the protocol with the function of its name, until it is stopped. */
export async function serve(socket: string, answers: Readonly<Record<string, unknown>>): Promise<Served> {
  const server = new Server(UNLIMITED);
  const handlers = Object.entries(answers).map(([name, answer]) => [name, handler(answer as Answer)]);
  server.addService(protocol["tfplugin5.Provider"] as ServiceDefinition, Object.fromEntries(handlers));
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  return { reattach: reattach(socket), stop: () => server.forceShutdown() };
}

type Answer = (request: unknown) => object;

const handler =
  (answer: Answer): handleUnaryCall<unknown, object> =>
  ({ request }, done) => {
    try {
      done(null, answer(request));
    } catch (error) {
      done({ code: status.INTERNAL, details: String((error as Error).stack) });
    }
  };

/** `Test`: terraform is not to end the process when it is done with it, for that is ours. */
const reattach = (socket: string): object => ({
  Protocol: "grpc",
  ProtocolVersion: 5,
  Pid: process.pid,
  Test: true,
  Addr: { Network: "unix", String: socket },
});
