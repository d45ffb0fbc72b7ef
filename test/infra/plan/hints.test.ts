import { describe, expect, it } from "vitest";
import { hintOf, hintOfGoing } from "../../../infra/plan/hints.ts";
import type { Thing } from "../../../shared/fabric/deployment/things/thing.ts";

const thing = (parts: Partial<Thing>): Thing => ({
  cloud: "aws",
  kind: "queue",
  name: "orders",
  settings: {},
  ...parts,
});

describe("hintOf", () => {
  it("says how an endpoint is renamed whose queue or topic keeps its name", () => {
    const hint = { note: expect.stringContaining("rename it in the cloud, too, or deploy twice") };
    for (const kind of ["queue", "topic"] as const)
      expect(hintOf(thing({ kind, of: "endpoint a" }), thing({ kind, of: "endpoint b" }))).toEqual(hint);
  });

  it("says that a state is not moved unasked", () => {
    const state = thing({ cloud: "gcp", kind: "state", name: "shop" });
    expect(hintOf(state, state)).toEqual({ note: "deploy stops, and prints the command that moves it" });
  });

  it("says that a bucket in AWS stays when its fabric has no use for it any more", () => {
    expect(hintOfGoing(thing({ kind: "bucket" }))).toEqual({
      note: "it stays, with what is in it: to use it again, name it with existing: true",
    });
    expect(hintOfGoing(thing({ cloud: "gcp", kind: "bucket" }))).toEqual({});
    expect(hintOfGoing(thing({}))).toEqual({});
  });

  it("says nothing of what goes its way", () => {
    const queue = thing({ of: "endpoint a" });
    expect(hintOf(queue, { ...queue, settings: { retention: 1 } })).toEqual({});
    expect(hintOf(thing({ kind: "alarm", of: "a" }), thing({ kind: "alarm", of: "b" }))).toEqual({});
  });
});
