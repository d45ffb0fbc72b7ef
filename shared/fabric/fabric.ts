// A fabric as values: what every rule reads and what compiles into links.

import type { Problem } from "../core/errors.ts";
import type { Example } from "./example-schema.ts";
import type { Feed } from "./feed-schema.ts";
import type { Format } from "./format-schema.ts";
import type { WrittenHop } from "./hop-schema.ts";
import type { WrittenJoin } from "./join-schema.ts";
import type { Landing } from "./landing-schema.ts";
import type { Endpoint, TransformStep } from "./link.ts";
import type { WrittenFabric } from "./schema.ts";

/** A declared endpoint with its whole address. `existing`: it belongs to another system and is never changed. */
export interface FabricEndpoint {
  readonly endpoint: Endpoint;
  readonly existing: boolean;
  readonly settings: EndpointSettings;
}

/** What the clouds are told of an endpoint beside its address; a queue has no landing, and a topic no feed. */
export interface EndpointSettings {
  readonly retentionSeconds?: number;
  readonly feed?: Feed;
  readonly schema?: string;
  readonly format?: Format;
  readonly landing?: Landing;
  /** What a claim check says beside its place, which the endpoint has: whose bucket it is. */
  readonly claims?: { readonly existing: boolean };
}

/** What the whole fabric stands on: tags of everything, who is told, where terraform keeps its state. */
export type Ground = Pick<WrittenFabric, "tags" | "alarms" | "state">;

/** One edge of the map; single ends are lists of one. */
export interface Hop {
  readonly name: string;
  readonly from: readonly string[];
  /** Every target once, in the order of the file; a target that `toOneOf` repeats stands here twice, for a rule to find. */
  readonly to: readonly string[];
  /** Absent: each message goes to all targets. */
  readonly choice?: HopChoice;
  /** The most that each link sends in a second, over all instances. */
  readonly messagesPerSecond?: number;
  /** Messages of one invocation are sent as one; absent: each on its own. */
  readonly batch?: WrittenJoin;
  /** Hops that lead the other way, as `fabric/hop`: what has come by them is not taken back. */
  readonly opposites: readonly string[];
  readonly validate: NonNullable<WrittenHop["validate"]>;
  readonly transforms: readonly TransformStep[];
  /** Names of attributes that a target queue shows first; empty where the file names none. */
  readonly keep: readonly string[];
  readonly latency: "normal" | "low";
  readonly maxAgeSeconds?: number;
  readonly retry: NonNullable<WrittenHop["retry"]>;
  readonly run: NonNullable<WrittenHop["function"]>;
}

/** How a hop chooses one of its targets: by weight, one for each target, or by branches, each with the place of its target. */
export type HopChoice =
  | { readonly kind: "weight"; readonly weights: readonly number[] }
  | { readonly kind: "route"; readonly branches: readonly { readonly when?: string; readonly target: number }[] };

/** The way from the top of the file to the name of a target, where it stands first. */
export function targetPath({ name, choice }: Pick<Hop, "name" | "choice">, at: number): Path {
  switch (choice?.kind) {
    case undefined:
      return ["hops", name, "to", at];
    case "weight":
      return ["hops", name, "toOneOf", at, "endpoint"];
    case "route":
      return ["hops", name, "route", choice.branches.findIndex(({ target }) => target === at), "to"];
  }
}

/** The way from the top of the file to a value: keys, and positions in lists. */
export type Path = readonly (string | number)[];

/** Where something stands in the file; empty where the fabric was made without one. */
export type Place = Pick<Problem, "file" | "line" | "column">;

/** The place of a value or of its key, or of the nearest thing around it. A table or a list counts as its key. */
export type Locate = (path: Path, on?: "value" | "key") => Place;

/** The sections whose entries refer to each other by name. */
export type Section = "endpoints" | "hops" | "secrets";

/** The whole map. Maps keep the order of the file. */
export interface Fabric {
  readonly name: string;
  readonly aws?: WrittenFabric["aws"];
  readonly gcp?: WrittenFabric["gcp"];
  readonly endpoints: ReadonlyMap<string, FabricEndpoint>;
  readonly hops: ReadonlyMap<string, Hop>;
  readonly secrets: ReadonlyMap<string, NonNullable<WrittenFabric["secrets"]>[string]>;
  readonly ground: Ground;
  readonly examples: ReadonlyMap<string, readonly Example[]>;
  /** Every name that a section of the file has, also where its entry could not be read: to name it is no mistake. */
  readonly written: Readonly<Record<Section, ReadonlySet<string>>>;
  readonly place: Locate;
}

/** A problem at its place: the fabric can't be deployed like this. */
export const fault = (fabric: Pick<Fabric, "place">, path: Path, code: string, message: string): Problem => ({
  severity: "error",
  code,
  message,
  ...fabric.place(path),
});

/** A problem at its place that an operator may decide to live with. */
export const warning = (fabric: Pick<Fabric, "place">, path: Path, code: string, message: string): Problem => ({
  ...fault(fabric, path, code, message),
  severity: "warning",
});

/** Something at its place that is so, whatever the operator writes. */
export const note = (fabric: Pick<Fabric, "place">, path: Path, code: string, message: string): Problem => ({
  ...fault(fabric, path, code, message),
  severity: "note",
});

/** As somebody reads the file, top to bottom; what has no line comes first. */
export const inFileOrder = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0));

/** The hops whose ends are all known: what rules about the shape of the map look at. */
export function* joins(fabric: Fabric): Generator<Join> {
  for (const hop of fabric.hops.values())
    for (const [fromAt, from] of hop.from.entries())
      for (const [toAt, to] of hop.to.entries()) {
        const source = fabric.endpoints.get(from);
        const target = fabric.endpoints.get(to);
        if (source !== undefined && target !== undefined)
          yield {
            hop,
            source,
            target,
            path: targetPath(hop, toAt),
            sourcePath: ["hops", hop.name, "from", fromAt],
          };
      }
}

/** One source joined to one target, as written in a hop; the paths lead to the two names. */
export interface Join {
  readonly hop: Hop;
  readonly source: FabricEndpoint;
  readonly target: FabricEndpoint;
  readonly path: Path;
  readonly sourcePath: Path;
}
