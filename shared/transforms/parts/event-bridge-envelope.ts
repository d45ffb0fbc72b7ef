// An event of EventBridge, as a rule hands it to a queue.

import { withJsonBody } from "../../core/json-body.ts";
import { badEnvelope, member, textMember, type Unwrap } from "./envelope.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html: the detail becomes the body. */
export const eventBridge: Unwrap = (message, body) => {
  textMember(body, "detail-type");
  textMember(body, "source");
  const detail = member(body, "detail");
  if (detail === undefined) throw badEnvelope("a detail");
  return [withJsonBody(message, detail)];
};
