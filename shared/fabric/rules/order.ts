// FIFO queues and ordered topics fit each other, or somebody is told where order ends.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, joins, warning } from "../fabric.ts";
import type { Endpoint } from "../link.ts";

/** Both keep what has one key in its order: https://docs.cloud.google.com/pubsub/docs/ordering */
const keepsOrder = (endpoint: Endpoint): boolean => (endpoint.broker === "sqs" ? endpoint.fifo : endpoint.ordered);

const kind = (endpoint: Endpoint): string => {
  if (endpoint.broker === "sqs") return endpoint.fifo ? "a FIFO queue" : "a standard queue";
  return endpoint.ordered ? "an ordered topic" : "an unordered topic";
};

const remedy = (endpoint: Endpoint): string =>
  endpoint.broker === "sqs" ? "name a queue that ends in .fifo" : "set ordered: true";

/** Order that a source keeps ends at a target that keeps none. */
export function orderEnds(fabric: Fabric): readonly Problem[] {
  return [...joins(fabric)]
    .filter(({ source, target }) => keepsOrder(source.endpoint) && !keepsOrder(target.endpoint))
    .map(({ hop, source: { endpoint: source }, target: { endpoint: target }, path }) =>
      warning(
        fabric,
        path,
        "ORDER_ENDS",
        `order ends at ${target.name}: hop ${hop.name} leads from ${kind(source)} to ${kind(target)}; ${remedy(target)}, or live without`,
      ),
    );
}

/** A target can't keep an order that its source never had. */
export function orderMissing(fabric: Fabric): readonly Problem[] {
  return [...joins(fabric)]
    .filter(({ source, target }) => !keepsOrder(source.endpoint) && keepsOrder(target.endpoint))
    .map(({ hop, source: { endpoint: source }, target: { endpoint: target }, sourcePath }) =>
      warning(
        fabric,
        sourcePath,
        "NO_ORDER",
        `there is no order to keep: hop ${hop.name} leads from ${source.name}, ${kind(source)}, to ${target.name}, ${kind(target)}`,
      ),
    );
}

/** Order holds per source: what two send under one key arrives mixed. Told once per target, at its last source. */
export function orderMixed(fabric: Fabric): readonly Problem[] {
  const ordered = [...joins(fabric)].filter(
    ({ source, target }) => keepsOrder(source.endpoint) && keepsOrder(target.endpoint),
  );
  const byTarget = Map.groupBy(ordered, ({ target }) => target.endpoint.name);
  return [...byTarget].flatMap(([target, into]) => {
    const sources = [...new Set(into.map(({ source }) => source.endpoint.name))];
    const last = into.at(-1);
    if (sources.length < 2 || last === undefined) return [];
    const message = `order holds per source: what ${sources.join(" and ")} send under one key reaches ${target} mixed`;
    return [warning(fabric, last.sourcePath, "MIXED_ORDER", message)];
  });
}
