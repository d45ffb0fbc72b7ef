// Examples speak of ends that their hops have, and of errors that come: one that names another could never hold.

import { closest } from "../../core/closest.ts";
import type { Problem } from "../../core/errors.ts";
import { GIVEN_UP_CODES } from "../../core/given-up-codes.ts";
import type { Leaving } from "../example-schema.ts";
import { type Fabric, fault, type Path, warning } from "../fabric.ts";

/** The source that an example comes from, and the targets that it says messages reach. */
export function exampleEnds(fabric: Fabric): readonly Problem[] {
  return [...fabric.examples].flatMap(([name, examples]) => {
    const hop = fabric.hops.get(name);
    if (hop === undefined) return [];
    return examples.flatMap(({ from, out = [] }, at) => [
      ...unknown(fabric, ["examples", name, at, "from"], {
        name: from,
        known: hop.from,
        side: `hop ${name} comes from`,
      }),
      ...out.flatMap(({ to }, outAt) =>
        unknown(fabric, ["examples", name, at, "out", outAt, "to"], {
          name: to,
          known: hop.to,
          side: `hop ${name} leads to`,
        }),
      ),
    ]);
  });
}

interface End {
  readonly name: string | undefined;
  readonly known: readonly string[];
  readonly side: string;
}

function unknown(fabric: Fabric, path: Path, { name, known, side }: End): readonly Problem[] {
  if (name === undefined || known.includes(name)) return [];
  const meant = closest(name, known);
  const hint = meant === undefined ? `${side} ${known.join(", ")}` : `did you mean ${meant}?`;
  return [fault(fabric, path, "EXAMPLE_END", `endpoint ${name} is no end of the hop: ${hint}`)];
}

/** Codes that are nearly a known one. Any other may be that of an operator's own step, or of a broker. */
export function exampleCodes(fabric: Fabric): readonly Problem[] {
  return [...fabric.examples].flatMap(([name, examples]) =>
    examples.flatMap(({ error, out = [] }, at) => {
      const path: Path = ["examples", name, at];
      return [
        ...misspelt(fabric, [...path, "error"], error),
        ...out.flatMap((leaving, outAt) => misspelt(fabric, [...path, "out", outAt, "error"], leaving.error)),
      ];
    }),
  );
}

function misspelt(fabric: Fabric, path: Path, error: Leaving["error"]): readonly Problem[] {
  const code = typeof error === "object" ? error.code : error;
  if (code === undefined || GIVEN_UP_CODES.includes(code)) return [];
  const meant = closest(code, GIVEN_UP_CODES);
  if (meant === undefined) return [];
  const at: Path = typeof error === "object" ? [...path, "code"] : path;
  const message = `no message is known to be given up with ${code}: did you mean ${meant}?`;
  return [warning(fabric, at, "EXAMPLE_CODE", message)];
}
