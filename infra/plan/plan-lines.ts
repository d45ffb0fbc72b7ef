// A plan as lines for a terminal: in short what somebody decides by, and each part in full where it is asked for.

import { describeProblem, type Problem } from "../../shared/core/errors.ts";
import { renderCost } from "../cost/render.ts";
import { summarizeCost } from "../cost/summary.ts";
import { changeLines, countLine } from "./describe.ts";
import type { FabricPlan } from "./plan-fabric.ts";
import { rightsLine, rightsLines } from "./rights.ts";

/** The parts of a plan, in their order. */
export const SECTIONS = ["changes", "rights", "check", "cost"] as const;

/** One of `SECTIONS`. */
export type Section = (typeof SECTIONS)[number];

/** Every part in short. */
export const shortLines = (plan: FabricPlan): readonly string[] => [
  ...headLines(plan),
  "",
  ...changeLines(plan.changes, "short"),
  "",
  rightsLine(plan.rights),
  "",
  ...findingLines(plan.findings, false),
  "",
  ...summarizeCost(plan.cost),
  "",
  "In full: --long, or --show PART for one of changes, rights, check, cost.",
];

/** These parts in full. */
export const longLines = (plan: FabricPlan, sections: readonly Section[]): readonly string[] => [
  ...headLines(plan),
  ...sections.flatMap((section) => ["", ...inFull(plan, section)]),
];

function inFull({ changes, rights, findings, cost }: FabricPlan, section: Section): readonly string[] {
  switch (section) {
    case "changes":
      return changeLines(changes, "long");
    case "rights":
      return rightsLines(rights);
    case "check":
      return findingLines(findings, true);
    case "cost":
      return renderCost(cost);
  }
}

/** What would stop a deployment stands first. */
function headLines({ fabric, changes, findings, isPartlyKnown }: FabricPlan): readonly string[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  const losses = changes.filter(({ loss }) => loss !== undefined).length;
  const what = changes.length === 0 ? "nothing changes" : countLine(changes);
  return [
    `plan of fabric ${fabric}: ${what}${losses === 0 ? "" : `, ${losses} with a loss`}`,
    ...errors.map((problem) => `error: ${describeProblem(problem)}`),
    ...(errors.length === 0
      ? []
      : ["Nothing can be deployed before that is put right; until then the plan says 000000000000 or nowhere for it."]),
    ...(isPartlyKnown ? [OLDER] : []),
  ];
}

const OLDER =
  "The lock was written by an older Hopspan, which noted less: of roles, alarms, feeds and settings that it does not know " +
  "nothing is said here. The next deploy notes them; --live asks the clouds.";

/** Errors stand at the head. Notes are of limits that nobody can change: only where all is asked for. */
function findingLines(findings: readonly Problem[], isLong: boolean): readonly string[] {
  const told = findings.filter(({ severity }) => severity === "warning" || (isLong && severity === "note"));
  const hidden = isLong ? 0 : findings.filter(({ severity }) => severity === "note").length;
  const notes = hidden === 0 ? "" : ` (and ${hidden} note${hidden === 1 ? "" : "s"}: --show check)`;
  if (told.length === 0) return [`check has nothing to warn of${notes}.`];
  const count = told.filter(({ severity }) => severity === "warning").length;
  return [
    `check: ${count} warning${count === 1 ? "" : "s"}${notes}`,
    ...told.map((each) => `  ${describeProblem(each)}`),
  ];
}
