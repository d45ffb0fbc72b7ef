import { connect as connectRaw } from "node:net";
import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { definitionJson } from "../../../../infra/local/pubsub/definition.ts";
import { frame, grpcMessage, PREFACE } from "../door/say.ts";
import { aServer, aSubscription } from "../pubsub/a-server.ts";
import { answerOf, aSession } from "./grpc-call.ts";
import { mutated, mutatedBytes } from "./mutations.ts";
import { PUBSUB_REQUESTS } from "./pubsub-requests.ts";
import { FUZZ_TIMEOUT_MS, RUNS } from "./runs.ts";

const root = protobuf.Root.fromJSON(definitionJson()).resolveAll();

/** The bytes of a request; of one that protobuf can't hold, what would be left of it. */
function encoded(request: string, fields: unknown): Buffer {
  const type = root.lookupType(request);
  try {
    return Buffer.from(type.encode(type.fromObject(Object(fields))).finish());
  } catch {
    return Buffer.from(JSON.stringify(fields));
  }
}

const odd = fc.constantFrom(...PUBSUB_REQUESTS).chain(({ method, request, fields }) =>
  fc.record({
    method: fc.constant(method),
    body: fc.oneof(
      mutated(fields).map((value) => grpcMessage(encoded(request, value))),
      mutatedBytes(encoded(request, fields)).map((bytes) => grpcMessage(bytes)),
      mutatedBytes(grpcMessage(encoded(request, fields))),
    ),
  }),
);

const frames = fc.array(
  fc.record({
    type: fc.oneof(fc.nat(10), fc.nat(255)),
    flags: fc.oneof(fc.constantFrom(0, 1, 4, 5), fc.nat(255)),
    stream: fc.oneof(fc.nat(5), fc.nat(0x7fffffff)),
    payload: fc.uint8Array({ maxLength: 64 }),
  }),
  { maxLength: 8 },
);

describe("the gRPC side of the Pub/Sub server", () => {
  it(
    "answers whatever comes in a message's place as the service could",
    async () => {
      const { server, client } = await aServer();
      await aSubscription(client);
      let session = aSession(server.port);
      const property = fc.asyncProperty(odd, async ({ method, body }) => {
        if (session.destroyed || session.closed) session = aSession(server.port);
        const answer = await answerOf(session, method, body);
        expect(answer).not.toMatch(/this is a defect of it|^UNKNOWN/);
      });
      await fc.assert(property, RUNS);
      expect((await client.createTopic("afterwards"))[0].name).toBe("projects/earth/topics/afterwards");
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    "lives through whatever frames a connection is made of",
    async () => {
      const { server, client } = await aServer();
      const property = fc.asyncProperty(frames, fc.nat(), async (parts, cut) => {
        const all = Buffer.concat([
          Buffer.from(PREFACE),
          frame(4, 0, 0),
          ...parts.map(({ type, flags, stream, payload }) => frame(type, flags, stream, Buffer.from(payload))),
        ]);
        const socket = connectRaw(server.port, "127.0.0.1")
          .on("error", () => {})
          .resume();
        socket.end(all.subarray(0, all.length - (cut % 20)));
        await new Promise((resolve) => socket.once("close", resolve));
      });
      await fc.assert(property, RUNS);
      expect((await client.createTopic("afterwards"))[0].name).toBe("projects/earth/topics/afterwards");
    },
    FUZZ_TIMEOUT_MS,
  );
});
