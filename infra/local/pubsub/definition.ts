// The service's own definition, read from the official client's package: never copied, so it can't go stale.

import { createRequire } from "node:module";
import { loadPackageDefinition, type ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

/** All that the client's package has been generated from, with what it imports. */
const DEFINITION = "@google-cloud/pubsub/build/protos/protos.json";

const SERVICES = ["Publisher", "Subscriber", "SchemaService"];

/** The services of google.pubsub.v1 by their names. Absent fields of requests are left out, numbers are numbers. */
export function serviceDefinitions(): Readonly<Record<string, ServiceDefinition>> {
  const json = createRequire(import.meta.url)(DEFINITION) as Parameters<typeof fromJSON>[0];
  const loaded = loadPackageDefinition(fromJSON(json, { longs: Number, enums: String }));
  const root = loaded as unknown as {
    readonly google: { readonly pubsub: { readonly v1: Readonly<Record<string, { service: ServiceDefinition }>> } };
  };
  return Object.fromEntries(
    SERVICES.flatMap((name) => {
      const found = root.google.pubsub.v1[name];
      return found === undefined ? [] : [[name, found.service]];
    }),
  );
}
