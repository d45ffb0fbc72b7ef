// The generated Pub/Sub client for a server of this machine: it says what goes over the wire word for word.

import { v1 } from "@google-cloud/pubsub";
import { credentials } from "@grpc/grpc-js";

/** A client that checks nobody's identity and looks for none; `host` as in PUBSUB_EMULATOR_HOST. */
export function localSubscriber(host: string, projectId: string) {
  const { hostname, port } = new URL(`http://${host}`);
  return new v1.SubscriberClient({
    projectId,
    apiEndpoint: hostname,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    clientOptions: { universeDomain: "googleapis.com" },
  });
}
