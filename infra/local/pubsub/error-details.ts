// What a machine can read of a refusal, in the form in which gRPC clients look for it.

import { Metadata, status } from "@grpc/grpc-js";
import protobuf from "protobufjs";
import type { PubsubFault } from "./fault.ts";

/** google.rpc.Status and google.rpc.ErrorInfo: https://github.com/googleapis/googleapis/tree/master/google/rpc */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
`);

/** Who refuses. */
const DOMAIN = "pubsub.googleapis.com";
const REASON_TYPE = "type.googleapis.com/google.rpc.ErrorInfo";

/** The trailers of a refusal; empty where there is nothing but its text. */
export function detailsOf({ status: code, message, reason }: PubsubFault): Metadata {
  const trailers = new Metadata();
  if (reason === undefined) return trailers;
  const value = encoded("ErrorInfo", { ...reason, domain: DOMAIN });
  const details = [{ typeUrl: REASON_TYPE, value }];
  trailers.set("grpc-status-details-bin", encoded("Status", { code: status[code], message, details }));
  return trailers;
}

/** The same as REST has it. */
export const restDetailsOf = ({ reason }: PubsubFault): readonly object[] =>
  reason === undefined ? [] : [{ "@type": REASON_TYPE, ...reason, domain: DOMAIN }];

function encoded(name: string, fields: Readonly<Record<string, unknown>>): Buffer {
  const type = root.lookupType(name);
  return Buffer.from(type.encode(type.fromObject(fields)).finish());
}
