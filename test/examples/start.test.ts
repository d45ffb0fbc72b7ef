import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT, temporaryFolder } from "../support/run-command.ts";

it("npm start says at once that it starts, and that it was ended before anything ran", {
  timeout: 60_000,
}, async () => {
  const child = spawn(process.execPath, [join(ROOT, "examples/retail/start.ts")], {
    cwd: temporaryFolder(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  child.stderr.on("data", (chunk) => said.push(String(chunk)));
  child.stdout.on("data", (chunk) => {
    said.push(String(chunk));
    if (said.length === 1) child.kill("SIGINT");
  });
  const [code] = await once(child, "close");
  expect([code, said.join("").trimEnd().split("\n")]).toEqual([
    1,
    [expect.stringMatching(/^starting: /), "ended before the fabric ran: nothing was sent"],
  ]);
});
