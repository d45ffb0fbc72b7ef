import * as sdk from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MOTO_ACCOUNT, motoMissing, startMoto } from "../../support/party/moto.ts";
import type { Party } from "../../support/party/process.ts";
import { topics } from "./all.ts";
import type { Check, World } from "./check.ts";
import { motoGaps, motoMoods } from "./moto-gaps.ts";
import { post } from "./talk.ts";
import { ownWorld, strangeWorld } from "./worlds.ts";

/** The most seconds that may really pass in a check. */
const REAL_SECONDS = 2;

const all = Object.values(topics).flat();
const titleOf = ({ name, open }: Check) => (open === undefined ? name : `${name} (open: ${open})`);

async function run(check: Check, open: () => Promise<World & { close(): Promise<void> }>): Promise<void> {
  const world = await open();
  try {
    await check.run(world);
  } finally {
    await world.close();
  }
}

describe("what the provider says of SQS", () => {
  it("is held in at least 150 checks, each under a name of its own, with the page that says so", () => {
    expect(all.length).toBeGreaterThanOrEqual(150);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { says } of all) expect(says).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|smithy\.io)\/\S+$/);
  });
});

describe("this machine's SQS", () => {
  it("has every operation of the official client", async () => {
    const names = Object.keys(sdk).flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? []);
    const world = await ownWorld();
    const codes = await Promise.all(
      names.map(async (name) =>
        String((await post(world, name, {})).json["__type"])
          .split("#")
          .at(-1),
      ),
    );
    await world.close();
    expect(names.length).toBeGreaterThanOrEqual(23);
    expect(names.filter((_, index) => codes[index] === "UnsupportedOperation")).toEqual([]);
  });

  describe.each(Object.entries(topics))("%s", (_, checks) => {
    for (const check of checks) it(titleOf(check), () => run(check, ownWorld));
  });
});

describe.skipIf(motoMissing)(`moto's SQS${motoMissing === undefined ? "" : `: ${motoMissing}`}`, () => {
  let moto: Party;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  const gaps = new Map(Object.entries(motoGaps).flatMap(([reason, names]) => names.map((name) => [name, reason])));
  describe.each(Object.entries(topics))("%s", (_, checks) => {
    for (const check of checks) {
      const { name, passes = 0, fills } = check;
      const gap = gaps.get(name);
      const act = () => run(check, async () => strangeWorld(`http://${moto.host}`, MOTO_ACCOUNT));
      if (fills) it.skip(`${name}: needs more messages than can be sent one by one`);
      else if (passes > REAL_SECONDS) it.skip(`${name}: needs hours, or at least ${passes} s`);
      else if (motoMoods[name] !== undefined) it.skip(`${name}: not the same each time (${motoMoods[name]})`);
      else if (gap === undefined) it(titleOf(check), act);
      else it.fails(`can't yet: ${name} (${gap})`, act);
    }
  });

  it("has gaps only among the checks that run there, each once", () => {
    const here = all.filter(({ passes = 0, fills }) => !fills && passes <= REAL_SECONDS).map(({ name }) => name);
    const named = [...Object.values(motoGaps).flat(), ...Object.keys(motoMoods)];
    expect(named.filter((name, index) => !here.includes(name) || named.indexOf(name) !== index)).toEqual([]);
  });
});
