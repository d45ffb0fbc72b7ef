import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { runTool } from "../../../infra/deploy/run-tool.ts";

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
    expect(end).toEqual({ code: 3, output: "hello" });
    expect(seen.toSorted()).toEqual(["careful", "hello"]);
  });

  it("is interrupted once where the user ends, and may end in its own way", async () => {
    const ended = new AbortController();
    const script = "process.on('SIGINT', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up')";
    const end = await node(script, { ended: ended.signal, onLine: () => ended.abort() });
    expect(end).toEqual({ code: 7, output: "up" });
  });

  it("that is not there rejects", async () => {
    const gone = { command: "hopspan-no-such-tool", arguments: [], folder: tmpdir(), environment: {} };
    await expect(runTool(gone)).rejects.toThrow("ENOENT");
  });
});
