// From the text of a KubeMQ binding file to the text of a fabric file, and a note of all that got no part in it.

import { ConfigError, type Problem } from "../../shared/core/errors.ts";
import { inFileOrder } from "../../shared/fabric/fabric.ts";
import { fabricName } from "../../shared/fabric/names.ts";
import type { Binding } from "./binding.ts";
import { cloudLines, tellClouds } from "./cloud-lines.ts";
import { type Clouds, cloudsOf } from "./clouds.ts";
import { findings } from "./findings.ts";
import { draftOf } from "./hops.ts";
import { tellLeftovers } from "./leftovers.ts";
import { slug } from "./names.ts";
import { readBindings } from "./read-bindings.ts";
import { readConfig } from "./read-config.ts";
import { soundDraft } from "./sound.ts";
import { type Ground, writeFabric } from "./write-fabric.ts";

/** What whoever imports says about the fabric; what is absent is for the owner to fill in. */
export interface Wishes extends Partial<Ground> {
  readonly clouds: Clouds;
}

/** What came of a file. `text` is absent where no binding has a counterpart. */
export interface Imported {
  readonly text?: string;
  readonly bindings: number;
  readonly hops: number;
  /** Bindings that some or all of their messages have no hop for. */
  readonly leftOut: number;
  readonly notes: readonly Problem[];
}

/**
 * `file` is only named. The text passes check where `wishes` say account, regions and project, and otherwise lacks nothing else.
 * Throws `ConfigError` with all that KubeMQ would refuse.
 */
export async function importKubemq(text: string, file: string, wishes: Wishes): Promise<Imported> {
  const { value, place, name, notes } = readConfig(text, file);
  const found = findings(place);
  const bindings = readBindings(value, found);
  const clouds = cloudsOf(wishes.clouds, clustersOf(bindings), found);
  const draft = draftOf(bindings, clouds, found);
  // What is left out as a whole is told as a whole.
  const gone = new Set(draft.leftOut.map(({ binding }) => binding));
  for (const binding of bindings) if (!gone.has(binding.name)) tellLeftovers(binding, found.about(binding.name));
  const errors = inFileOrder(found.list()).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ConfigError(errors);
  const ground = groundOf(wishes, name ?? file);
  const sound = await soundDraft(draft, ground.fabric);
  tellClouds(bindings, sound, clouds, found);
  for (const { binding, path, reason } of sound.leftOut)
    found.about(binding).note(path, `left out: ${reason}`, "warning");
  const header = [`Made of ${file}, a binding file of KubeMQ Bridges.`, ...cloudLines(sound, clouds), ORDER];
  const { hops } = sound;
  return {
    ...(hops.length === 0 ? {} : { text: writeFabric(sound, ground, header).text }),
    bindings: bindings.length,
    hops: hops.length,
    leftOut: new Set(sound.leftOut.map(({ binding }) => binding)).size,
    notes: inFileOrder([...notes, ...found.list()]),
  };
}

/** The one thing that no key says, and every channel does. */
const ORDER = "A channel of KubeMQ keeps one order; for endpoints that do: docs/importing.md#what-changes";

const clustersOf = (bindings: readonly Binding[]): ReadonlySet<string> =>
  new Set(
    bindings
      .flatMap(({ sources, targets }) => [...sources.connections, ...targets.connections])
      .map(({ address }) => address),
  );

/** Of a form that check refuses by name, with what has to stand there. */
const TO_FILL_IN: Omit<Ground, "fabric"> = {
  account: "YOUR-ACCOUNT",
  region: "YOUR-REGION",
  project: "YOUR-PROJECT",
  googleRegion: "YOUR-REGION",
};

const FALLBACK = "bridges";

function groundOf({ clouds: _, ...said }: Wishes, called: string): Ground {
  const name = slug([called.replace(/^.*[\\/]/, "").replace(/\.(ya?ml|json)$/i, "")], FALLBACK);
  // What KubeMQ calls its file where nobody says otherwise is no name.
  const fabric = name !== "config" && fabricName.safeParse(name).success ? name : FALLBACK;
  return { fabric, ...TO_FILL_IN, ...said };
}
