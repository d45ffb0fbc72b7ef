import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compile } from "../../../../shared/fabric/compile.ts";
import { parseFabric } from "../../../../shared/fabric/read.ts";
import { runCommand, startDev, temporaryFolder } from "../../../support/run-command.ts";

const FABRIC = [
  "fabric: shop",
  'aws: { account: "111122223333", region: eu-west-1 }',
  "gcp: { project: shop-project, region: europe-west1 }",
  "endpoints: { line: { sqs: line.fifo }, orders: { sqs: orders }, scores: { pubsub: scores }, end: { pubsub: end } }",
  "hops:",
  ...["line", "orders", "scores"].map(
    (from) => `  of-${from}: { from: ${from}, to: end, transforms: [keep-when: 'body.n == 1'] }`,
  ),
].join("\n");

it("a dead letter that somebody has taken is counted among the dead ever after", { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "fabric.yaml"), FABRIC);
  const running = await startDev(folder, "fabric.yaml");
  for (const { source, deadLetters } of compile(parseFabric(FABRIC, "fabric.yaml")).links) {
    expect((await runCommand(folder, ["send", source.name, "no JSON"])).code).toBe(0);
    const { code, out } = await runCommand(folder, ["receive", deadLetters.name, "--count", "1"]);
    expect([code, out]).toEqual([0, expect.stringContaining("no JSON")]);
  }
  const { out } = await running.stop();
  const closing = out.split("\n").find((line) => line.startsWith('{"event":"reconciliation"')) ?? "{}";
  const { accounts } = JSON.parse(closing) as { readonly accounts: readonly object[] };
  const one = { in: 1, delivered: 0, dropped: 0, dead: 1, inFlight: 0, duplicates: 0, gap: 0, missing: 0 };
  expect(accounts).toMatchObject([one, one, one]);
});
