// The method of google.pubsub.v1.Publisher by which messages enter.

import { type Fields, textField } from "../forms/fields.ts";
import { toDraft } from "../forms/message-form.ts";
import type { Method } from "./method.ts";

/** Publish. */
export const publish: Method = (request, { engine }) => {
  const messages = (request["messages"] ?? []) as readonly Fields[];
  return { messageIds: engine.publish(textField(request, "topic"), messages.map(toDraft)) };
};
