// Makes a CloudEvent of a message.

import { TransformError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import type { Message } from "../core/message.ts";
import type { TransformPart } from "../core/ports.ts";
import { mediaOf } from "./parts/body-media.ts";
import { type Context, contextOf } from "./parts/cloud-event.ts";
import { contextValueOf, toBinary, toStructured, unstructured } from "./parts/cloud-event-modes.ts";
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
  readonly existing?: "replace" | "keep";
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
 * `TransformError` CLOUDEVENT. The message's own id and key stay. With `existing: keep` an event, in whichever mode it
 * comes, is the same event in the mode that is asked for, nothing of it replaced and nothing made up that it lacks; other
 * messages become events as above.
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
      { source: "/shop", type: "shop.order", existing: "keep" },
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
        description: "Further attributes: lower-case letters and digits, but no name that CloudEvents has itself.",
        propertyNames: {
          pattern: "^(?!(data|id|source|specversion|type|datacontenttype|dataschema|subject|time)$)[a-z0-9]{1,20}$",
          patternErrorMessage: "must be 1 to 20 lower-case letters and digits, and no name that CloudEvents has itself",
        },
        additionalProperties: value("The value."),
      },
      existing: {
        enum: ["replace", "keep"],
        default: "replace",
        description: "What an event says already: replaced by what is named here, or kept, whichever mode it is in.",
      },
    },
  },
  create(options) {
    const {
      mode = "structured",
      existing = "replace",
      extensions = {},
      datacontenttype,
      ...named
    } = options as Options;
    const values = Object.entries({ ...named, ...extensions }).map(
      ([name, written]) => [name, giver(written)] as const,
    );
    const write = (message: Message, context: Context, isKept: boolean) =>
      mode === "structured" ? toStructured(message, context, isKept) : toBinary(message, context);
    const newEvent = (message: Message): Message => {
      const told = new Map<string, Json>([
        ["specversion", "1.0"],
        ["id", message.id],
        ["time", new Date(message.sentAt).toISOString()],
        ...toldBy(message),
      ]);
      for (const [name, give] of values) told.set(name, give(message));
      told.set("datacontenttype", datacontenttype ?? mediaOf(message));
      return write(message, contextOf(told), false);
    };
    const sameEvent = (message: Message): Message => {
      const media = message.attributes.get("content-type")?.value ?? null;
      return write(message, contextOf([...toldBy(message), ["datacontenttype", media]]), true);
    };
    if (existing === "replace") return (message) => [newEvent(message)];
    return (message) => {
      const event = unstructured(message);
      return [event.attributes.has(`${PREFIX}specversion`) ? sameEvent(event) : newEvent(event)];
    };
  },
};

/** The event's context without its content type, as far as attributes have it. */
const toldBy = ({ attributes }: Message): readonly (readonly [string, Json])[] =>
  [...attributes].flatMap(([name, attribute]) =>
    name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), contextValueOf(attribute)] as const] : [],
  );

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
