import { describe, expect, it } from "vitest";
import { aHalf } from "./a-half.ts";

const ends = { scores: { pubsub: "scores" }, inbox: { sqs: "inbox" }, copy: { pubsub: "copy" } };

async function functionOf(hop: object) {
  const half = await aHalf(ends, { return: { from: "scores", to: "inbox", ...hop } }, { secrets: { pepper: {} } });
  const { function_return: made } = half.of("google_cloudfunctions2_function");
  const { service_config, build_config, ...rest } = made ?? {};
  return { half, rest, service: service_config as Record<string, unknown>, build: build_config };
}

describe("a function in Google Cloud", () => {
  it("is reached from inside only, runs as its own account, and is as large as the hop says", async () => {
    const { half, service } = await functionOf({ function: { memoryMb: 1024, timeoutSeconds: 60, maxConcurrency: 7 } });
    const { environment_variables: _, service_account_email, ...rest } = service;
    expect(half.said(service_account_email)).toBe("hop--retail--return@retail-analytics.iam.gserviceaccount.com");
    expect(rest).toEqual({
      available_memory: "1024Mi",
      available_cpu: "1",
      max_instance_request_concurrency: 80,
      max_instance_count: 7,
      timeout_seconds: 60,
      ingress_settings: "ALLOW_INTERNAL_ONLY",
      all_traffic_on_latest_revision: true,
    });
  });

  it("is built from its crossing's source, by an account that can do nothing else", async () => {
    const { half, build } = await functionOf({});
    const { storage_source } = (build as { source: { storage_source: Record<string, unknown> } }).source;
    expect(build).toMatchObject({ runtime: "nodejs24", entry_point: "handler" });
    expect([half.said(storage_source["bucket"]), half.said(storage_source["object"])]).toEqual([
      "hopspan--retail--sources--76c746c9",
      "pubsub-to-sqs.zip",
    ]);
    expect(half.said((build as Record<string, unknown>)["service_account"])).toBe(
      "projects/retail-analytics/serviceAccounts/hopspan--build--retail@retail-analytics.iam.gserviceaccount.com",
    );
  });

  it("is told its link and the role that it takes on in AWS", async () => {
    const { half, service } = await functionOf({});
    const { HOPSPAN_LINK, ...rest } = service["environment_variables"] as Record<string, string>;
    expect(JSON.parse(HOPSPAN_LINK ?? "")).toEqual(half.deployment.functions[0]?.link);
    expect(rest).toEqual({
      AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/retail--return",
      HOPSPAN_AWS_AUDIENCE: "hopspan:retail/return",
      HOPSPAN_SUMMARY_SECONDS: "10",
      LOG_EXECUTION_ID: "false",
    });
  });

  it("is told where its secrets are", async () => {
    const { service } = await functionOf({ transforms: [{ redact: { fields: ["a"], with: { hash: "pepper" } } }] });
    const { HOPSPAN_SECRETS } = service["environment_variables"] as Record<string, string>;
    expect(JSON.parse(HOPSPAN_SECRETS ?? "")).toEqual({
      pepper: { gcp: "projects/retail-analytics/secrets/pepper" },
    });
  });

  it("that reaches no queue takes on no role", async () => {
    const { service } = await functionOf({ to: "copy" });
    const told = Object.keys(service["environment_variables"] as object);
    expect(told.toSorted()).toEqual(["HOPSPAN_LINK", "HOPSPAN_SUMMARY_SECONDS", "LOG_EXECUTION_ID"]);
  });

  it("gets texts that look like templates as they are", async () => {
    const { service } = await functionOf({ transforms: [{ set: { fields: { a: `\${x} %{y} $\${z}` } } }] });
    const { HOPSPAN_LINK } = service["environment_variables"] as Record<string, string>;
    expect(HOPSPAN_LINK).toContain(`"a":"$\${x} %%{y} $$\${z}"`);
  });

  it("whose link outgrows a variable is told it in a file beside its source", async () => {
    const long = { set: { fields: { a: "x".repeat(32_000) } } };
    const { service } = await functionOf({ transforms: [long] });
    expect(Object.keys(service["environment_variables"] as object)).not.toContain("HOPSPAN_LINK");
  });

  it("is called by the push account alone", async () => {
    const { half } = await functionOf({});
    const invokers = Object.values(half.of("google_cloud_run_v2_service_iam_member"));
    expect(invokers.map(({ name, role, member }) => [half.said(name), role, half.said(member)])).toEqual([
      [
        "retail--return",
        "roles/run.invoker",
        "serviceAccount:hopspan--push--retail@retail-analytics.iam.gserviceaccount.com",
      ],
    ]);
  });
});
