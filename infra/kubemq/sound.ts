// Takes hops out of a draft until check has nothing against it: a bridge may run in circles, and a fabric must not.

import { ConfigError } from "../../shared/core/errors.ts";
import { checkText } from "../../shared/fabric/check.ts";
import type { Draft, LeftOut } from "./draft.ts";
import { type Ground, writeFabric } from "./write-fabric.ts";

/** Where check looks as if the fabric's owner had filled in everything. */
const SOMEWHERE: Omit<Ground, "fabric"> = {
  account: "111122223333",
  region: "eu-west-1",
  project: "my-project",
  googleRegion: "europe-west1",
};

/** What one hop does wrong by itself first, then what it does together with others: to take one out may be enough. */
const FIRST = ["SELF_HOP", "ONE_CONSUMER", "DUPLICATE_LINK", "CIRCLE", "LONG_CHAIN"];

/** A draft whose text passes check, given a place in the clouds; what had to go is left out with check's own reason. Else `ConfigError`. */
export async function soundDraft(draft: Draft, fabric: string): Promise<Draft> {
  if (draft.hops.length === 0) return draft;
  const { text, hopAt } = writeFabric(draft, { fabric, ...SOMEWHERE }, []);
  const { problems } = await checkText(text, fabric);
  const found = problems.flatMap(({ severity, code, message, line = 0 }) => {
    const hop = hopAt.get(line);
    return severity === "error" && hop !== undefined ? [{ hop, code, message }] : [];
  });
  const errors = problems.filter(({ severity }) => severity === "error");
  // Nothing that an import makes beside hops is ever wrong; were it, it must not be written.
  if (found.length === 0 && errors.length > 0) throw new ConfigError(errors);
  if (found.length === 0) return draft;
  const worst = FIRST.find((code) => found.some((each) => each.code === code));
  const reasons = new Map(
    found.filter(({ code }) => worst === undefined || code === worst).map((each) => [each.hop, each.message]),
  );
  return soundDraft(without(draft, reasons), fabric);
}

/** Without these hops, and without what only they had to do with. */
function without({ endpoints, hops, leftOut }: Draft, reasons: ReadonlyMap<string, string>): Draft {
  const left = hops.filter(({ name }) => !reasons.has(name));
  const used = new Set(left.flatMap(({ from, to }) => [...from, ...to]));
  const gone = hops.flatMap(({ name, bindings }): readonly LeftOut[] => {
    const reason = reasons.get(name);
    return reason === undefined ? [] : bindings.map((named) => ({ ...named, reason }));
  });
  return { hops: left, endpoints: endpoints.filter(({ name }) => used.has(name)), leftOut: [...leftOut, ...gone] };
}
