import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { aPubsubServer } from "./a-pubsub-server.ts";

const folder = mkdtempSync(join(tmpdir(), "hopspan-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a script next to the bundle of one source file, as a function would have it. */
async function bundled(file: string, script: string, env: Record<string, string>) {
  const root = join(import.meta.dirname, "../../../..");
  await build({
    entryPoints: [join(root, "shared/brokers/pubsub", file)],
    outfile: join(folder, "bundle.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    minify: true,
    logLevel: "silent",
  });
  writeFileSync(join(folder, "run.cjs"), `const bundle = require("./bundle.cjs");\n(async () => { ${script} })();`);
  const given = { PATH: process.env["PATH"], METADATA_SERVER_DETECTION: "none", ...env };
  return promisify(execFile)(process.execPath, [join(folder, "run.cjs")], { env: given, timeout: 20_000 });
}

const endpoint = `{ broker: "pubsub", name: "feed", topic: "feed", ordered: true, project: "shop", region: "r" }`;
const budget = "{ remainingMs: () => 10_000 }";

describe("a CommonJS bundle", () => {
  it("of the sink loads and publishes", async () => {
    const { host, texts, close } = await aPubsubServer();
    const message = `{ id: "m", body: Buffer.from("hello"), attributes: new Map(), trail: [], sentAt: 0, orderingKey: "k" }`;
    const script = `
      const results = await bundle.pubsubSink(${endpoint}).send([${message}], ${budget});
      console.log(JSON.stringify(results));
      process.exit(0);`;
    const { stdout } = await bundled("sink.ts", script, { PUBSUB_EMULATOR_HOST: host });
    expect([JSON.parse(stdout), texts()]).toEqual([[{ kind: "sent" }], ["hello"]]);
    await close();
  });

  it("of the dead letters loads no client before the first of them", async () => {
    const { host, texts, close } = await aPubsubServer();
    const script = `
      const deadLetters = bundle.pubsubDeadLetters(${endpoint});
      const loaded = () => process.moduleLoadList.some((name) => name.endsWith(" http2"));
      const before = loaded();
      const delivery = { receipt: "r", raw: { data: Buffer.from("poison"), attributes: {} } };
      const error = { name: "DecodeError", code: "X", message: "x" };
      await deadLetters.put(delivery, { link: "a/b", error, at: 0 }, ${budget});
      console.log(JSON.stringify([before, loaded()]));
      process.exit(0);`;
    const { stdout } = await bundled("dead-letters.ts", script, { PUBSUB_EMULATOR_HOST: host });
    expect([JSON.parse(stdout), texts()]).toEqual([[false, true], ["poison"]]);
    await close();
  });
});
