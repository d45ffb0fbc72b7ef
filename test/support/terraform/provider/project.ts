// Whose project it is that things are made in, and how a thing is seen in it.

import type { Thing } from "../google/knowledge.ts";
import { isValues, type Values } from "../schema/value.ts";

/** What does not stand in the stack: the number of its project, and the files that lie beside it. */
export interface Surroundings {
  readonly projectNumber: string;
  readonly file: (path: string) => Uint8Array | undefined;
}

/** A project as the provider's own configuration names it. */
export interface Project extends Surroundings {
  readonly name: string;
  readonly region: string;
  /** Labels for everything that has labels. */
  readonly everyLabel: Values;
}

/** Of the configuration of the provider; null where there is none yet. */
export const projectOf = (config: Values | null, surroundings: Surroundings): Project => ({
  ...surroundings,
  name: textIn(config, "project") || "unnamed-project",
  region: textIn(config, "region") || "us-central1",
  everyLabel: isValues(config?.["default_labels"]) ? config["default_labels"] : {},
});

/** A thing of a type; it may name a project of its own. */
export function thingIn(project: Project, type: string, values: Values): Thing {
  const text = (name: string) => textIn(values, name);
  const { projectNumber, region, file } = project;
  return { type, values, text, project: text("project") || project.name, projectNumber, region, file };
}

function textIn(values: Values | null, name: string): string {
  const value = values?.[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
