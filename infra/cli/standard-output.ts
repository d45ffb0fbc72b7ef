// Standard output that knows what was taken: what nobody could keep must not count as shown.

import { fstatSync, writeSync } from "node:fs";
import type { Writable } from "node:stream";
import { isatty } from "node:tty";

/** Standard output takes nothing any more. `isUnheard` where whoever read it has gone, which is nobody's fault. */
export class OutputError extends Error {
  override readonly name = "OutputError";
  readonly isUnheard: boolean;
  constructor(code: string, isUnheard: boolean) {
    super(`standard output can't be written (${code})`);
    this.isUnheard = isUnheard;
  }
}

/** One output, in order. */
export interface StandardOutput {
  /** Never throws. After a failure nothing more is tried: a shorter text might still fit, behind a gap. */
  write(text: string): void;
  /** Resolves once the system has taken all that was written so far; rejects with `OutputError` where it did not. */
  written(): Promise<void>;
}

/** Takes a text, and says when it is taken or why it is not. */
type Take = (text: string, done: (error?: NodeJS.ErrnoException | null) => void) => void;

/** A reader of a pipe that has gone (`hopspan receive | head -1`), and a terminal that was closed. */
const UNHEARD: ReadonlySet<string> = new Set(["EPIPE", "EIO", "ERR_STREAM_DESTROYED"]);

/** The output behind a descriptor, whose `stream` is Node's own; `onLost` is called once, when it takes nothing any more. */
export function standardOutput(fd: number, stream: Writable, onLost: () => void): StandardOutput {
  const isFile = !isatty(fd) && (fstatSync(fd).isFile() || fstatSync(fd).isCharacterDevice());
  const take: Take = isFile
    ? (text, done) => done(writeWhole(fd, text))
    : (text, done) => void stream.write(text, done);
  let lost: OutputError | undefined;
  let last = Promise.resolve();
  const lose = ({ code = "unknown" }: NodeJS.ErrnoException) => {
    if (lost !== undefined) return;
    lost = new OutputError(code, !isFile && UNHEARD.has(code));
    onLost();
  };
  stream.on("error", lose);
  return {
    write(text) {
      if (lost !== undefined) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      take(text, (error) => {
        if (error) lose(error);
        resolve();
      });
    },
    async written() {
      await last;
      if (lost !== undefined) throw lost;
    },
  };
}

/** A disk that fills up takes a part of a text and calls that well done, and so does Node's own stream for files. */
function writeWhole(fd: number, text: string): NodeJS.ErrnoException | undefined {
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.byteLength; ) at += writeSync(fd, bytes, at);
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}
