import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { landedPlace } from "../../../infra/cli/landed-place.ts";
import { temporaryFolder } from "../../support/run-command.ts";
import { aPlan } from "../local/landing/a-landing.ts";

const plans = [await aPlan("{ bigquery: { table: raw.visits } }")];
const folder = temporaryFolder();
const place = (landed?: string, lands = plans) =>
  landedPlace(lands, { words: [], options: { landed }, order: [] }, { folder });

describe("the place of what lands", () => {
  it("is the folder that was named, and stays", () => {
    const made = place("here/there");
    made?.clear();
    expect([made?.path, made?.isKept, existsSync(join(folder, "here/there"))]).toEqual([
      join(folder, "here/there"),
      true,
      true,
    ]);
  });

  it("is one run's at a time", () => {
    const made = place("taken");
    expect(() => place("taken")).toThrow("--landed taken is taken: another run writes to it; name a folder for each");
    made?.clear();
    made?.clear();
    place("taken")?.clear();
  });

  it("goes with the run where none was named", () => {
    const made = place();
    expect([made?.isKept, existsSync(made?.path ?? "")]).toEqual([false, true]);
    made?.clear();
    made?.clear();
    expect(existsSync(made?.path ?? "")).toBe(false);
  });

  it("is none where nothing lands", () => {
    expect(place(undefined, [])).toBeUndefined();
    expect(() => place("here", [])).toThrow(
      "--landed is for a fabric in which topics land: give one landsIn, or leave it out",
    );
  });

  it("is refused where it can't be made", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() => place("file")).toThrow("--landed file must be a folder that can be written to (EEXIST)");
  });
});
