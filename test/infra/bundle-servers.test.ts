import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleServers } from "../../infra/bundle-servers.ts";
import { faultsSchema } from "../../infra/local/faults/schema.ts";
import { ROOT, temporaryFolder } from "../support/run-command.ts";

beforeAll(bundleServers);

const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** `@scope/name` or `name`, without what is asked for inside of it. */
const packageOf = (target: string) => /^(@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? "";

describe("the bundle of the servers", () => {
  it("needs nothing but what is installed with Hopspan", () => {
    const bundle = readFileSync(join(ROOT, "dist/servers/index.js"), "utf8");
    const targets = [...bundle.matchAll(/^(?:import|\} from)\b.*"([^"]+)";$/gm)].map(([, target = ""]) => target);
    expect(targets.length).toBeGreaterThan(10);
    const others = targets.filter(
      (target) => !target.startsWith("node:") && dependencies[packageOf(target)] === undefined,
    );
    expect(others).toEqual([]);
    expect(bundle).not.toContain("Promise.withResolvers");
  });

  it("has a type of faults with exactly the keys that a file has", () => {
    const types = readFileSync(join(ROOT, "dist/servers/index.d.ts"), "utf8");
    const [, fault = ""] = /interface EmbeddedFault \{\n([^}]*\}?[^}]*)\n\}/.exec(types) ?? [];
    const keys = [...fault.matchAll(/^ {2}readonly (\w+)\?: /gm)].map(([, key]) => key);
    expect(keys).toEqual(Object.keys(faultsSchema.shape.faults.element.shape));
  });

  it("has types, for TypeScript that is as strict as can be", { timeout: 120_000 }, async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(ROOT, join(folder, "node_modules/hopspan"));
    const program = `
      import { type EmbeddedSqs, pubsubServer, sqsServer } from "hopspan/servers";
      const sqs: EmbeddedSqs = await sqsServer({ faults: { seed: 1, faults: [{ down: true }] } });
      const { host }: { readonly host: string } = await pubsubServer();
      sqs.advance(host.length);
      // @ts-expect-error: there is no such fault.
      sqs.setFaults({ faults: [{ slow: true }] });
    `;
    writeFileSync(join(folder, "program.mts"), program);
    const words = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", "", "program.mts"];
    const child = spawn(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...words], { cwd: folder });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    expect([await text(child.stdout), await text(child.stderr), await ended]).toEqual(["", "", 0]);
  });
});
