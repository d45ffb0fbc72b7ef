// StreamingPull: messages flow to a client as fast as its own limits allow, acknowledgements flow back.

import type { ServerDuplexStream } from "@grpc/grpc-js";
import { consumer } from "../consumer.ts";
import type { PubsubEngine } from "../engine.ts";
import { invalid } from "../fault.ts";
import { type Fields, textField } from "../fields.ts";
import { takeSome } from "../take.ts";
import { receivedMessage } from "./subscriber.ts";

type Stream = ServerDuplexStream<Fields, Fields>;

/** One answer at the most. */
const BATCH = 1_000;

/** Serves one stream until either side ends it; what the client had and did not acknowledge comes back when it is due. */
export function streamingPull(
  stream: Stream,
  engine: PubsubEngine,
  refuse: (stream: Stream, thrown: unknown) => void,
): void {
  const own = consumer();
  let name: string | undefined;
  let most = Number.POSITIVE_INFINITY;
  let mostBytes = Number.POSITIVE_INFINITY;
  let isFull = false;

  const deliver = (): void => {
    if (name === undefined || isFull || own.isGone) return;
    const from = engine.subscription(name);
    while (!isFull && own.messages < most && own.bytes < mostBytes && from.hasNext(own)) {
      const taken = takeSome(from, Math.min(BATCH, most - own.messages), own);
      if (taken.length === 0) return;
      isFull = !stream.write({ receivedMessages: taken.map(receivedMessage) });
    }
  };
  const end = (): void => {
    if (own.isGone) return;
    stop();
    if (name !== undefined && engine.hasSubscription(name)) engine.subscription(name).release(own);
    own.isGone = true;
  };
  const stop = engine.onChange((changed) => {
    if (changed !== name) return;
    try {
      deliver();
    } catch (thrown) {
      end();
      refuse(stream, thrown);
    }
  });

  const take = (request: Fields): void => {
    if (name === undefined) {
      name = textField(request, "subscription");
      if (engine.subscription(name).settings().push !== undefined)
        throw invalid("The subscription is pushed, not pulled.");
      most = Number(request["maxOutstandingMessages"] ?? 0) || most;
      mostBytes = Number(request["maxOutstandingBytes"] ?? 0) || mostBytes;
    }
    const from = engine.subscription(name);
    for (const ackId of list(request, "ackIds")) from.ack(ackId);
    const seconds = list(request, "modifyDeadlineSeconds").map(Number);
    for (const [at, ackId] of list(request, "modifyDeadlineAckIds").entries()) from.extend(ackId, seconds[at] ?? 0);
    deliver();
  };
  stream.on("data", (request: Fields) => {
    try {
      take(request);
    } catch (thrown) {
      end();
      refuse(stream, thrown);
    }
  });
  stream.on("drain", () => {
    isFull = false;
    deliver();
  });
  stream.on("end", () => {
    end();
    stream.end();
  });
  stream.on("cancelled", end);
  stream.on("error", end);
}

const list = (request: Fields, name: string) => (request[name] ?? []) as readonly string[];
