import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { importKubemq } from "../../../infra/kubemq/import-kubemq.ts";

/** The hops of bindings that all take from channel `s` of one cluster, which is in AWS. */
async function hopsOf(family: string, ...bindings: readonly (readonly [targets: string, properties?: object])[]) {
  const text = JSON.stringify({
    bindings: bindings.map(([channels, properties], at) => ({
      name: `b${at}`,
      properties,
      sources: { kind: `source.${family}`, connections: [{ address: "a:1", channel: "s" }] },
      targets: { kind: "target.queue", connections: [{ address: "b:1", channels }] },
    })),
  });
  const clouds = { aws: new Set(["a:1"]), google: new Set<string>() };
  const imported = await importKubemq(text, "x.yaml", { clouds });
  return [parse(imported.text ?? "").hops, imported.leftOut];
}

describe("bindings that take from one queue", () => {
  it("are one hop to one of their targets, as each got a part of the messages", async () => {
    const toOneOf = [
      { endpoint: "x", weight: 2 },
      { endpoint: "y", weight: 1 },
    ];
    expect(await hopsOf("queue", ["x"], ["y"], ["x"])).toEqual([{ b0: { from: "s", toOneOf } }, 0]);
  });

  it("are one hop to the target that all of them have", async () => {
    expect(await hopsOf("queue", ["x"], ["x"])).toEqual([{ b0: { from: "s", to: "x" } }, 0]);
  });

  it("are one hop to all targets, where each heard all events", async () => {
    const retry = { retry_attempts: 7, rate_per_second: 5 };
    expect(await hopsOf("events", ["x,y", retry], ["y,z", retry])).toEqual([
      { b0: { from: "s", to: ["x", "y", "z"], retry: { attempts: 7 }, rate: { messagesPerSecond: 5 } } },
      0,
    ]);
  });

  it.each([
    ["their tries differ", "queue", ["x"], ["y", { retry_attempts: 7 }]],
    ["their rates differ", "events", ["x"], ["y", { rate_per_second: 7 }]],
    ["one of them copies", "queue", ["x"], ["y,z"]],
  ] as const)("are left out but for the first where %s", async (_, family, first, second) => {
    expect(await hopsOf(family, first, second)).toEqual([{ b0: { from: "s", to: "x" } }, 1]);
  });
});
