// Single edits of a fabric file, key by key: what a promise about every change of a fabric is held against.

import { type Path, valueAt } from "./value-at.ts";
import { aCiphertext, inBoth } from "./wrapped-keys.ts";

/** One key changed, left out, or put back; `path` leads to it. */
export interface Edit {
  readonly path: Path;
  readonly how: string;
  readonly value: unknown;
}

const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const stream = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000";
const sns = "arn:aws:sns:eu-west-1:111122223333:orders";
const issuer = "https://0a1b2c3d-0000-4000-8000-000000000000.tokens.sts.global.api.aws";
const KEY = ["order_id", "customer_id"];
const hashed = [{ redact: { fields: ["card"], with: { hash: "pepper" } } }];
const sealed = [...hashed, { encrypt: { fields: ["name"], with: "card-key" } }];

const clouds = {
  fabric: "retail",
  aws: { account: "111122223333", region: "eu-west-1" },
  gcp: { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" },
};

/** An attribute by the very name that stands for all of them in the reference of keys. */
const MESSAGE = {
  body: { a: 1 },
  attributes: { NAME: { type: "String", value: "1" } },
  key: "k",
  time: "2026-01-05T08:00:00Z",
  id: "m-1",
};

/** Queues that are filled in every way, and hops from them. */
const FED = {
  ...clouds,
  aws: { ...clouds.aws, identityIssuer: issuer },
  endpoints: {
    orders: { sqs: "orders", retention: "2d", kmsKey, fedBy: { sns: { topic: sns, filter: { status: ["PAID"] } } } },
    events: { sqs: "events", fedBy: { eventBridge: { bus: "shop", source: ["a", "b"], detailType: ["Paid"] } } },
    uploads: {
      sqs: "uploads",
      fedBy: { s3: { bucket: "shop-uploads", events: ["Object Created"], prefix: "in/", suffix: ".csv" } },
    },
    rows: { sqs: "rows.fifo", fedBy: { dynamodbStream: { stream, startingPosition: "LATEST" } } },
    sensors: { sqs: "sensors", fedBy: { iotRule: { sql: "SELECT * FROM 'sensors/#'", base64: true } } },
    whole: { sqs: "whole", fedBy: { eventBridge: { pattern: { source: ["c"] } } } },
    theirs: { sqs: "theirs", account: "444455556666", existing: true },
    far: { sqs: "far", region: "us-east-1" },
    feed: { pubsub: "feed", retention: "1d", ordered: true, region: "europe-west4" },
  },
  hops: {
    export: {
      from: "orders",
      to: "feed",
      transforms: sealed,
      latency: "low",
      maxAge: "2m",
      function: { memoryMb: 512 },
    },
    spread: { from: "events", to: ["feed", "far"], retry: { attempts: 50 }, function: { maxConcurrency: 5 } },
    pour: {
      from: ["uploads", "sensors", "whole"],
      to: "feed",
      function: { pollers: { min: 2, max: 4 }, timeoutSeconds: 60 },
    },
    pass: { from: "rows", to: "feed" },
    take: { from: "theirs", to: "far" },
  },
  alarms: { email: ["ops@example.org", "shop@example.org"] },
  tags: { team: "data", cost: "4711" },
  state: { gcs: { bucket: "shop-state", prefix: "here" } },
  secrets: { pepper: { aws: "/shop/pepper", kmsKey }, "card-key": inBoth },
  examples: {
    pass: [
      {
        name: "passes",
        note: "whatever it is",
        from: "rows",
        in: MESSAGE,
        out: [{ ...MESSAGE, to: "feed" }, { error: { code: "INPUT", message: "at" } }],
      },
      { in: [MESSAGE, MESSAGE], error: { code: "INPUT", message: "body" } },
    ],
  },
};

/** Topics that land everywhere, and hops from one. */
const LANDING = {
  ...clouds,
  endpoints: {
    orders: { pubsub: "orders", schema: "order-row", landsIn: { bigquery: { table: "shop.orders", key: KEY } } },
    flights: {
      pubsub: "flights",
      schema: "flight-row",
      landsIn: { bigquery: { table: "shop.fl", partitionBy: "departs_at" } },
    },
    raw: { pubsub: "raw", landsIn: { bigquery: { table: "there.raw", existing: true } } },
    files: { pubsub: "files", landsIn: { gcs: { bucket: "shop-files", prefix: "x/", format: "text", every: "2m" } } },
    taken: { pubsub: "taken", landsIn: { gcs: { bucket: "shop-taken", existing: true } } },
    scores: { pubsub: "scores", project: "elsewhere-1", existing: true },
    inbox: { sqs: "inbox" },
  },
  hops: {
    back: {
      from: "scores",
      to: "inbox",
      transforms: sealed,
      attributes: { keep: ["a", "b"] },
      maxAge: "2m",
      retry: { attempts: 20, firstDelaySeconds: 2, maxDelaySeconds: 60 },
      function: { memoryMb: 1024, timeoutSeconds: 60, maxConcurrency: 3 },
    },
    on: { from: "raw", to: ["taken", "inbox"] },
  },
  alarms: { email: ["shop@example.org", "ops@example.org"] },
  secrets: { pepper: { gcp: "pepper" }, "card-key": inBoth },
};

/** A small one, whose place can be another: nothing in it names a thing that is somewhere already. */
const PLAIN = {
  ...clouds,
  endpoints: { orders: { sqs: "orders" }, near: { sqs: "near", region: "eu-west-1" }, feed: { pubsub: "feed" } },
  hops: { out: { from: "orders", to: "feed" }, back: { from: "feed", to: "near" } },
};

/** Bodies that lie elsewhere: in buckets of the fabric's and of others, at sources and at targets, from several accounts. */
const CLAIMING = {
  ...clouds,
  endpoints: {
    large: { sqs: "large", claimCheck: { bucket: "shop-large", prefix: "claims/", aboveBytes: 100_000, keep: "20d" } },
    row: { sqs: "row.fifo", kmsKey, claimCheck: { bucket: "shop-row" } },
    theirs: { sqs: "theirs", account: "444455556666", claimCheck: { bucket: "their-bodies", existing: true } },
    away: { sqs: "away", account: "444455556666", claimCheck: { bucket: "shop-away" } },
    feed: {
      pubsub: "feed",
      claimCheck: { bucket: "shop-feed", prefix: "in/", aboveBytes: 1_000_000, keep: "50d" },
    },
    raw: { pubsub: "raw", claimCheck: { bucket: "there-raw", existing: true } },
  },
  hops: {
    out: { from: "large", to: ["feed", "away"] },
    back: { from: "feed", to: "row" },
    on: { from: "raw", to: "feed" },
    take: { from: "theirs", to: "raw" },
  },
};

/** Hops that choose among their targets, and keep to a rate. */
const CHOOSING = {
  ...clouds,
  endpoints: {
    orders: { sqs: "orders" },
    events: { pubsub: "events" },
    near: { sqs: "near" },
    far: { sqs: "far" },
    feed: { pubsub: "feed" },
    rest: { pubsub: "rest" },
    other: { pubsub: "other" },
  },
  hops: {
    route: {
      from: "orders",
      route: [{ when: "body.a == 1", to: "feed" }, { when: "body.a == 2", to: "near" }, { to: "rest" }],
      validate: "both",
    },
    there: { from: "feed", to: "other", twoWayWith: "back" },
    back: { from: "other", to: "feed" },
    together: {
      from: "near",
      to: "other",
      batch: { maxMessages: 50, maxBytes: 9_000, by: "body.a", as: "ndjson", attributes: "inside" },
    },
    spread: {
      from: "events",
      toOneOf: [{ endpoint: "near", weight: 3 }, { endpoint: "far" }, { endpoint: "rest" }],
      rate: { messagesPerSecond: 40 },
    },
  },
};

/** Endpoints whose messages are events. */
const EVENTS = {
  ...clouds,
  endpoints: {
    orders: { sqs: "orders", format: "cloudevents" },
    events: {
      pubsub: "events",
      format: {
        cloudevents: "binary",
        source: "/shop",
        type: { cel: "body.type" },
        subject: "s",
        dataschema: "urn:x",
        datacontenttype: "text/plain",
        extensions: { tenant: { cel: "attributes.tenant" }, region: "eu" },
      },
    },
    inbox: { sqs: "inbox", format: { cloudevents: "binary", source: { cel: "body.source" }, type: "paid" } },
    notes: {
      pubsub: "notes",
      format: { cloudevents: "structured", subject: { cel: "key" }, dataschema: { cel: "key" } },
    },
  },
  hops: { out: { from: "orders", to: ["events", "notes"] }, back: { from: "events", to: "inbox" } },
};

/** A fabric file, and what of it is edited. */
export interface Edited {
  readonly file: object;
  readonly under: readonly Path[];
}

/** Together they have every key of the schema. */
export const EDITED: readonly Edited[] = [
  { file: FED, under: [[]] },
  { file: LANDING, under: [["endpoints"], ["hops"], ["secrets"], ["alarms"]] },
  { file: CHOOSING, under: [["hops"]] },
  { file: EVENTS, under: [["endpoints"]] },
  { file: CLAIMING, under: [["endpoints"], ["hops"]] },
  { file: PLAIN, under: [["aws"], ["gcp"], ["endpoints"]] },
  { file: { ...PLAIN, state: { s3: { bucket: "shop-state", key: "here", region: "eu-west-1" } } }, under: [["state"]] },
  { file: { ...PLAIN, state: { local: "states/here.tfstate" } }, under: [["state"]] },
];

/** Another value for what can't be told from its kind alone, by the last key. */
const OTHERS: Readonly<Record<string, unknown>> = {
  fabric: "wholesale",
  type: "Number",
  account: "777788889999",
  projectNumber: "210987654321",
  project: "elsewhere-2",
  identityIssuer: issuer.replace("0a1b", "1b0a"),
  retention: "3h",
  kmsKey: kmsKey.replace("1234abcd", "abcd1234"),
  topic: `${sns}-all`,
  stream: stream.replace("2026", "2025"),
  startingPosition: "TRIM_HORIZON",
  sql: "SELECT * FROM 'meters/#'",
  schema: "flight-row",
  table: "stock.other",
  partitionBy: "received_at",
  every: "3m",
  format: "avro",
  cloudevents: "structured",
  datacontenttype: "text/html",
  cel: "body.other",
  by: "body.b",
  as: "json-array",
  attributes: "same",
  validate: "none",
  when: "body.a == 3",
  endpoint: "feed",
  to: "far",
  twoWayWith: ["back", "elsewhere/back"],
  latency: "normal",
  maxAge: "5m",
  prefix: "there/",
  keep: "70d",
  local: "states/there.tfstate",
  ciphertext: aCiphertext(184, 8),
};

/** Every edit of the file's own part: a value that is another, an entry less, a key less. */
export const editsOf = ({ file, under }: Edited): readonly Edit[] => under.flatMap((path) => editsUnder(file, path));

function editsUnder(file: object, under: Path): readonly Edit[] {
  return pathsIn(valueAt(file, under), under).flatMap((path): readonly Edit[] => {
    const key = path.at(-1);
    const value = valueAt(file, path);
    const other = otherThan(String(key), value);
    return [
      { path, how: "left out", value: changed(file, path, undefined) },
      ...(other === undefined
        ? []
        : [
            {
              path,
              how: typeof other === "object" ? "turned round" : `${JSON.stringify(other)}`,
              value: changed(file, path, other),
            },
          ]),
    ];
  });
}

function pathsIn(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== "object" || value === null) return path.length === 0 ? [] : [path];
  const below = Object.keys(value).flatMap((key) =>
    pathsIn(Reflect.get(value, key), [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? below : [path, ...below];
}

function otherThan(key: string, value: unknown): unknown {
  // A region of AWS ends in a dash and a digit.
  if (key === "region") return /-[0-9]$/.test(String(value)) ? "us-west-2" : "us-central1";
  // Of a key in either KMS the last letter, which an ARN has of a few only.
  if (key === "key" && typeof value === "string") return value.replace(/.$/, (last) => (last === "b" ? "a" : "b"));
  if (key in OTHERS && typeof value === "string") return OTHERS[key];
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (Array.isArray(value)) return value.length > 1 ? value.toReversed() : undefined;
  // A table in another order says the same to a reader, and dashboards are in the order of the file.
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).toReversed());
  return typeof value === "string" ? `${value}x` : undefined;
}

/** The file with another value at a path, or without it; never changes the file itself. */
function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    const list = value.map((each, at) => (at === key ? changed(each, rest, to) : each));
    return list.filter((each) => each !== undefined);
  }
  const entries = Object.entries(value as object).map(([name, each]) => [
    name,
    name === key ? changed(each, rest, to) : each,
  ]);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}
