import { describe, expect, it } from "vitest";
import { toolError } from "../../../infra/deploy/tool-error.ts";

const end = (code: number, complaints = "", output = "") => ({ code, complaints, output });

describe("what is said of a tool that failed", () => {
  it("leads to its own words, or says that it was ended", () => {
    expect(toolError("cdk", "deploy", end(1))).toMatchObject({
      code: "CDK",
      message: "cdk deploy ended with 1: mend what it says above, and run the command again",
    });
    expect(toolError("cdk", "deploy", end(130), AbortSignal.abort())).toMatchObject({
      code: "CDK",
      message: "cdk deploy was ended: run the command again to go on from there",
    });
  });

  it.each([
    [
      "terraform",
      "Error: Attempted to load application default credentials since neither `credentials` nor `access_token` was set in the provider block.  No credentials loaded.",
      "terraform has no credentials for Google Cloud: run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS",
    ],
    [
      "terraform",
      "Error: No valid credential sources found",
      "terraform has no credentials for AWS: sign in, or set AWS_PROFILE or the keys that the aws command takes",
    ],
    [
      "cdk",
      "Need to perform AWS calls for account 111122223333, but no credentials have been configured",
      "cdk has no credentials for AWS: sign in, or set AWS_PROFILE or the keys that the aws command takes",
    ],
  ] as const)("is that %s has no credentials, as everything that is not there: %s", (tool, complaints, message) => {
    expect(toolError(tool, "plan", end(1, complaints))).toMatchObject({ code: "UNREACHABLE", message });
  });
});
