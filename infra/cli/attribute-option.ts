// The option --attribute, as every verb reads it that makes a message.

import type { Attribute, Message } from "../../shared/core/message.ts";
import { CommandError, type Given } from "./verb.ts";

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
  if (kind === "Number" && !/^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value))
    throw new CommandError(`attribute ${name}: a Number must be a decimal number`);
  if (kind === "Binary" && Buffer.from(value, "base64").toString("base64") !== value)
    throw new CommandError(`attribute ${name}: a Binary must be base64 with padding`);
}
