// The labels of a resource, as far as the service takes them.

import { invalid } from "../fault.ts";
import { SERVICE_LIMITS } from "../limits.ts";
import { type Fields, textMap } from "./fields.ts";

const { most, characters } = SERVICE_LIMITS.labels;
const KEY = new RegExp(`^[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,${characters - 1}}$`, "u");
const VALUE = new RegExp(`^[\\p{Ll}\\p{Lo}\\p{N}_-]{0,${characters}}$`, "u");

/** Throws `INVALID_ARGUMENT` for what breaks https://cloud.google.com/pubsub/docs/labels#requirements_for_labels. */
export function labelsOf(fields: Fields): Readonly<Record<string, string>> {
  const labels = textMap(fields, "labels");
  const all = Object.entries(labels);
  if (all.length > most) throw invalid(`A resource has ${all.length} labels, and the maximum is ${most}.`);
  for (const [key, value] of all) {
    if (!KEY.test(key))
      throw invalid(
        `The key of a label must have 1 to ${characters} lowercase letters, digits, _ and -, and start with a letter.`,
      );
    if (!VALUE.test(value))
      throw invalid(`The value of a label must have at most ${characters} lowercase letters, digits, _ and -.`);
  }
  return labels;
}
