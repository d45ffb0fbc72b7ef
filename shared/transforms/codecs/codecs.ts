// The table of formats that parse and serialize know.

import { avro } from "./avro.ts";
import { base64 } from "./base64.ts";
import type { CodecPart } from "./codec.ts";
import { csv } from "./csv.ts";
import { gzip } from "./gzip.ts";
import { json } from "./json.ts";
import { protobuf } from "./protobuf.ts";

/** By the name that a fabric writes. */
export const codecs: Readonly<Record<string, CodecPart>> = { json, base64, gzip, csv, avro, protobuf };
