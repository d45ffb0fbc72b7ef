// Texts of the file that a tool would not hand on as they are, but put something else in their place.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Path } from "../fabric.ts";

/**
 * Begins a token of CDK's (https://docs.aws.amazon.com/cdk/v2/guide/tokens.html) or of cdktf's, or a secret that
 * CloudFormation looks up as it deploys (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html).
 * Terraform's own `${` and `%{` can be escaped, and are.
 */
const MARK = /[$#&]\{(?:Tf)?Token\[|\{\{resolve:/;

/** Wherever the file has words of its own: feeds, landings, options of transforms, attributes, the place of the state. */
export function marks(fabric: Fabric): readonly Problem[] {
  const found = [...ofEndpoints(fabric), ...ofHops(fabric), ...marked(fabric.ground.state, ["state"])];
  return found.map(({ path, mark }) =>
    fault(
      fabric,
      path,
      "RESERVED_TEXT",
      `a text with ${mark} would not arrive as it is, since the tools that deploy put something else in its place: write it otherwise`,
    ),
  );
}

interface Marked {
  readonly path: Path;
  readonly mark: string;
}

const ofEndpoints = ({ endpoints }: Fabric): readonly Marked[] =>
  [...endpoints].flatMap(
    ([
      name,
      {
        settings: { feed, landing, format },
      },
    ]) => [
      ...marked(feed, ["endpoints", name, "fedBy"]),
      ...marked(landing, ["endpoints", name, "landsIn"]),
      ...marked(format, ["endpoints", name, "format"]),
    ],
  );

const ofHops = ({ hops }: Fabric): readonly Marked[] =>
  [...hops.values()].flatMap(({ name, transforms, keep, batch }) => [
    ...transforms.flatMap(({ name: step, options }, at) => marked(options, ["hops", name, "transforms", at, step])),
    ...marked(keep, ["hops", name, "attributes", "keep"]),
    ...marked(batch, ["hops", name, "batch"]),
  ]);

/** Every text below a value, keys too. */
function marked(value: unknown, path: Path): readonly Marked[] {
  if (typeof value === "string") {
    const [mark] = MARK.exec(value) ?? [];
    return mark === undefined ? [] : [{ path, mark }];
  }
  if (Array.isArray(value)) return value.flatMap((item, at) => marked(item, [...path, at]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [...marked(key, path), ...marked(item, [...path, key])]);
}
