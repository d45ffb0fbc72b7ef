// Takes in what a queue answers, up to a size: an answer without an end must not fill the memory of a function.

import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { SinkError } from "../../core/errors.ts";

type Collect = NonNullable<SQSClientConfig["streamCollector"]>;

/** An answer to ten entries has some thousand bytes. Ours. */
const MOST_BYTES = 1_048_576;

/** The bytes of an answer. Rejects for one that is larger than 1 MiB, and reads no more of it; and where it breaks off. */
export const collectAnswer: Collect = async (stream: AsyncIterable<Uint8Array>) => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    // Leaving the loop by an error closes the connection.
    if (bytes > MOST_BYTES)
      throw new SinkError(
        "ANSWER_TOO_LARGE",
        `the answer has more than ${MOST_BYTES} bytes, expected some thousand`,
        true,
      );
  }
  return Buffer.concat(chunks);
};
