// Names that a stage makes longer: still within what the providers take.

import type { Problem } from "../../core/errors.ts";
import { QUEUE_NAME_CHARACTERS, TOPIC_NAME_CHARACTERS } from "../derive-name.ts";
import { type Fabric, type FabricEndpoint, fault } from "../fabric.ts";
import { STAGE_NAME } from "../names.ts";

/** Ours: what all names of a fabric start with is never cut, so that rights can be given by it. In characters. */
const FABRIC_CHARACTERS = 50;

/** Buckets: https://cloud.google.com/storage/docs/buckets#naming, in characters. */
const BUCKET_CHARACTERS = 63;

/** `fabric` is already in its stage. Names that the fabric derives itself are cut to size, and no matter here. */
export function stageNames(fabric: Fabric, stage: string): readonly Problem[] {
  if (!STAGE_NAME.test(stage)) return [wrong(`stage "${stage}" must be ${EXPECTED}`)];
  const { length } = fabric.name;
  const made = `fabric ${fabric.name} has ${length} characters and at most ${FABRIC_CHARACTERS} fit`;
  return [
    ...(length > FABRIC_CHARACTERS ? [wrong(`${made}: use a shorter stage`)] : []),
    ...[...fabric.endpoints].flatMap(([name, each]) => longNames(fabric, stage, name, each)),
  ];
}

const EXPECTED =
  "a lower-case letter, then up to 19 of a-z, 0-9 and single dashes, none at the end, without google and without the word at";

const wrong = (message: string): Problem => ({ severity: "error", code: "STAGE", message });

function longNames(fabric: Fabric, stage: string, name: string, each: FabricEndpoint): readonly Problem[] {
  const { endpoint, existing, settings } = each;
  const [kind, made, most] =
    endpoint.broker === "sqs"
      ? ["queue", endpoint.queue, QUEUE_NAME_CHARACTERS]
      : ["topic", endpoint.topic, TOPIC_NAME_CHARACTERS];
  const buckets = [settings.landing?.gcs?.bucket, endpoint.claimCheck?.bucket].filter((bucket) => bucket !== undefined);
  const long = (what: string, text: string, limit: number) =>
    fault(
      fabric,
      ["endpoints", name],
      "STAGE",
      `in stage ${stage}, ${what} ${text} has ${text.length} characters and at most ${limit} fit: use a shorter name`,
    );
  return [
    ...(!existing && made.length > most ? [long(kind, made, most)] : []),
    ...buckets.flatMap((bucket) =>
      bucket.length > BUCKET_CHARACTERS ? [long("bucket", bucket, BUCKET_CHARACTERS)] : [],
    ),
  ];
}
