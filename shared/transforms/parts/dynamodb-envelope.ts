// A record of a DynamoDB stream, as a pipe hands it to a queue.

import { isObject, type Json, type JsonObject, jsonNumber } from "../../core/json.ts";
import { withJsonBody } from "../../core/json-body.ts";
import { badEnvelope, member, textMember, type Unwrap } from "./envelope.ts";

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html: the body becomes
 * `{ event, keys, new, old }`, each item in plain JSON; an image that the stream does not carry is absent. Numbers keep
 * their 38 digits, binary values are base64, sets are lists.
 */
export const dynamodb: Unwrap = (message, body) => {
  const record = member(body, "dynamodb");
  const image = (name: string) => {
    const found = member(record, name);
    return found === undefined ? undefined : item(found);
  };
  const [keys, before, after] = [image("Keys"), image("OldImage"), image("NewImage")];
  if (keys === undefined) throw badEnvelope("dynamodb.Keys");
  return [
    withJsonBody(message, {
      event: textMember(body, "eventName"),
      keys,
      ...(after === undefined ? {} : { new: after }),
      ...(before === undefined ? {} : { old: before }),
    }),
  ];
};

function item(attributes: Json): JsonObject {
  if (!isObject(attributes)) throw badEnvelope("an item of typed attributes");
  return Object.fromEntries(Object.entries(attributes).map(([name, typed]) => [name, plain(typed)]));
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html */
function plain(typed: Json): Json {
  const [[type, value] = [], ...more] = isObject(typed) ? Object.entries(typed) : [];
  if (type === undefined || value === undefined || more.length > 0) throw badEnvelope("an attribute with one type");
  const read = TYPES[type];
  if (read === undefined || !Object.hasOwn(TYPES, type)) throw badEnvelope("an attribute of a type that DynamoDB has");
  return read(value);
}

const isText = (value: Json): Json => {
  if (typeof value !== "string") throw badEnvelope("text in an attribute");
  return value;
};

function number(value: Json): Json {
  const read = typeof value === "string" ? jsonNumber(value) : undefined;
  if (read === undefined) throw badEnvelope("a number in an attribute");
  return read;
}

const list =
  (read: (value: Json) => Json) =>
  (value: Json): Json => {
    if (!Array.isArray(value)) throw badEnvelope("a list in an attribute");
    return (value as readonly Json[]).map(read);
  };

const TYPES: Readonly<Record<string, (value: Json) => Json>> = {
  S: isText,
  N: number,
  B: isText,
  BOOL(value) {
    if (typeof value !== "boolean") throw badEnvelope("true or false in an attribute");
    return value;
  },
  NULL: () => null,
  M: item,
  L: list(plain),
  SS: list(isText),
  NS: list(number),
  BS: list(isText),
};
