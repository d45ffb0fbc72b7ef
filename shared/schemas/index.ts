// The schema table: every name that an endpoint, or a step validate, may say its bodies have.

import type { z } from "zod";

/** Name to lazy loader: what deploys a fabric, and a function, load only the schemas that they name. */
export const schemas: Readonly<Record<string, () => Promise<z.ZodType>>> = {
  flight: async () => (await import("./flight.ts")).flight,
  "flight-row": async () => (await import("./flight-row.ts")).flightRow,
  order: async () => (await import("./order.ts")).order,
  "order-row": async () => (await import("./order-row.ts")).orderRow,
};
