// Landings to try: deliveries as Pub/Sub hands them out, and plans as the fabric file makes them.

import type { Taken } from "../../../../infra/local/landing/taken.ts";
import { type LandingPlan, landingPlans } from "../../../../shared/fabric/deployment/landing-plan.ts";
import type { TablePlan } from "../../../../shared/fabric/deployment/table-plan.ts";
import { parseFabric } from "../../../../shared/fabric/read.ts";

/** 2026-01-05T08:00:00.000001Z. */
export const PUBLISHED_MICROS = Date.UTC(2026, 0, 5, 8) * 1_000 + 1;

let made = 0;

/** A delivery of its own; `body` is a text, or what becomes JSON. */
export function aTaken(body: unknown, parts: Partial<Taken> = {}): Taken {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    ackId: `a-${++made}`,
    attempt: 1,
    messageId: "1",
    body: Buffer.from(text),
    attributes: {},
    orderingKey: "",
    publishedAtMicros: PUBLISHED_MICROS,
    ...parts,
  };
}

/** The header of a message that was first sent then, in milliseconds since 1970. */
export const sentAt = (ms: number) => ({ attributes: { hopspan: `{"v":1,"i":"o","t":[],"s":${ms}}` } });

/** The plan of a topic `rows` that lands so; `more` stands beside it, as `schema: order-row`. */
export async function aPlan(landsIn: string, more = ""): Promise<LandingPlan> {
  const text = `
fabric: shop
gcp: { project: shop-project, region: europe-west1 }
endpoints:
  rows: { pubsub: rows, landsIn: ${landsIn}${more === "" ? "" : `, ${more}`} }
hops: {}
`;
  const [plan] = await landingPlans(parseFabric(text, "fabric.yaml"));
  if (plan === undefined) throw new Error("nothing lands");
  return plan;
}

/** The table of a plan. */
export function tableOf({ to }: LandingPlan): TablePlan {
  if (!("table" in to)) throw new Error("it lands in a bucket");
  return to.table;
}

/** A row of the schema order-row. */
export const anOrderRow = (order_id = "o-1", more: Readonly<Record<string, unknown>> = {}) => ({
  order_id,
  status: "PAID",
  customer_id: "c-1",
  country: "DE",
  currency: "EUR",
  line_count: 1,
  item_count: 2,
  total_cents: 900,
  placed_at: "2026-01-05T08:00:00Z",
  ...more,
});
