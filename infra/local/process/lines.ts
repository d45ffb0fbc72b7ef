// Cuts what a child writes into lines: a log is read line by line, and a pipe knows nothing of them.

import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** Our own limit: a child that never ends a line must not fill this process's memory. */
const LONGEST_LINE = 1_048_576;

/** What stays of a line that is cut: a log line of ours that begins at its end is no longer, and must stay whole. */
const KEPT_CHARACTERS = 4_096;

/**
 * Calls `onLine` for each line that the stream brings, without its line break, and for what stands behind the last one.
 * Only LF and CRLF end a line, so one JSON text stays one line. A line over 1,048,576 characters comes in pieces.
 */
export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  let open = "";
  const tell = (line: string) => onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
  stream.on("data", (chunk: Buffer) => {
    const pieces = (open + decoder.write(chunk)).split("\n");
    open = pieces.pop() ?? "";
    for (const line of pieces) tell(line);
    if (open.length <= LONGEST_LINE) return;
    onLine(open.slice(0, -KEPT_CHARACTERS));
    open = open.slice(-KEPT_CHARACTERS);
  });
  stream.on("end", () => {
    open += decoder.end();
    if (open !== "") tell(open);
  });
}
