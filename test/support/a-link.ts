// A link whose ends are plain lists: what relay does with deliveries and messages, laid open.

import { jsonLog, type Report } from "../../shared/core/log.ts";
import type { Message } from "../../shared/core/message.ts";
import type { Budget, DeadLetters, Delivery, Outcome, Reason, SendResult, Sink } from "../../shared/core/ports.ts";
import { type Parts, relay } from "../../shared/core/relay.ts";
import type { Summary } from "../../shared/core/summary.ts";

type Ends = Parts<readonly Delivery[], readonly Outcome[]>;
type Changes = Partial<Omit<Ends, "link" | "source" | "now"> & Pick<Ends["source"], "redeem">>;

/** What a link did: the calls of its sink, what was buried, its log lines and the reports in between. */
export interface Journal {
  readonly sends: { readonly messages: readonly Message[]; readonly budget: Budget }[];
  readonly buried: { readonly delivery: Delivery; readonly reason: Reason; readonly budget: Budget }[];
  readonly lines: string[];
}

/** A relay over lists that writes down what it does. `fate` answers for one message. */
export function aLink(
  { redeem, ...changes }: Changes = {},
  fate: (message: Message) => SendResult = () => ({ kind: "sent" }),
) {
  const journal: Journal = { sends: [], buried: [], lines: [] };
  const sink: Sink = {
    async send(messages, budget) {
      journal.sends.push({ messages, budget });
      return messages.map(fate);
    },
  };
  const deadLetters: DeadLetters = {
    async put(delivery, reason, budget) {
      journal.buried.push({ delivery, reason, budget });
    },
  };
  const report: Report = jsonLog("fabric/link", { write: (line) => journal.lines.push(line) });
  let clock = 5_000;
  const run = relay<readonly Delivery[], readonly Outcome[]>({
    link: "fabric/link",
    source: {
      receive: (event) => event,
      ...(redeem === undefined ? {} : { redeem }),
      settle: (outcomes) => outcomes,
    },
    transform: (message) => [message],
    sink,
    deadLetters,
    report,
    now: () => {
      clock += 7;
      return clock;
    },
    ...changes,
  });
  const summary = () => JSON.parse(journal.lines.at(-1) ?? "{}") as Summary;
  return { run, journal, summary };
}
