// Reads what terraform says in JSON: https://developer.hashicorp.com/terraform/internals/machine-readable-ui

import type { Ended } from "./program.ts";

/** What a call came to. */
export interface Report {
  /** 0 for success, 1 for failure; 2 for a plan with changes. */
  readonly code: number;
  /** What is done to each resource, by address: `create`, `update`, `replace`, `delete`. What stays is left out. */
  readonly changes: Readonly<Record<string, string>>;
  /** Errors and warnings, each in one line, with the address where there is one. */
  readonly complaints: readonly string[];
}

interface Diagnostic {
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly snippet?: { readonly context?: string | null };
}

interface Line {
  readonly type?: string;
  readonly diagnostic?: Diagnostic;
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
}

/** Of `plan`, `apply` or `destroy` with `-json`: one JSON value a line. */
export function reportOf({ code, out, err }: Ended): Report {
  const lines = out.split("\n").flatMap((line): readonly Line[] => (line.startsWith("{") ? [JSON.parse(line)] : []));
  const changes = lines.flatMap(({ type, change }) =>
    type === "planned_change" && change !== undefined && change.action !== "noop" ? [change] : [],
  );
  return {
    code,
    changes: Object.fromEntries(changes.map(({ resource, action }) => [resource.addr, action])),
    complaints: [
      ...lines.flatMap(({ diagnostic }) => (diagnostic === undefined ? [] : [words(diagnostic)])),
      ...said(err),
    ],
  };
}

/** Of `validate -json`, which says all in one JSON value. */
export function validationOf({ code, out, err }: Ended): Report {
  const { diagnostics } = JSON.parse(out) as { readonly diagnostics: readonly Diagnostic[] };
  return { code, changes: {}, complaints: [...diagnostics.map(words), ...said(err)] };
}

/** Of a call that has no JSON. */
export const plainOf = ({ code, out, err }: Ended): Report => ({
  code,
  changes: {},
  complaints: code === 0 ? said(err) : said(`${out}\n${err}`),
});

function words({ address, snippet, summary, detail = "" }: Diagnostic): string {
  const where = address ?? snippet?.context ?? undefined;
  return oneLine(`${where === undefined ? "" : `${where}: `}${summary}${detail === "" ? "" : `: ${detail}`}`);
}

const said = (text: string): readonly string[] => (text.trim() === "" ? [] : [oneLine(text)]);
const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
