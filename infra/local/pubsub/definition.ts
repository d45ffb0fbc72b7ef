// The service's own definition, read from the official client's package: never copied, so it can't go stale.

import { createRequire } from "node:module";
import { loadPackageDefinition, type ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";
import type { INamespace } from "protobufjs";
import { IAM_DEFINITION } from "./iam-definition.ts";

/** All that the client's package has been generated from, with what it imports. */
const DEFINITION = "@google-cloud/pubsub/build/protos/protos.json";

const SERVICES = [
  ["pubsub", "Publisher"],
  ["pubsub", "Subscriber"],
  ["pubsub", "SchemaService"],
  ["iam", "IAMPolicy"],
] as const;

type Loaded = Readonly<Record<string, { readonly v1: Readonly<Record<string, { service: ServiceDefinition }>> }>>;

/** google.pubsub.v1 and google.iam.v1, with what they use. */
export function definitionJson(): INamespace {
  const { nested } = createRequire(import.meta.url)(DEFINITION) as INamespace;
  const google = (nested?.["google"] ?? {}) as INamespace;
  return { nested: { ...nested, google: { ...google, nested: { ...google.nested, iam: IAM_DEFINITION } } } };
}

/** The services by their names. Absent fields of requests are left out, numbers are numbers. */
export function serviceDefinitions(): Readonly<Record<string, ServiceDefinition>> {
  const loaded = loadPackageDefinition(fromJSON(definitionJson(), { longs: Number, enums: String }));
  const { google } = loaded as unknown as { readonly google: Loaded };
  return Object.fromEntries(
    SERVICES.flatMap(([space, name]) => {
      const found = google[space]?.v1[name];
      return found === undefined ? [] : [[name, found.service]];
    }),
  );
}
