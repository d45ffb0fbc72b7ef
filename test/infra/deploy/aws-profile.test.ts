import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isProfileThere } from "../../../infra/deploy/aws-profile.ts";
import { temporaryFolder } from "../../support/run-command.ts";

describe("a profile", () => {
  it("is there where either file has a section of its name", () => {
    const folder = temporaryFolder();
    const [config, credentials] = ["config", "credentials"].map((name) => join(folder, name));
    writeFileSync(String(config), '[default]\nregion = eu-west-1\n[profile ops]\n[profile "two words"]\n');
    writeFileSync(String(credentials), "[keys]\naws_access_key_id = x\n");
    const environment = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };
    const names = ["default", "ops", "two words", "keys", "nope", "profile ops"];
    expect(names.filter((name) => isProfileThere(name, environment))).toEqual(["default", "ops", "two words", "keys"]);
  });

  it("is not there where no file is", () => {
    expect(isProfileThere("ops", { HOME: "/nowhere" })).toBe(false);
  });
});
