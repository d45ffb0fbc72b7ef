// An expression that only copies a place of the body: what stands there can be had with its numbers as they are written.

import { isObject, type Json } from "../../core/json.ts";
import { parsePath, type Step } from "../../core/json-path.ts";

/** body.a, body.items[0].sku, body["odd.name"]; a name with a backslash means something else in a path. */
const COPY = /^body(?:\.[A-Za-z_]\w*|\[(?:\d{1,9}|"[^"\\]*")\])+$/;

/** Of such an expression: gives what the body has there, or undefined. Of any other: undefined. */
export function copiedPlace(expression: string): ((body: Json) => Json | undefined) | undefined {
  const text = expression.trim();
  // What is too deep for a path is left to the expression.
  if (!COPY.test(text) || (text.match(/\.|\[/g) ?? []).length > 30) return undefined;
  const [, ...steps] = parsePath(text).steps;
  return (body) => steps.reduce<Json | undefined>(below, body);
}

function below(value: Json | undefined, step: Step): Json | undefined {
  if (step.kind === "name") return isObject(value) && Object.hasOwn(value, step.name) ? value[step.name] : undefined;
  return step.kind === "index" && Array.isArray(value) ? (value[step.index] as Json | undefined) : undefined;
}
