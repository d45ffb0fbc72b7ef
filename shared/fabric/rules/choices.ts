// Hops that choose one of several targets, or send no faster than they may: what they say can be done.

import { ConfigError, type Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Hop, type Path, targetPath, warning } from "../fabric.ts";
import { endsOf } from "../hop-ends.ts";
import { instancesOf, leastTimeoutSeconds } from "../pace.ts";
import { queuePolicy, topicPolicy } from "../policies.ts";
import { environmentSecrets } from "../secrets.ts";
import type { TransformTable } from "./transforms.ts";

/** The expressions of all routes are compiled as a cold start would, by what `keep-when` takes. */
export async function unusableRoutes(fabric: Fabric, table: TransformTable): Promise<readonly Problem[]> {
  const branches = [...fabric.hops.values()].flatMap((hop) =>
    hop.choice?.kind === "route"
      ? hop.choice.branches.flatMap(({ when }, at) => (when === undefined ? [] : [{ hop, when, at }]))
      : [],
  );
  const keepWhen = branches.length === 0 ? undefined : await table["keep-when"]?.();
  if (keepWhen === undefined) return [];
  return branches.flatMap(({ hop, when, at }) => {
    try {
      // An expression asks for no secret.
      keepWhen.create({ when }, environmentSecrets({}));
      return [];
    } catch (thrown) {
      if (!(thrown instanceof ConfigError)) throw thrown;
      const path: Path = ["hops", hop.name, "route", at, "when"];
      return thrown.problems.map(({ code, message }) => fault(fabric, path, code, `hop ${hop.name}: ${message}`));
    }
  });
}

/** Where one target refuses, only one on the same broker can take over. */
export function failovers(fabric: Fabric): readonly Problem[] {
  return [...fabric.hops.values()].flatMap((hop) => {
    if (hop.choice?.kind !== "weight") return [];
    const targets = hop.to.flatMap((name) => fabric.endpoints.get(name)?.endpoint ?? []);
    const alone = endsOf(hop, targets).filter((ends) => ends.targets.length === 1);
    return alone.flatMap(({ targets: [target] }) => {
      const path = targetPath(hop, hop.to.indexOf(target.name));
      const others = target.broker === "sqs" ? "queue" : "topic";
      const message = `nothing takes over from ${target.name} where it refuses: of the targets of hop ${hop.name} no other is a ${others}`;
      return [warning(fabric, path, "NO_FAILOVER", message)];
    });
  });
}

/** A rate that the hop's cloud can hold it to, and under which one message gets through before its time is over. */
export function rates(fabric: Fabric): readonly Problem[] {
  return [...fabric.hops.values()].flatMap((hop) => {
    const brokers = new Set(hop.from.flatMap((from) => fabric.endpoints.get(from)?.endpoint.broker ?? []));
    const at: Path = ["hops", hop.name, "rate"];
    return [
      ...(hop.messagesPerSecond !== undefined && hop.run.pollers !== undefined
        ? [
            fault(
              fabric,
              at,
              "RATE",
              `hop ${hop.name} has a rate, which needs a limit of invocations, and pollers, which take none: leave one out`,
            ),
          ]
        : []),
      ...[...brokers].flatMap((broker) => tooSlow(fabric, hop, broker)),
    ];
  });
}

/** Half of the time of an invocation may pass in waiting. */
function tooSlow(fabric: Fabric, hop: Hop, broker: "sqs" | "pubsub"): readonly Problem[] {
  const { messagesPerSecond } = hop;
  if (messagesPerSecond === undefined) return [];
  const { timeoutSeconds } = broker === "sqs" ? queuePolicy(hop, { fifo: false }) : topicPolicy(hop);
  const instances = instancesOf(hop, broker) ?? 1;
  const least = leastTimeoutSeconds(messagesPerSecond / instances);
  if (timeoutSeconds >= least) return [];
  const message = `a message waits too long for its turn: hop ${hop.name} sends ${messagesPerSecond} a second over ${instances} at a time; set function.timeoutSeconds to ${least} or more, or raise the rate`;
  return [fault(fabric, ["hops", hop.name, "rate"], "RATE", message)];
}
