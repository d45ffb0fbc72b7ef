// A binding as KubeMQ Bridges knows it: what comes from where, where it goes, and how.

import type { Path } from "../../shared/fabric/fabric.ts";
import type { Family } from "./kinds.ts";
import type { Settings } from "./tables.ts";

/** One cluster that a side is connected to: its address, and the settings that go with it. */
export interface Connection {
  readonly path: Path;
  readonly address: string;
  readonly settings: Settings;
}

/** All sources, or all targets, of a binding: they are of one kind. */
export interface Side {
  readonly name: string;
  readonly family: Family;
  readonly path: Path;
  readonly connections: readonly Connection[];
}

/** Each message of each source goes to each target, or to one after the other where `load-balancing` is set. */
export interface Binding {
  readonly name: string;
  readonly path: Path;
  readonly sources: Side;
  readonly targets: Side;
  readonly properties: Settings;
}
