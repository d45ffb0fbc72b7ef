import { describe, expect, it } from "vitest";
import { type Sight, watchParent } from "../../../infra/cli/watch-parent.ts";

const NPM = { npm_lifecycle_event: "start" };
const found = (name: string, parent: number) => ({ name, parent, started: "0", isZombie: false });

/** A system of which each process is a name and its parent; `look` is what the clock would do once a second. */
function aSystem(parent: number, processes: Record<number, readonly [string, number]>, environment = NPM as object) {
  const now = { parent, processes: { ...processes } };
  const looks: (() => void)[] = [];
  const sight: Sight = {
    environment: { ...environment },
    parent: () => now.parent,
    lookUp(pid) {
      const [name, under] = now.processes[pid] ?? [];
      return name === undefined ? undefined : found(name, under ?? 0);
    },
    every(_, act) {
      looks.push(act);
      return undefined;
    },
  };
  let gone = 0;
  watchParent(() => gone++, sight);
  return {
    now,
    looks,
    look: () => {
      for (const look of looks) look();
      return gone;
    },
  };
}

describe("the watch over who has started a command", () => {
  it("notices that npm has ended the shell between them", () => {
    const { now, look } = aSystem(30, { 30: ["sh", 20], 20: ["npm start", 10], 10: ["bash", 1] });
    expect(look()).toBe(0);
    now.parent = 1;
    expect(look()).toBe(1);
  });

  it("notices that npm was killed and its shells live on", () => {
    const { now, look } = aSystem(31, { 31: ["dash", 30], 30: ["sh", 20], 20: ["npm start", 10] });
    expect(look()).toBe(0);
    now.processes[30] = ["sh", 1];
    expect(look()).toBe(1);
  });

  it("does not care who npm itself was started by", () => {
    const { now, look } = aSystem(20, { 20: ["npm exec hopspa", 10], 10: ["bash", 5] });
    now.processes[20] = ["npm exec hopspa", 1];
    delete now.processes[10];
    expect(look()).toBe(0);
  });

  it("notices at once that npm was gone before anybody looked", () => {
    expect(aSystem(1, { 1: ["systemd", 0] }).look()).toBe(1);
    expect(aSystem(30, { 30: ["sh", 1], 1: ["init", 0] }).look()).toBe(1);
  });

  it("goes on where npm is the first process of all, as in a container", () => {
    expect(aSystem(1, { 1: ["npm exec hopspa", 0] }).look()).toBe(0);
    expect(aSystem(30, { 30: ["sh", 1], 1: ["npm start", 0] }).look()).toBe(0);
  });

  it("knows of the parent alone where the system tells nothing", () => {
    const { now, look } = aSystem(30, {});
    expect(look()).toBe(0);
    now.parent = 7;
    expect(look()).toBe(1);
  });

  it("does not look where no npm is about: a command may well outlive its shell", () => {
    expect(aSystem(1, { 1: ["systemd", 0] }, {}).looks).toEqual([]);
  });
});
