// What is found out on the way, in two kinds: mistakes, which end the import, and notes of what has no counterpart.

import type { Problem } from "../../shared/core/errors.ts";
import { printable } from "../../shared/core/printable.ts";
import type { Locate, Path } from "../../shared/fabric/fabric.ts";

/** Gathers what is found in one file. */
export interface Findings {
  /** Something that KubeMQ does not take either; without a path where it is not in the file. */
  error(path: Path | undefined, message: string): void;
  /** Something that is not as it was. A `warning` where messages don't go where they went. */
  note(path: Path, message: string, severity?: "note" | "warning"): void;
  /** The same findings, each told of a binding. */
  about(binding: string): Findings;
  /** All of them; what is the same of a binding is told once, with its places. */
  list(): readonly Problem[];
}

type Found = Omit<Problem, "file" | "line" | "column"> & { readonly path: Path | undefined };

/** None yet. `place` says where in the file something stands. Every message is one line, whatever names the file has. */
export function findings(place: Locate): Findings {
  const found: Found[] = [];
  const said = (subject: string, message: string) => ({ message: printable(subject + message) });
  const told = (subject: string): Findings => ({
    error: (path, message) => void found.push({ severity: "error", code: "KUBEMQ", ...said(subject, message), path }),
    note: (path, message, severity = "note") =>
      void found.push({ severity, code: "NO_COUNTERPART", ...said(subject, message), path }),
    about: (binding) => told(`binding ${binding}: `),
    list: () => together(found.map(({ path, ...problem }) => ({ ...problem, ...(path && place(path, "key")) }))),
  });
  return told("");
}

function together(problems: readonly Problem[]): readonly Problem[] {
  const alike = Map.groupBy(problems, ({ severity, message }) => `${severity} ${message}`);
  return [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, message: first.message + also(others) }],
  );
}

const also = (others: readonly Problem[]): string =>
  others.length === 0 ? "" : ` (also at ${others.map(({ line, column }) => `${line}:${column}`).join(", ")})`;
