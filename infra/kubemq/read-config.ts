// The one binding file that a text holds: as it is, or within the resources of a Kubernetes manifest.

import { ConfigError, type Problem } from "../../shared/core/errors.ts";
import { printable } from "../../shared/core/printable.ts";
import type { Locate } from "../../shared/fabric/fabric.ts";
import type { YamlText } from "../../shared/fabric/yaml-text.ts";
import { documents, embedded } from "./documents.ts";
import { isResource, type Resource, readResource } from "./kubernetes.ts";

/** The value of a binding file, where it stands, and what is to be said of all that stands around it. */
export interface Config {
  readonly value: unknown;
  readonly place: Locate;
  /** What it is called in Kubernetes. */
  readonly name?: string;
  readonly notes: readonly Problem[];
}

/** Throws `ConfigError` where the text is no YAML, or does not hold exactly one binding file. */
export function readConfig(text: string, file: string): Config {
  const all = documents(text, file);
  refuseAny(all.flatMap(({ problems }) => problems));
  const [first, second] = all;
  if (first === undefined) throw refusal(file, "the file is empty: a binding file starts with bindings:");
  if (!all.some(({ value }) => isResource(value))) {
    if (second !== undefined)
      throw refusal(file, "a second document starts here: a binding file is one, so leave out the others", second);
    return { ...first, value: first.value, notes: [] };
  }
  return fromResources(all, text, file);
}

type Holder = Extract<Resource, { kind: "holder" }>;

function fromResources(all: readonly YamlText[], text: string, file: string): Config {
  const stray = all.find(({ value }) => !isResource(value));
  if (stray !== undefined)
    throw refusal(
      file,
      "a document without apiVersion and kind stands among Kubernetes resources: leave it out",
      stray,
    );
  const found = all.flatMap(({ value, place }) => (isResource(value) ? readResource(value, place) : []));
  const [holder, another] = found.filter((each): each is Holder => each.kind === "holder");
  if (holder === undefined)
    throw refusal(
      file,
      "no bindings are in it: neither a KubemqConnector of type bridges nor a ConfigMap that holds some",
    );
  if (another !== undefined)
    throw new ConfigError([{ ...error("a second binding file starts here: import them one by one"), ...another.at }]);
  const { line = 1, column = 1 } = holder.at;
  const read = embedded(holder.text, file, text.split("\n"), line, column);
  refuseAny(read.problems);
  return { value: read.value, place: read.place, name: holder.name, notes: notesOf(found) };
}

const notesOf = (found: readonly Resource[]): readonly Problem[] =>
  found.flatMap(({ notes }) =>
    notes.map(({ place, message }) => {
      // Names of resources are whatever their file says.
      return { severity: "note", code: "NO_COUNTERPART", message: printable(message), ...place } as const;
    }),
  );

const error = (message: string) => ({ severity: "error", code: "KUBEMQ", message }) as const;

const refusal = (file: string, message: string, at?: YamlText): ConfigError =>
  new ConfigError([{ ...error(message), file, ...at?.place([]) }]);

function refuseAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}
