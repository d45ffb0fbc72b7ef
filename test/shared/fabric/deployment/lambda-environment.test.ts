import { describe, expect, it } from "vitest";
import { environmentBytes, variablesOf } from "../../../../shared/fabric/deployment/lambda-environment.ts";

describe("the variables of a function on AWS", () => {
  it("say where its secrets are, and how Google knows it, where it has to be known", () => {
    expect(variablesOf([], false)).toEqual({});
    expect(variablesOf([{ name: "pepper", store: "/shop/pepper" }], true)).toEqual({
      HOPSPAN_SECRETS: '{"pepper":{"aws":"/shop/pepper"}}',
      GOOGLE_APPLICATION_CREDENTIALS: "/var/task/google-credentials.json",
    });
  });

  it("are counted as JSON, in bytes", () => {
    expect(environmentBytes({ a: "ü" })).toBe(10);
  });
});
