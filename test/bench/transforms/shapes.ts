// The transforms that change which fields, attributes and messages there are, beside the same by hand.

import { type Attribute, text } from "../../../shared/core/message.ts";
import { type Contest, type Order, order, read, write } from "./contest.ts";

const attributes = new Map<string, Attribute>([
  ["tenant", text("a")],
  ["user-agent", text("curl")],
]);

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

function flat(tree: Tree, above: string, into: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(tree)) {
    if (isTree(value)) flat(value, `${above}${name}.`, into);
    else into[above + name] = value;
  }
  return into;
}

function nested(body: Tree): Tree {
  const into: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const parts = name.split(".");
    let holder = into;
    for (const part of parts.slice(0, -1)) {
      holder[part] ??= {};
      holder = holder[part] as Record<string, unknown>;
    }
    holder[parts.at(-1) ?? ""] = value;
  }
  return into;
}

/** In the order in which they are shown. */
export const shapes: readonly Contest[] = [
  {
    name: "drop-when",
    body: order,
    steps: [{ name: "drop-when", options: 'body.status == "TEST"' }],
    byHand: (message) => (read<Order>(message).status === "TEST" ? [] : [message]),
  },
  {
    name: "pick",
    body: order,
    steps: [{ name: "pick", options: { fields: ["orderId", "customer.id", "items[*].sku"] } }],
    byHand(message) {
      const { orderId, customer, items } = read<Order>(message);
      return [write(message, { orderId, customer: { id: customer.id }, items: items.map(({ sku }) => ({ sku })) })];
    },
  },
  {
    name: "omit",
    body: order,
    steps: [{ name: "omit", options: { fields: ["customer.email", "card"] } }],
    byHand(message) {
      const { card: _, customer, ...rest } = read<Order>(message);
      const { email: __, ...kept } = customer;
      return [write(message, { ...rest, customer: kept })];
    },
  },
  {
    name: "flatten",
    body: order,
    steps: [{ name: "flatten" }],
    byHand: (message) => [write(message, flat(read<Tree>(message), "", {}))],
  },
  {
    name: "unflatten",
    body: flat(order, "", {}),
    steps: [{ name: "unflatten" }],
    byHand: (message) => [write(message, nested(read<Tree>(message)))],
  },
  {
    name: "split, into ten",
    body: order,
    steps: [{ name: "split", options: { at: "items" } }],
    byHand: (message) => read<Order>(message).items.map((item) => write(message, item)),
  },
  {
    name: "set-key",
    body: order,
    steps: [{ name: "set-key", options: "body.customer.id" }],
    byHand: (message) => [{ ...message, orderingKey: read<Order>(message).customer.id }],
  },
  {
    name: "to-attributes",
    body: order,
    steps: [{ name: "to-attributes", options: { fields: { status: "status" } } }],
    byHand: (message) => [
      { ...message, attributes: new Map([...message.attributes, ["status", text(read<Order>(message).status)]]) },
    ],
  },
  {
    name: "from-attributes",
    body: order,
    attributes,
    steps: [{ name: "from-attributes", options: { attributes: { tenant: "tenant" } } }],
    byHand: (message) => [write(message, { ...read<Order>(message), tenant: message.attributes.get("tenant")?.value })],
  },
  {
    name: "timestamp",
    body: order,
    steps: [{ name: "timestamp", options: { fields: ["placedAt"], to: "epoch-ms" } }],
    byHand(message) {
      const body = read<Order>(message);
      return [write(message, { ...body, placedAt: Date.parse(body.placedAt) })];
    },
  },
];
