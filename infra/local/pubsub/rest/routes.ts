// Which method a path means, read from the service's own definition.

import protobuf, { type Type } from "protobufjs";
import { definitionJson } from "../definition.ts";

/** One way to call one method. */
export interface Route {
  readonly service: string;
  readonly method: string;
  readonly request: Type;
  readonly response: Type;
  /** `*`: the whole message; a field's name; or nothing. */
  readonly body: string;
  /** The fields that the path holds, as `topic.name`, with their values; nothing where the path is another's. */
  readonly match: (verb: string, path: string) => ReadonlyMap<string, string> | undefined;
}

interface Binding {
  readonly verb: string;
  readonly template: string;
  readonly body?: string | undefined;
}

const COLLECTIONS = ["topics", "subscriptions", "snapshots", "schemas"];
const IAM = ["getIamPolicy", "setIamPolicy", "testIamPermissions"];

/** All routes of google.pubsub.v1 and of the policies of its resources; those with a verb in their path first. */
export function routes(): readonly Route[] {
  const root = protobuf.Root.fromJSON(definitionJson()).resolveAll();
  const found = ["Publisher", "Subscriber", "SchemaService"].flatMap((service) =>
    root.lookupService(`google.pubsub.v1.${service}`).methodsArray.flatMap((method) => {
      const binding = bindingOf(method.parsedOptions);
      return binding === undefined ? [] : [route(service, method, binding)];
    }),
  );
  const policies = root.lookupService("google.iam.v1.IAMPolicy");
  const iam = IAM.flatMap((name) =>
    COLLECTIONS.flatMap((kind) => {
      const template = `/v1/{resource=projects/*/${kind}/*}:${name}`;
      const binding = name.startsWith("get") ? { verb: "GET", template } : { verb: "POST", template, body: "*" };
      const method = policies.methods[`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`];
      return method === undefined ? [] : [route("IAMPolicy", method, binding)];
    }),
  );
  const all = [...iam, ...found];
  return all.toSorted((one, other) => Number(other.hasVerb) - Number(one.hasVerb));
}

function bindingOf(options: unknown): Binding | undefined {
  const list = (options ?? []) as readonly Readonly<Record<string, Readonly<Record<string, string>>>>[];
  const http = list.map((each) => each["(google.api.http)"]).find((each) => each !== undefined);
  const [verb, template] = Object.entries(http ?? {}).find(([name]) => name !== "body") ?? [];
  if (verb === undefined || template === undefined) return undefined;
  return { verb: verb.toUpperCase(), template, body: http?.["body"] };
}

function route(service: string, method: protobuf.Method, { verb, template, body = "" }: Binding) {
  method.resolve();
  const { name, resolvedRequestType: request, resolvedResponseType: response } = method;
  if (request === null || response === null) throw new Error(`${name} has no messages`);
  const names: string[] = [];
  const pattern = template.replace(/\{([a-z_.]+)=([^}]+)\}/g, (_, field: string, path: string) => {
    names.push(field);
    return `(${path.replaceAll("*", "[^/]+")})`;
  });
  const expression = new RegExp(`^${pattern}$`);
  const match = (asked: string, path: string) => {
    const [, ...values] = (asked === verb ? expression.exec(path) : null) ?? [];
    return values.length === 0 ? undefined : new Map(names.map((each, index) => [each, values[index] ?? ""]));
  };
  return { service, method: name, request, response, body, match, hasVerb: /:[A-Za-z]+$/.test(template) };
}
