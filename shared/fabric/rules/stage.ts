// Names that a stage makes longer: still within what the providers take.

import type { Problem } from "../../core/errors.ts";
import { QUEUE_NAME_CHARACTERS, TOPIC_NAME_CHARACTERS } from "../derive-name.ts";
import { type Fabric, fault } from "../fabric.ts";

/** Part of the names of stacks, queues and datasets; as long as a git branch's short name may get. */
const STAGE = /^[a-z][a-z0-9-]{0,19}$/;

/** Buckets: https://cloud.google.com/storage/docs/buckets#naming, in characters. */
const BUCKET_CHARACTERS = 63;

/** `fabric` is already in its stage. Names that the fabric derives itself are cut to size, and no matter here. */
export function stageNames(fabric: Fabric, stage: string): readonly Problem[] {
  if (!STAGE.test(stage))
    return [
      {
        severity: "error",
        code: "STAGE",
        message: `stage "${stage}" must be a lower-case letter, then up to 19 of a-z, 0-9 and -`,
      },
    ];
  return [...fabric.endpoints].flatMap(([name, { endpoint, existing, settings }]) => {
    const [kind, made, most] =
      endpoint.broker === "sqs"
        ? ["queue", endpoint.queue, QUEUE_NAME_CHARACTERS]
        : ["topic", endpoint.topic, TOPIC_NAME_CHARACTERS];
    const bucket = settings.landing?.gcs?.bucket ?? "";
    const long = (what: string, text: string, limit: number) =>
      fault(
        fabric,
        ["endpoints", name],
        "STAGE",
        `in stage ${stage}, ${what} ${text} has ${text.length} characters and at most ${limit} fit: use a shorter name`,
      );
    return [
      ...(!existing && made.length > most ? [long(kind, made, most)] : []),
      ...(bucket.length > BUCKET_CHARACTERS ? [long("bucket", bucket, BUCKET_CHARACTERS)] : []),
    ];
  });
}
