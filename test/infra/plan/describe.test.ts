import { describe, expect, it } from "vitest";
import { type Change, changes } from "../../../infra/plan/changes.ts";
import { changeLines } from "../../../infra/plan/describe.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import type { Thing } from "../../../shared/fabric/deployment/things/thing.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const change = (verb: Change["verb"], thing: Partial<Thing>, more: Partial<Change> = {}): Change => ({
  address: `x/${thing.name}`,
  verb,
  where: thing.cloud === "gcp" ? ["retail-analytics"] : ["111122223333", "eu-west-1"],
  thing: { cloud: "aws", kind: "queue", name: "q", settings: {}, ...thing },
  settings: [],
  ...more,
});

const batch = { settings: { windowSeconds: 5, maxConcurrency: 4, "link.targets": "#0123456789ab" } };
const list = [
  change("make", { name: "orders", of: "endpoint orders" }),
  change("make", { kind: "role", name: "retail--out", of: "hop out" }),
  change("make", { kind: "function", name: "retail--out", of: "hop out" }),
  change("make", { name: "dead", of: "endpoint orders" }),
  change("make", { kind: "alarm", name: "age" }),
  change("make", { kind: "alarm", name: "errors" }),
  change(
    "change",
    { kind: "event-source", name: "retail--in", of: "hop in", ...batch },
    { settings: ["windowSeconds", "maxConcurrency", "link.targets"], was: { windowSeconds: 1, "link.targets": "x" } },
  ),
  change("remove", { name: "old", of: "endpoint old" }, { loss: "queue old: the messages in it" }),
  change("replace", { cloud: "gcp", kind: "subscription", name: "s" }, { settings: ["ordered"], loss: "s: all" }),
  change("make", { cloud: "gcp", kind: "function", name: "f" }, { where: ["retail-analytics", "europe-west1"] }),
];

describe("changes as lines", () => {
  it("are one that says so where there are none", () => {
    expect(changeLines([], "short")).toEqual(["Nothing changes."]);
  });

  it("stand by place, counted; in short by what they are for, with what changes and what is lost in words", () => {
    expect(changeLines(list, "short")).toEqual([
      "AWS 111122223333 eu-west-1: 6 to make, 1 to change, 1 to remove",
      "  + endpoint orders: queue orders, queue dead",
      "  - endpoint old: queue old",
      "      LOSES queue old: the messages in it",
      "  + hop out: role, function",
      "  ~ event source retail--in (hop in): windowSeconds 1 -> 5, maxConcurrency none -> 4, link.targets",
      "  + for all of it: 2 alarms",
      "",
      "Google Cloud retail-analytics: 1 to make, 1 to replace",
      "  ! subscription s: ordered none -> none; LOSES all",
      "  + for all of it: function",
    ]);
  });

  it("are one for each thing where they are long, with what it is for and the region that it is in", () => {
    expect(changeLines(list, "long").slice(0, 4)).toEqual([
      "AWS 111122223333 eu-west-1: 6 to make, 1 to change, 1 to remove",
      "  + queue orders (endpoint orders)",
      "  + role retail--out (hop out)",
      "  + function retail--out (hop out)",
    ]);
    expect(changeLines(list, "long").at(-1)).toBe("  + function f in europe-west1");
  });

  it("count what only comes, where it is too much to read, and name whatever changes or goes", () => {
    const many = Array.from({ length: 40 }, (_, at) => change("make", { name: `q${at}`, of: `endpoint q${at}` }));
    const lines = changeLines([...many, ...list.slice(4, 8)], "short");
    expect(lines.filter((line) => line.startsWith("  + endpoint "))).toHaveLength(20);
    expect(lines.slice(-5)).toEqual(
      [
        "      LOSES queue old: the messages in it",
        "  ~ event source retail--in (hop in): windowSeconds 1 -> 5, maxConcurrency none -> 4, link.targets",
        "  + for all of it: 2 alarms",
        "  + 20 more endpoints and hops, 20 things: --show changes",
      ].toSpliced(0, 0, "  - endpoint old: queue old"),
    );
  });

  it("say that a service of the project stays, though the fabric has no more use for it", () => {
    const services = { cloud: "gcp", kind: "services", name: "retail-analytics", settings: {} } as const;
    const gone = change("change", services, { settings: ["service run"], was: { "service run": "enabled" } });
    expect(changeLines([gone], "short")[1]).toBe("  ~ services retail-analytics: service run is left enabled");
  });

  it("say of an endpoint that goes which hops go with it, and of every place what is lost there", async () => {
    const all = { orders: queue("orders"), scores: topic("scores"), inbox: queue("inbox") };
    const hops = { out: { from: "orders", to: "scores" }, back: { from: "scores", to: "inbox" } };
    const of = async (endpoints: object, joined: object) => inventory(await deployment(aFabric(endpoints, joined)));
    const { orders, scores } = all;
    const found = changes({ made: await of(all, hops), begun: {} }, await of({ orders, scores }, { out: hops.out }));
    const lines = changeLines(found, "short");
    expect(lines.slice(0, 6)).toEqual([
      "AWS 111122223333 eu-west-1: 1 to change, 3 to remove",
      "  - endpoint inbox: queue inbox, queue retail--inbox--dead",
      "      takes along hop back, with subscription retail--back, topic retail--back--dead",
      "      LOSES queue inbox: the messages in it",
      "      LOSES queue retail--inbox--dead: the messages in it",
      "  - hop back: role",
    ]);
    expect(lines).toContain("  - hop back: function, account, topic retail--back--dead, subscription retail--back");
  });
});
