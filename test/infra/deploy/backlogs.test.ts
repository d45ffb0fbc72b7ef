import { afterEach, describe, expect, it, vi } from "vitest";
import { backlogs } from "../../../infra/deploy/backlogs.ts";
import { aMonitoring } from "../../support/deploy/a-monitoring.ts";

const holders = { subscriptions: new Map([["shop", new Set(["retail--back", "retail--back--dead"])]]) };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

async function monitoring(status?: number, missing?: string) {
  const server = await aMonitoring(status, missing);
  closing.push(server.close);
  return server;
}

describe("backlogs", () => {
  it("are the newest counts above zero of the subscriptions that are asked for, from every page", async () => {
    const { url, waiting, requests } = await monitoring();
    waiting.set("retail--back", 3).set("retail--back--dead", 0).set("somebody-else", 9);
    expect(await backlogs(holders, { MONITORING_HOST: url })).toEqual([{ name: "retail--back", count: 3 }]);
    expect(requests.map(({ pathname }) => pathname)).toEqual(Array(3).fill("/v3/projects/shop/timeSeries"));
    const [first] = requests;
    expect(first?.searchParams.get("filter")).toBe(
      'metric.type = "pubsub.googleapis.com/subscription/num_undelivered_messages"',
    );
  });

  it("are none, and ask nobody, where there is no subscription", async () => {
    const { url, requests } = await monitoring();
    expect(await backlogs({ subscriptions: new Map() }, { MONITORING_HOST: url })).toEqual([]);
    expect(requests).toEqual([]);
  });

  it("that nobody tells are no reason to think that nothing waits", async () => {
    const { url, close } = await monitoring(403);
    const told = (why: string) =>
      `how many messages wait in Google Cloud could not be asked (${why}): mend that, or use --drop-messages`;
    await expect(backlogs(holders, { MONITORING_HOST: url })).rejects.toThrow(told("Cloud Monitoring says 403"));
    await close();
    closing.length = 0;
    const gone = backlogs(holders, { MONITORING_HOST: url });
    await expect(gone).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: told("Cloud Monitoring can't be reached"),
    });
  });

  it("are none where no subscription was ever counted, and unknown where anything else is not found", async () => {
    const type = "pubsub.googleapis.com/subscription/num_undelivered_messages";
    const missing = (message: string) => JSON.stringify({ error: { code: 404, message, status: "NOT_FOUND" } });
    const asked = async (text: string) => backlogs(holders, { MONITORING_HOST: (await monitoring(404, text)).url });
    expect(await asked(missing(`Cannot find metric(s) that match type = "${type}". Please try again soon.`))).toEqual(
      [],
    );
    const others = [
      missing("Project shop not found."),
      missing('Cannot find metric(s) that match type = "x"'),
      "<html>",
      "",
    ];
    for (const text of [...others, "null", "{}"])
      await expect(asked(text)).rejects.toThrow("(Cloud Monitoring says 404)");
  });

  it("are not known where a count is none", async () => {
    const { url, waiting } = await monitoring();
    waiting.set("retail--back", Number.NaN);
    await expect(backlogs(holders, { MONITORING_HOST: url })).rejects.toThrow("no count of subscription retail--back");
  });

  it("need credentials of whoever asks", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/credentials.json");
    await expect(backlogs(holders, {})).rejects.toThrow(
      "could not be asked (there are no credentials for Google Cloud: ",
    );
  });
});
