// Writes the times in a message in another form.

import { ConfigError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { parsePath, updateAt } from "../core/json-path.ts";
import type { TransformPart } from "../core/ports.ts";
import { loose, MOMENT, type Shape } from "../core/shape.ts";
import { epochRange, readInstant, TIME_FORMS, type TimeForm, writeInstant } from "./parts/instant.ts";
import { reshapedAt, unlessNull } from "./parts/shape-at.ts";

interface Options {
  readonly fields: readonly string[];
  readonly from?: TimeForm;
  readonly to: TimeForm;
  readonly zone?: string;
  readonly whole?: boolean;
}

/**
 * Exact to the nanosecond; nothing is rounded unless `whole` says so. A null stays null, an absent field is nothing to
 * write. What is no time of the form is a `TransformError` TIME.
 */
export const timestamp: TransformPart = {
  options: {
    description: "Writes times in another form: ISO 8601 in UTC, or the time since 1970 in a unit.",
    examples: [
      { fields: ["placedAt", "items[*].shippedAt"], to: "epoch-ms" },
      { fields: ["ts"], from: "epoch-us", to: "iso" },
      { fields: ["local"], from: "iso", zone: "+02:00", to: "epoch-s", whole: true },
    ],
    type: "object",
    required: ["fields", "to"],
    additionalProperties: false,
    properties: {
      fields: {
        type: "array",
        minItems: 1,
        items: { type: "string", minLength: 1, maxLength: 256 },
        description: "Paths in the body.",
      },
      from: { enum: TIME_FORMS, default: "iso", description: "The form that comes in." },
      to: { enum: TIME_FORMS, description: "The form that goes out." },
      zone: {
        type: "string",
        pattern: "^(Z|[+-]\\d\\d:\\d\\d)$",
        patternErrorMessage: "must be Z, or an offset as +02:00",
        description: "The zone of ISO 8601 text that names none: Z or +02:00. Default: such text is refused.",
      },
      whole: {
        type: "boolean",
        default: false,
        description: "Cuts what is finer than the unit (than a second, for iso). Default: written behind a point.",
      },
    },
  },
  create(options) {
    const { fields, from = "iso", to, zone, whole = false } = options as Options;
    if (zone !== undefined && from !== "iso") throw refused("zone is for from: iso; epochs are in UTC");
    const paths = fields.map(parsePath);
    const written = (found: Json | undefined) =>
      found === undefined || found === null ? found : writeInstant(readInstant(found, from, zone), to, whole);
    return (message) => [
      withJsonBody(
        message,
        paths.reduce((body, path) => updateAt(body, path, written), jsonBody(message)),
      ),
    ];
  },
  shape(options, before) {
    const { fields, from = "iso", to, whole = false } = options as Options;
    const written = (form: Shape): Shape => {
      if (to === "iso") return { type: "string", [MOMENT]: true };
      const isWhole = whole || to === "epoch-ns" || (form["type"] === "integer" && isFiner(from, to));
      return epochShape(to, isWhole);
    };
    return reshapedAt(before, fields, unlessNull(written));
  },
};

/** Whether a whole number of the one is a whole number of the other. */
const isFiner = (from: TimeForm, to: TimeForm): boolean => TIME_FORMS.indexOf(from) <= TIME_FORMS.indexOf(to);

/** Of microseconds and less it can't be told whether JavaScript can count them: that depends on the year. */
function epochShape(to: Exclude<TimeForm, "iso">, isWhole: boolean): Shape {
  const { first, last } = epochRange(to);
  const type = isWhole ? "integer" : "number";
  const shape = { type, minimum: Number(first), maximum: Number(last) + (isWhole ? 0 : 1) };
  return last <= Number.MAX_SAFE_INTEGER ? shape : loose(shape);
}

const refused = (message: string) =>
  new ConfigError([{ severity: "error", code: "OPTIONS", message: `timestamp: ${message}` }]);
