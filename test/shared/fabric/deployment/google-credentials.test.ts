import { AwsClient } from "google-auth-library";
import { describe, expect, it } from "vitest";
import { googleCredentials } from "../../../../shared/fabric/deployment/google-credentials.ts";

const provider = { projectNumber: "123456789012", pool: "hopspan-retail", provider: "aws-111122223333" };
const audience =
  "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/hopspan-retail/providers/aws-111122223333";

describe("the content of google-credentials.json", () => {
  it("is what Google's own tool writes for AWS", () => {
    expect(googleCredentials(provider)).toEqual({
      type: "external_account",
      audience,
      subject_token_type: "urn:ietf:params:aws:token-type:aws4_request",
      token_url: "https://sts.googleapis.com/v1/token",
      credential_source: {
        environment_id: "aws1",
        regional_cred_verification_url:
          "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15",
      },
    });
    expect(new AwsClient(googleCredentials(provider)).projectNumber).toBe("123456789012");
  });

  it("names no source where AWS issues tokens of its own", () => {
    expect(googleCredentials(provider, "outbound")).toEqual({
      type: "external_account",
      audience,
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: "https://sts.googleapis.com/v1/token",
    });
  });
});
