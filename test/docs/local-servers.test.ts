// The examples of docs/local-servers.md, run as they stand there: by Node, and by Python and the AWS command line where found.

import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleServers } from "../../infra/bundle-servers.ts";
import { pubsubServer, sqsServer } from "../../infra/local/embedded/embedded.ts";
import { ROOT, temporaryFolder } from "../support/run-command.ts";
import { blocksOf } from "./pages.ts";

const blocks = (language: string) =>
  blocksOf(language).flatMap(({ page, text: block }) => (page === "docs/local-servers.md" ? [block] : []));

/** A folder in which Hopspan is a dependency by its path, beside its own dependencies. */
function aProgram(): string {
  const folder = temporaryFolder();
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  symlinkSync(ROOT, join(modules, "hopspan"));
  for (const name of readdirSync(join(ROOT, "node_modules")))
    if (!name.startsWith(".") && name !== "hopspan") symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
  return folder;
}

async function run(command: string, words: readonly string[], folder: string, environment = {}) {
  const child = spawn(command, words, {
    cwd: folder,
    // Whatever runs the tests says to its own children must not reach another test runner.
    env: { PATH: process.env["PATH"], HOME: folder, ...environment },
    timeout: 60_000,
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

/** Programs of that name, each once. */
function programs(name: string): readonly string[] {
  const places = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name));
  const found = places.filter((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  // As it is called: a Python of a virtual environment knows by that what it has.
  const real = found.map((place) => realpathSync(place));
  return found.filter((_, at) => real.indexOf(real[at] ?? "") === at);
}

const major = (node: string) =>
  Number(/^v(\d+)/.exec(spawnSync(node, ["--version"], { encoding: "utf8" }).stdout)?.[1]);
const nodes = [...new Set([process.execPath, ...programs("node")].map((node) => realpathSync(node)))].filter(
  (node) => major(node) >= 20,
);

beforeAll(bundleServers);

describe("the page on the servers", () => {
  it.each(nodes.map((node) => [`Node.js ${major(node)}`, node] as const))(
    "has tests that pass in %s",
    async (_, node) => {
      const [example = "", ...others] = blocks("js");
      const folder = aProgram();
      writeFileSync(join(folder, "example.test.mjs"), example);
      const { code, out } = await run(node, ["--test", "--test-reporter=tap", "example.test.mjs"], folder);
      expect([others, code, /^# pass (\d+)$/m.exec(out)?.[1], /^# fail (\d+)$/m.exec(out)?.[1]]).toEqual([
        [],
        0,
        "2",
        "0",
      ]);
    },
  );

  it.each(nodes.map((node) => [`Node.js ${major(node)}`, node] as const))(
    "is right about require in %s",
    async (_, node) => {
      const folder = aProgram();
      const program = `require("hopspan/servers").sqsServer().then((sqs) => sqs.stop()).then(() => console.log("ended"));`;
      writeFileSync(join(folder, "program.cjs"), program);
      expect((await run(node, ["program.cjs"], folder)).out).toBe("ended\n");
    },
  );

  const [python] = programs("python3");
  const has = (module: string) =>
    python !== undefined && spawnSync(python, ["-c", `import ${module}`], { stdio: "ignore" }).status === 0;

  it.each([
    ["boto3", "boto3"],
    ["google.cloud.pubsub_v1", "pubsub_v1"],
  ])("has an example for Python that works, with %s", async (module, word) => {
    const example = blocks("python").find((block) => block.includes(word));
    if (example === undefined) expect.fail(`there is no example with ${module}`);
    if (python === undefined || !has(module)) {
      console.log(`docs/local-servers.md: the example with ${module} is not run: it is not installed`);
      return;
    }
    expect(await withServers((environment) => run(python, ["-c", example], temporaryFolder(), environment))).toEqual({
      code: 0,
      out: "hello\n",
      err: "",
    });
  });

  it("has an example for the AWS command line that works", async () => {
    if (programs("aws").length === 0) {
      console.log("docs/local-servers.md: the example of the AWS command line is not run: it is not installed");
      return;
    }
    const script = `set -e\n${blocks("bash").join("\n")}`;
    const { code, out, err } = await withServers((environment) =>
      run("bash", ["-c", script], temporaryFolder(), environment),
    );
    expect([code, out.trimEnd().split("\n").at(-1), err]).toEqual([0, "hello", ""]);
  });
});

async function withServers<Value>(body: (environment: Readonly<Record<string, string>>) => Promise<Value>) {
  const [sqs, pubsub] = await Promise.all([sqsServer(), pubsubServer()]);
  try {
    return await body({ ...sqs.environment, ...pubsub.environment });
  } finally {
    await Promise.all([sqs.stop(), pubsub.stop()]);
  }
}
