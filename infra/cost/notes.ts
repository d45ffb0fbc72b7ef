// What a reader has to know beside the figures: limits that the load would meet, and charges that no setting avoids.

import { type Assumed, assume } from "./assumptions.ts";
import type { LinkEstimate, LoadedLink } from "./estimate.ts";
import { polling } from "./fill.ts";
import { invocationSeconds } from "./lambda-flows.ts";
import type { PriceList } from "./price.ts";
import { busyInstances } from "./run-flows.ts";
import { crossingOf } from "./shape.ts";

/** Whole sentences, without figures that another line has. */
export function notes(link: LoadedLink, estimated: LinkEstimate, list: PriceList): readonly string[] {
  const assumed = assume("assumed");
  return [...strangeRegions(link, list), ...narrow(link, assumed), ...unavoidable(link, estimated)];
}

function strangeRegions({ shape }: LoadedLink, { regions }: PriceList): readonly string[] {
  const own = [shape.region, ...shape.targets.flatMap((end) => (end.broker === "sqs" ? [end.region] : []))];
  const strange = [...new Set(own)].filter((region) => !regions.includes(region));
  return strange.length === 0
    ? []
    : [`prices are those of ${regions.join(", ")}: in ${strange.join(", ")} some are higher, bytes out above all`];
}

/** Whether the limits that the file sets can carry the load at all. */
function narrow({ shape, load }: LoadedLink, assumed: Assumed): readonly string[] {
  const { messagesPerSecond, burstPerSecond: perSecond = messagesPerSecond } = load;
  const moment = { load, perSecond, assumed };
  const most = shape.maxConcurrency ?? Number.POSITIVE_INFINITY;
  if (shape.cloud === "gcp") {
    const needed = Math.ceil(busyInstances(shape, moment));
    return needed > most ? [`about ${needed} instances are needed, and maxConcurrency allows ${most}`] : [];
  }
  const { batch } = polling(shape, load, perSecond, assumed);
  const seconds = invocationSeconds(shape, moment, batch);
  const needed = Math.ceil((perSecond / batch) * seconds);
  return [
    ...(needed > most ? [`about ${needed} invocations at a time are needed, and maxConcurrency allows ${most}`] : []),
    ...(seconds > shape.timeoutSeconds
      ? [`a batch takes about ${Math.ceil(seconds)} s, and the time-out is ${shape.timeoutSeconds} s`]
      : []),
  ];
}

/** Where a charge is the crossing's own. */
function unavoidable({ shape }: LoadedLink, { lines, perMonth }: LinkEstimate): readonly string[] {
  const share = (item: string) =>
    Math.round((100 * (lines.find((line) => line.item === item)?.perMonth.assumed ?? 0)) / perMonth.assumed);
  if (shape.cloud === "aws" || perMonth.assumed === 0) return [];
  const crossing = crossingOf(shape);
  const europe = shape.region.startsWith("europe-") && crossing === "pubsub-to-sqs";
  return [
    ...(share("run-requests") > 0
      ? [
          `a push is one request per message, ${share("run-requests")} % of this link: no setting changes that, ` +
            "only a worker that pulls, which Hopspan does not have",
        ]
      : []),
    ...(shape.logs.summaries && shape.logs.summarySeconds === undefined && share("logs") > 0
      ? [`one summary line per push makes ${share("logs")} % of this link`]
      : []),
    ...(europe
      ? [
          "Google may count bytes to AWS as free within the EU and the UK (Data Transfer Essentials, for which one has to apply)",
        ]
      : []),
  ];
}
