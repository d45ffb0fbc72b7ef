// What every function does before its first message, on every crossing: load the link's transforms, and join the parts.

import { jsonLog, type Report } from "../core/log.ts";
import type { Budget, Tools } from "../core/ports.ts";
import { startAgain } from "../core/start-again.ts";
import type { Link } from "./link.ts";
import { type LinkWay, linkWay } from "./link-way.ts";
import { environmentSecrets } from "./secrets.ts";

/** The parts of a link that are the same on every crossing. */
interface Woken extends LinkWay {
  readonly link: string;
  readonly report: Report;
}

type Run<Event, Reply> = (event: Event, budget: Budget) => Promise<Reply>;

/**
 * Begins at once, and gives what carries an event out as soon as the link is ready. Only the transforms that the link
 * names are loaded, and secrets are read only for them. A store of secrets that does not answer fails the events that
 * wait for it, which their broker brings again, and the next event starts anew. What can never be made is a
 * `ConfigError`, left unhandled so that the platform refuses the start.
 */
export function wakeLink<Event, Reply>(
  link: Link,
  join: (parts: Woken) => Run<Event, Reply>,
  env: NodeJS.ProcessEnv = process.env,
): Run<Event, Reply> {
  const { name, transforms } = link;
  const ready = startAgain(async () => {
    const known = transforms.length === 0 ? environmentSecrets(env) : await tools(env);
    const way = await linkWay(link, known);
    return join({ link: name, ...way, report: jsonLog(name, { summaryMs: summaryMs(env) }) });
  });
  return async (event, budget) => (await ready())(event, budget);
}

/** `HOPSPAN_SUMMARY_SECONDS` is set where each message is a call of its own: a line for each would be dear. */
const summaryMs = (env: NodeJS.ProcessEnv): number => 1_000 * (Number(env["HOPSPAN_SUMMARY_SECONDS"]) || 0);

/** In a cloud `HOPSPAN_SECRETS` says where secrets are kept; a local run has them in its environment. */
const tools = async (env: NodeJS.ProcessEnv): Promise<Tools> =>
  env["HOPSPAN_SECRETS"] ? (await import("../secrets/stored-secrets.ts")).storedSecrets(env) : environmentSecrets(env);
