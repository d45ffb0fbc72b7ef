// One place to ask what is known of a type.

import { bigquery } from "./bigquery.ts";
import { functions } from "./functions.ts";
import { identity } from "./identity.ts";
import { type Knowledge, knowing } from "./knowledge.ts";
import { member } from "./members.ts";
import { project } from "./project.ts";
import { pubsub } from "./pubsub.ts";
import { storage } from "./storage.ts";

const types = new Map(
  [bigquery, functions, identity, project, pubsub, storage].flatMap((product) => Object.entries(product)),
);

/** Of a type that nobody has written down: what holds of nearly all of Google's. */
const any: Knowledge = knowing({
  fixed: ["name", "project", "location", "region", "zone"],
  filled: ["project", "location", "region", "zone"],
});

/** What is known of a type beyond its schema; the same for a resource and a data source. */
export const known = (type: string): Knowledge => (type.endsWith("_iam_member") ? member : (types.get(type) ?? any));
