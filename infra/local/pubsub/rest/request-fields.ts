// The request message of a REST call: from its path, its query and its body together.

import type { Type } from "protobufjs";
import { plainObject } from "../../door/plain-json.ts";
import type { Fields } from "../forms/fields.ts";
import { fieldOf, fromJson } from "./from-json.ts";
import { JsonFault, unknownName } from "./http-fault.ts";
import type { Route } from "./routes.ts";

/** What every Google API takes in a query: https://cloud.google.com/apis/docs/system-parameters */
const SYSTEM =
  /^(\$\..*|alt|\$alt|key|\$key|access_token|oauth_token|callback|fields|\$fields|prettyPrint|\$prettyPrint|quotaUser|upload_protocol|uploadType|\$outputDefaults)$/;

/** Throws `JsonFault` for a body that is no JSON, and for names that the message has not. */
export function requestFields(
  { request, body }: Pick<Route, "request" | "body">,
  path: ReadonlyMap<string, string>,
  query: URLSearchParams,
  text: string,
): Fields {
  const json: Record<string, unknown> = body === "" || body === "*" ? { ...parsed(text) } : { [body]: parsed(text) };
  for (const [name, value] of query) {
    if (SYSTEM.test(name)) continue;
    if (body === "*" || !hasField(request, name)) throw unknownName(name, "", true);
    put(json, name, value);
  }
  for (const [name, value] of path) put(json, name, value);
  return fromJson(request, json);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === "") return {};
  const json = plainObject(text);
  if (json === undefined) throw new JsonFault("", "Invalid JSON payload received. It must be an object of JSON.");
  return json;
}

function hasField(type: Type, path: string): boolean {
  const [name = "", ...rest] = path.split(".");
  const field = fieldOf(type, name);
  if (field === undefined || rest.length === 0) return field !== undefined;
  return field.resolvedType !== null && "fields" in field.resolvedType && hasField(field.resolvedType, rest.join("."));
}

/** Where the JSON has the field under either of its names, the path counts. */
function put(json: Record<string, unknown>, path: string, value: string): void {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) {
    json[name] = value;
    return;
  }
  const inner = { ...(json[name] as Readonly<Record<string, unknown>> | undefined) };
  put(inner, rest.join("."), value);
  json[name] = inner;
}
