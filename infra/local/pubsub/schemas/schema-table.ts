// Schemas by name, each with its revisions, and which of them a topic's messages may follow.

import { alreadyExists, invalid, missing, PubsubFault } from "../fault.ts";
import { SERVICE_LIMITS } from "../limits.ts";
import { checkName, DELETED_SCHEMA } from "../names.ts";
import type { TopicSchema } from "../settings.ts";
import { type Fits, fitsOf, type SchemaType } from "./fits.ts";

/** One state of a schema, which never changes. */
export interface SchemaRevision {
  /** The schema's full name. */
  readonly name: string;
  readonly id: string;
  readonly type: SchemaType;
  readonly definition: string;
  /** In milliseconds since 1970. */
  readonly createdAt: number;
  readonly fits: Fits;
}

/** A schema: its revisions, the oldest first; never empty. */
export interface Schema {
  readonly name: string;
  readonly revisions: SchemaRevision[];
}

/** All schemas of an engine. Names are full ones; where one is looked for, `NAME@REVISION` is one revision. */
export interface Schemas {
  /** Throws `INVALID_ARGUMENT` for a bad name or definition, `ALREADY_EXISTS`. */
  create(name: string, type: SchemaType, definition: string): SchemaRevision;
  /** The schema; throws `INVALID_ARGUMENT` for a bad name, `NOT_FOUND`. */
  get(name: string): Schema;
  /** The newest revision, or the named one. Throws as `get`. */
  revision(name: string): SchemaRevision;
  /** A new revision. Throws as `create`, and `INVALID_ARGUMENT` for another type, `RESOURCE_EXHAUSTED` above 20. */
  commit(name: string, type: SchemaType, definition: string): SchemaRevision;
  /** A copy of an old revision as the new one. Throws as `commit`. */
  rollback(name: string, revisionId: string): SchemaRevision;
  /** Gives the schema as it is without it. Throws `INVALID_ARGUMENT` for the only one. */
  deleteRevision(name: string): SchemaRevision;
  delete(name: string): void;
  /** Those of `projects/PROJECT`, sorted. */
  names(project: string): readonly string[];
  /** The revision that data follows, the newest first. Throws `INVALID_ARGUMENT` where it follows none, `NOT_FOUND`. */
  followed(by: TopicSchema, data: Uint8Array): SchemaRevision;
}

/** No schemas yet. `random` gives the ids of revisions. */
export function schemaTable(now: () => number, random: () => number): Schemas {
  const schemas = new Map<string, Schema>();
  let serial = Math.floor(random() * 2 ** 32);
  const find = (name: string): Schema => {
    const [plain = ""] = name.split("@");
    const found = schemas.get(plain);
    if (found !== undefined) return found;
    if (plain !== DELETED_SCHEMA) checkName("schemas", plain);
    throw missing(plain);
  };
  const revision = (name: string): SchemaRevision => {
    const { revisions } = find(name);
    const [, id] = name.split("@");
    const found = id === undefined ? revisions.at(-1) : revisions.find((each) => each.id === id);
    if (found === undefined) throw missing(name);
    return found;
  };
  const add = ({ name, revisions }: Schema, type: SchemaType, definition: string): SchemaRevision => {
    const fits = fitsOf(type, definition);
    // Odd steps through all 32 bits: no id comes twice, and they do not look like a count.
    serial = (serial + 0x9e37_79b1) % 2 ** 32;
    const id = serial.toString(16).padStart(8, "0");
    const made = { name, id, type, definition, createdAt: now(), fits };
    revisions.push(made);
    return made;
  };
  const commit = (name: string, type: SchemaType, definition: string): SchemaRevision => {
    const schema = find(name);
    if (schema.revisions.some((each) => each.type !== type))
      throw invalid("A revision must have the type of the schema.");
    if (schema.revisions.length >= SERVICE_LIMITS.schemaRevisions)
      throw new PubsubFault(
        "RESOURCE_EXHAUSTED",
        `The schema has ${SERVICE_LIMITS.schemaRevisions} revisions, the maximum: delete one first.`,
      );
    return add(schema, type, definition);
  };
  return {
    create(name, type, definition) {
      checkName("schemas", name);
      if (schemas.has(name)) throw alreadyExists(name);
      const schema: Schema = { name, revisions: [] };
      const made = add(schema, type, definition);
      schemas.set(name, schema);
      return made;
    },
    get: find,
    revision,
    commit,
    rollback(name, revisionId) {
      const { type, definition } = revision(`${find(name).name}@${revisionId}`);
      return commit(name, type, definition);
    },
    deleteRevision(name) {
      const [{ revisions }, gone] = [find(name), revision(name)];
      if (revisions.length === 1) throw invalid("The only revision of a schema can't be deleted: delete the schema.");
      revisions.splice(revisions.indexOf(gone), 1);
      return revision(gone.name);
    },
    delete: (name) => void schemas.delete(find(name).name),
    names: (project) => [...schemas.keys()].filter((name) => name.startsWith(`${project}/`)).sort(),
    followed(by, data) {
      const found = allowed(find(by.name), by).findLast(({ fits }) => fits(data, by.encoding));
      if (found === undefined)
        throw new PubsubFault("INVALID_ARGUMENT", "Invalid data in message: Message failed schema validation.");
      return found;
    },
  };
}

/** From the first to the last revision that a topic names; either end is open where it names none, or one that is gone. */
function allowed({ revisions }: Schema, { firstRevision, lastRevision }: TopicSchema): readonly SchemaRevision[] {
  const first = revisions.findIndex(({ id }) => id === firstRevision);
  const last = revisions.findIndex(({ id }) => id === lastRevision);
  return revisions.slice(Math.max(0, first), last < 0 ? revisions.length : last + 1);
}
