// The options --attribute and --key, as every verb has and reads them that makes a message.

import type { Attribute, Message } from "../../shared/core/message.ts";
import { isDecimal, isPaddedBase64 } from "../../shared/core/typed-value.ts";
import { CommandError, type Given, type Verb } from "./verb.ts";

/** What a message is made of beside its body. */
export const MESSAGE_OPTIONS = {
  attribute: {
    type: "string",
    multiple: true,
    short: "a",
    value: "NAME[:TYPE]=VALUE",
    about: "an attribute; TYPE is String, Number or Binary (VALUE in base64), with .label if you like",
  },
  key: { type: "string", short: "k", value: "KEY", about: "the ordering key, or the message group of a FIFO queue" },
} as const satisfies Verb["options"];

/** The attributes that were given as `--attribute NAME[:TYPE]=VALUE`. Throws `CommandError` for one that no message can have. */
export function attributesOf({ options }: Given): Message["attributes"] {
  const attributes = new Map<string, Attribute>();
  for (const each of [options["attribute"] ?? []].flat()) {
    const [, name = "", type = "String", value = ""] = /^([^=:]+)(?::([^=]+))?=(.*)$/s.exec(String(each)) ?? [];
    if (name === "") throw new CommandError(`--attribute must be NAME=VALUE or NAME:TYPE=VALUE, not "${each}"`);
    if (attributes.has(name)) throw new CommandError(`attribute ${name} is given twice: a message has it once`);
    checkType(name, type, value);
    attributes.set(name, { type, value });
  }
  return attributes;
}

function checkType(name: string, type: string, value: string): void {
  const [kind = ""] = type.split(".", 1);
  if (!["String", "Number", "Binary"].includes(kind))
    throw new CommandError(
      `attribute ${name}: type must be String, Number or Binary, with .label if you like, not "${type}"`,
    );
  if (kind === "Number" && !isDecimal(value))
    throw new CommandError(`attribute ${name}: a Number must be a decimal number`);
  if (kind === "Binary" && !isPaddedBase64(value))
    throw new CommandError(`attribute ${name}: a Binary must be base64 with padding`);
}
