// The parts of a topic that say what its messages look like, where they lie and which key encrypts them.

import { invalid } from "../fault.ts";
import { checkName } from "../names.ts";
import type { StoragePolicy, TopicSchema, TopicSettings } from "../settings.ts";
import { type Fields, part, textField, textsField } from "./fields.ts";

/** Throws `INVALID_ARGUMENT` without an encoding, or with a name that is none. Whether the schema is there is not asked. */
export function topicSchema(fields: Fields): Pick<TopicSettings, "schema"> {
  const settings = part(fields, "schemaSettings");
  if (settings === undefined || textField(settings, "schema") === "") return {};
  const encoding = settings["encoding"];
  if (encoding !== "JSON" && encoding !== "BINARY") throw invalid("schema_settings.encoding must be JSON or BINARY.");
  const name = textField(settings, "schema");
  checkName("schemas", name);
  const [firstRevision, lastRevision] = [textField(settings, "firstRevisionId"), textField(settings, "lastRevisionId")];
  return { schema: { name, encoding, firstRevision, lastRevision } };
}

/** The opposite of `topicSchema`. */
export const fromTopicSchema = ({ name, encoding, firstRevision, lastRevision }: TopicSchema): Fields => ({
  schema: name,
  encoding,
  firstRevisionId: firstRevision,
  lastRevisionId: lastRevision,
});

/** Throws `INVALID_ARGUMENT` for what is no name of a key. */
export function kmsKeyName(fields: Fields): Pick<TopicSettings, "kmsKeyName"> {
  const name = textField(fields, "kmsKeyName");
  if (name === "") return {};
  if (!/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.test(name))
    throw invalid("kms_key_name must be projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY.");
  return { kmsKeyName: name };
}

/** Nothing where the request names no policy. */
export function storagePolicy(fields: Fields): Pick<TopicSettings, "storage"> {
  const policy = part(fields, "messageStoragePolicy");
  if (policy === undefined) return {};
  const regions = textsField(policy, "allowedPersistenceRegions");
  if (regions.length === 0) throw invalid("message_storage_policy.allowed_persistence_regions must not be empty.");
  return { storage: { regions, isEnforcedInTransit: policy["enforceInTransit"] === true } };
}

/** The opposite of `storagePolicy`. */
export const fromStoragePolicy = ({ regions, isEnforcedInTransit }: StoragePolicy): Fields => ({
  allowedPersistenceRegions: regions,
  enforceInTransit: isEnforcedInTransit,
});
