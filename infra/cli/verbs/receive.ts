// `hopspan receive`: takes messages from an endpoint of the fabric that runs here, as a system of that side would.

import { connect } from "../connect.ts";
import { type Connection, type Received, WAIT_SECONDS } from "../endpoints/connection.ts";
import { type Form, showReceived } from "../show-received.ts";
import { CommandError, countOption, EXIT, type Given, type Terminal, textOption, type Verb } from "../verb.ts";

/**
 * Takes and acknowledges. Ends with 0: with `--count` once so many have come, with `--follow` when it is ended, else once
 * nothing more waits; with 1 where one of them could not be read, 4 where standard output does not take them. What it
 * has taken is gone from the endpoint, also what could not be read, which is printed as the broker has it; all else stays.
 */
export const receive: Verb = {
  usage: "ENDPOINT",
  about: "Takes messages from an endpoint of the fabric that runs here, and shows them",
  options: {
    count: { type: "string", short: "n", value: "N", about: "wait for N messages, then end" },
    follow: { type: "boolean", short: "f", about: "go on until Ctrl-C" },
    json: { type: "boolean", about: "print each message whole, as one JSON line; the body is base64" },
    raw: { type: "boolean", about: "print the wire form: what the broker holds, header and all" },
    fabric: { type: "string", value: "NAME", about: "which fabric, where several run here; or the pid of its run" },
  },
  examples: ["hopspan receive score-inbox --count 1", "hopspan receive order-feed --follow --json | jq .orderingKey"],
  async run(given, terminal) {
    const [name, ...rest] = given.words;
    if (name === undefined || rest.length > 0)
      throw new CommandError("receive takes one endpoint: npx hopspan receive ENDPOINT");
    const wanted = wantedFrom(given);
    const broker = await connect(name, terminal.folder, textOption(given, "fabric"), "receive");
    try {
      const { shown, unread } = await take(broker, wanted, terminal);
      if (shown === 0 && !terminal.ended.aborted) terminal.err(`nothing came from ${name} within ${WAIT_SECONDS} s`);
      if (unread > 0) terminal.err(`${unread} of ${shown} could not be read, and stand above as the broker had them`);
      return unread > 0 ? EXIT.failed : EXIT.ok;
    } finally {
      await broker.close();
    }
  },
};

interface Asked {
  readonly form: Form;
  /** How many are waited for; without one, all that wait are enough. */
  readonly count: number | undefined;
  readonly isEndless: boolean;
}

function wantedFrom(given: Given): Asked {
  const { follow, json, raw } = given.options;
  const count = countOption(given, "count", 1);
  if (follow && count !== undefined) throw new CommandError("choose one of --count and --follow");
  if (json && raw) throw new CommandError("choose one of --json and --raw");
  return { form: raw ? "raw" : json ? "json" : "readable", count, isEndless: follow === true };
}

async function take(broker: Connection, { form, count, isEndless }: Asked, terminal: Terminal) {
  const { err, ended } = terminal;
  const most = count ?? Number.POSITIVE_INFINITY;
  let shown = 0;
  let unread = 0;
  let isTold = !terminal.interactive;
  while (shown < most && !ended.aborted) {
    const batch = await broker.receive(Math.min(10, most - shown), ended);
    unread += await show(broker, batch, form, terminal);
    shown += batch.length;
    if (batch.length > 0) continue;
    if (!isEndless && count === undefined) break;
    if (!isTold) err("waits for more until Ctrl-C");
    isTold = true;
  }
  return { shown, unread };
}

/** Prints and acknowledges; gives how many could not be read. What could not be printed is given back before it rejects. */
async function show(broker: Connection, batch: readonly Received[], form: Form, { out, written }: Terminal) {
  let taken = 0;
  let unread = 0;
  try {
    for (const each of batch) {
      const { text, isRead } = showReceived(each, form);
      out(text);
      await written();
      taken++;
      if (!isRead) unread++;
    }
  } finally {
    await broker.release(batch.slice(taken));
    await broker.acknowledge(batch.slice(0, taken));
  }
  return unread;
}
