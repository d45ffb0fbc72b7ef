// The methods of google.pubsub.v1.SchemaService.

import { invalid } from "../fault.ts";
import { type Fields, part, textField, toDuration } from "../forms/fields.ts";
import { page } from "../forms/page.ts";
import { checkProject, DELETED_SCHEMA } from "../names.ts";
import { fitsOf, type SchemaEncoding, type SchemaType } from "../schemas/fits.ts";
import type { SchemaRevision } from "../schemas/schema-table.ts";
import type { Method } from "./method.ts";

const nameOf = (request: Fields): string => textField(request, "name");

/** CreateSchema. */
export const createSchema: Method = (request, { engine }) => {
  const { type, definition } = wanted(request);
  const name = `${projectOf(request)}/schemas/${textField(request, "schemaId")}`;
  return fromRevision(engine.schemas.create(name, type, definition));
};

/** GetSchema: the newest revision, or the one of `NAME@REVISION`. */
export const getSchema: Method = (request, { engine }) =>
  fromRevision(engine.schemas.revision(nameOf(request)), request["view"] !== "BASIC");

/** ListSchemas: the newest revision of each. */
export const listSchemas: Method = (request, { engine }) => {
  const { items, nextPageToken } = page(engine.schemas.names(projectOf(request)), request);
  const isFull = request["view"] === "FULL";
  return { schemas: items.map((name) => fromRevision(engine.schemas.revision(name), isFull)), nextPageToken };
};

/** ListSchemaRevisions: the newest first. */
export const listSchemaRevisions: Method = (request, { engine }) => {
  const revisions = engine.schemas.get(nameOf(request)).revisions.toReversed();
  // Sorted names are what pages are made of: the place in the list, in as many digits.
  const places = revisions.map((_, index) => String(index).padStart(4, "0"));
  const { items, nextPageToken } = page(places, request);
  const isFull = request["view"] === "FULL";
  const shown = items.flatMap((place) => revisions[Number(place)] ?? []);
  return { schemas: shown.map((revision) => fromRevision(revision, isFull)), nextPageToken };
};

/** CommitSchema. */
export const commitSchema: Method = (request, { engine }) => {
  const { type, definition } = wanted(request);
  return fromRevision(engine.schemas.commit(nameOf(request), type, definition));
};

/** RollbackSchema. */
export const rollbackSchema: Method = (request, { engine }) =>
  fromRevision(engine.schemas.rollback(nameOf(request), textField(request, "revisionId")));

/** DeleteSchemaRevision: the revision stands in the name; the field of its own is what older clients send. */
export const deleteSchemaRevision: Method = (request, { engine }) => {
  const [name, id] = [nameOf(request), textField(request, "revisionId")];
  if (!name.includes("@") && id === "") throw invalid("The name must have a revision: expected NAME@REVISION.");
  return fromRevision(engine.schemas.deleteRevision(name.includes("@") ? name : `${name}@${id}`));
};

/** DeleteSchema: topics that follow it take nothing any more. */
export const deleteSchema: Method = (request, { engine }) => {
  const { name } = engine.schemas.get(nameOf(request));
  engine.schemas.delete(name);
  for (const topic of engine.topics.all()) {
    const { schema } = topic.settings;
    if (schema?.name === name) topic.settings = { ...topic.settings, schema: { ...schema, name: DELETED_SCHEMA } };
  }
  return {};
};

/** ValidateSchema. */
export const validateSchema: Method = (request) => {
  projectOf(request);
  const { type, definition } = wanted(request);
  fitsOf(type, definition);
  return {};
};

/** ValidateMessage: against a schema that is there, or the one in the request. */
export const validateMessage: Method = (request, { engine }) => {
  projectOf(request);
  const encoding = request["encoding"];
  if (encoding !== "JSON" && encoding !== "BINARY") throw invalid("The encoding must be JSON or BINARY.");
  const data = Buffer.from((request["message"] as Uint8Array | undefined) ?? []);
  if (!fitsFor(request, engine.schemas.revision)(data, encoding satisfies SchemaEncoding))
    throw invalid("Invalid data in message: Message failed schema validation.");
  return {};
};

function fitsFor(request: Fields, revision: (name: string) => SchemaRevision) {
  if (nameOf(request) !== "") return revision(nameOf(request)).fits;
  const { type, definition } = wanted(request);
  return fitsOf(type, definition);
}

function projectOf(request: Fields): string {
  const project = textField(request, "parent");
  checkProject(project);
  return project;
}

function wanted(request: Fields): { readonly type: SchemaType; readonly definition: string } {
  const schema = part(request, "schema") ?? {};
  const type = schema["type"];
  if (type !== "AVRO" && type !== "PROTOCOL_BUFFER") throw invalid("The type must be AVRO or PROTOCOL_BUFFER.");
  return { type, definition: textField(schema, "definition") };
}

const fromRevision = ({ name, type, definition, id, createdAt }: SchemaRevision, isFull = true): Fields => ({
  name,
  type,
  revisionId: id,
  revisionCreateTime: toDuration(createdAt),
  ...(isFull ? { definition } : {}),
});
