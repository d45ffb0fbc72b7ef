// What one half of a deployed fabric knows and the other needs: written by `hopspan deploy`, read by `cdk deploy`.

import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { thingSchema } from "./inventory.ts";

const lockSchema = z.strictObject({
  version: z.literal(1),
  fabric: z.string(),
  /** The numeric ids of the service accounts that roles in AWS trust, by link. No secret: an id alone opens nothing. */
  serviceAccounts: z.record(z.string(), z.strictObject({ email: z.string(), uniqueId: z.string() })),
  /** The stack of each hop and endpoint, so that nothing moves from one stack to another when the file changes. */
  stacks: z.record(z.string(), z.number().int().min(1)),
  /** Every stack that may be there, by its name: one that nothing is left for goes with the next deployment. */
  places: z.record(z.string(), z.strictObject({ account: z.string(), region: z.string() })).default({}),
  /** True once a Google half may be there. */
  google: z.boolean().default(false),
  /** What the last deployment that came to its end has made, by address: `plan` tells changes from it. */
  made: z.record(z.string(), thingSchema),
  /** What a deployment that began, and did not come to its end, may have made or changed since. */
  begun: z.record(z.string(), thingSchema).default({}),
});

/** The lock of one fabric in one stage. */
export type Lock = Readonly<z.output<typeof lockSchema>>;

/** `fabric.yaml` has `fabric.lock.json` beside it, and `fabric.prod.lock.json` for the stage `prod`. */
export const lockFile = (fabricFile: string, stage: string | undefined): string =>
  fabricFile.replace(/(\.ya?ml)?$/, `${stage === undefined ? "" : `.${stage}`}.lock.json`);

/** The lock of a fabric that was never deployed. */
export const emptyLock = (fabric: string): Lock => ({
  version: 1,
  fabric,
  serviceAccounts: {},
  stacks: {},
  places: {},
  google: false,
  made: {},
  begun: {},
});

/** Throws `ConfigError` where the text is no lock, or is that of another fabric. */
export function parseLock(text: string, file: string, fabric: string): Lock {
  const lock = lockSchema.safeParse(parsed(text));
  if (!lock.success) throw refused(file, "is no lock of a fabric: restore it from version control");
  if (lock.data.fabric !== fabric)
    throw refused(
      file,
      `is the lock of fabric ${lock.data.fabric}, not of ${fabric}: a fabric is renamed by hopspan destroy under its old name and hopspan deploy under its new one`,
    );
  return lock.data;
}

/** Keys in a fixed order, so that the same lock is the same text. */
export function lockText({ version, fabric, google, ...tables }: Lock): string {
  const sorted = Object.entries(tables).map(([name, table]) => [name, inOrder(table)]);
  return `${JSON.stringify({ version, fabric, google, ...Object.fromEntries(sorted) }, null, 2)}\n`;
}

const inOrder = (table: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(table).sort(([left], [right]) => (left < right ? -1 : 1)));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const refused = (file: string, message: string) =>
  new ConfigError([{ severity: "error", code: "LOCK", message, file }]);
