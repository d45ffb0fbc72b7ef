import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readLink } from "../../../shared/fabric/read-link.ts";
import { environmentSecrets } from "../../../shared/fabric/secrets.ts";

const folder = mkdtempSync(join(tmpdir(), "hopspan-"));
afterAll(() => rmSync(folder, { recursive: true }));
const json = JSON.stringify({ crossing: "sqs-to-sqs", name: "retail/copy" });

describe("readLink", () => {
  it("takes the link from the environment first", () => {
    writeFileSync(join(folder, "link.json"), JSON.stringify({ crossing: "sqs-to-sqs", name: "retail/other" }));
    expect(readLink("sqs-to-sqs", folder, { HOPSPAN_LINK: json })).toEqual(JSON.parse(json));
  });

  it.each([{}, { HOPSPAN_LINK: "" }])(
    "takes it from link.json beside the bundle where the environment is %j",
    (env) => {
      writeFileSync(join(folder, "link.json"), json);
      expect(readLink("sqs-to-sqs", folder, env)).toEqual(JSON.parse(json));
    },
  );

  it("says what is missing, damaged or meant for another bundle", () => {
    const said = (environment: NodeJS.ProcessEnv, where = folder) => {
      try {
        return readLink("sqs-to-pubsub", where, environment).name;
      } catch (error) {
        return String(error);
      }
    };
    expect([said({}, join(folder, "none")), said({ HOPSPAN_LINK: "{" }), said({ HOPSPAN_LINK: json })]).toEqual([
      "ConfigError: no link: set HOPSPAN_LINK to its JSON, or put link.json beside the bundle",
      "ConfigError: the link is not the JSON of a link: deploy the function anew from its fabric",
      "ConfigError: the link is a sqs-to-sqs, and this bundle carries sqs-to-pubsub",
    ]);
  });
});

describe("environmentSecrets", () => {
  it("reads a secret from its variable, and names the variable that is missing", () => {
    const tools = environmentSecrets({ HOPSPAN_SECRET_PSEUDONYM_KEY: "k" });
    expect(Buffer.from(tools.secret("pseudonym-key")).toString()).toBe("k");
    expect(() => tools.secret("other")).toThrow("secret other is not there: set HOPSPAN_SECRET_OTHER");
  });
});
