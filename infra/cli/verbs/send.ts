// `hopspan send`: one message to an endpoint of the fabric that runs here, as a system of that side would send it.

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Attribute, Message } from "../../../shared/core/message.ts";
import { connect } from "../connect.ts";
import { CommandError, EXIT, type Given, type Terminal, textOption, type Verb } from "../verb.ts";

/** Ends with 0 once the broker has confirmed, 1 where it refused the message, 2 for a call that can't be meant. */
export const send: Verb = {
  usage: "ENDPOINT [BODY | -]",
  about: "Sends a message to an endpoint of the fabric that runs here",
  options: {
    file: { type: "string", value: "FILE", about: "take the body from a file, byte for byte" },
    attribute: {
      type: "string",
      multiple: true,
      short: "a",
      value: "NAME[:TYPE]=VALUE",
      about: "an attribute; TYPE is String, Number or Binary (VALUE in base64), with .label if you like",
    },
    key: { type: "string", short: "k", value: "KEY", about: "the ordering key, or the message group of a FIFO queue" },
    fabric: { type: "string", value: "NAME", about: "which fabric, where several run in this folder" },
    json: { type: "boolean", about: "print what became of it as one JSON line" },
  },
  examples: [
    `hopspan send scores '{"orderId":"o-1","score":0.9}'`,
    "hopspan send orders --key c-1 --attribute tenant=a --attribute weight:Number.kg=2 --file order.json",
    "jq -c . order.json | hopspan send orders -",
  ],
  async run(given, terminal) {
    const [name, ...rest] = given.words;
    if (name === undefined) throw new CommandError("send to which endpoint? usage: hopspan send ENDPOINT [BODY | -]");
    if (rest.length > 1) throw new CommandError("send takes one body: put it in quotes");
    const body = await readBody(rest[0], given, terminal);
    const broker = await connect(name, terminal.folder, textOption(given, "fabric"), "send");
    const key = textOption(given, "key");
    const message: Message = {
      id: `${name}:${randomUUID()}`,
      body,
      attributes: new Map(attributesOf(given)),
      ...(key === undefined || key === "" ? {} : { orderingKey: key }),
      trail: [],
      sentAt: Date.now(),
    };
    const refusal = await broker.send(message).finally(broker.close);
    if (refusal !== undefined)
      throw new CommandError(
        `${name} refused the message: ${refusal.message}`,
        refusal.retryable ? EXIT.unavailable : EXIT.failed,
      );
    terminal.out(
      given.options["json"] ? JSON.stringify({ sent: true, endpoint: name, id: message.id }) : `sent ${message.id}`,
    );
    return EXIT.ok;
  },
};

async function readBody(word: string | undefined, given: Given, { folder, input }: Terminal): Promise<Uint8Array> {
  const file = textOption(given, "file");
  if (file !== undefined && word !== undefined)
    throw new CommandError("give the body once: as an argument or with --file");
  if (word !== undefined && word !== "-") return Buffer.from(word);
  if (file === undefined) return input();
  try {
    return await readFile(resolve(folder, file));
  } catch (error) {
    throw new CommandError(`${file} can't be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  }
}

function attributesOf({ options }: Given): readonly (readonly [string, Attribute])[] {
  const list = Array.isArray(options["attribute"]) ? options["attribute"] : [];
  return list.map((each) => {
    const [, name = "", type = "String", value = ""] = /^([^=:]+)(?::([^=]+))?=(.*)$/s.exec(String(each)) ?? [];
    if (name === "") throw new CommandError(`--attribute must be NAME=VALUE or NAME:TYPE=VALUE, not "${each}"`);
    checkType(name, type, value);
    return [name, { type, value }] as const;
  });
}

function checkType(name: string, type: string, value: string): void {
  const [kind = ""] = type.split(".", 1);
  if (!["String", "Number", "Binary"].includes(kind))
    throw new CommandError(
      `attribute ${name}: type must be String, Number or Binary, with .label if you like, not "${type}"`,
    );
  if (kind === "Number" && !/^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value))
    throw new CommandError(`attribute ${name}: a Number must be a decimal number`);
  if (kind === "Binary" && Buffer.from(value, "base64").toString("base64") !== value)
    throw new CommandError(`attribute ${name}: a Binary must be base64 with padding`);
}
