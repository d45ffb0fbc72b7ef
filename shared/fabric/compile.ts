// From the map to what is deployed: every queue and topic, and every link with the function that carries it.

import { deadQueue } from "./dead-letters.ts";
import type { Fabric } from "./fabric.ts";
import { hopLinks } from "./hop-links.ts";
import type { Endpoint, Link } from "./link.ts";

/**
 * Why an endpoint is there: `made` and `existing` are declared in the file; `inner` is a queue between a splitter and a
 * link; `dead-letters` takes what is hopeless. All but `existing` are the fabric's to make.
 */
export type Role = "made" | "existing" | "inner" | "dead-letters";

/** An endpoint and why it is there. Declared ones have their own names; the others contain a `.` or a `/`. */
export type Placed = Endpoint & { readonly role: Role };

/** A fabric as it is deployed. Plain JSON, the same for the same file. */
export interface Compiled {
  readonly fabric: string;
  /** Declared ones first, in the order of the file; every name once. */
  readonly endpoints: readonly Placed[];
  /** In the order of the file; a splitter stands before what it feeds. */
  readonly links: readonly Link[];
}

/**
 * Pure and deterministic. Expects a fabric in which `checkFabric` finds no errors. Throws `ConfigError` for a hop that
 * names an endpoint which is not there.
 */
export function compile(fabric: Fabric): Compiled {
  const links = [...fabric.hops.values()].flatMap((hop) => hopLinks(fabric, hop));
  const declared = [...fabric.endpoints.values()].map(({ endpoint, existing }) =>
    placed(endpoint, existing ? "existing" : "made"),
  );
  const inner = links
    .flatMap(({ targets }): readonly Endpoint[] => targets)
    .filter(({ name }) => !fabric.endpoints.has(name))
    .map((endpoint) => placed(endpoint, "inner"));
  const graves = [...links.map(({ deadLetters }) => deadLetters), ...gravesOf(fabric)];
  const dead = new Map(graves.map((grave) => [grave.name, placed(grave, "dead-letters")]));
  return { fabric: fabric.name, endpoints: [...declared, ...inner, ...dead.values()], links };
}

/** Every queue that the fabric makes has its dead letters, whoever reads it; those of a topic belong to its links. */
const gravesOf = (fabric: Fabric): readonly Endpoint[] =>
  [...fabric.endpoints.values()].flatMap(({ endpoint, existing }) =>
    endpoint.broker === "sqs" && !existing ? [deadQueue(fabric, endpoint)] : [],
  );

const placed = (endpoint: Endpoint, role: Role): Placed => ({ ...endpoint, role });
