import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PubSub } from "@google-cloud/pubsub";
import { describe, expect, it } from "vitest";
import { killGroup } from "../../../../infra/local/process/kill-group.ts";
import { ROOT, runCommand, startCommand, temporaryFolder } from "../../../support/run-command.ts";
import { expectGone } from "../../local/process/bundles.ts";

const folder = temporaryFolder();

interface Ready {
  readonly sqs: { readonly endpoint: string };
  readonly pubsub: { readonly host: string };
  readonly environment: Readonly<Record<string, string>>;
}

/** Servers whose first line has been read. */
async function startServers(...words: readonly string[]) {
  const { child, end } = startCommand(folder, ["servers", "--json", ...words], { timeoutMs: 120_000 });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { ready: JSON.parse(line) as Ready, child, end };
}

async function sendOne({ sqs: { endpoint } }: Ready): Promise<string | undefined> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new SQSClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  try {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "orders" }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
    return (await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.Body;
  } finally {
    client.destroy();
  }
}

describe("hopspan servers", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("serves both, and ends with 0 on %s", async (signal) => {
    const { ready, child, end } = await startServers();
    expect(await sendOne(ready)).toBe("hello");
    const client = new PubSub({ projectId: "local", apiEndpoint: ready.pubsub.host, emulatorMode: true });
    const [topic] = await client.createTopic("orders");
    expect(topic.name).toBe("projects/local/topics/orders");
    await client.close();
    child.kill(signal);
    const { code, err } = await end;
    expect([code, err]).toEqual([0, ""]);
  });

  it("says what to export, for a shell to read", async () => {
    const { child, end } = startCommand(folder, ["servers", "--region", "eu-west-1", "--project", "shop"]);
    await once(createInterface(child.stdout), "line");
    child.kill("SIGTERM");
    const { code, out } = await end;
    const [, endpoint = "", host = ""] =
      /^# SQS at (http:\/\/127\.0\.0\.1:\d+), Pub\/Sub at (127\.0\.0\.1:\d+);/.exec(out) ?? [];
    expect([code, out.split("\n").slice(1)]).toEqual([
      0,
      [
        `export AWS_ENDPOINT_URL_SQS=${endpoint}`,
        "export AWS_REGION=eu-west-1",
        "export AWS_ACCESS_KEY_ID=000000000000",
        "export AWS_SECRET_ACCESS_KEY=local",
        `export PUBSUB_EMULATOR_HOST=${host}`,
        "export GOOGLE_CLOUD_PROJECT=shop",
        "export METADATA_SERVER_DETECTION=none",
        "export AWS_DEFAULT_REGION=eu-west-1",
        "",
      ],
    ]);
  });

  it("has faults, and says at the end how many", async () => {
    const faults = join(folder, "faults.yaml");
    writeFileSync(faults, "faults: [{ at: orders, on: SendMessage, refuse: RequestThrottled, times: 1 }]\n");
    const { ready, child, end } = await startServers("--faults", faults);
    await expect(sendOne(ready)).rejects.toThrow("RequestThrottled");
    expect(await sendOne(ready)).toBe("hello");
    child.kill("SIGTERM");
    const { code, out } = await end;
    const events = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    const counts = [{ fault: "refuse RequestThrottled at orders on SendMessage", seen: 2, injected: 1 }];
    expect([code, events.slice(1)]).toEqual([
      0,
      [
        { event: "note", text: `${faults}: 1 fault is in effect, seed 1` },
        { event: "faults", faults: counts },
      ],
    ]);
  });

  it("ends when the npm that has started it is gone", async () => {
    const words = [process.execPath, join(ROOT, "infra/cli/hopspan.ts"), "servers", "--json"];
    const script = `
      const { spawn } = require("node:child_process");
      spawn("sh", ["-c", '"$0" "$@"; exit $?', ...process.argv.slice(1)], {
        stdio: "inherit", env: { ...process.env, npm_lifecycle_event: "start" },
      });`;
    const npm = spawn(process.execPath, ["-e", script, ...words], { cwd: folder, detached: true });
    try {
      const [line] = (await once(createInterface(npm.stdout), "line")) as [string];
      expect(await sendOne(JSON.parse(line) as Ready)).toBe("hello");
      process.kill(npm.pid ?? 0, "SIGKILL");
      await once(npm.stdout, "close");
      await expectGone([npm.pid ?? 0]);
    } finally {
      killGroup(npm.pid);
    }
  });

  it("ends with 3 and one line where a port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const ended = await Promise.all(
      ["--sqs-port", "--pubsub-port"].map((option) => runCommand(folder, ["servers", option, String(port)])),
    );
    taken.close();
    const line = expect.stringMatching(new RegExp(`^hopspan: [^\\n]*${port}[^\\n]*\\n$`));
    expect(ended.map(({ code, out, err }) => [code, out, err])).toEqual([
      [3, "", line],
      [3, "", line],
    ]);
  });

  it.each([
    ["a file", ["fabric.yaml"], "servers takes no file"],
    ["an account that is none", ["--account", "12"], "--account must be twelve digits"],
    ["a region that is none", ["--region", "Europe"], "--region must be one of AWS"],
    ["a project that is none", ["--project", "a b"], "--project must be letters"],
    ["a port that is none", ["--sqs-port", "70000"], "--sqs-port must be at most 65535"],
    ["faults that are not there", ["--faults", "none.yaml"], "none.yaml: there is no such file"],
  ])("ends with 2 and one line for %s", async (_, words, said) => {
    const { code, out, err } = await runCommand(folder, ["servers", ...words]);
    expect([code, out, err.split("\n").length, err]).toEqual([2, "", 2, expect.stringContaining(said)]);
  });
});
