// Cloud Run functions: https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/cloudfunctions2_function

import { isValues, type Value, type Values, valuesAt } from "../schema/value.ts";
import { type Complaint, type Knowledge, knowing, type Thing } from "./knowledge.ts";
import { lettersOf, MADE_AT } from "./made-up.ts";
import { between, entries, labels, matching, needs, oneOf } from "./rules.ts";

const full = (kind: string, { project, text }: Thing): string =>
  `projects/${project}/locations/${text("location")}/${kind}/${text("name")}`;
const uri = ({ project, text }: Thing): string =>
  `https://${text("name")}-${lettersOf(`${project} ${text("location")}`, 10)}-ew.a.run.app`;

const settings = (...names: readonly string[]) => names.map((name) => `service_config.${name}`);

/** Cloud Run sets these itself: https://docs.cloud.google.com/run/docs/configuring/services/environment-variables#reserved */
const RESERVED = "PORT|K_SERVICE|K_REVISION|K_CONFIGURATION|FUNCTION_TARGET|FUNCTION_SIGNATURE_TYPE";
const variable = new RegExp(`^(?!X_GOOGLE_)(?!(${RESERVED})$)[A-Za-z_][A-Za-z0-9_]*$`);

/** https://docs.cloud.google.com/run/docs/configuring/services/cpu#cpu-memory: less than one CPU takes one request at a time. */
function concurrent(values: Values): readonly Complaint[] {
  return valuesAt(values, "service_config").flatMap(({ value }) =>
    (Array.isArray(value) ? value : []).flatMap((config: Value, index): readonly Complaint[] => {
      if (!isValues(config)) return [];
      const { available_cpu: cpu, max_instance_request_concurrency: most } = config;
      const wrong = typeof cpu === "string" && Number(cpu) < 1 && typeof most === "number" && most > 1;
      const at = ["service_config", index, "max_instance_request_concurrency"];
      return wrong ? [{ at, words: `expected 1 where available_cpu is ${cpu}, got ${most}` }] : [];
    }),
  );
}

const defaults = {
  "service_config.ingress_settings": "ALLOW_ALL",
  "service_config.all_traffic_on_latest_revision": true,
};

const told: Knowledge["told"] = {
  id: (thing) => full("functions", thing),
  url: ({ project, text }) => `https://${text("location")}-${project}.cloudfunctions.net/${text("name")}`,
  state: () => "ACTIVE",
  environment: () => "GEN_2",
  update_time: () => MADE_AT,
  "service_config.uri": uri,
  "service_config.gcf_uri": uri,
  "service_config.service": (thing) => full("services", thing),
  "service_config.available_memory": () => "256M",
  "service_config.available_cpu": () => "0.1666",
  "service_config.timeout_seconds": () => 60,
  "service_config.max_instance_count": () => 100,
  "service_config.max_instance_request_concurrency": () => 1,
  "service_config.service_account_email": ({ projectNumber }) =>
    `${projectNumber}-compute@developer.gserviceaccount.com`,
  "service_config.environment_variables": () => ({}),
  "build_config.build": ({ projectNumber, text }) =>
    `projects/${projectNumber}/locations/${text("location")}/builds/${lettersOf(text("name"), 8)}`,
  "build_config.docker_repository": ({ project, text }) =>
    `projects/${project}/locations/${text("location")}/repositories/gcf-artifacts`,
  "build_config.service_account": ({ project, projectNumber }) =>
    `projects/${project}/serviceAccounts/${projectNumber}-compute@developer.gserviceaccount.com`,
  "build_config.environment_variables": () => ({}),
};

export const functions: Readonly<Record<string, Knowledge>> = {
  google_cloudfunctions2_function: knowing({
    fixed: ["name", "location", "project"],
    filled: ["project", "event_trigger.trigger_region", "event_trigger.pubsub_topic", ...Object.keys(told)],
    defaults,
    told,
    rules: [
      matching(
        "name",
        /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
        "at most 63 lower case letters, digits or -, from a letter on",
      ),
      labels(),
      needs("build_config", "runtime", "it has to be said when a function is made"),
      needs("build_config.source.storage_source", "object", "the source in the bucket"),
      needs("event_trigger", "event_type", "the events that it waits for"),
      ...settings("environment_variables").map((path) =>
        entries(path, variable, "names of variables that are not reserved"),
      ),
      ...settings("secret_environment_variables.key").map((path) => matching(path, variable, "the name of a variable")),
      // An hour is for functions that are called by HTTP, which a push is.
      ...settings("timeout_seconds").map((path) => between(path, 1, 3600)),
      ...settings("max_instance_request_concurrency").map((path) => between(path, 1, 1000)),
      ...settings("available_memory").map((path) => matching(path, /^\d+(k|M|G|Mi|Gi)?$/, 'a size, as "256Mi"')),
      ...settings("ingress_settings").map((path) =>
        oneOf(path, ["ALLOW_ALL", "ALLOW_INTERNAL_ONLY", "ALLOW_INTERNAL_AND_GCLB"]),
      ),
      ...settings("service_account_email").map((path) => matching(path, /^[^@\s:]+@[^@\s]+$/, "an e-mail address")),
      matching(
        "build_config.service_account",
        /^projects\/[^/]+\/serviceAccounts\/.+$/,
        "projects/PROJECT/serviceAccounts/EMAIL",
      ),
      matching(
        "build_config.docker_repository",
        /^projects\/[^/]+\/locations\/[^/]+\/repositories\/[^/]+$/,
        "projects/PROJECT/locations/REGION/repositories/NAME",
      ),
      concurrent,
    ],
  }),
};
