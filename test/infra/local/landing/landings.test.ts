import { describe, expect, it, onTestFinished } from "vitest";
import { landingName, startLandings, withLandings } from "../../../../infra/local/landing/landings.ts";
import { queryLanded } from "../../../../infra/local/landing/query-landed.ts";
import { prepareBrokers } from "../../../../infra/local/prepare-brokers.ts";
import { openServers, type ServerChoice } from "../../../../infra/local/servers.ts";
import { compile } from "../../../../shared/fabric/compile.ts";
import { landingPlans } from "../../../../shared/fabric/deployment/landing-plan.ts";
import { parseFabric } from "../../../../shared/fabric/read.ts";
import { temporaryFolder } from "../../../support/run-command.ts";
import { anOrderRow } from "./a-landing.ts";

const PLACE = { account: "111122223333", region: "eu-west-1", project: "shop-project" };
const fabric = parseFabric(
  `
fabric: shop
gcp: { project: shop-project, region: europe-west1 }
endpoints:
  rows: { pubsub: rows, schema: order-row, landsIn: { bigquery: { table: retail.orders, key: [order_id] } } }
  visits: { pubsub: visits, landsIn: { bigquery: { table: raw.visits } } }
  archive: { pubsub: archive, landsIn: { gcs: { bucket: archive, format: text } } }
hops: {}
`,
  "fabric.yaml",
);
const plans = await landingPlans(fabric);
const compiled = withLandings(compile(fabric), plans);

/** Landings of the fabric on a server; what is published, by topic. */
async function aRun(choice: Partial<ServerChoice> = {}) {
  const servers = await openServers({ ...PLACE, ...choice });
  onTestFinished(() => servers.close());
  await prepareBrokers(compiled, servers);
  const folder = temporaryFolder();
  const notes: string[] = [];
  const landings = await startLandings({ plans, folder, note: (text) => void notes.push(text) }, servers);
  onTestFinished(() => landings.stop());
  const publish = (topic: string, ...bodies: readonly unknown[]) =>
    Promise.all(
      bodies.map((body) => servers.pubsub.topic(topic).publishMessage({ data: Buffer.from(JSON.stringify(body)) })),
    );
  return { servers, folder, notes, landings, publish };
}

describe("the landings of a run", () => {
  it("land what is published, and account for it: in = rows + dead + in flight", async () => {
    const { servers, folder, notes, landings, publish } = await aRun();
    await publish("rows", anOrderRow(), anOrderRow(), anOrderRow("o-2"), { order_id: "o-3" });
    await publish("visits", { n: 1 }, { n: 2 });
    await publish("archive", 1, 2, 3);
    const accounts = () => landings.accounts(() => 0);
    const settled = () =>
      accounts().map(({ link, in: taken, delivered, dead, inFlight, gap }) => [
        link,
        taken,
        delivered,
        dead,
        inFlight,
        gap,
      ]);
    await expect.poll(settled).toEqual([
      ["rows.lands", 4, 3, 1, 0, 0],
      ["visits.lands", 2, 2, 0, 0, 0],
      ["archive.lands", 3, 3, 0, 0, 0],
    ]);
    await landings.stop();
    expect(landings.landed()).toEqual([
      { endpoint: "rows", deadLetters: "rows.lands.dead", amount: { kind: "table", table: "retail.orders", rows: 2 } },
      { endpoint: "visits", deadLetters: "visits.lands.dead", amount: { kind: "table", table: "raw.visits", rows: 2 } },
      {
        endpoint: "archive",
        deadLetters: "archive.lands.dead",
        amount: { kind: "bucket", place: "gs://archive/", messages: 3, objects: 1 },
      },
    ]);
    expect(notes).toEqual([
      expect.stringMatching(/^rows\.lands: message \d+ does not fit: column status: it is required, and lacking$/),
    ]);
    const inbox = servers.pubsubEngine?.subscriptions
      .names("projects/shop-project")
      .find((name) => name.includes("rows.lands-dead"));
    expect(servers.pubsubEngine?.counts(inbox ?? "")).toMatchObject({ accepted: 1, waiting: 1 });
    expect(await queryLanded(folder, "select order_id from retail.orders order by 1", ({ rows }) => [...rows])).toEqual(
      [["o-1"], ["o-2"]],
    );
  });

  it("account for a server that is not ours by what was sent in sight of them", async () => {
    const other = await openServers(PLACE);
    onTestFinished(() => other.close());
    const { landings, publish } = await aRun({ pubsubHost: other.pubsubHost });
    await publish("rows", anOrderRow(), { order_id: "o-3" });
    const line = () => landings.accounts((topic) => (topic === "rows" ? 2 : 0))[0];
    await expect.poll(line).toMatchObject({ in: 2, delivered: 1, dead: 1, inFlight: 0, gap: 0 });
    expect(landings.accounts((topic) => (topic === "visits" ? 1 : 0))[1]).toMatchObject({
      in: 1,
      delivered: 0,
      inFlight: 1,
      gap: 0,
    });
  });

  it("have names that no link has, and dead letters among the endpoints", () => {
    expect(plans.map(landingName)).toEqual(["rows.lands", "visits.lands", "archive.lands"]);
    expect(compiled.endpoints.filter(({ role }) => role === "dead-letters").map(({ name }) => name)).toEqual([
      "rows.lands.dead",
      "visits.lands.dead",
      "archive.lands.dead",
    ]);
  });

  it("leave nothing open where one can't begin", async () => {
    const servers = await openServers(PLACE);
    onTestFinished(() => servers.close());
    await prepareBrokers(compile(fabric), servers);
    const failing = startLandings({ plans, folder: temporaryFolder(), note: () => {} }, servers);
    await expect(failing).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringMatching(/^subscription shop--rows\.lands can't be made at the embedded Pub\/Sub: /),
    });
  });
});
