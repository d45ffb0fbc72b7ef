// `hopspan receive`: takes messages from an endpoint of the fabric that runs here, as a system of that side would.

import { connect } from "../connect.ts";
import type { Received } from "../endpoints/connection.ts";
import { printedMessage, readableMessage } from "../print-message.ts";
import { CommandError, countOption, EXIT, textOption, type Verb } from "../verb.ts";

/**
 * Takes and acknowledges. Ends with 0: with `--count` once so many have come, with `--follow` when it is ended, else once
 * nothing more waits. What has been printed is gone from the endpoint; what has not, stays.
 */
export const receive: Verb = {
  usage: "ENDPOINT",
  about: "Takes messages from an endpoint of the fabric that runs here, and shows them",
  options: {
    count: { type: "string", short: "n", value: "N", about: "wait for N messages, then end" },
    follow: { type: "boolean", short: "f", about: "go on until Ctrl-C" },
    json: { type: "boolean", about: "print each message whole, as one JSON line; the body is base64" },
    raw: { type: "boolean", about: "print the wire form: what the broker holds, header and all" },
    fabric: { type: "string", value: "NAME", about: "which fabric, where several run in this folder" },
  },
  examples: ["hopspan receive score-inbox --count 1", "hopspan receive order-feed --follow --json | jq .orderingKey"],
  async run(given, { folder, out, ended }) {
    const [name, ...rest] = given.words;
    if (name === undefined || rest.length > 0)
      throw new CommandError("receive takes one endpoint: hopspan receive ENDPOINT");
    const { follow, json, raw } = given.options;
    const count = countOption(given, "count", 1);
    if (follow && count !== undefined) throw new CommandError("choose one of --count and --follow");
    const broker = await connect(name, folder, textOption(given, "fabric"), "receive");
    const show = raw
      ? rawLine
      : json
        ? (each: Received) => JSON.stringify(printedMessage(each.open()))
        : (each: Received) => readableMessage(each.open());
    try {
      let left = count ?? Number.POSITIVE_INFINITY;
      while (left > 0 && !ended.aborted) {
        const batch = await broker.receive(Math.min(10, left), ended);
        for (const each of batch) out(show(each));
        await broker.acknowledge(batch);
        left -= batch.length;
        if (batch.length === 0 && !follow && count === undefined) break;
      }
    } finally {
      await broker.close();
    }
    return EXIT.ok;
  },
};

const rawLine = ({ raw }: Received) => JSON.stringify(raw);
