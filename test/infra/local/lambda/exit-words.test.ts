import { describe, expect, it } from "vitest";
import { exitWords, ofRequest } from "../../../../infra/local/lambda/exit-words.ts";

describe("the end of a process in Lambda's words", () => {
  it.each([
    [{ how: "was killed by SIGKILL", signal: "SIGKILL" }, "Runtime exited with error: signal: killed"],
    [{ how: "was killed by SIGABRT", signal: "SIGABRT" }, "Runtime exited with error: signal: aborted"],
    [{ how: "was killed by SIGXCPU", signal: "SIGXCPU" }, "Runtime exited with error: signal: SIGXCPU"],
    [{ how: "exited with code 3", code: 3 }, "Runtime exited with error: exit status 3"],
    [{ how: "exited with code 0", code: 0 }, "Runtime exited without providing a reason"],
    [{ how: "could not be started (ENOENT)" }, "Runtime could not be started (ENOENT)"],
  ])("%o", (end, words) => {
    expect(exitWords(end)).toBe(words);
  });

  it("names the request that it has cost", () => {
    expect(ofRequest("r-1", "Task timed out")).toBe("RequestId: r-1 Error: Task timed out");
  });
});
