// The service's own definition, read from the official client's package: never copied, so it can't go stale.

import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { loadPackageDefinition, type ServiceDefinition } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const protosOf = (name: string, from: string): string =>
  join(dirname(findPackageJSON(name, from) ?? ""), "build/protos");

/** The services by their names: Publisher, Subscriber, SchemaService. */
export function serviceDefinitions(): Readonly<Record<string, ServiceDefinition>> {
  const pubsub = findPackageJSON("@google-cloud/pubsub", import.meta.url) ?? "";
  const includeDirs = [protosOf("@google-cloud/pubsub", import.meta.url), protosOf("google-gax", pubsub)];
  const files = ["google/pubsub/v1/pubsub.proto", "google/pubsub/v1/schema.proto"];
  const loaded = loadPackageDefinition(loadSync(files, { includeDirs, longs: Number, enums: String, bytes: Buffer }));
  const services = (loaded["google"] as unknown as { pubsub: { v1: Record<string, { service: ServiceDefinition }> } })
    .pubsub.v1;
  return Object.fromEntries(
    ["Publisher", "Subscriber", "SchemaService"].map((name) => [name, services[name]?.service as ServiceDefinition]),
  );
}
