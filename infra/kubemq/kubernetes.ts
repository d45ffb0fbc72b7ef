// Binding files as Kubernetes has them: inside a KubemqConnector, or inside a ConfigMap that a deployment mounts.

import type { Locate, Path, Place } from "../../shared/fabric/fabric.ts";
import { isTable } from "./tables.ts";

/** A text that holds a binding file, or something that has nothing to do with one. */
export type Resource =
  | { readonly kind: "holder"; readonly name: string; readonly text: string; readonly at: Place; readonly notes: Notes }
  | { readonly kind: "other"; readonly notes: Notes };

/** What is to be said of a resource, each with its place. */
export type Notes = readonly { readonly place: Place; readonly message: string }[];

/** True for a document that says of which kind it is, as every resource does. */
export const isResource = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isTable(value) && typeof value["apiVersion"] === "string" && typeof value["kind"] === "string";

/** The texts of a resource that may be binding files; at least one entry, since every resource is told of. */
export function readResource(value: Readonly<Record<string, unknown>>, place: Locate): readonly Resource[] {
  if (value["kind"] === "List" && Array.isArray(value["items"]))
    return value["items"].flatMap((item, at) =>
      isTable(item) ? readResource(item, (path, on) => place(["items", at, ...path], on)) : [],
    );
  const name = nameOf(value);
  const around = {
    place: place(["metadata"], "key"),
    message: `of ${String(value["kind"])} ${name} only the name and the bindings have counterparts`,
  };
  const holder = (text: string, path: Path, notes: Notes): Resource => ({
    ...{ kind: "holder", name, text, at: place(path), notes: [around, ...notes] },
  });
  if (value["kind"] === "KubemqConnector" && isTable(value["spec"])) {
    const { type, config, ...rest } = value["spec"];
    if (type !== undefined && type !== "bridges")
      return [
        other(place(["spec", "type"]), `connector ${name} is of another type than bridges: nothing is made of it`),
      ];
    const notes = Object.keys(rest).map((key) => ({
      place: place(["spec", key], "key"),
      message: `${key} of connector ${name} has no counterpart: nothing is kept running`,
    }));
    if (typeof config === "string") return [holder(config, ["spec", "config"], notes)];
  }
  if (value["kind"] === "ConfigMap" && isTable(value["data"])) {
    const texts = Object.entries(value["data"]);
    const holding = texts.filter(([, text]) => typeof text === "string" && /(^|[{\s])"?bindings"?\s*:/i.test(text));
    const strange = texts.filter((entry) => !holding.includes(entry));
    const notes = strange.map(([key]) => ({
      place: place(["data", key], "key"),
      message: `${key} of ConfigMap ${name} holds no bindings: nothing is made of it`,
    }));
    if (holding.length > 0) return holding.map(([key, text]) => holder(String(text), ["data", key], notes));
  }
  return [
    other(place(["kind"], "key"), `${String(value["kind"])} ${name} has no counterpart: the clouds run everything`),
  ];
}

const other = (place: Place, message: string): Resource => ({ kind: "other", notes: [{ place, message }] });

function nameOf({ metadata }: Readonly<Record<string, unknown>>): string {
  const name = isTable(metadata) ? metadata["name"] : undefined;
  return typeof name === "string" ? name : "without a name";
}
