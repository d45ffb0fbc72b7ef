import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emulatorMissing, startEmulator } from "../../support/party/google-emulator.ts";
import type { Party } from "../../support/party/process.ts";
import { checks } from "./all.ts";
import type { Check, World } from "./check.ts";
import { emulatorGaps, emulatorUnsteady } from "./emulator-gaps.ts";
import { ownServer, worldsOf } from "./worlds.ts";

interface Worlds {
  world(): World & { close(): Promise<void> };
  close(): Promise<void>;
}

const all = Object.values(checks).flat();

/** A check in which time passes has a server of its own: to all others it would be a jump. */
async function run(check: Check, worlds: Worlds | undefined): Promise<void> {
  if (check.passes !== true) return runIn(check, worlds);
  const own = await ownServer();
  await runIn(check, own).finally(() => own.close());
}

async function runIn(check: Check, worlds: Worlds | undefined): Promise<void> {
  const world = worlds?.world();
  if (world === undefined) throw new Error("the server did not start");
  try {
    await check.run(world);
  } finally {
    await world.close();
  }
}

/** Where time is real, and the answer is the same each time. */
const isRunThere = ({ name, passes }: Check): boolean => passes === undefined && emulatorUnsteady[name] === undefined;

const runThere = Object.entries(checks).flatMap(([topic, group]) => {
  const run = group.filter(isRunThere);
  return run.length === 0 ? [] : [[topic, run] as const];
});

describe("the checks of Pub/Sub's own words", () => {
  it("have names of their own, and each a page where the provider says so", () => {
    expect(all.length).toBeGreaterThanOrEqual(150);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.filter(({ says }) => !/^https:\/\/\w[\w.-]+\//.test(says))).toEqual([]);
  });

  it("are what the list of the emulator's gaps speaks of", () => {
    const known = new Set(all.filter(({ passes }) => passes === undefined).map(({ name }) => name));
    const listed = [...Object.keys(emulatorGaps), ...Object.keys(emulatorUnsteady)];
    expect(listed.filter((gap) => !known.has(gap))).toEqual([]);
  });
});

describe("this machine's own Pub/Sub", () => {
  let worlds: Worlds | undefined;
  beforeAll(async () => {
    worlds = await ownServer();
  });
  afterAll(() => worlds?.close());
  describe.each(Object.entries(checks))("%s", (_, group) => {
    for (const check of group) it(check.name, () => run(check, worlds));
  });
});

describe.skipIf(emulatorMissing)(
  `Google's emulator${emulatorMissing === undefined ? "" : `: ${emulatorMissing}`}`,
  () => {
    let emulator: Party | undefined;
    let worlds: Worlds | undefined;
    beforeAll(async () => {
      emulator = await startEmulator();
      worlds = worldsOf(emulator.host);
    });
    afterAll(async () => {
      await worlds?.close();
      await emulator?.stop();
    });
    describe.concurrent.each(runThere)("%s", { timeout: 15_000 }, (_, group) => {
      for (const check of group) {
        const gap = emulatorGaps[check.name];
        if (gap === undefined) it(check.name, () => run(check, worlds));
        else it.fails(`can't yet: ${check.name} (${gap})`, () => run(check, worlds));
      }
    });
  },
);
