// Pull: an answer as soon as there is something, or an empty one when the client has waited long enough.

import type { PubsubEngine } from "../engine.ts";
import { newConsumer } from "../entry.ts";
import { invalid } from "../fault.ts";
import { type Fields, numberField, textField } from "../forms/fields.ts";
import { fromDelivered } from "../forms/message-form.ts";
import type { Delivered } from "../hand-out.ts";
import { checkPulled } from "./check-pulled.ts";
import type { Method } from "./method.ts";

/** How long a pull is held where nothing waits. The service says only that it is bounded: ours. */
const HOLD_MS = 20_000;

/** An empty answer is on its way so long before the client stops waiting for it. */
const EARLY_MS = 500;

/** gRPC clients take answers of 4 MiB unless they are told otherwise; a single message may be over it. */
const ANSWER_BYTES = 3_000_000;

/** Pull. Throws `FAILED_PRECONDITION` for a subscription that is pushed. */
export const pull: Method = (request, context) => {
  const name = textField(request, "subscription");
  const most = numberField(request, "maxMessages");
  checkPulled(context.engine, name);
  if (most <= 0) throw invalid("No max_messages specified: expected at least 1.");
  const first = takeOnce(context.engine, name, most);
  if (first.length > 0 || request["returnImmediately"] === true) return answerOf(first);
  const { promise, resolve, reject } = Promise.withResolvers<Fields>();
  const leave = context.engine.attend(name);
  const end = (taken: readonly Delivered[]): void => {
    clearTimeout(timer);
    stop();
    leave();
    resolve(answerOf(taken));
  };
  const stop = context.attendance.attend(name, () => {
    try {
      checkPulled(context.engine, name);
      const taken = takeOnce(context.engine, name, most);
      if (taken.length > 0) end(taken);
    } catch (thrown) {
      clearTimeout(timer);
      stop();
      leave();
      reject(thrown);
    }
    return false;
  });
  const timer = setTimeout(end, Math.max(0, Math.min(HOLD_MS, context.patienceMs - EARLY_MS)), []);
  context.onCancel(() => end([]));
  return promise;
};

/** What one pull takes of a key is one batch: nobody gets more of that key before it is done. */
const takeOnce = (engine: PubsubEngine, name: string, most: number): readonly Delivered[] =>
  engine.take(name, { most, mostBytes: ANSWER_BYTES, consumer: newConsumer() });

const answerOf = (taken: readonly Delivered[]): Fields => ({ receivedMessages: taken.map(fromDelivered) });
