// Message attributes between the service's JSON and the engine's own form.

import type { Attribute } from "../../../../shared/core/message.ts";
import { invalidParameter } from "../fault.ts";
import { type Fields, maybeText, objectMap } from "../fields.ts";

const NONE: ReadonlyMap<string, Attribute> = new Map();

/** `MessageAttributes` of a request. Whether the service takes them is for the engine's rules to say. */
export function readAttributes(request: Fields): ReadonlyMap<string, Attribute> {
  // Most messages have none, and a million of them wait where many do: they share one.
  if ((request["MessageAttributes"] ?? undefined) === undefined) return NONE;
  return new Map([...objectMap(request, "MessageAttributes")].map(([name, field]) => [name, readAttribute(field)]));
}

function readAttribute(field: Fields): Attribute {
  const type = maybeText(field, "DataType") ?? "";
  if (!type.startsWith("Binary")) return { type, value: maybeText(field, "StringValue") ?? "" };
  // Decoded and encoded again, so that there is one form for the same bytes, whose size is exact.
  return { type, value: Buffer.from(maybeText(field, "BinaryValue") ?? "", "base64").toString("base64") };
}

/** The one system attribute that a sender may give. Throws `InvalidParameterValue` for any other. */
export function readTraceHeader(request: Fields): string | undefined {
  const given = objectMap(request, "MessageSystemAttributes");
  for (const name of given.keys())
    if (name !== "AWSTraceHeader")
      throw invalidParameter(
        "MessageSystemAttributes",
        "The only system attribute that can be sent is AWSTraceHeader.",
      );
  const header = given.get("AWSTraceHeader");
  if (header === undefined) return undefined;
  const value = maybeText(header, "StringValue");
  if (maybeText(header, "DataType") !== "String" || value === undefined || value === "")
    throw invalidParameter("AWSTraceHeader", "Must be of type String and not empty.");
  return value;
}

/** `MessageAttributes` of an answer. */
export function writeAttributes(attributes: ReadonlyMap<string, Attribute>): Fields {
  return Object.fromEntries(
    [...attributes].map(([name, { type, value }]) => [
      name,
      { DataType: type, [type.startsWith("Binary") ? "BinaryValue" : "StringValue"]: value },
    ]),
  );
}

/** The attributes that a receiver asked for: by name, all by `All` or `.*`, or by prefix as `foo.*`. */
export function chooseAttributes(
  attributes: ReadonlyMap<string, Attribute>,
  patterns: readonly string[],
): ReadonlyMap<string, Attribute> {
  if (patterns.includes("All")) return attributes;
  const isAsked = (name: string) =>
    patterns.some((pattern) => (pattern.endsWith(".*") ? name.startsWith(pattern.slice(0, -2)) : name === pattern));
  return new Map([...attributes].filter(([name]) => isAsked(name)));
}
