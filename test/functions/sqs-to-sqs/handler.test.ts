import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundleFolder } from "../../../infra/bundle.ts";
import type { Crossing } from "../../../shared/fabric/link.ts";
import { crossingSuite, keepSuite } from "../../suites/crossing-suite.ts";

crossingSuite("sqs-to-sqs", () => [{ kind: "ok", payload: { batchItemFailures: [] } }]);
keepSuite("sqs-to-sqs");

describe("the bundle sqs-to-sqs", () => {
  // Read as it was built: to build it again would pull it from under the tests that run it.
  const traces = (crossing: Crossing) => {
    const text = readFileSync(join(bundleFolder(crossing), "index.cjs"), "utf8");
    return ["google.pubsub", "grpc-js", "PUBSUB_EMULATOR_HOST"].filter((trace) => text.includes(trace));
  };

  it("holds no client of Pub/Sub, unlike the one that needs it", () => {
    expect(traces("sqs-to-sqs")).toEqual([]);
    expect(traces("sqs-to-pubsub")).toEqual(["google.pubsub", "grpc-js", "PUBSUB_EMULATOR_HOST"]);
  });
});
