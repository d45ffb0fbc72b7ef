import { describe, expect, it } from "vitest";
import { environment, offline } from "./run/offline.ts";

describe("a stack that is to run without a network", () => {
  it("keeps its state in a file, whatever it says", () => {
    const terraform = { backend: { gcs: { bucket: "states" } }, required_providers: { google: { source: "google" } } };
    expect(offline({ terraform, resource: {} }, "state.json")).toEqual({
      terraform: { ...terraform, backend: { local: { path: "state.json" } } },
      resource: {},
    });
  });

  it.each([
    ["provider archive", { terraform: { required_providers: { archive: { source: "hashicorp/archive" } } } }],
    ["provider random", { terraform: { required_providers: { random: {} } } }],
    ["module network", { module: { network: { source: "google/network" } } }],
    ["terraform_remote_state", { data: { terraform_remote_state: { other: {} } } }],
  ])("has no %s", (what, stack) => {
    expect(() => offline(stack, "state.json")).toThrow(`${what} can't be had without a network`);
  });

  it("sees nothing of the machine's credentials and settings", () => {
    expect(Object.keys(environment("home", {})).sort()).toEqual([
      "CHECKPOINT_DISABLE",
      "HOME",
      "PATH",
      "TF_CLI_CONFIG_FILE",
      "TF_DATA_DIR",
      "TF_INPUT",
      "TF_IN_AUTOMATION",
      "TF_REATTACH_PROVIDERS",
      "TMPDIR",
    ]);
  });
});
