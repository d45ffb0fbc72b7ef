import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  applyPlan,
  destroyAll,
  differs,
  findTerraform,
  initialize,
  outputs,
  quiet,
} from "../../../infra/deploy/terraform.ts";
import { aTerraform } from "../../support/deploy/a-terraform.ts";
import { temporaryFolder } from "../../support/run-command.ts";
import { describeTerraform } from "../../support/terraform/run/describe-terraform.ts";

const folder = temporaryFolder();
const terraform = aTerraform(folder);
const lines: string[] = [];
const run = { command: terraform.program, folder, environment: {}, onLine: (line: string) => void lines.push(line) };

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

describe("terraform at work", () => {
  it("is asked nothing, and looks for nothing newer", () => {
    expect(quiet({ HOME: "/h" })).toEqual({
      HOME: "/h",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      CHECKPOINT_DISABLE: "1",
    });
  });

  it("tells by its exit code whether something differs", async () => {
    expect(await differs(run, "a.tfplan")).toBe(true);
    terraform.behave({ codes: { plan: 0 } });
    expect(await differs(run)).toBe(false);
    terraform.behave({ codes: { plan: 1 } });
    await expect(differs(run)).rejects.toThrow(
      "terraform plan ended with 1: mend what it says above, and run the command again",
    );
    expect(terraform.calls()).toEqual([
      "plan -input=false -no-color -detailed-exitcode -out=a.tfplan",
      "plan -input=false -no-color -detailed-exitcode",
      "plan -input=false -no-color -detailed-exitcode",
    ]);
  });

  it("applies the plan that was shown, and destroys without another question", async () => {
    terraform.behave({});
    await applyPlan(run, "a.tfplan");
    await destroyAll(run);
    expect(terraform.calls()).toEqual([
      "apply -input=false -no-color a.tfplan",
      "destroy -input=false -no-color -auto-approve",
    ]);
  });

  it("gives outputs by name, and shows them to nobody", async () => {
    terraform.behave({ outputs: { service_accounts: { a: "b" } } });
    lines.length = 0;
    expect(await outputs(run)).toEqual({ service_accounts: { a: "b" } });
    expect(lines).toEqual([]);
    terraform.behave({ codes: { output: 1 } });
    await expect(outputs(run)).rejects.toThrow("terraform output ended with 1");
  });

  it("says that it was ended where the user has ended it", async () => {
    const ended = new AbortController();
    terraform.behave({ hangs: "apply" });
    const end = applyPlan({ ...run, ended: ended.signal, onLine: (line) => line === "hangs" && ended.abort() }, "p");
    await expect(end).rejects.toThrow("terraform apply was ended: run the command again to go on from there");
    terraform.calls();
    await expect(differs({ ...run, ended: ended.signal })).rejects.toThrow("terraform plan was ended");
    expect(terraform.calls()).toEqual([]);
  });
});

describeTerraform("a state that is to lie somewhere else", () => {
  it("is neither moved nor forgotten unasked, and it is said where to do it", async () => {
    const stack = join(folder, "stack");
    mkdirSync(stack);
    const stateIn = (path: string) =>
      writeFileSync(
        join(stack, "cdk.tf.json"),
        JSON.stringify({ terraform: { backend: { local: { path } } }, output: { is: { value: path } } }),
      );
    const real = { ...run, command: findTerraform(process.env), folder: stack, environment: quiet(process.env) };
    stateIn("one.json");
    await initialize(real);
    await differs(real, "p");
    await applyPlan(real, "p");
    expect(await outputs(real)).toEqual({ is: "one.json" });
    stateIn("two.json");
    lines.length = 0;
    await expect(initialize(real)).rejects.toThrow("terraform init ended with 1");
    expect(lines.at(-1)).toBe(`hopspan ran it in ${stack}: terraform -chdir=${stack} init`);
    expect(lines.join("\n")).toContain("-migrate-state");
    expect([existsSync(join(stack, "two.json")), readFileSync(join(stack, "one.json"), "utf8")]).toEqual([
      false,
      expect.stringContaining('"is"'),
    ]);
  });
});
