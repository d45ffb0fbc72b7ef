import { describe, expect, it } from "vitest";
import { localSecrets } from "../../../infra/cli/local-secrets.ts";

const NAMES = ["data-key", "pseudonym-key"];
const [FIRST, SECOND] = ["HOPSPAN_SECRET_DATA_KEY", "HOPSPAN_SECRET_PSEUDONYM_KEY"] as const;

describe("secrets of a local run", () => {
  it.each([
    [{}, [`made for this run only: ${FIRST}, ${SECOND}: set them to keep them`]],
    [{ [SECOND]: "mine" }, [`made for this run only: ${FIRST}: set it to keep it`]],
    [{ [FIRST]: "yours", [SECOND]: "mine" }, []],
  ])("are made where %j lacks them, and it says so", (environment, wanted) => {
    const said: string[] = [];
    const secrets = localSecrets(NAMES, environment, (line) => void said.push(line));
    expect([Object.keys(secrets), said]).toEqual([[FIRST, SECOND], wanted]);
    expect(secrets).toMatchObject(environment);
    for (const each of Object.values(secrets)) expect(each).not.toBe("");
  });
});
