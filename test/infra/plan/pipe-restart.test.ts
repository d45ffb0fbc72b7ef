import { describe, expect, it } from "vitest";
import { changes } from "../../../infra/plan/changes.ts";
import { changeLines } from "../../../infra/plan/describe.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import { aFabric } from "../../shared/fabric/a-fabric.ts";

const stream = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000";
const made = async (dynamodbStream: object) =>
  inventory(await deployment(aFabric({ events: { sqs: "events", fedBy: { dynamodbStream } } }, {})));

/** What becomes of the feed, and what its line says behind what differs. */
async function becomes(before: object, after: object) {
  const list = changes({ made: await made(before), begun: {} }, await made(after));
  const said = changeLines(list, "short").flatMap((line) => /feed events.*?(; .*)$/.exec(line)?.[1] ?? []);
  return [list.map(({ verb, thing }) => `${verb} ${thing.kind}`), list.map(({ loss }) => loss), said];
}

describe("a pipe that takes the place of another", () => {
  const lost = (at: string) => `feed events: what the old pipe had not read: a new pipe starts at ${at}`;

  it("loses what the old one had not read where it starts at new changes", async () => {
    expect(await becomes({ stream, startingPosition: "TRIM_HORIZON" }, { stream })).toEqual([
      ["replace feed"],
      [lost("LATEST")],
      ["; LOSES what the old pipe had not read: a new pipe starts at LATEST"],
    ]);
  });

  it("loses it with a stream that it does not read, wherever it starts", async () => {
    const other = stream.replace("2026", "2027");
    for (const startingPosition of ["LATEST", "TRIM_HORIZON"])
      expect((await becomes({ stream, startingPosition }, { stream: other, startingPosition }))[1]).toEqual([
        lost(startingPosition),
      ]);
  });

  it("loses nothing where it starts at the oldest, and says what comes again", async () => {
    expect(await becomes({ stream }, { stream, startingPosition: "TRIM_HORIZON" })).toEqual([
      ["replace feed"],
      [undefined],
      ["; a new pipe starts at TRIM_HORIZON: what the stream still has comes again"],
    ]);
  });
});
