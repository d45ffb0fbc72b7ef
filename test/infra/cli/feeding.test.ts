import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startFeeding } from "../../../infra/cli/feeding.ts";
import type { SqsEndpoint } from "../../../shared/brokers/sqs/endpoint.ts";
import { type Answer, anSqsServer, batchAnswer, type Request } from "../../support/an-sqs-server.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const endpoint: SqsEndpoint = {
  broker: "sqs",
  name: "orders",
  queue: "orders",
  fifo: false,
  region: "eu-west-1",
  account: "111122223333",
};
const folder = temporaryFolder();

/** Feeds some files at once to a queue that answers as told; gives the reports and all that was said. */
async function feedAll(contents: readonly string[], answer: (request: Request) => Answer, key?: string) {
  const stub = await anSqsServer(answer);
  const said: string[] = [];
  const output = {
    note: (text: string) => void said.push(text),
    refused: (_: string, line: number) => void said.push(`refused ${line}`),
  };
  const feeds = contents.map((content, at) => {
    const file = join(folder, `${at}.ndjson`);
    writeFileSync(file, content);
    return { file, endpoint, ...(key === undefined ? {} : { key }) };
  });
  const servers = { sqsAt: () => stub.client, pubsubHost: "" };
  const feeding = startFeeding(feeds, servers, output, new AbortController().signal);
  const wasUnderWay = feeding.isUnderWay();
  const reports = await feeding.done;
  await stub.close();
  return { feeding, reports, said, wasUnderWay };
}

describe("startFeeding", () => {
  it("sends all feeds at once, counts by endpoint, and reports on each", async () => {
    const { feeding, reports, said, wasUnderWay } = await feedAll(["1\n2\n", "3\n"], (request) => batchAnswer(request));
    const whole = { to: "orders", refused: 0, unsent: 0, isRead: true };
    expect(reports).toEqual([
      { file: join(folder, "0.ndjson"), sent: 2, ...whole },
      { file: join(folder, "1.ndjson"), sent: 1, ...whole },
    ]);
    expect([feeding.sent(), wasUnderWay, feeding.isUnderWay(), said]).toEqual([
      new Map([["orders", 3]]),
      true,
      false,
      [],
    ]);
  });

  it("shows the first twenty refused lines, and counts the rest", async () => {
    const { reports, said } = await feedAll(["{damaged\n".repeat(33)], (request) => batchAnswer(request), "id");
    expect(reports).toMatchObject([{ sent: 0, refused: 33 }]);
    const shown = Array.from({ length: 20 }, (_, at) => `refused ${at + 1}`);
    expect(said).toEqual([...shown, `${join(folder, "0.ndjson")}: 13 more lines were refused`]);
  });

  it("says once that a queue takes nothing, and once that it does again", async () => {
    let busy = 9;
    const { said } = await feedAll(["1\n"], (request) =>
      busy-- > 0 ? { error: "RequestThrottled", body: {} } : batchAnswer(request),
    );
    const file = join(folder, "0.ndjson");
    expect(said).toEqual([
      `${file}: waits, since sending to orders ended with RequestThrottled: trying again`,
      `${file}: goes on`,
    ]);
  });
});
