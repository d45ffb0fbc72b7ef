// Where topics land: subscriptions that the provider serves itself, tables with their datasets, and buckets.

import type { Deployment } from "../deployment.ts";
import type { LandingPlan } from "../landing-plan.ts";
import type { TablePlan } from "../table-plan.ts";
import { type Entry, entry, listed, type Settings, settingsOf } from "./thing.ts";

/** Things of one landing after the other; what two of them share is there once. */
export const landingThings = ({ landings, topics, gcp }: Deployment): readonly Entry[] =>
  landings.flatMap((plan) => {
    const schema = topics.find(({ endpoint }) => endpoint.name === plan.topic.name)?.schema ?? "";
    const location = gcp?.region ?? plan.topic.region;
    return [subscriptionThing(plan), ...targetThings(plan, location, schema)];
  });

/** How messages wait on their way into a table or a bucket: as any subscription's, and lost with it. */
function subscriptionThing({
  topic,
  project,
  subscription,
  deadLetters,
  maxAttempts,
  hasSchema,
  to,
}: LandingPlan): Entry {
  const from = { topic: topic.topic, topicEndpoint: topic.name, topicProject: topic.project };
  const into =
    "table" in to
      ? { lands: `${to.table.dataset}.${to.table.table}`, hasSchema, isKeyed: to.table.key.length > 0 }
      : { lands: to.bucket.bucket, prefix: to.bucket.prefix, format: to.bucket.format, every: to.bucket.everySeconds };
  const settings = settingsOf({ ...from, deadLetters: deadLetters.topic, maxAttempts, ...into });
  return entry(["gcp", "subscription"], [project], subscription, `endpoint ${topic.name}`, settings);
}

function targetThings({ topic, project, to }: LandingPlan, location: string, schema: string): readonly Entry[] {
  const of = `endpoint ${topic.name}`;
  if ("table" in to) {
    const { dataset, table, makesDataset } = to.table;
    const where = makesDataset ? { location } : {};
    const settings = { endpoint: topic.name, topic: topic.topic, schema, ...where, ...tableSettings(to.table) };
    return [
      ...(makesDataset ? [entry(["gcp", "dataset"], [project], dataset, of, where)] : []),
      entry(["gcp", "table"], [project], `${dataset}.${table}`, of, settings),
    ];
  }
  const { bucket, makesBucket } = to.bucket;
  return makesBucket ? [entry(["gcp", "bucket"], [], bucket, of, { project, location })] : [];
}

/** A column by its name, so that one that only comes can be told from one that goes; what is said of columns, apart. */
function tableSettings({ key, partitionBy = "", columns }: TablePlan): Settings {
  const bare = columns.map(({ name, type, mode, fields }) => [
    `column ${name}`,
    `${type} ${mode}${fields === undefined ? "" : ` of ${JSON.stringify(fields.map(withoutWords))}`}`,
  ]);
  const words = columns.some((column) => JSON.stringify(column).includes('"description"'));
  const descriptions = words ? { descriptions: columns } : {};
  return { key: listed(key), partitionBy, ...settingsOf({ ...Object.fromEntries(bare), ...descriptions }) };
}

const withoutWords = ({ description: _, fields, ...column }: TablePlan["columns"][number]): object => ({
  ...column,
  ...(fields === undefined ? {} : { fields: fields.map(withoutWords) }),
});
