// Names that a fabric may have, made of names that KubeMQ takes; what would become the same is told apart.

import { queueName, topicName } from "../../shared/fabric/names.ts";

const LONGEST = 40;

/** The parts as one name of an endpoint or a hop: lower case, digits and single dashes. `otherwise` where nothing is left. */
export function slug(parts: readonly string[], otherwise: string): string {
  const text = parts
    .join("-")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("*", "-any-")
    .replaceAll(">", "-all-")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "");
  const begun = /^[0-9]/.test(text) ? `${otherwise}-${text}` : text;
  return cut(begun, LONGEST) || otherwise;
}

const cut = (text: string, most: number): string => text.slice(0, most).replace(/-+$/, "");

/** The name, or the name with the first number behind it, from 2 on, that no name has so far. Remembers what it gave. */
export function namesApart(taken: Iterable<string> = []): (name: string) => string {
  const given = new Set(taken);
  const next = new Map<string, number>();
  return (name) => {
    let free = name;
    for (let number = next.get(name) ?? 2; given.has(free); number++) {
      free = `${cut(name, LONGEST - 1 - String(number).length)}-${number}`;
      next.set(name, number + 1);
    }
    given.add(free);
    return free;
  };
}

/** The same names in a form that tells them all apart: the first of the forms in which no two are alike, or the last. */
export function formApart<Thing>(things: readonly Thing[], forms: readonly ((thing: Thing) => string)[]) {
  const apart = forms.find((form) => new Set(things.map(form)).size === things.length);
  return apart ?? forms.at(-1) ?? String;
}

/** A channel's own name where SQS or Pub/Sub takes it, else one that it takes, made of the endpoint's. */
export function addressOf(broker: "sqs" | "pubsub", channel: string, endpoint: string): string {
  const isOwn = !channel.includes("--") && !channel.endsWith(".fifo");
  if (broker === "sqs") return isOwn && queueName.safeParse(channel).success ? channel : endpoint;
  if (isOwn && topicName.safeParse(channel).success) return channel;
  return topicName.safeParse(endpoint).success ? endpoint : `topic-${endpoint}`;
}
