// Makes a CloudEvent of a message.

import { TransformError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import type { Message } from "../core/message.ts";
import type { TransformPart } from "../core/ports.ts";
import { contextOf } from "./parts/cloud-event.ts";
import { toBinary, toStructured } from "./parts/cloud-event-modes.ts";
import { compileExpression, LONGEST_EXPRESSION } from "./parts/expression.ts";

type Written = string | { readonly cel: string };

interface Options {
  readonly mode?: "structured" | "binary";
  readonly source?: Written;
  readonly type?: Written;
  readonly subject?: Written;
  readonly dataschema?: Written;
  readonly datacontenttype?: string;
  readonly extensions?: Readonly<Record<string, Written>>;
}

const value = (description: string) => ({
  description,
  anyOf: [
    { type: "string", minLength: 1, maxLength: 1_024 },
    {
      type: "object",
      properties: { cel: { type: "string", minLength: 1, maxLength: LONGEST_EXPRESSION } },
      required: ["cel"],
      additionalProperties: false,
    },
  ],
});

const PREFIX = "ce-";

/**
 * What an option names is so; what it does not name, the message's `ce-` attributes say, as from-cloudevents leaves
 * them; then the message itself: its id and its time. Without a source or a type from any of these it is a
 * `TransformError` CLOUDEVENT. The message's own id and key stay.
 */
export const toCloudEvents: TransformPart = {
  options: {
    description: "Makes a CloudEvent 1.0 of the message: its body becomes the event's data.",
    examples: [
      { source: "/shop/orders", type: "shop.order.paid" },
      { mode: "binary", source: "/shop", type: { cel: '"shop." + body.status' }, subject: { cel: "body.orderId" } },
      {
        source: "/shop",
        type: "t",
        datacontenttype: "application/json",
        extensions: { tenant: { cel: "attributes.tenant" } },
      },
    ],
    type: "object",
    additionalProperties: false,
    properties: {
      mode: {
        enum: ["structured", "binary"],
        default: "structured",
        description: "structured: the whole event as JSON in the body. binary: the data there, the rest in attributes.",
      },
      source: value("Where it happened, as a URI reference."),
      type: value("What happened: shop.order.paid."),
      subject: value("What it happened to."),
      dataschema: value("The URI of the data's schema."),
      datacontenttype: {
        type: "string",
        minLength: 3,
        description:
          "The data's media type. Default: content-type of the message, or by the body: JSON, text or bytes.",
      },
      extensions: {
        type: "object",
        minProperties: 1,
        description: "Further attributes: lower-case letters and digits.",
        propertyNames: { pattern: "^[a-z0-9]{1,20}$" },
        additionalProperties: value("The value."),
      },
    },
  },
  create(options) {
    const { mode = "structured", extensions = {}, datacontenttype, ...named } = options as Options;
    const values = Object.entries({ ...named, ...extensions }).map(
      ([name, written]) => [name, giver(written)] as const,
    );
    const write = mode === "structured" ? toStructured : toBinary;
    return (message) => {
      const context = new Map<string, Json>([
        ["specversion", "1.0"],
        ["id", message.id],
        ["time", new Date(message.sentAt).toISOString()],
      ]);
      for (const [name, { value }] of message.attributes)
        if (name.startsWith(PREFIX)) context.set(name.slice(PREFIX.length), value);
      for (const [name, give] of values) context.set(name, give(message));
      context.set("datacontenttype", datacontenttype ?? mediaOf(message));
      return [write(message, contextOf(context))];
    };
  },
};

function giver(written: Written): (message: Message) => Json {
  if (typeof written === "string") return () => written;
  const evaluate = compileExpression(written.cel, "any");
  return (message) => {
    const given = evaluate(message);
    if (typeof given === "string" || typeof given === "boolean") return given;
    if (typeof given === "number" || typeof given === "bigint") return Number(given);
    throw new TransformError("EXPRESSION", "text, a number or a truth was expected of an expression for an event");
  };
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** What the body is, where nobody has said it; no body is nothing. */
function mediaOf({ attributes, body }: Message): string | null {
  const told = attributes.get("content-type")?.value;
  if (told !== undefined) return told;
  if (body.length === 0) return null;
  try {
    const text = decoder.decode(body);
    return isJson(text) ? "application/json" : "text/plain";
  } catch {
    return "application/octet-stream";
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
