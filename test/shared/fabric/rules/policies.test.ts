import { describe, expect, it } from "vitest";
import { policies } from "../../../../shared/fabric/rules/policies.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const hop = (from: string, more: object) =>
  said(policies(aFabric({ q: queue("q"), t: topic("ttt"), out: queue("out") }, { h: { from, to: "out", ...more } })));

describe("policies of a hop", () => {
  it("are no matter where its cloud can do them", () => {
    expect([
      ...hop("q", { latency: "low", retry: { attempts: 3 }, function: { maxConcurrency: 2, timeoutSeconds: 900 } }),
      ...hop("q", { function: { pollers: { min: 2, max: 5 } } }),
      ...hop("t", {
        retry: { attempts: 5, firstDelaySeconds: 0, maxDelaySeconds: 60 },
        function: { maxConcurrency: 1 },
      }),
    ]).toEqual([]);
  });

  it("on AWS have bounds of their own", () => {
    expect(hop("q", { function: { maxConcurrency: 1, pollers: { min: 6, max: 5 } } })).toEqual([
      "error CONCURRENCY: hop h runs on AWS, where 2 is the least: leave it out, or use 2 or more",
      "error CONCURRENCY: hop h has pollers and maxConcurrency, and AWS takes only one of them: leave one out",
      "error CONCURRENCY: hop h has more pollers at least than at most",
    ]);
    expect(hop("q", { retry: { firstDelaySeconds: 5 } })).toEqual([
      "warning RETRY_UNUSED: hop h takes from a queue, where a failed message rests for the visibility timeout: delays do nothing",
    ]);
  });

  it("from a topic have bounds of their own", () => {
    const function_ = { timeoutSeconds: 601, pollers: { min: 2 } };
    expect(hop("t", { latency: "low", retry: { attempts: 4 }, function: function_ })).toEqual([
      "error ATTEMPTS: hop h takes from a topic, where attempts are from 5 to 100",
      "error CONCURRENCY: hop h takes from a topic, which pushes: leave pollers out",
      "error TIMEOUT: hop h takes from a topic, and a push waits for at most 600 s",
      "warning LATENCY_UNUSED: hop h takes from a topic, which pushes each message at once: latency does nothing",
    ]);
  });

  it("rest longer at most than at first", () => {
    expect(hop("t", { retry: { firstDelaySeconds: 30, maxDelaySeconds: 10 } })).toEqual([
      "error RETRY_DELAYS: hop h rests at first longer than at most: raise maxDelaySeconds to 30",
    ]);
    // What the file does not say is 1 s.
    expect(hop("t", { retry: { maxDelaySeconds: 0 } })).toEqual([
      "error RETRY_DELAYS: hop h rests at first longer than at most: raise maxDelaySeconds to 1",
    ]);
    expect(hop("t", { retry: { firstDelaySeconds: 0, maxDelaySeconds: 0 } })).toEqual([]);
    expect(hop("t", { retry: { maxDelaySeconds: 1 } })).toEqual([]);
  });
});
