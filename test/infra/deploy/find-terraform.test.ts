import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findTerraform, quiet } from "../../../infra/deploy/find-terraform.ts";
import { aTerraform } from "../../support/deploy/a-terraform.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const folder = temporaryFolder();
const terraform = aTerraform(folder);

describe("finding terraform", () => {
  it("takes the first on the PATH, terraform before tofu", () => {
    const tofu = join(folder, "tofu-bin");
    mkdirSync(tofu);
    writeFileSync(join(tofu, "tofu"), "", { mode: 0o755 });
    writeFileSync(join(tofu, "terraform"), "no program", { mode: 0o644 });
    expect(findTerraform({ PATH: `/nowhere:${tofu}` })).toBe(join(tofu, "tofu"));
    expect(findTerraform({ PATH: `${tofu}:${terraform.folder}` })).toBe(terraform.program);
  });

  it("takes the one that TERRAFORM_BINARY_NAME names, by name or by path", () => {
    expect(findTerraform({ PATH: terraform.folder, TERRAFORM_BINARY_NAME: "terraform" })).toBe(terraform.program);
    expect(findTerraform({ TERRAFORM_BINARY_NAME: terraform.program })).toBe(terraform.program);
  });

  it("says what is missing where there is none", () => {
    expect(() => findTerraform({ PATH: "/nowhere" })).toThrow(
      "the Google half needs terraform (1.11 or newer) or tofu on the PATH: install one of them",
    );
    expect(() => findTerraform({ PATH: terraform.folder, TERRAFORM_BINARY_NAME: "tofu" })).toThrow(
      "the Google half needs tofu, which TERRAFORM_BINARY_NAME names: install it, or name another",
    );
  });
});

describe("terraform's environment", () => {
  it("is asked nothing, and looks for nothing newer", () => {
    expect(quiet({ HOME: "/h" })).toEqual({
      HOME: "/h",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      CHECKPOINT_DISABLE: "1",
    });
  });
});
