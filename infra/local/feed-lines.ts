// Reads a feed's file line by line, whatever kind of file it is, in a way that can be ended at any moment.

import { constants, createReadStream, fstatSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { addAbortSignal, type Readable } from "node:stream";
import { isatty, ReadStream } from "node:tty";
import { PUBSUB_LIMITS } from "../../shared/brokers/pubsub/endpoint.ts";

/** One line that is not empty: its number from 1, and its bytes without the line break. */
export interface Line {
  readonly number: number;
  readonly body: Buffer;
}

/** The most that any broker takes. Of a longer line only so much is kept as shows that it is too long. */
const LONGEST_BYTES = PUBSUB_LIMITS.messageBytes + 1;

/** How much of a regular file is read on after the end, to tell how many lines were left. Ours. */
const READ_ON_BYTES = 64 * 1_048_576;

const CHUNK_BYTES = 262_144;
/** How many lines are given at a time, since a feed is ended between two times. Ours. */
const MOST_LINES = 500;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from("\ufeff");

/**
 * Gives what each read of a file, or of standard input where it is `-`, has brought, at most 500 lines at a time, so that a
 * slow writer's line is there at once. Only LF and CRLF end a line. Throws where the file can't be read, and after `ended`
 * where it will not be read to its end: a pipe or a terminal at once, a regular file after 64 MiB more.
 */
export async function* readLines(file: string, ended: AbortSignal): AsyncGenerator<readonly Line[]> {
  const cut = lineCutter();
  let bytesOn = 0;
  for await (const chunk of openFile(file, ended)) {
    bytesOn += ended.aborted ? chunk.byteLength : 0;
    if (bytesOn > READ_ON_BYTES) throw ended.reason;
    const lines = cut.push(chunk);
    for (let at = 0; at < lines.length; at += MOST_LINES) yield lines.slice(at, at + MOST_LINES);
  }
  const last = cut.end();
  if (last.length > 0) yield last;
}

/** A read of a pipe or a terminal in the thread pool could not be taken back: those are waited for in the event loop. */
function openFile(file: string, ended: AbortSignal): Readable & AsyncIterable<Buffer> {
  // Node has opened it as what it is.
  if (file === "-") return fstatSync(0).isFile() ? process.stdin : addAbortSignal(ended, process.stdin);
  // Without O_NONBLOCK the opening itself waits for a pipe's writer.
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const stat = fstatSync(fd);
  if (stat.isFile()) return createReadStream(file, { fd, highWaterMark: CHUNK_BYTES });
  if (stat.isFIFO()) return addAbortSignal(ended, new Socket({ fd, readable: true, writable: false }));
  return addAbortSignal(ended, isatty(fd) ? new ReadStream(fd) : createReadStream(file, { fd }));
}

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= RETURN);

/** Cuts chunks into numbered lines; a line may lie across any number of chunks. */
function lineCutter() {
  let number = 0;
  let pieces: Buffer[] = [];
  let openBytes = 0;

  const keep = (piece: Buffer): void => {
    const room = LONGEST_BYTES - openBytes;
    if (room <= 0) return;
    pieces.push(piece.byteLength > room ? piece.subarray(0, room) : piece);
    openBytes += Math.min(room, piece.byteLength);
  };
  const close = (): readonly Line[] => {
    const bytes = Buffer.concat(pieces);
    pieces = [];
    openBytes = 0;
    number++;
    const from = number === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.byteLength : 0;
    const body = bytes.subarray(from, bytes.at(-1) === RETURN ? -1 : undefined);
    return body.every(isBlank) ? [] : [{ number, body }];
  };
  return {
    push(chunk: Buffer): readonly Line[] {
      const lines: Line[] = [];
      let start = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, start)) {
        keep(chunk.subarray(start, at));
        lines.push(...close());
        start = at + 1;
      }
      keep(chunk.subarray(start));
      return lines;
    },
    end: (): readonly Line[] => (openBytes > 0 ? close() : []),
  };
}
