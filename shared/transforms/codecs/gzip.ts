// Gzip: a body that a system has compressed.

import { gunzipSync, gzipSync } from "node:zlib";
import { TransformError } from "../../core/errors.ts";
import type { CodecPart } from "./codec.ts";
import { bytesOf } from "./forms.ts";

/** More than any broker takes; ours. */
const MOST_BYTES = 16 * 1_024 * 1_024;

/**
 * Unpacks at most `maxBytes` (default and limit: 16 MiB), so a small body can't fill the memory. Throws `TransformError`
 * GZIP for what is none or is cut off, and TOO_LARGE beyond the limit. Writes the same bytes for the same body.
 */
export const gzip: CodecPart = {
  options: {
    maxBytes: {
      type: "integer",
      minimum: 1,
      maximum: MOST_BYTES,
      default: MOST_BYTES,
      description: "The most that parse unpacks, in bytes.",
    },
  },
  create(options) {
    const { maxBytes = MOST_BYTES } = options as { readonly maxBytes?: number };
    return {
      isText: false,
      parse: (bytes) => ({ bytes: unpacked(bytes, maxBytes) }),
      serialize: (form) => gzipSync(bytesOf(form)),
    };
  },
};

function unpacked(bytes: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE")
      throw new TransformError("TOO_LARGE", `the body unpacks to more than ${maxBytes} bytes`, thrown);
    throw new TransformError("GZIP", "the body is not gzip, or is cut off", thrown);
  }
}
