// What each transform costs per message, against the same done by hand: `node test/bench/transforms.ts`.

import type { Message } from "../../shared/core/message.ts";
import { loadChain } from "../../shared/transforms/index.ts";

const order = {
  orderId: "o-100042",
  status: "PAID",
  customer: { id: "c-9", email: "jane@example.com", country: "DE" },
  card: { number: "4111 1111 1111 1111" },
  items: Array.from({ length: 10 }, (_, at) => ({
    sku: `sku-${at}`,
    quantity: at + 1,
    unitPrice: (1999 + at * 101) / 100,
    title: `A thing of some length, number ${at}`,
  })),
  currency: "EUR",
  placedAt: "2026-01-02T03:04:05.000Z",
};

type Order = typeof order & { source?: string };
const flight = { date: "2001/01/01 00:47", delay: 66, distance: 1750, origin: "DTW", destination: "LAS" };
const decoder = new TextDecoder();
const encoder = new TextEncoder();
const read = <Body>(message: Message): Body => JSON.parse(decoder.decode(message.body));
const write = (message: Message, body: unknown): Message => ({
  ...message,
  body: encoder.encode(JSON.stringify(body)),
});

interface Contest {
  readonly name: string;
  readonly body: unknown;
  readonly steps: Parameters<typeof loadChain>[0];
  readonly byHand: (message: Message) => readonly Message[];
}

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

const contests: readonly Contest[] = [
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

const MESSAGES = 20_000;

/** Fresh bytes for every message, as a broker gives them; the best of five rounds, since the machine is shared. */
function microseconds(step: (message: Message) => readonly Message[], body: unknown): number {
  const bytes = encoder.encode(JSON.stringify(body));
  const attributes = new Map();
  const rounds = Array.from({ length: 6 }, () => {
    const messages = Array.from({ length: MESSAGES }, (_, at) => ({
      id: `m-${at}`,
      body: bytes.slice(),
      attributes,
      trail: [],
      sentAt: 0,
    }));
    const started = performance.now();
    for (const message of messages) step(message);
    return ((performance.now() - started) * 1000) / MESSAGES;
  });
  return Math.min(...rounds.slice(1));
}

const tools = { secret: () => Buffer.from("a secret of the benchmark") };
console.log(`order of ${encoder.encode(JSON.stringify(order)).length} bytes, microseconds per message`);
for (const { name, body, steps, byHand } of contests) {
  const loadedAt = performance.now();
  const chain = await loadChain(steps, tools);
  const wakeMs = performance.now() - loadedAt;
  const [ours, hand] = [microseconds(chain, body), microseconds(byHand, body)];
  const ratio = hand < 0.05 ? "" : `${(ours / hand).toFixed(2)} x`;
  const figures = [ours.toFixed(2), hand.toFixed(2), ratio, `${wakeMs.toFixed(1)} ms to wake`];
  console.log(name.padEnd(42), ...figures.map((figure) => figure.padStart(9)));
}
