import { describe, expect, it } from "vitest";
import { startLanding } from "../../../../infra/local/landing/landing.ts";
import { misfit } from "../../../../infra/local/landing/misfit.ts";
import type { Store } from "../../../../infra/local/landing/store.ts";
import type { LandingSubscription } from "../../../../infra/local/landing/subscription.ts";
import type { Taken } from "../../../../infra/local/landing/taken.ts";
import { aTaken } from "./a-landing.ts";

/** A server and a disk in memory, that write down what is asked of them, in order. */
function aPlay(batches: (readonly Taken[])[], put: Store["put"] = async () => []) {
  const told: string[] = [];
  const ids = (messages: readonly Taken[]) => messages.map(({ messageId }) => messageId).join(" ");
  const asked = (what: string) => async (messages: readonly Taken[]) => {
    if (messages.length > 0) told.push(`${what} ${ids(messages)}`);
  };
  const subscription: LandingSubscription = {
    take: async () => batches.shift() ?? [],
    acknowledge: asked("acknowledge"),
    refuse: asked("refuse"),
    hold: asked("hold"),
    close: async () => void told.push("close"),
  };
  const store: Store = {
    async put(messages) {
      const refused = await put(messages);
      told.push(`write ${ids(messages)}`);
      return refused;
    },
    due: async () => {},
    amount: () => ({ kind: "table", table: "a.b", rows: 0 }),
    close: async () => {},
  };
  const note = (text: string) => void told.push(`note ${text}`);
  return { told, parts: { name: "rows.lands", subscription, store, maxAttempts: 5, note } };
}

const [one, two, three] = ["1", "2", "3"].map((messageId) => aTaken("", { messageId })) as [Taken, Taken, Taken];

describe("a landing", () => {
  it("acknowledges what is written, and takes all that waits before it stops", async () => {
    const { told, parts } = aPlay([[one, two], [three]]);
    const landing = startLanding(parts);
    await Promise.all([landing.stop(), landing.stop()]);
    expect(told).toEqual(["write 1 2", "acknowledge 1 2", "write 3", "acknowledge 3", "close"]);
    expect(landing.counts()).toEqual({ written: 3, refused: 0, buried: 0 });
  });

  it("gives back what does not fit, says so once, and counts it as buried with its last try", async () => {
    const tries = [1, 2, 5].map((attempt) => ({ ...two, attempt }));
    const reason = misfit("n", "a number was expected");
    const { told, parts } = aPlay(
      [[one, tries[0] as Taken], [tries[1] as Taken], [tries[2] as Taken]],
      async (messages) => messages.filter(({ messageId }) => messageId === "2").map((message) => ({ message, reason })),
    );
    const landing = startLanding(parts);
    await landing.stop();
    expect(told.filter((line) => !line.startsWith("write"))).toEqual([
      "note rows.lands: message 2 does not fit: column n: a number was expected",
      "acknowledge 1",
      "refuse 2",
      "refuse 2",
      "refuse 2",
      "close",
    ]);
    expect(landing.counts()).toEqual({ written: 1, refused: 3, buried: 1 });
  });

  it("holds what a disk does not take until it does, and gives none of it back", async () => {
    let failures = 2;
    const { told, parts } = aPlay([[one, two]], async () => {
      if (failures-- > 0) throw new Error("database or disk is full");
      return [];
    });
    const landing = startLanding(parts);
    await expect.poll(() => told).toContain("acknowledge 1 2");
    await landing.stop();
    expect(told).toEqual([
      "note rows.lands: database or disk is full: trying again",
      "hold 1 2",
      "hold 1 2",
      "write 1 2",
      "acknowledge 1 2",
      "close",
    ]);
  });

  it("acknowledges nothing that was not written when it has to stop", async () => {
    const { told, parts } = aPlay([[one]], async () => {
      throw new Error("database or disk is full");
    });
    const landing = startLanding(parts);
    await landing.stop();
    expect([told.some((line) => line.startsWith("acknowledge")), landing.counts().written]).toEqual([false, 0]);
  });

  it("goes on when a server is back", async () => {
    const { told, parts } = aPlay([[one]]);
    const { take } = parts.subscription;
    let failures = 2;
    const subscription = {
      ...parts.subscription,
      async take() {
        if (failures-- > 0) throw new Error("14 UNAVAILABLE: no connection");
        return take();
      },
    };
    const landing = startLanding({ ...parts, subscription });
    await expect.poll(() => told).toContain("acknowledge 1");
    await landing.stop();
    expect(told.filter((line) => line.startsWith("note"))).toEqual([
      "note rows.lands: 14 UNAVAILABLE: no connection: trying again",
    ]);
  });
});
