// What can be proved about a fabric before anything is deployed, without any cloud: a table of rules.

import type { Problem } from "../core/errors.ts";
import { schemas } from "../schemas/index.ts";
import { transforms } from "../transforms/index.ts";
import { type Fabric, inFileOrder } from "./fabric.ts";
import { fabricText, readText } from "./read.ts";
import { derivedNames, sharedAddresses } from "./rules/addresses.ts";
import { unansweringSchemas } from "./rules/answers.ts";
import { chains } from "./rules/chains.ts";
import { failovers, rates, unusableRoutes } from "./rules/choices.ts";
import { circles } from "./rules/circles.ts";
import { claimBuckets, claimLifetimes, claimsAlone } from "./rules/claims.ts";
import { duplicateLinks, oneConsumer, repeatedEnds, selfHops } from "./rules/consumers.ts";
import { sameEventIds } from "./rules/event-ids.ts";
import { exampleCodes, exampleEnds } from "./rules/examples.ts";
import { existingSources } from "./rules/existing.ts";
import { feeds } from "./rules/feeds.ts";
import { formats, unusableFormats } from "./rules/formats.ts";
import { statePlace } from "./rules/ground.ts";
import { joins, misjoinedSchemas, unusableJoins } from "./rules/joins.ts";
import { keptAttributes } from "./rules/keep.ts";
import { keys, retentions } from "./rules/keeping.ts";
import { halfExisting, sharedTables } from "./rules/landings.ts";
import { sizes } from "./rules/limits.ts";
import { marks } from "./rules/marks.ts";
import { orderEnds, orderMissing, orderMixed } from "./rules/order.ts";
import { outgrown } from "./rules/outgrown.ts";
import { policies } from "./rules/policies.ts";
import { unknownEndpoints, unknownHops, unusedEndpoints } from "./rules/references.ts";
import { unusableSchemas } from "./rules/schemas.ts";
import { misfittingWays } from "./rules/shapes.ts";
import { type TransformTable, unusableTransforms } from "./rules/transforms.ts";
import { deadEnds, opposites } from "./rules/two-way.ts";
import { asWritten, type Fill } from "./stand-ins.ts";

/** Pure. Looks at what is there and leaves what is not to the rule whose matter that is. */
export type Rule = (fabric: Fabric) => readonly Problem[];

const rules: readonly Rule[] = [
  unknownEndpoints,
  unusedEndpoints,
  unknownHops,
  exampleEnds,
  exampleCodes,
  sharedAddresses,
  derivedNames,
  oneConsumer,
  selfHops,
  repeatedEnds,
  duplicateLinks,
  circles,
  opposites,
  deadEnds,
  chains,
  orderEnds,
  orderMissing,
  orderMixed,
  failovers,
  rates,
  sizes,
  keptAttributes,
  existingSources,
  feeds,
  formats,
  sameEventIds,
  joins,
  policies,
  keys,
  retentions,
  sharedTables,
  halfExisting,
  claimBuckets,
  claimsAlone,
  claimLifetimes,
  statePlace,
  marks,
];

/** All that is wrong or doubtful about a fabric, in the order of its file; each with a code, a place and a way out. */
export async function checkFabric(fabric: Fabric, table: TransformTable = transforms): Promise<readonly Problem[]> {
  const loaded = [
    ...(await unusableTransforms(fabric, table)),
    ...(await unusableRoutes(fabric, table)),
    ...(await unusableSchemas(fabric, schemas)),
    ...(await unansweringSchemas(fabric, { steps: table, schemas })),
    ...(await unusableFormats(fabric, table)),
    ...(await unusableJoins(fabric, table)),
    ...(await misjoinedSchemas(fabric, schemas)),
  ];
  const found = [...rules.flatMap((rule) => rule(fabric)), ...loaded];
  // What can't be made is not measured.
  const isSound = found.every(({ severity }) => severity !== "error");
  found.push(...(await misfittingWays(fabric, { steps: table, schemas }, isSound)));
  return inFileOrder(distinct([...found, ...(isSound ? await outgrown(fabric, table) : [])]));
}

/** Several links can run into one and the same problem: it is told once. */
const distinct = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

/** `fabric` is there exactly where no problem is an error: then it can be compiled. */
export interface Finding {
  readonly fabric?: Fabric;
  readonly problems: readonly Problem[];
}

/**
 * Problems of form and of meaning at once: what can't be read is set aside, and the rest is checked all the same. `fill` may
 * add to what the text says.
 */
export async function checkText(
  text: string,
  file: string,
  table: TransformTable = transforms,
  fill: Fill = asWritten,
): Promise<Finding> {
  const { fabric, problems: misread } = readText(text, file, fill);
  const doubtful = fabric === undefined ? [] : await checkFabric(fabric, table);
  const problems = inFileOrder([...misread, ...doubtful]);
  const isSound = problems.every(({ severity }) => severity !== "error");
  return { ...(fabric !== undefined && isSound ? { fabric } : {}), problems };
}

/** The same for a file. Rejects with a `ConfigError` of one problem where the file itself can't be read. */
export const checkFile = async (path: string, fill: Fill = asWritten): Promise<Finding> =>
  checkText(await fabricText(path), path, transforms, fill);
