// Orders and fraud scores that look real and are always the same: made from a fixed seed.

/** A small seeded source of chance (mulberry32): the same seed gives the same numbers on every machine. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const countries = ["DE", "FR", "GB", "ES", "IT", "NL", "PL", "SE"];
const goods = ["kettle", "lamp", "rug", "chair", "mug", "clock", "plaid", "vase", "mirror", "shelf"];
const statuses = ["PAID", "PAID", "PAID", "PAID", "NEW", "CANCELLED"];
const firstOrderAt = Date.UTC(2026, 0, 5, 8);

/** `count` orders, oldest first; about two in three are paid, and a customer has several of them. */
export function makeOrders(count: number, seed = 7): readonly object[] {
  const random = chance(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  return Array.from({ length: count }, (_, at) => {
    const customer = 1 + Math.floor(random() * Math.max(1, count / 8));
    const items = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({
      sku: `${pick(goods)}-${100 + Math.floor(random() * 900)}`,
      quantity: 1 + Math.floor(random() * 3),
      unitPrice: Number((2 + random() * 180).toFixed(2)),
    }));
    return {
      orderId: `o-${String(at + 1).padStart(6, "0")}`,
      status: pick(statuses),
      placedAt: new Date(firstOrderAt + at * 41_000).toISOString(),
      currency: "EUR",
      customer: { id: `c-${customer}`, email: `customer.${customer}@example.org`, country: pick(countries) },
      card: {
        brand: pick(["visa", "mastercard", "amex"]),
        number: `4${String(Math.floor(random() * 1e15)).padStart(15, "0")}`,
      },
      items,
    };
  });
}

/** One fraud score for each of the first `count` orders, as a model in Google Cloud would publish them. */
export function makeScores(count: number, seed = 11): readonly object[] {
  const random = chance(seed);
  return Array.from({ length: count }, (_, at) => ({
    orderId: `o-${String(at + 1).padStart(6, "0")}`,
    score: Number((random() ** 3).toFixed(4)),
    model: "fraud-2026-01",
  }));
}
