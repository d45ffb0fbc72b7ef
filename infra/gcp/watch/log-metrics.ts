// Two figures per fabric out of the functions' own lines: what they settled, and what failed with which code.

import { LoggingMetric } from "@cdktf/provider-google/lib/logging-metric/index.js";
import type { Site } from "../site.ts";

/** The names of the two metrics, without what Google puts before them. */
export interface LogMetrics {
  readonly settled: string;
  readonly failures: string;
}

/** Metrics count by link, and link names are the fabric's own: nothing of a message ever becomes a label. */
export function logMetrics({ stack, project, api, deployment: { fabric } }: Site): LogMetrics {
  const ours = `resource.type="cloud_run_revision" AND jsonPayload.link=~"^${fabric}/"`;
  const link = { key: "link", valueType: "STRING", description: "The link, as fabric/hop" };
  const settled = new LoggingMetric(stack, "settled", {
    project,
    name: `hopspan-${fabric}-settled`,
    description: "Deliveries that functions have settled: relayed, dropped or laid with the dead letters",
    filter: `${ours} AND jsonPayload.event="summary"`,
    valueExtractor: "EXTRACT(jsonPayload.settled)",
    labelExtractors: { link: "EXTRACT(jsonPayload.link)" },
    metricDescriptor: { metricKind: "DELTA", valueType: "DISTRIBUTION", unit: "1", labels: [link] },
    dependsOn: [api("logging")],
  });
  const failures = new LoggingMetric(stack, "failures", {
    project,
    name: `hopspan-${fabric}-failures`,
    description: "Deliveries that did not simply succeed, by what became of them and why",
    filter: `${ours} AND jsonPayload.event="delivery"`,
    labelExtractors: {
      link: "EXTRACT(jsonPayload.link)",
      outcome: "EXTRACT(jsonPayload.outcome)",
      code: "EXTRACT(jsonPayload.code)",
    },
    metricDescriptor: {
      metricKind: "DELTA",
      valueType: "INT64",
      unit: "1",
      labels: [
        link,
        { key: "outcome", valueType: "STRING", description: "dead or retry" },
        { key: "code", valueType: "STRING", description: "The error's code" },
      ],
    },
    dependsOn: [api("logging")],
  });
  return { settled: settled.name, failures: failures.name };
}
