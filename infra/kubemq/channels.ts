// What channels a connection names: one, a list, or several families at once.

import type { Connection, Side } from "./binding.ts";
import type { Findings } from "./findings.ts";
import type { Family } from "./kinds.ts";
import type { Setting } from "./tables.ts";

/** A channel of one cluster: the same three are one and the same channel. */
export interface Channel {
  readonly cluster: string;
  readonly family: Family;
  readonly name: string;
}

/** A text that only the same channel has. */
export const channelId = ({ cluster, family, name }: Channel): string => JSON.stringify([cluster, family, name]);

/** The channels that a source takes from; an error where it names none. */
export function sourceChannels(side: Side, findings: Findings): readonly Channel[] {
  return side.connections.flatMap((connection) => {
    const setting = connection.settings.get("channel");
    if (setting === undefined) {
      findings.error(connection.path, "a source must have a channel: channel: NAME");
      return [];
    }
    const names = listed(setting);
    if (names.length === 0) findings.error(setting.path, NAMELESS);
    if (names.length > 1) findings.note(setting.path, "a channel with commas is taken for several");
    if (names.some((name) => /[*>]/.test(name))) findings.note(setting.path, PATTERN, "warning");
    return names.map((name) => ({ cluster: connection.address, family: side.family, name }));
  });
}

const NAMELESS = "there must be the name of at least one channel";
const PATTERN =
  "the channel is a pattern, which a queue or topic can't have: whoever sends to a channel that it matches has to send to its endpoint";

/**
 * The channels that a connection of a target leads to; undefined where it names none, which in KubeMQ leads to the channel that a
 * message came from.
 */
export function targetChannels(
  connection: Connection,
  family: Family,
  findings: Findings,
): readonly Channel[] | undefined {
  const setting = namesOf(connection, family);
  if (setting === undefined) return undefined;
  if (listed(setting).length === 0) findings.error(setting.path, NAMELESS);
  return listed(setting).map((written) => {
    const [, prefix, name = ""] = /^(events|events_store|queues): *(.+)$/.exec(written) ?? [];
    const cluster = connection.address;
    return prefix === undefined
      ? { cluster, family, name: written }
      : { cluster, family: PREFIXES[prefix] ?? family, name };
  });
}

/** Commands and queries have one channel to go to. */
export const channelKey = (family: Family): string =>
  family === "command" || family === "query" ? "default_channel" : "channels";

/** True where the connection leads to a route that only the broker knows; same source. */
export const isRouted = (connection: Connection, family: Family): boolean => {
  const setting = namesOf(connection, family);
  return setting !== undefined && listed(setting).some((name) => name.startsWith("routes:"));
};

const namesOf = ({ settings }: Connection, family: Family): Setting | undefined => settings.get(channelKey(family));

/** How a message is sent to channels of other families: https://docs.kubemq.io/learn/the-basics, Message Pattern Format. */
const PREFIXES: Readonly<Record<string, Family>> = {
  events: "events",
  events_store: "events-store",
  queues: "queue",
};

const listed = ({ text }: Setting): readonly string[] =>
  text.split(/[,;]/).flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
