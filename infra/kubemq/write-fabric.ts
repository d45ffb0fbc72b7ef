// The draft as the text of a fabric file, with comments that say where everything comes from.

import { printable } from "../../shared/core/printable.ts";
import type { Draft, EndpointDraft, HopDraft } from "./draft.ts";

/** What a file stands on. */
export interface Ground {
  readonly fabric: string;
  readonly account: string;
  readonly region: string;
  readonly project: string;
  readonly projectNumber?: string;
  readonly googleRegion: string;
}

/** A text, and the name of the hop that each of its lines belongs to, where it belongs to one. */
export interface Written {
  readonly text: string;
  readonly hopAt: ReadonlyMap<number, string>;
}

/** `header`: comments for the beginning, without the mark of one. The clouds stand in it that the draft has endpoints in. */
export function writeFabric({ endpoints, hops, leftOut }: Draft, ground: Ground, header: readonly string[]): Written {
  const has = (broker: string) => endpoints.some((endpoint) => endpoint.broker === broker);
  const { fabric, account, region, project, projectNumber, googleRegion } = ground;
  const number = projectNumber === undefined ? "" : `, projectNumber: ${quoted(projectNumber)}`;
  const lines = [
    ...header.map(comment),
    `fabric: ${fabric}`,
    ...(has("sqs") ? [`aws: { account: ${quoted(account)}, region: ${region} }`] : []),
    ...(has("pubsub") ? [`gcp: { project: ${quoted(project)}${number}, region: ${googleRegion} }`] : []),
    "",
    "endpoints:",
    ...endpoints.map(endpointLine),
    "",
    "hops:",
  ];
  const hopAt = new Map<number, string>();
  for (const hop of hops)
    for (const line of hopLines(hop)) {
      lines.push(line);
      hopAt.set(lines.length, hop.name);
    }
  for (const { binding, reason } of leftOut) lines.push(`  ${comment(`left out: binding ${binding}: ${reason}`)}`);
  return { text: `${lines.join("\n")}\n`, hopAt };
}

/** One line, whatever the text was. */
const comment = (text: string): string => `# ${printable(text)}`.trimEnd();

/** Plain where every reader of YAML takes it for a text, else in quotes. */
const quoted = (text: string): string =>
  /^[a-z][\w.-]*$/i.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);

function endpointLine({ name, broker, address, channel: { cluster, family, name: channel } }: EndpointDraft): string {
  return `  ${quoted(name)}: { ${broker}: ${quoted(address)} } ${comment(`${channel} (${family}) of ${cluster}`)}`;
}

function hopLines({ name, about, from, to, weights, retry, messagesPerSecond }: HopDraft): readonly string[] {
  const shares = to.map((endpoint, at) => `      - { endpoint: ${quoted(endpoint)}, weight: ${weights?.[at] ?? 1} }`);
  const tries = Object.entries(retry ?? {}).map(([key, value]) => `${key}: ${value}`);
  return [
    `  ${quoted(name)}: ${comment(about)}`,
    `    from: ${ends(from)}`,
    ...(weights === undefined ? [`    to: ${ends(to)}`] : ["    toOneOf:", ...shares]),
    ...(tries.length === 0 ? [] : [`    retry: { ${tries.join(", ")} }`]),
    ...(messagesPerSecond === undefined ? [] : [`    rate: { messagesPerSecond: ${messagesPerSecond} }`]),
  ];
}

const ends = (names: readonly string[]): string =>
  names.length === 1 ? quoted(names[0] ?? "") : `[${names.map(quoted).join(", ")}]`;
