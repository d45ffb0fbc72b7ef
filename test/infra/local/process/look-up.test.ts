import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { lookUp, lookUpWithPs } from "../../../../infra/local/process/look-up.ts";

const NOBODY = 2 ** 22 + 1;

describe.each([
  ["the system", lookUp],
  ["ps", lookUpWithPs],
])("a process, asked of %s", (_, find) => {
  it("has a parent, a name and a beginning that stays", async () => {
    const child = spawn("sleep", ["60"]);
    await once(child, "spawn");
    const first = find(child.pid ?? 0);
    expect(first).toEqual({
      parent: process.pid,
      name: "sleep",
      started: expect.stringMatching(/./),
      isZombie: false,
    });
    expect(find(child.pid ?? 0)).toEqual(first);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(find(child.pid ?? 0)).toBeUndefined();
  });

  it("is nothing where there is none of that number", () => {
    expect(find(NOBODY)).toBeUndefined();
  });
});
