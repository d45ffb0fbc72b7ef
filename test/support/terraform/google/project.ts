// The project itself, its services and secrets, and what watches over it:
// https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/google_project_service

import { type Knowledge, knowing, type Thing } from "./knowledge.ts";
import { digitsOf, MADE_AT } from "./made-up.ts";
import { json, labels, matching, oneOf } from "./rules.ts";

const numbered = (kind: string) => (thing: Thing) =>
  `projects/${thing.project}/${kind}/${digitsOf(JSON.stringify([thing.text("display_name"), thing.text("dashboard_json")]), 19)}`;
const secret = ({ project, text }: Thing): string => `projects/${project}/secrets/${text("secret_id")}`;

export const project: Readonly<Record<string, Knowledge>> = {
  google_project: knowing({
    filled: ["project_id"],
    told: {
      id: (thing) => `projects/${thing.text("project_id") || thing.project}`,
      project_id: (thing) => thing.project,
      name: (thing) => thing.text("project_id") || thing.project,
      number: ({ projectNumber }) => projectNumber,
      org_id: () => "",
      folder_id: () => "",
      billing_account: () => "",
    },
  }),
  google_client_config: knowing({
    told: {
      project: (thing) => thing.project,
      region: ({ region }) => region,
      zone: () => "",
      access_token: () => "unused",
    },
  }),
  google_project_service: knowing({
    fixed: ["service", "project"],
    filled: ["project"],
    defaults: { disable_on_destroy: true },
    told: { id: (thing) => `${thing.project}/${thing.text("service")}` },
    rules: [
      matching(
        "service",
        /^[a-z0-9-]+(\.[a-z0-9-]+)*\.googleapis\.com$/,
        "the name of a service, as pubsub.googleapis.com",
      ),
    ],
  }),
  google_secret_manager_secret: knowing({
    fixed: ["secret_id", "project", "replication"],
    filled: ["project"],
    told: {
      id: secret,
      name: (thing) => secret({ ...thing, project: thing.projectNumber }),
      create_time: () => MADE_AT,
    },
    rules: [matching("secret_id", /^[\w-]{1,255}$/, "at most 255 letters, digits, - and _"), labels()],
  }),
  google_logging_metric: knowing({
    fixed: ["name", "project"],
    filled: ["project"],
    told: { id: ({ text }) => text("name") },
  }),
  google_logging_project_exclusion: knowing({
    fixed: ["name", "project"],
    filled: ["project"],
    told: { id: (thing) => `projects/${thing.project}/exclusions/${thing.text("name")}` },
  }),
  google_monitoring_alert_policy: knowing({
    fixed: ["project"],
    filled: ["project"],
    defaults: { enabled: true },
    told: { id: numbered("alertPolicies"), name: numbered("alertPolicies") },
    rules: [oneOf("combiner", ["AND", "OR", "AND_WITH_MATCHING_RESOURCE"])],
  }),
  google_monitoring_notification_channel: knowing({
    fixed: ["project", "type"],
    filled: ["project"],
    defaults: { enabled: true, force_delete: false },
    told: { id: numbered("notificationChannels"), name: numbered("notificationChannels") },
  }),
  google_monitoring_dashboard: knowing({
    fixed: ["project"],
    filled: ["project"],
    told: { id: numbered("dashboards") },
    rules: [json("dashboard_json")],
  }),
};
