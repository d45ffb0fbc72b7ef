// Buckets, what lies in them, and repositories of images:
// https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/storage_bucket and storage_bucket_object

import { createHash } from "node:crypto";
import type { Values } from "../schema/value.ts";
import { type Complaint, type Knowledge, knowing, type Thing } from "./knowledge.ts";
import { digitsOf, MADE_AT } from "./made-up.ts";
import { atMostBytes, labels, matching, oneOf } from "./rules.ts";

/** What is uploaded. Throws where the stack names a file that is not there, as the provider does. */
function uploaded({ text, file }: Thing): Uint8Array {
  const source = text("source");
  if (source === "") return Buffer.from(text("content"));
  const bytes = file(source);
  if (bytes === undefined)
    throw new Error(`source ${source} is not there: expected a file, named from the folder of the stack`);
  return bytes;
}

const md5 = (thing: Thing, form: "base64" | "hex"): string => createHash("md5").update(uploaded(thing)).digest(form);
const address = (thing: Thing): string => `${thing.text("bucket")}-${thing.text("name")}`;

function eitherSource(values: Values): readonly Complaint[] {
  const given = ["source", "content"].filter((name) => (values[name] ?? null) !== null);
  return given.length === 1 ? [] : [{ at: [], words: `expected source or content, got ${given.length} of the two` }];
}

export const storage: Readonly<Record<string, Knowledge>> = {
  google_storage_bucket: knowing({
    fixed: ["name", "location", "project"],
    filled: ["project", "public_access_prevention", "uniform_bucket_level_access", "rpo"],
    defaults: { force_destroy: false, storage_class: "STANDARD" },
    told: {
      id: ({ text }) => text("name"),
      url: ({ text }) => `gs://${text("name")}`,
      self_link: ({ text }) => `https://www.googleapis.com/storage/v1/b/${text("name")}`,
      project_number: ({ projectNumber }) => Number(projectNumber),
      public_access_prevention: () => "inherited",
      uniform_bucket_level_access: () => false,
      rpo: () => "",
      time_created: () => MADE_AT,
      updated: () => MADE_AT,
    },
    rules: [
      matching(
        "name",
        /^(?!goog)[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/,
        "3 to 63 lower case letters, digits or -_., without goog in front",
      ),
      labels(),
      oneOf("public_access_prevention", ["enforced", "inherited"]),
    ],
  }),
  google_storage_bucket_object: knowing({
    fixed: ["bucket", "name"],
    filled: ["content_type", "storage_class", "kms_key_name"],
    told: {
      id: address,
      output_name: ({ text }) => text("name"),
      generation: (thing) => Number(digitsOf(md5(thing, "hex"), 15)),
      md5hash: (thing) => md5(thing, "base64"),
      md5hexhash: (thing) => md5(thing, "hex"),
      crc32c: (thing) => md5(thing, "base64").slice(0, 8),
      content_type: () => "application/octet-stream",
      storage_class: () => "STANDARD",
      self_link: ({ text }) => `https://www.googleapis.com/storage/v1/b/${text("bucket")}/o/${text("name")}`,
      media_link: ({ text }) =>
        `https://storage.googleapis.com/download/storage/v1/b/${text("bucket")}/o/${text("name")}?alt=media`,
    },
    rules: [atMostBytes("name", 1024), eitherSource],
  }),
  google_artifact_registry_repository: knowing({
    fixed: ["repository_id", "location", "project", "format", "mode", "kms_key_name"],
    filled: ["project", "location"],
    defaults: { mode: "STANDARD_REPOSITORY" },
    told: {
      id: ({ project, region, text }) =>
        `projects/${project}/locations/${text("location") || region}/repositories/${text("repository_id")}`,
      name: ({ text }) => text("repository_id"),
      create_time: () => MADE_AT,
      update_time: () => MADE_AT,
    },
    rules: [
      matching("repository_id", /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, "at most 63 lower case letters, digits or -"),
      labels(),
    ],
  }),
  google_storage_project_service_account: knowing({
    told: {
      id: (thing) => agent(thing),
      email_address: (thing) => agent(thing),
      member: (thing) => `serviceAccount:${agent(thing)}`,
    },
  }),
};

const agent = ({ projectNumber }: Thing): string =>
  `service-${projectNumber}@gs-project-accounts.iam.gserviceaccount.com`;
