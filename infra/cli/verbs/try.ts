// `hopspan try`: one message through a hop, shown after each step, without any server.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Message } from "../../../shared/core/message.ts";
import type { Hop } from "../../../shared/fabric/fabric.ts";
import { attributesOf, MESSAGE_OPTIONS } from "../attribute-option.ts";
import { hopOf } from "../hop-of.ts";
import { loadFabric, oneFile } from "../load-fabric.ts";
import { exampleSecrets } from "../trial/example-secrets.ts";
import { type Fate, fateLine, fateOf } from "../trial/fate.ts";
import { openHop } from "../trial/open-hop.ts";
import { traceHop } from "../trial/trace.ts";
import { traceJson } from "../trial/trace-json.ts";
import { traceLines } from "../trial/trace-lines.ts";
import { CommandError, EXIT, type Terminal, textOption, type Verb } from "../verb.ts";

/** Ends with 0 where the message is relayed or dropped, and with 1 where it, or a part of it, is given up. */
const tryHop: Verb = {
  usage: "HOP [FILE] [--body TEXT | --body @BODYFILE]",
  about: "Shows a message after each step of a hop, without any server",
  options: {
    body: {
      type: "string",
      short: "b",
      value: "TEXT",
      about: "the body; @FILE takes it from a file; else from standard input",
    },
    ...MESSAGE_OPTIONS,
    from: { type: "string", value: "ENDPOINT", about: "the source, of a hop that has several; else its first" },
    json: { type: "boolean", about: "print the whole way as one JSON line" },
  },
  examples: [
    `hopspan try export-orders --body '{"status":"PAID","card":{"number":"4111"}}'`,
    "hopspan try export-orders my-fabric/fabric.yaml --key c-1 --body @order.json",
    "jq -c . order.json | hopspan try export-orders -a tenant=a",
  ],
  async run(given, terminal) {
    const [name, ...words] = given.words;
    if (name === undefined) throw new CommandError("try which hop? usage: npx hopspan try HOP [FILE] --body TEXT");
    const attributes = attributesOf(given);
    const fabric = await loadFabric(oneFile("try", { words }), terminal);
    const hop = hopOf(fabric, name);
    const from = sourceOf(hop, textOption(given, "from"));
    const body = await bodyOf(textOption(given, "body"), terminal);
    const message = messageOf(body, attributes, textOption(given, "key"));
    const tools = exampleSecrets(terminal.environment);
    const fate = fateOf(await (await openHop(fabric, hop, from, tools))(message));
    const traces = await traceHop({ fabric, hop, from, tools }, message);
    if (given.options["json"])
      terminal.out(JSON.stringify({ hop: name, from, ...fate, links: traces.map((each) => traceJson(each, hop)) }));
    else {
      const look = { hop, colours: terminal.interactive };
      terminal.out([...traces.flatMap((trace) => traceLines(trace, look)), fateLine(fate)].join("\n"));
    }
    return exitOf(fate);
  },
};

export { tryHop as try };

const exitOf = ({ outcome }: Fate) => (outcome === "dead" ? EXIT.failed : EXIT.ok);

function sourceOf({ name, from }: Hop, asked: string | undefined): string {
  const source = asked ?? from[0] ?? "";
  if (from.includes(source)) return source;
  throw new CommandError(`hop ${name} does not come from ${source}: --from takes ${from.join(" or ")}`);
}

async function bodyOf(
  given: string | undefined,
  { folder, keyboard, err, input, ended }: Terminal,
): Promise<Uint8Array> {
  if (given?.startsWith("@")) {
    const file = given.slice(1);
    return readFile(resolve(folder, file)).catch((error: NodeJS.ErrnoException) => {
      throw new CommandError(`${file} can't be read (${error.code ?? "unknown"})`);
    });
  }
  if (given !== undefined && given !== "-") return Buffer.from(given);
  if (keyboard) err("reads the body from standard input: type it, and end with Ctrl-D");
  return input().catch((error: unknown) => {
    if (!ended.aborted) throw error;
    throw new CommandError("ended before the body was: nothing was tried", EXIT.failed);
  });
}

const messageOf = (body: Uint8Array, attributes: Message["attributes"], key = ""): Message => ({
  id: "example:1",
  body,
  attributes,
  ...(key === "" ? {} : { orderingKey: key }),
  trail: [],
  sentAt: 0,
});
