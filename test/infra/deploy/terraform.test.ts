import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findTerraform, quiet } from "../../../infra/deploy/find-terraform.ts";
import { runTool } from "../../../infra/deploy/run-tool.ts";
import { applyPlan, importResource, initialize, outputs, planned } from "../../../infra/deploy/terraform.ts";
import { aTerraform } from "../../support/deploy/a-terraform.ts";
import { temporaryFolder } from "../../support/run-command.ts";
import { describeTerraform } from "../../support/terraform/run/describe-terraform.ts";

const folder = temporaryFolder();
const terraform = aTerraform(folder);
const lines: string[] = [];
const run = { command: terraform.program, folder, environment: {}, onLine: (line: string) => void lines.push(line) };

const changes = [
  {
    address: "google_pubsub_topic.feed",
    type: "google_pubsub_topic",
    change: { actions: ["delete"], before: { name: "feed" }, after: null },
  },
];

describe("terraform at work", () => {
  it("plans into a file, and tells what it would do to each resource, if anything", async () => {
    terraform.behave({ changes });
    expect(await planned(run, "a.tfplan")).toEqual(changes);
    expect(await planned(run, "a.tfplan", { destroys: true })).toEqual(changes);
    terraform.behave({ codes: { plan: 0 } });
    expect(await planned(run, "a.tfplan")).toBeUndefined();
    terraform.behave({ codes: { plan: 1 } });
    await expect(planned(run, "a.tfplan")).rejects.toThrow(
      "terraform plan ended with 1: mend what it says above, and run the command again",
    );
    const plan = "plan -input=false -no-color -detailed-exitcode -out=a.tfplan";
    expect(terraform.calls()).toEqual([
      plan,
      "show -json a.tfplan",
      `${plan} -destroy`,
      "show -json a.tfplan",
      plan,
      plan,
    ]);
  });

  it("shows nobody what it tells of a plan, but where it fails", async () => {
    terraform.behave({ changes });
    lines.length = 0;
    await planned(run, "a.tfplan");
    expect(lines).toEqual(["terraform plan"]);
    terraform.behave({ codes: { show: 1 }, complaints: { show: "the plan is of another version" } });
    await expect(planned(run, "a.tfplan")).rejects.toThrow("terraform show ended with 1");
    expect(lines.at(-1)).toBe("the plan is of another version");
    terraform.calls();
  });

  it("applies the plan that was shown, and takes in what is there already", async () => {
    terraform.behave({});
    await applyPlan(run, "a.tfplan");
    await importResource(run, "google_iam_workload_identity_pool.pool", "projects/shop/pool");
    expect(terraform.calls()).toEqual([
      "apply -input=false -no-color a.tfplan",
      "import -input=false -no-color google_iam_workload_identity_pool.pool projects/shop/pool",
    ]);
  });

  it("is not there, as a cloud is not, where it finds no credentials", async () => {
    terraform.behave({ codes: { plan: 1 }, complaints: { plan: "Error: could not find default credentials" } });
    await expect(planned(run, "p")).rejects.toMatchObject({ code: "UNREACHABLE" });
    terraform.calls();
  });

  it("gives outputs by name, and shows them to nobody", async () => {
    terraform.behave({ outputs: { service_accounts: { a: "b" } } });
    lines.length = 0;
    expect(await outputs(run)).toEqual({ service_accounts: { a: "b" } });
    expect(lines).toEqual([]);
    terraform.behave({ codes: { output: 1 } });
    await expect(outputs(run)).rejects.toThrow("terraform output ended with 1");
  });

  it("says where it was run that it can't be made ready, and with what words a state is moved", async () => {
    const init = `${run.command} -chdir=${folder} init`;
    lines.length = 0;
    terraform.behave({ codes: { init: 1 }, complaints: { init: "no such provider" } });
    await expect(initialize(run)).rejects.toThrow("terraform init ended with 1");
    expect(lines.at(-1)).toBe(`hopspan ran it in ${folder}: ${init}`);
    terraform.behave({ codes: { init: 1 }, complaints: { init: "Error: Backend configuration changed" } });
    await expect(initialize(run)).rejects.toMatchObject({
      code: "STATE_ELSEWHERE",
      message: `the fabric file says another place for terraform's state than it is in: move it by ${init} -migrate-state (-force-copy behind it where there is no terminal to say yes in), and run the command again; -reconfigure would leave it behind`,
    });
    terraform.calls();
  });

  it("says that it was ended where the user has ended it", async () => {
    const ended = new AbortController();
    terraform.behave({ hangs: "apply" });
    const end = applyPlan({ ...run, ended: ended.signal, onLine: (line) => line === "hangs" && ended.abort() }, "p");
    await expect(end).rejects.toThrow("terraform apply was ended: run the command again to go on from there");
    terraform.calls();
    await expect(planned({ ...run, ended: ended.signal }, "p")).rejects.toThrow("terraform plan was ended");
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
    await planned(real, "p");
    await applyPlan(real, "p");
    expect(await outputs(real)).toEqual({ is: "one.json" });
    stateIn("two.json");
    lines.length = 0;
    await expect(initialize(real)).rejects.toMatchObject({
      code: "STATE_ELSEWHERE",
      message: expect.stringContaining(`move it by ${real.command} -chdir=${stack} init -migrate-state (-force-copy`),
    });
    expect([existsSync(join(stack, "two.json")), readFileSync(join(stack, "one.json"), "utf8")]).toEqual([
      false,
      expect.stringContaining('"is"'),
    ]);
    const words = [`-chdir=${stack}`, "init", "-migrate-state", "-force-copy"];
    expect((await runTool({ ...real, arguments: words })).code).toBe(0);
    await initialize(real);
    expect(await outputs(real)).toEqual({ is: "one.json" });
    expect(existsSync(join(stack, "two.json"))).toBe(true);
  });
});
