// `hopspan send`: one message to an endpoint of the fabric that runs here, as a system of that side would send it.

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { SinkError } from "../../../shared/core/errors.ts";
import type { Message } from "../../../shared/core/message.ts";
import { attributesOf, MESSAGE_OPTIONS } from "../attribute-option.ts";
import { connect } from "../connect.ts";
import { OutputError } from "../standard-output.ts";
import { CommandError, EXIT, type Terminal, textOption, type Verb } from "../verb.ts";

/**
 * Ends with 0 once the broker has confirmed, 1 where it refused the message, 2 for a call that can't be meant, 4 where it was
 * sent and that could not be printed.
 */
export const send: Verb = {
  usage: "ENDPOINT [BODY | -]",
  about: "Sends a message to an endpoint of the fabric that runs here",
  options: {
    file: { type: "string", value: "FILE", about: "take the body from a file, byte for byte" },
    ...MESSAGE_OPTIONS,
    fabric: { type: "string", value: "NAME", about: "which fabric, where several run here; or the pid of its run" },
    json: { type: "boolean", about: "print what became of it as one JSON line" },
  },
  examples: [
    `hopspan send scores '{"orderId":"o-1","score":0.9}'`,
    "hopspan send orders --key c-1 -a tenant=a -a weight:Number.kg=2 --file order.json",
    "jq -c . order.json | hopspan send orders -",
  ],
  async run(given, terminal) {
    const [name, ...rest] = given.words;
    if (name === undefined)
      throw new CommandError("send to which endpoint? usage: npx hopspan send ENDPOINT [BODY | -]");
    if (rest.length > 1) throw new CommandError("send takes one body: put it in quotes");
    const file = textOption(given, "file");
    if (file !== undefined && rest[0] !== undefined)
      throw new CommandError("give the body once: as an argument or with --file");
    const attributes = attributesOf(given);
    // First of all, so that nobody types a body that nobody would take.
    const broker = await connect(name, terminal.folder, textOption(given, "fabric"), "send");
    try {
      const body = await readBody(name, rest[0], file, terminal);
      const message = messageOf(name, body, attributes, textOption(given, "key"));
      const refusal = await broker.send(message);
      if (refusal !== undefined) throw refused(name, refusal);
      const { id } = message;
      terminal.out(given.options["json"] ? JSON.stringify({ sent: true, endpoint: name, id }) : `sent ${id}`);
      await terminal.written().catch((error: unknown) => {
        throw unprinted(error, name, id);
      });
    } finally {
      await broker.close();
    }
    return EXIT.ok;
  },
};

const messageOf = (name: string, body: Uint8Array, attributes: Message["attributes"], key = ""): Message => ({
  id: `${name}:${randomUUID()}`,
  body,
  attributes,
  ...(key === "" ? {} : { orderingKey: key }),
  trail: [],
  sentAt: Date.now(),
});

/** Whoever sends again what has been sent has it twice. */
const unprinted = (error: unknown, name: string, id: string): unknown =>
  error instanceof OutputError && !error.isUnheard
    ? new CommandError(`${name} has the message, sent as ${id}, but ${error.message}`, EXIT.unwritten)
    : error;

const refused = (name: string, { message, retryable }: SinkError): CommandError =>
  retryable
    ? new CommandError(`${name} does not take the message now: ${message}`, EXIT.unavailable)
    : new CommandError(`${name} refused the message: ${message}`, EXIT.failed);

async function readBody(
  name: string,
  word: string | undefined,
  file: string | undefined,
  terminal: Terminal,
): Promise<Uint8Array> {
  if (word !== undefined && word !== "-") return Buffer.from(word);
  if (file === undefined) return inputBody(name, terminal);
  try {
    return await readFile(resolve(terminal.folder, file));
  } catch (error) {
    throw new CommandError(`${file} can't be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  }
}

/** Nothing is seldom meant: a pipe whose writer failed, or a body that was forgotten. */
async function inputBody(name: string, { keyboard, input, err, ended }: Terminal): Promise<Uint8Array> {
  if (keyboard) err("reads the body from standard input: type it, and end with Ctrl-D");
  const body = await input().catch((error: unknown) => {
    if (!ended.aborted) throw error;
    throw new CommandError("ended before the body was: nothing was sent", EXIT.failed);
  });
  if (body.length > 0) return body;
  throw new CommandError(
    `standard input is empty, and nothing was sent: an empty body is written as npx hopspan send ${name} ""`,
  );
}
