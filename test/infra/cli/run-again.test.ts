import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aProject } from "../../support/a-project.ts";
import { runCommand, startCommand, temporaryFolder } from "../../support/run-command.ts";

const WAIT = { timeout: 20_000, interval: 20 };
const STEP = "shared/transforms/flight-to-row.ts";

const file = (origin: string) => `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
endpoints: { flights: { sqs: flights }, rows: { sqs: rows } }
hops: { h: { from: flights, to: rows, transforms: [flight-to-row] } }
examples:
  h:
    - in: { body: { date: "2001/01/01 00:47", delay: 66, distance: 1750, origin: ${origin}, destination: LAS } }
      out: [{ body: { origin: DTW, destination: LAS, route: DTW-LAS, departs_at: "2001-01-01T00:47:00", delay_minutes: 66, distance_miles: 1750 } }]
`;

/** As many editors do, and never half-written: a new file takes the place of the old one. */
function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** `hopspan test --watch` of a project of its own, which a test may change as its owner would. */
function watched(text: string, words: readonly string[] = []) {
  const [project, folder] = [aProject(), temporaryFolder()];
  const path = join(folder, "fabric.yaml");
  writeFileSync(path, text);
  const launch = { root: project.root, timeoutMs: 120_000 };
  const { child, end } = startCommand(folder, ["test", "--watch", ...words], launch);
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk));
  const runs = () => said.err.split("Ctrl-C ends").length - 1;
  return {
    project,
    path,
    said,
    /** Waits for the end of the `count`th run, and gives what was printed since it was last asked. */
    async run(count: number) {
      await expect.poll(runs, WAIT).toBeGreaterThanOrEqual(count);
      const { out, err } = said;
      said.out = "";
      return { out, err };
    },
    async stop(signal: NodeJS.Signals = "SIGINT") {
      child.kill(signal);
      const { code } = await end;
      await expect.poll(project.pids, WAIT).toEqual([]);
      return code;
    },
  };
}

describe("hopspan test --watch", () => {
  it("runs again when the file changes, waits while it is broken or gone, and ends with 0", async () => {
    const { path, run, said, stop } = watched(file("DTW"));
    expect((await run(1)).out).toBe("fabric.yaml: its one example passes\nits one hop is covered\n");
    replace(path, file("SEA"));
    expect((await run(2)).out).toMatch(
      /^\nsomething has changed: fabric\.yaml is tested again\nh, example 1:[\s\S]*1 of 1/,
    );
    replace(path, "fabric: [\n");
    await run(3);
    expect(said.err).toMatch(/^fabric\.yaml:\d+:\d+: /m);
    rmSync(path);
    await run(4);
    expect(said.err).toContain("fabric.yaml: there is no such file\n");
    replace(path, file("DTW"));
    expect((await run(5)).out).toContain("its one example passes");
    expect(await stop()).toBe(0);
  });

  it("sees what has changed in a transform and in a schema that it stands on", async () => {
    const { project, run, stop } = watched(file("DTW"), ["--json"]);
    const mend = (name: string, from: string, to: string) => {
      const path = join(project.root, name);
      replace(path, readFileSync(path, "utf8").replace(from, to));
    };
    const passedOf = (out: string) => /"passed":\d+,"failed":\d+/.exec(out)?.[0];
    expect(passedOf((await run(1)).out)).toBe('"passed":1,"failed":0');
    mend(STEP, "delay_minutes: delay", "delay_minutes: delay + 1");
    const second = await run(2);
    expect([second.out.split("\n")[0], passedOf(second.out)]).toEqual(['{"event":"changed"}', '"passed":0,"failed":1']);
    mend(STEP, "delay_minutes: delay + 1", "delay_minutes: delay");
    expect(passedOf((await run(3)).out)).toBe('"passed":1,"failed":0');
    mend("shared/schemas/flight-row.ts", "delay_minutes: z.number().int()", "delay_minutes: z.number().int().max(1)");
    expect(passedOf((await run(4)).out)).toBe('"passed":0,"failed":1');
    expect(await stop("SIGTERM")).toBe(0);
  });

  it("ends a run that hangs, for the next change, on Ctrl-C and where it is killed itself", async () => {
    const { project, run, said, stop } = watched(file("DTW"));
    await run(1);
    const step = join(project.root, STEP);
    const sound = readFileSync(step, "utf8");
    const hang = async () => {
      const already = said.out.split("tested again").length;
      replace(step, `${sound}\nfor (;;) {}\n`);
      await expect.poll(() => said.out.split("tested again").length, WAIT).toBeGreaterThan(already);
      await expect.poll(() => project.pids().length, WAIT).toBe(2);
    };
    await hang();
    replace(step, sound);
    expect((await run(2)).out).toContain("its one example passes");
    await hang();
    expect(await stop()).toBe(0);

    const killed = watched(file("DTW"));
    replace(join(killed.project.root, STEP), `${sound}\nfor (;;) {}\n`);
    replace(killed.path, `${file("DTW")}\n`);
    await expect.poll(() => killed.project.pids().length, WAIT).toBe(2);
    await killed.stop("SIGKILL");
  });

  it("refuses a file in a folder that is not there", async () => {
    const { code, err } = await runCommand(temporaryFolder(), ["test", "none/fabric.yaml", "--watch"]);
    expect([code, err]).toEqual([2, expect.stringMatching(/^hopspan: there is no folder .*none to watch\n$/)]);
  });
});
