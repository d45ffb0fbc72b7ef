import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { runTool } from "../../../infra/deploy/run-tool.ts";
import { aTerraform } from "../../support/deploy/a-terraform.ts";
import { ROOT, temporaryFolder } from "../../support/run-command.ts";

const node = (script: string, more: object = {}) =>
  runTool({
    command: process.execPath,
    arguments: ["-e", script],
    folder: tmpdir(),
    environment: { PATH: process.env["PATH"], GREETING: "hello" },
    ...more,
  });

describe("a tool", () => {
  it("gives its exit code and standard output, and shows both outputs as they come", async () => {
    const seen: string[] = [];
    const onLine = (line: string) => void seen.push(line);
    const end = await node("console.log(process.env.GREETING); console.error('careful'); process.exitCode = 3", {
      onLine,
    });
    expect(end).toEqual({ code: 3, output: "hello", complaints: "careful" });
    expect(seen.toSorted()).toEqual(["careful", "hello"]);
  });

  it("is interrupted once where the user ends, and may end in its own way", async () => {
    const ended = new AbortController();
    const script = "process.on('SIGINT', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up')";
    const end = await node(script, { ended: ended.signal, onLine: () => ended.abort() });
    expect(end).toEqual({ code: 7, output: "up", complaints: "" });
  });

  it("is interrupted with all that it has started", async () => {
    const ended = new AbortController();
    const child = "process.on('SIGINT', () => process.exit(0)); setInterval(() => {}, 1000); console.log('up')";
    const script = `
      process.on("SIGINT", () => {});
      require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "inherit" })
        .on("exit", (code) => process.exit(code === 0 ? 5 : 6));`;
    const end = await node(script, { ended: ended.signal, onLine: () => ended.abort() });
    expect(end).toEqual({ code: 5, output: "up", complaints: "" });
  });

  it("is not begun where the user has ended already", async () => {
    const seen: string[] = [];
    const more = { ended: AbortSignal.abort(), onLine: (line: string) => seen.push(line) };
    expect(await node("console.log('up')", more)).toEqual({ code: 130, output: "", complaints: "" });
    expect(seen).toEqual([]);
  });

  it("hears of Ctrl-C once, though it goes to the whole group of whoever runs it", async () => {
    const folder = temporaryFolder();
    const { program } = aTerraform(folder, { hangs: "apply" });
    const driver = join(folder, "driver.ts");
    writeFileSync(
      driver,
      `import { runTool } from ${JSON.stringify(join(ROOT, "infra/deploy/run-tool.ts"))};
       const ended = new AbortController();
       process.on("SIGINT", () => ended.abort());
       const call = { command: ${JSON.stringify(program)}, arguments: ["apply"], folder: ${JSON.stringify(folder)} };
       await runTool({ ...call, environment: process.env, ended: ended.signal, onLine: (line) => console.log(line) });`,
    );
    const child = spawn(process.execPath, [driver], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.on("data", (chunk: Buffer) => {
      // As a terminal does it.
      if (String(chunk).includes("hangs")) process.kill(-Number(child.pid), "SIGINT");
    });
    expect((await text(child.stdout)).trim().split("\n")).toEqual(["terraform apply", "hangs", "interrupts: 1"]);
  });

  it("comes to its own end where whoever runs it is killed, if it writes straight to where we would", async () => {
    const folder = temporaryFolder();
    const [driver, done] = [join(folder, "driver.ts"), join(folder, "done")];
    const script = `
      console.log("up");
      setTimeout(() => {
        for (let line = 0; line < 100; line++) console.log("at work");
        require("node:fs").writeFileSync(${JSON.stringify(done)}, "");
      }, 500);`;
    writeFileSync(
      driver,
      `import { runTool } from ${JSON.stringify(join(ROOT, "infra/deploy/run-tool.ts"))};
       const call = { command: process.execPath, arguments: ["-e", ${JSON.stringify(script)}] };
       await runTool({ ...call, folder: ${JSON.stringify(folder)}, environment: process.env, writesTo: 2 });`,
    );
    const child = spawn(process.execPath, [driver], { stdio: ["ignore", "ignore", "pipe"] });
    child.stderr.once("data", () => child.kill("SIGKILL"));
    // It ends once nobody writes any more.
    expect((await text(child.stderr)).trim().split("\n").slice(-1)).toEqual(["at work"]);
    expect([child.signalCode, existsSync(done)]).toEqual(["SIGKILL", true]);
  });

  it("that is not there rejects", async () => {
    const gone = { command: "hopspan-no-such-tool", arguments: [], folder: tmpdir(), environment: {} };
    await expect(runTool(gone)).rejects.toThrow("ENOENT");
  });
});
