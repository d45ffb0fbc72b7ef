// The transforms of the examples, beside the same by hand.

import { plainJson } from "../../../shared/core/json-body.ts";
import type { Message } from "../../../shared/core/message.ts";
import { type Contest, flight, type Order, order, read, write } from "./contest.ts";

const byHandRow = ({ orderId, status, customer, items, currency, placedAt }: Order) => ({
  order_id: orderId,
  status,
  customer_id: customer.id,
  country: customer.country,
  currency,
  line_count: items.length,
  item_count: items.reduce((sum, { quantity }) => sum + quantity, 0),
  total_cents: items.reduce((sum, { quantity, unitPrice }) => sum + quantity * Math.round(unitPrice * 100), 0),
  placed_at: new Date(placedAt).toISOString(),
});

const withoutSecrets = ({ card: _, customer: { email: __, ...customer }, ...rest }: Order) => ({ ...rest, customer });

const row = byHandRow(order);
const isRow = (body: Readonly<Record<string, unknown>>) =>
  ["order_id", "status", "customer_id", "country", "currency"].every((name) => typeof body[name] === "string") &&
  ["line_count", "item_count", "total_cents"].every((name) => Number.isSafeInteger(body[name])) &&
  typeof body["placed_at"] === "string" &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(body["placed_at"]);
const parsed = (message: Message) => {
  plainJson(message);
  return [message];
};
const passed = (message: Message) => {
  if (!isRow(read(message))) throw new TypeError("no row");
  return [message];
};

/** In the order in which they are shown. */
export const basic: readonly Contest[] = [
  { name: "no steps", body: order, steps: [], byHand: (message) => [message] },
  {
    name: "keep-when",
    body: order,
    steps: [{ name: "keep-when", options: 'body.status == "PAID" && body.items.exists(item, item.quantity > 5)' }],
    byHand: (message) => {
      const { status, items } = read<Order>(message);
      return status === "PAID" && items.some(({ quantity }) => quantity > 5) ? [message] : [];
    },
  },
  {
    name: "redact",
    body: order,
    steps: [{ name: "redact", options: { fields: ["customer.email", "card"] } }],
    byHand: (message) => [write(message, withoutSecrets(read(message)))],
  },
  {
    name: "rename",
    body: order,
    steps: [{ name: "rename", options: { fields: { orderId: "order_id", placedAt: "placed_at" } } }],
    byHand: (message) => {
      const { orderId, placedAt, ...rest } = read<Order>(message);
      return [write(message, { ...rest, order_id: orderId, placed_at: placedAt })];
    },
  },
  {
    name: "set",
    body: order,
    steps: [{ name: "set", options: { fields: { source: "shop", country: { cel: "body.customer.country" } } } }],
    byHand: (message) => {
      const body = read<Order>(message);
      return [write(message, { ...body, source: "shop", country: body.customer.country })];
    },
  },
  {
    name: "order-to-row",
    body: order,
    steps: [{ name: "order-to-row" }],
    byHand: (message) => [write(message, byHandRow(read(message)))],
  },
  {
    name: "validate a row; by hand: hand-written checks",
    body: row,
    steps: [{ name: "validate", options: "order-row" }],
    byHand: passed,
  },
  {
    name: "validate a row; by hand: parsed, not validated",
    body: row,
    steps: [{ name: "validate", options: "order-row" }],
    byHand: parsed,
  },
  {
    name: "validate an order; by hand: parsed alone",
    body: order,
    steps: [{ name: "validate", options: "order" }],
    byHand: parsed,
  },
  {
    name: "flight-to-row",
    body: flight,
    steps: [{ name: "flight-to-row" }],
    byHand: (message) => {
      const { date, delay, distance, origin, destination } = read<typeof flight>(message);
      const departs_at = `${date.replaceAll("/", "-").replace(" ", "T")}:00`;
      const route = `${origin}-${destination}`;
      return [
        write(message, { departs_at, origin, destination, route, delay_minutes: delay, distance_miles: distance }),
      ];
    },
  },
  {
    name: "retail: keep-when, redact, order-to-row",
    body: order,
    steps: [
      { name: "keep-when", options: 'body.status == "PAID"' },
      { name: "redact", options: { fields: ["customer.email", "card.number"] } },
      { name: "order-to-row" },
    ],
    byHand: (message) => {
      const body = read<Order>(message);
      return body.status === "PAID" ? [write(message, byHandRow(body))] : [];
    },
  },
];
