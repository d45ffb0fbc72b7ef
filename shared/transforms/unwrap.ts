// Takes what another AWS service has wrapped out of its envelope.

import { TransformError } from "../core/errors.ts";
import { isObject } from "../core/json.ts";
import { jsonBody } from "../core/json-body.ts";
import type { TransformPart } from "../core/ports.ts";
import { dynamodb } from "./parts/dynamodb-envelope.ts";
import { type Unwrap, withKept } from "./parts/envelope.ts";
import { eventBridge } from "./parts/event-bridge-envelope.ts";
import { s3 } from "./parts/s3-envelope.ts";
import { sns } from "./parts/sns-envelope.ts";

const envelopes: Readonly<Record<string, Unwrap>> = { sns, eventBridge, dynamodb, s3 };

interface Options {
  readonly from: string;
  readonly keep?: Readonly<Record<string, string>>;
}

/**
 * The message's id and time were read from the envelope on arrival, and stay. A body that is no such envelope is a
 * `TransformError` SHAPE.
 */
export const unwrap: TransformPart = {
  options: {
    description: "Takes a message out of the envelope of SNS, EventBridge, a DynamoDB stream or S3.",
    examples: [
      "sns",
      "s3",
      { from: "eventBridge", keep: { "detail-type": "type", source: "source" } },
      { from: "dynamodb", keep: { eventID: "event-id" } },
    ],
    anyOf: [
      { enum: Object.keys(envelopes) },
      {
        type: "object",
        properties: {
          from: { enum: Object.keys(envelopes), description: "Whose envelope it is." },
          keep: {
            type: "object",
            minProperties: 1,
            description: "A member of the envelope, and the attribute that keeps it.",
            additionalProperties: { type: "string", minLength: 1, maxLength: 256 },
          },
        },
        required: ["from"],
        additionalProperties: false,
      },
    ],
  },
  create(options) {
    const { from, keep = {} } = typeof options === "string" ? { from: options } : (options as Options);
    const take = envelopes[from] as Unwrap;
    return (message) => {
      const body = jsonBody(message);
      if (!isObject(body)) throw new TransformError("SHAPE", `an object was expected as the body, wrapped by ${from}`);
      return take(withKept(message, body, keep), body);
    };
  },
};
