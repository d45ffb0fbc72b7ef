// A fabric with a part of every kind that the AWS half can make.

import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { aFabric, topic } from "../../shared/fabric/a-fabric.ts";
import { inBoth } from "../../support/wrapped-keys.ts";

const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const stream = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000";

const clouds = {
  aws: {
    account: "111122223333",
    region: "eu-west-1",
    identityIssuer: "https://0a1b2c3d-0000-4000-8000-000000000000.tokens.sts.global.api.aws",
  },
  gcp: { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" },
};

const endpoints = {
  orders: { sqs: "orders.fifo", fedBy: { sns: { topic: "arn:aws:sns:eu-west-1:111122223333:orders.fifo" } } },
  events: { sqs: "events", fedBy: { eventBridge: { source: ["shop"], bus: "shop" } } },
  uploads: { sqs: "uploads", fedBy: { s3: { bucket: "uploads", prefix: "in/", suffix: ".csv" } } },
  changes: { sqs: "changes", kmsKey, fedBy: { dynamodbStream: { stream } } },
  ordered: { sqs: "ordered.fifo", fedBy: { dynamodbStream: { stream } } },
  sensors: { sqs: "sensors", fedBy: { iotRule: { sql: "SELECT * FROM 'sensors/#'" } } },
  news: { sqs: "news", fedBy: { sns: { topic: "arn:aws:sns:eu-south-1:111122223333:news" } } },
  theirs: { sqs: "theirs", account: "444455556666", existing: true, claimCheck: { bucket: "bodies", existing: true } },
  audit: { sqs: "audit", account: "444455556666", claimCheck: { bucket: "shop-audit" } },
  far: { sqs: "far", region: "us-east-1" },
  inbox: { sqs: "inbox", kmsKey, claimCheck: { bucket: "shop-inbox", prefix: "in/" } },
  feed: topic("feed"),
  "fifo-feed": topic("fifo-feed", true),
};

const hashed = [{ redact: { fields: ["card"], with: { hash: "pepper" } } }];
const sealed = [{ encrypt: { fields: ["card"], with: "card-key" } }];

const hops = {
  export: { from: "orders", to: "fifo-feed", transforms: hashed },
  spread: { from: "events", to: ["feed", "audit"], function: { maxConcurrency: 5 } },
  files: { from: "uploads", to: "feed", latency: "low", function: { pollers: { min: 2, max: 4 } } },
  rows: { from: ["changes", "sensors"], to: "feed" },
  rest: { from: "ordered", to: "fifo-feed", transforms: sealed },
  take: { from: "theirs", to: "far" },
  back: { from: "feed", to: ["inbox", "far"] },
};

/** It has stacks in three places. */
export const aFullFabric = (): Fabric =>
  aFabric(endpoints, hops, {
    ...clouds,
    secrets: { pepper: { aws: "/aws/reference/secretsmanager/pepper" }, "card-key": inBoth },
    alarms: { email: ["ops@example.org"] },
    tags: { team: "data" },
  });
