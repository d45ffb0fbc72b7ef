// The schema table: every name that a topic may say its bodies have.

import type { z } from "zod";

/** Name to lazy loader: what deploys a fabric loads only the schemas that it names, and no function loads any. */
export const schemas: Readonly<Record<string, () => Promise<z.ZodType>>> = {
  "flight-row": async () => (await import("./flight-row.ts")).flightRow,
  "order-row": async () => (await import("./order-row.ts")).orderRow,
};
