import { describe, expect, it } from "vitest";
import { estimate } from "../../../infra/cost/estimate.ts";
import { notes } from "../../../infra/cost/notes.ts";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import type { LinkShape } from "../../../infra/cost/shape.ts";
import { aLambdaShape, aLoad, aQueue, aRunShape, SILENT } from "../../support/a-cost-shape.ts";

const list = standardPrices();
const notesOf = (shape: LinkShape, perSecond = 100) => {
  const link = { shape, load: aLoad(perSecond) };
  return estimate([link], list).links.flatMap((estimated) => notes(link, estimated, list));
};

describe("notes", () => {
  it("tell of limits that the load would meet", () => {
    expect(notesOf(aLambdaShape({ maxConcurrency: 2, batch: { maxMessages: 10, windowSeconds: 0 } }), 10_000)).toEqual([
      "about 53 invocations at a time are needed, and maxConcurrency allows 2",
    ]);
    expect(
      notesOf(aLambdaShape({ batch: { maxMessages: 10_000, windowSeconds: 300 }, timeoutSeconds: 1 }), 10_000),
    ).toEqual(["a batch takes about 2 s, and the time-out is 1 s"]);
    expect(notesOf(aRunShape({ region: "us-central1", maxConcurrency: 3 }), 10_000)[0]).toBe(
      "about 12 instances are needed, and maxConcurrency allows 3",
    );
  });

  it("tell where prices are those of other regions", () => {
    expect(notesOf(aLambdaShape({ region: "sa-east-1", source: aQueue({ region: "sa-east-1" }) }))).toEqual([
      "prices are those of us-east-1, eu-west-1, us-central1, europe-west1: in sa-east-1 some are higher, bytes out above all",
    ]);
  });

  it("tell what a push costs that no setting avoids", () => {
    expect(notesOf(aRunShape({ logs: { ...SILENT, summaries: true } }))).toEqual([
      "a push is one request per message, 25 % of this link: no setting changes that, only a worker that pulls, which Hopspan does not have",
      "one summary line per push makes 21 % of this link",
      "Google may count bytes to AWS as free within the EU and the UK (Data Transfer Essentials, for which one has to apply)",
    ]);
  });
});
