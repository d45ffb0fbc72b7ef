import { describe, expect, it } from "vitest";
import { localSecrets } from "../../../infra/cli/local-secrets.ts";

const NAMES = ["data-key", "pseudonym-key"];
const [DATA, PSEUDONYM] = ["HOPSPAN_SECRET_DATA_KEY", "HOPSPAN_SECRET_PSEUDONYM_KEY"] as const;

describe("secrets of a local run", () => {
  it.each([
    [{}, [`made for this run only: ${DATA}, ${PSEUDONYM}: set them to keep them`]],
    [{ [PSEUDONYM]: "mine" }, [`made for this run only: ${DATA}: set it to keep it`]],
    [{ [DATA]: "yours", [PSEUDONYM]: "mine" }, []],
  ])("are made where %j lacks them, and it says so", (environment, wanted) => {
    const said: string[] = [];
    const secrets = localSecrets(NAMES, environment, (line) => void said.push(line));
    expect([Object.keys(secrets), said]).toEqual([[DATA, PSEUDONYM], wanted]);
    expect(secrets).toMatchObject(environment);
    for (const each of Object.values(secrets)) expect(each).not.toBe("");
  });
});
