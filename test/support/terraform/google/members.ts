// Grants of a role to a member: https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/pubsub_topic_iam

import { type Knowledge, knowing, type Thing } from "./knowledge.ts";
import { lettersOf } from "./made-up.ts";
import { matching } from "./rules.ts";

/** What a grant is on, as its own argument says it. */
const ON = [
  "topic",
  "subscription",
  "service_account_id",
  "bucket",
  "crypto_key_id",
  "secret_id",
  "repository",
  "table_id",
  "dataset_id",
  "name",
  "project",
];

/** Every `_iam_member`: none of it can be changed. */
export const member: Knowledge = knowing({
  fixed: [...ON, "location", "role", "member", "condition"],
  filled: ["project", "location"],
  told: {
    id: ({ text }: Thing) => [ON.map(text).find((each) => each !== ""), text("role"), text("member")].join("/"),
    etag: ({ text }: Thing) => `Bw${lettersOf(`${text("role")} ${text("member")}`, 9)}=`,
  },
  rules: [
    matching("role", /^((projects|organizations)\/[^/]+\/)?roles\/[\w.]+$/, "roles/NAME, or a project's own role"),
    matching(
      "member",
      /^(allUsers|allAuthenticatedUsers|(user|group|domain|serviceAccount|project(Owner|Editor|Viewer)):.+|principal(Set)?:\/\/.+)$/,
      'a member, as "serviceAccount:EMAIL"',
    ),
    matching("member", /^(?!serviceAccount:)|^serviceAccount:[^@]+@[^@]+$/, "the e-mail address of a service account"),
    matching("service_account_id", /^projects\/[^/]+\/serviceAccounts\/[^/@]+@[^/]+$/, "the name of a service account"),
  ],
});
