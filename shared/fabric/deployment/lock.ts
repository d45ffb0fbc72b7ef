// What one half of a deployed fabric knows and the other needs: written by `hopspan deploy`, read by `cdk deploy`.

import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { upgraded } from "./older-lock.ts";
import { isStackOf } from "./stack-name.ts";
import { type Inventory, readAddress, type Thing } from "./things/thing.ts";

/** A thing without what its address says already. */
const thingSchema = z.strictObject({
  of: z.string().optional(),
  older: z.literal(true).optional(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

const thingsSchema = z.record(z.string(), thingSchema).transform((table, { addIssue }): Inventory => {
  const things = Object.entries(table).map(([address, thing]): [string, Thing] => {
    const said = readAddress(address);
    if (said === undefined) addIssue(`${address} is no address`);
    return [address, { ...(said ?? NOTHING), ...thing }];
  });
  return Object.fromEntries(things);
});

const NOTHING = { cloud: "aws", kind: "queue", name: "" } as const;

/** Counts on with each form of the lock that an older Hopspan could not read. */
const VERSION = 2;

const lockSchema = z.strictObject({
  version: z.literal(VERSION),
  fabric: z.string(),
  /** The numeric ids of the service accounts that roles in AWS trust, by link. No secret: an id alone opens nothing. */
  serviceAccounts: z.record(z.string(), z.strictObject({ email: z.string(), uniqueId: z.string() })),
  /** The stack of each hop and endpoint, so that nothing moves from one stack to another when the file changes. */
  stacks: z.record(z.string(), z.number().int().min(1)),
  /** Every stack that may be there, by its name: one that nothing is left for goes with the next deployment. */
  places: z.record(z.string(), z.strictObject({ account: z.string(), region: z.string() })).default({}),
  /** True once a Google half may be there. */
  google: z.boolean().default(false),
  /** True where the Google half is in a terraform of the owner's, which alone changes it and takes it away. */
  module: z.boolean().default(false),
  /** What the last deployment that came to its end has made, by address: `plan` tells changes from it. */
  made: thingsSchema,
  /** What a deployment that began, and did not come to its end, may have made or changed since. */
  begun: thingsSchema.prefault({}),
});

/** The lock of one fabric in one stage. */
export type Lock = Readonly<z.output<typeof lockSchema>>;

/** `fabric.yaml` has `fabric.lock.json` beside it, and `fabric.prod.lock.json` for the stage `prod`. */
export const lockFile = (fabricFile: string, stage: string | undefined): string =>
  fabricFile.replace(/(\.ya?ml)?$/, `${stage === undefined ? "" : `.${stage}`}.lock.json`);

/** The lock of a fabric that was never deployed. */
export const emptyLock = (fabric: string): Lock => ({
  version: VERSION,
  fabric,
  serviceAccounts: {},
  stacks: {},
  places: {},
  google: false,
  module: false,
  made: {},
  begun: {},
});

/** Throws `ConfigError` where the text is no lock, or is that of another fabric or a newer Hopspan. Reads those of older Hopspans, too. */
export function parseLock(text: string, file: string, fabric: string): Lock {
  const read = parsed(text);
  if (isNewer(read))
    throw refused(
      file,
      "was written by a newer Hopspan, which knows more than this one: use that one, or a still newer, for this fabric, in the CDK app too",
    );
  const lock = lockSchema.safeParse(upgraded(read));
  if (!lock.success) throw refused(file, "is no lock of a fabric: restore it from version control");
  if (lock.data.fabric !== fabric)
    throw refused(
      file,
      `is the lock of fabric ${lock.data.fabric}, not of ${fabric}: a fabric is renamed by hopspan destroy under its old name and hopspan deploy under its new one`,
    );
  const foreign = Object.entries(lock.data.places).find(([name, place]) => !isStackOf(fabric, name, place));
  if (foreign !== undefined)
    throw refused(
      file,
      `stack ${foreign[0]} in places is none of fabric ${fabric}, and would be taken away: restore the lock from version control`,
    );
  return lock.data;
}

/** True where an older Hopspan has deployed last: what is there is known in part. */
export const isPartlyKnown = ({ made }: Pick<Lock, "made">): boolean =>
  Object.values(made).some(({ older }) => older === true);

/** Keys in a fixed order, so that the same lock is the same text; a line for each thing, so that a change of it is one line. */
export function lockText({ version, fabric, google, module, made, begun, ...tables }: Lock): string {
  const written = { ...tables, made: withoutAddresses(made), begun: withoutAddresses(begun) };
  const lines = [
    ...Object.entries({ version, fabric, google, module }).map(
      ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
    ),
    ...Object.entries(written).map(([name, table]) => `  ${JSON.stringify(name)}: ${tableText(table)}`),
  ];
  return `{\n${lines.join(",\n")}\n}\n`;
}

const withoutAddresses = (things: Inventory) =>
  Object.fromEntries(
    Object.entries(things).map(([address, { cloud: _, kind: __, name: ___, settings, ...thing }]) => [
      address,
      { ...thing, settings: inOrder(settings) },
    ]),
  );

function tableText(table: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(inOrder(table)).map(
    ([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
}

const inOrder = <Value>(table: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(table).sort(([left], [right]) => (left < right ? -1 : 1)));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isNewer = (read: unknown): boolean =>
  typeof read === "object" && read !== null && "version" in read && Number(read.version) > VERSION;

const refused = (file: string, message: string) =>
  new ConfigError([{ severity: "error", code: "LOCK", message, file }]);
