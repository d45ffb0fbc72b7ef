// Runs every suite against one party, and holds the list of its gaps to be exact.

import { describe, expect, it } from "vitest";
import type { Behaviour, BrokerHarness } from "./broker-harness.ts";
import { deadLettersSuite } from "./dead-letters-suite.ts";
import { sinkSuite } from "./sink-suite.ts";
import { sourceSuite } from "./source-suite.ts";
import { wireSuite } from "./wire-suite.ts";

const suites: Readonly<Record<string, readonly Behaviour[]>> = {
  "the sink": sinkSuite,
  "the source": sourceSuite,
  "the wire": wireSuite,
  "the dead letters": deadLettersSuite,
};

/** To be called while tests are collected; the harness opens nothing before they run. */
export function conformance(harness: BrokerHarness): void {
  const { name, gaps = {} } = harness;

  describe(name, () => {
    describe.each(Object.entries(suites))("%s", (_, suite) => {
      for (const behaviour of suite) {
        const gap = gaps[behaviour.name];
        if (gap === undefined) it(behaviour.name, () => run(behaviour, harness));
        else it.fails(`can't yet: ${behaviour.name} (${gap})`, () => run(behaviour, harness));
      }
    });

    it("has gaps only among the behaviours that there are", () => {
      const known = new Set(Object.values(suites).flatMap((suite) => suite.map((behaviour) => behaviour.name)));
      expect(Object.keys(gaps).filter((gap) => !known.has(gap))).toEqual([]);
    });
  });
}

async function run({ ordered, act }: Behaviour, harness: BrokerHarness): Promise<void> {
  const broker = await harness.open({ ordered });
  try {
    await act(broker, harness);
  } finally {
    await broker.close();
  }
}
