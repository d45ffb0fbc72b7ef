// A fabric on its way: what is to be written, and which binding each hop comes from.

import type { Path } from "../../shared/fabric/fabric.ts";
import type { Channel } from "./channels.ts";
import type { HopRetry } from "./retry.ts";

/** A channel as a queue or topic. */
export interface EndpointDraft {
  readonly name: string;
  readonly broker: "sqs" | "pubsub";
  readonly address: string;
  readonly channel: Channel;
}

/** A binding by its name, and where it stands. */
export interface Named {
  readonly binding: string;
  readonly path: Path;
}

/** One binding or several as a hop. `weights` beside the targets where each message goes to one of them. */
export interface HopDraft {
  readonly name: string;
  readonly bindings: readonly Named[];
  readonly about: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly weights?: readonly number[];
  readonly retry?: HopRetry;
  readonly messagesPerSecond?: number;
}

/** A binding, or a part of one, that no hop stands for. */
export interface LeftOut extends Named {
  readonly reason: string;
}

/** What is written into the file. */
export interface Draft {
  readonly endpoints: readonly EndpointDraft[];
  readonly hops: readonly HopDraft[];
  readonly leftOut: readonly LeftOut[];
}
