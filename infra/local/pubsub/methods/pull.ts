// Pull: an answer as soon as there is something, or an empty one when the client has waited long enough.

import type { PubsubEngine } from "../engine.ts";
import { invalid } from "../fault.ts";
import { type Fields, textField } from "../fields.ts";
import { takeSome } from "../take.ts";
import { receivedMessage } from "./subscriber.ts";

/** How long a pull is held open where nothing waits, in milliseconds: the service's is not documented; ours. */
const HOLD_MS = 20_000;

/** Resolves within the hold; `onCancel` is called with what ends it early, when the client has gone. */
export function pull(request: Fields, engine: PubsubEngine, onCancel: (end: () => void) => void): Promise<Fields> {
  const name = textField(request, "subscription");
  const most = Number(request["maxMessages"] ?? 0);
  if (most <= 0) throw invalid("max_messages must be at least 1.");
  const take = () => ({ receivedMessages: takeSome(engine.subscription(name), most).map(receivedMessage) });
  const first = take();
  if (first.receivedMessages.length > 0 || request["returnImmediately"] === true) return Promise.resolve(first);
  return new Promise((resolve, reject) => {
    const end = (answer: () => Fields) => {
      clearTimeout(timer);
      stop();
      try {
        resolve(answer());
      } catch (thrown) {
        reject(thrown);
      }
    };
    const timer = setTimeout(end, HOLD_MS, () => ({ receivedMessages: [] }));
    const stop = engine.onChange((changed) => {
      if (changed === name && (!engine.hasSubscription(name) || engine.subscription(name).hasNext())) end(take);
    });
    onCancel(() => end(() => ({ receivedMessages: [] })));
  });
}
