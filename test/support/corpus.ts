// The hard messages by name: what a bridge loses that was not made to keep everything.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Attribute, Message } from "../../shared/core/message.ts";

/** One hard message, and what makes it hard. */
export interface HardMessage {
  readonly name: string;
  readonly why: string;
  readonly message: Message;
  /** Brokers whose limits it exceeds: there it has to be refused by name. */
  readonly tooLargeFor?: readonly string[];
}

/** A message as the fixtures and `receive --json` print it. */
interface PrintedMessage extends Omit<Message, "body" | "attributes"> {
  readonly body: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

const folder = join(import.meta.dirname, "../fixtures/messages");

function read(file: string): HardMessage {
  const { message, ...rest } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Omit<HardMessage, "message"> & {
    readonly message: PrintedMessage;
  };
  const body = Uint8Array.from(Buffer.from(message.body, "base64"));
  return { ...rest, message: { ...message, body, attributes: new Map(Object.entries(message.attributes)) } };
}

/** Too large to be kept as files. */
function large(name: string, why: string, body: Uint8Array, ...tooLargeFor: readonly string[]): HardMessage {
  const id = `orders/${name.replaceAll(" ", "-")}`;
  return { name, why, message: { id, body, attributes: new Map(), trail: [], sentAt: 1_700_000_000_000 }, tooLargeFor };
}

/** All of them, in the order of their names, the large ones last. */
export const corpus: readonly HardMessage[] = [
  ...readdirSync(folder).sort().map(read),
  large(
    "a body of exactly 1 MiB",
    "fills an SQS message, with no room for a header",
    new Uint8Array(1_048_576).fill(120),
    "sqs",
  ),
  large("a body that just fits beside its header", "1 MiB less 256 bytes", new Uint8Array(1_048_320).fill(120)),
  large(
    "a binary body of 768 KiB",
    "1 MiB as base64, with no room for a header",
    new Uint8Array(786_432).fill(255),
    "sqs",
  ),
  large(
    "a binary body of 700 KiB",
    "fits SQS as base64, and fills a request by itself",
    new Uint8Array(716_800).fill(255),
  ),
];
