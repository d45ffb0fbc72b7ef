// A secret that a hop asks for is declared, and can be read where the hop runs.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Hop, note, type Path } from "../fabric.ts";
import { isMultiRegion, regionOf } from "../kms-key.ts";
import { isUnknown } from "../unknown.ts";
import { suggest } from "./references.ts";

/** Of one secret that a step of the hop at `path` asks for. A hop runs on its source's cloud and reads its secrets there. */
export function secretProblems(fabric: Fabric, hop: Hop, name: string, path: Path): readonly Problem[] {
  if (!fabric.written.secrets.has(name))
    return [fault(fabric, path, "UNKNOWN_SECRET", `secret ${name} is not there: ${suggest(fabric, "secrets", name)}`)];
  const secret = fabric.secrets.get(name);
  if (secret === undefined) return [];
  const { wrappedBy, ...kept } = secret;
  const brokers = new Set(hop.from.map((from) => fabric.endpoints.get(from)?.endpoint.broker));
  const runsOn = [
    ...(brokers.has("sqs") ? (["aws"] as const) : []),
    ...(brokers.has("pubsub") ? (["gcp"] as const) : []),
  ];
  const lacking = runsOn.filter((cloud) => (wrappedBy ?? kept)[cloud] === undefined);
  const isWrapped = wrappedBy !== undefined;
  return [
    ...lacking.map((cloud) => (isWrapped ? unwrappable : misplaced)(fabric, hop, name, cloud)),
    ...(isWrapped ? [] : keyElsewhere(fabric, hop, { name, key: kept.kmsKey, at: ["kmsKey"] })),
    ...(isWrapped ? copied(fabric, name) : []),
    ...(isWrapped ? keyElsewhere(fabric, hop, { name, key: wrappedBy.aws?.key, at: ["wrappedBy", "aws", "key"] }) : []),
  ];
}

const CLOUDS = { aws: "AWS", gcp: "Google Cloud" } as const;

function misplaced(fabric: Fabric, hop: Hop, name: string, cloud: keyof typeof CLOUDS): Problem {
  const message = `secret ${name} needs "${cloud}": hop ${hop.name} runs on ${CLOUDS[cloud]} and reads it there`;
  return fault(fabric, ["secrets", name], "SECRET_PLACE", message);
}

function unwrappable(fabric: Fabric, hop: Hop, name: string, cloud: keyof typeof CLOUDS): Problem {
  const message = `secret ${name} needs "${cloud}" in wrappedBy: hop ${hop.name} runs on ${CLOUDS[cloud]}, and no key there has wrapped it: have one data key wrapped for both clouds, by hopspan wrap-key with --aws-key and --google-key`;
  return fault(fabric, ["secrets", name, "wrappedBy"], "SECRET_PLACE", message);
}

/** A ciphertext is one key's, and for one secret: where it stands a second time, nobody will unwrap it. */
function copied(fabric: Fabric, name: string): readonly Problem[] {
  const all = [...fabric.secrets].flatMap(([secret, { wrappedBy }]) =>
    (["aws", "gcp"] as const).flatMap((cloud) => {
      const ciphertext = wrappedBy?.[cloud]?.ciphertext;
      return ciphertext === undefined ? [] : [{ secret, cloud, ciphertext }];
    }),
  );
  return all.flatMap(({ secret, cloud, ciphertext }, at) => {
    const first = all.findIndex((each) => each.ciphertext === ciphertext);
    if (secret !== name || first === at) return [];
    const message = `secret ${name} has the ciphertext that ${all[first]?.secret} has in wrappedBy.${all[first]?.cloud}, and one is good for one key and one secret alone: make another by hopspan wrap-key`;
    return [fault(fabric, ["secrets", name, "wrappedBy", cloud, "ciphertext"], "SAME_CIPHERTEXT", message)];
  });
}

/** A key of AWS KMS; `at` leads to it from its secret. */
interface NamedKey {
  readonly name: string;
  readonly key: string | undefined;
  readonly at: Path;
}

/** A key is its region's, and a function reads its secrets in its own; a data key it may have from another of the same id. */
function keyElsewhere(fabric: Fabric, hop: Hop, { name, key, at }: NamedKey): readonly Problem[] {
  if (key === undefined) return [];
  const home = regionOf(key);
  const regions = hop.from.flatMap((from) => {
    const endpoint = fabric.endpoints.get(from)?.endpoint;
    return endpoint?.broker === "sqs" && endpoint.region !== home && !isUnknown(endpoint.region)
      ? [endpoint.region]
      : [];
  });
  const isWrapped = at.length > 1;
  const path = ["secrets", name, ...at];
  return [...new Set(regions)].map((region) => {
    if (isWrapped && isMultiRegion(key)) {
      const message = `secret ${name} is unwrapped in ${region}, where hop ${hop.name} runs, by the replica there of its key in ${home}: see that there is one`;
      return note(fabric, path, "KMS_REPLICA", message);
    }
    const message = `secret ${name} is read in ${region}, where hop ${hop.name} runs, and its key is in ${home}: name a key of that region${isWrapped ? ", or one of several regions (mrk-), and wrap a data key by it" : ""}`;
    return fault(fabric, path, "KMS_REGION", message);
  });
}
