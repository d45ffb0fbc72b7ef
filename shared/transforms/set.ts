// Writes fields and attributes: constants, or what an expression makes of the incoming message.

import { ConfigError, TransformError } from "../core/errors.ts";
import { isObject, type Json, toJson } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { parsePath, updateAt } from "../core/json-path.ts";
import { type Attribute, type Message, text } from "../core/message.ts";
import type { TransformPart } from "../core/ports.ts";
import { type Shape, UNSAID } from "../core/shape.ts";
import { copiedPlace } from "./parts/copied-place.ts";
import { compileExpression, LONGEST_EXPRESSION } from "./parts/expression.ts";
import { checkSize } from "./parts/expression-cost.ts";
import { shapeAt } from "./parts/shape-at.ts";

interface Options {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

const expression = {
  type: "object",
  properties: { cel: { type: "string", minLength: 1, maxLength: LONGEST_EXPRESSION } },
  required: ["cel"],
  additionalProperties: false,
};

/**
 * Every expression sees the message as it came in, also where an earlier field of the same step has changed it. Absent
 * objects on a path are made; a path that meets another shape is a `TransformError` SHAPE. An attribute becomes text. An
 * expression that only copies a place of the body keeps all digits of its numbers; any other computes with doubles.
 */
export const set: TransformPart = {
  options: {
    description: "Writes fields and attributes: constants, or { cel: EXPRESSION } over the incoming message.",
    examples: [
      { fields: { source: "shop", "meta.version": 2, "meta.tags": ["a", "b"] } },
      { fields: { total: { cel: "body.price * body.quantity" } }, attributes: { country: { cel: "body.country" } } },
      { attributes: { tenant: "a" } },
    ],
    type: "object",
    minProperties: 1,
    additionalProperties: false,
    properties: {
      fields: {
        type: "object",
        minProperties: 1,
        description: "A path in the body, and the value: any JSON, or { cel: EXPRESSION }.",
        additionalProperties: true,
      },
      attributes: {
        type: "object",
        minProperties: 1,
        description:
          "An attribute's name, and its value: text, or { cel: EXPRESSION } that gives text, a number or a truth.",
        additionalProperties: { anyOf: [{ type: "string" }, expression] },
      },
    },
  },
  create(options) {
    const { fields = {}, attributes = {} } = options as Options;
    const places = Object.entries(fields).map(([path, value]) => ({
      path: parsePath(path),
      value: producer(`field ${path}`, value),
    }));
    const values = Object.entries(attributes).map(([name, value]) => ({
      name,
      value: producer(`attribute ${name}`, value),
    }));
    return (message) => {
      const added = values.map(({ name, value }) => [name, asAttribute(name, value(message))] as const);
      const written = places.length === 0 ? message : writeFields(message, places);
      return [added.length === 0 ? written : { ...written, attributes: new Map([...message.attributes, ...added]) }];
    };
  },
  shape(options, before) {
    const { fields = {} } = options as Options;
    return Object.entries(fields).reduce<Shape | "unknown">((shape, [path, value]) => {
      const made = isExpression(value) ? UNSAID : shapeOf(value);
      return shape === "unknown" ? shape : shapeAt(shape, parsePath(path), () => made, "creates");
    }, before);
  },
};

type Value = (message: Message) => Json;

/** Of a constant: nothing else than it. */
function shapeOf(value: unknown): Shape {
  if (typeof value !== "object" || value === null) return { const: value };
  if (Array.isArray(value))
    return { type: "array", prefixItems: value.map(shapeOf), items: false, minItems: value.length };
  const properties = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
  return { type: "object", properties, required: Object.keys(value), additionalProperties: false };
}

const isExpression = (value: unknown): value is { readonly cel: unknown } =>
  typeof value === "object" && value !== null && "cel" in value && Object.keys(value).length === 1;

/** `what` is written, for whoever reads why it can't be. */
function producer(what: string, value: unknown): Value {
  if (isExpression(value)) {
    if (typeof value.cel !== "string") throw textExpected();
    const evaluate = compileExpression(value.cel, "any");
    const copied = copiedPlace(value.cel);
    return (message) => {
      // Evaluated all the same: what fails, fails alike.
      const given = evaluate(message);
      const raw = copied?.(jsonBody(message));
      if (raw !== undefined) return raw;
      checkSize(given);
      return toJson(given);
    };
  }
  const constant = asConstant(what, value);
  return () => constant;
}

/** Such a constant is no fault of any message. */
function asConstant(what: string, value: unknown): Json {
  try {
    return toJson(value);
  } catch (thrown) {
    if (!(thrown instanceof TransformError)) throw thrown;
    throw refusal(`${what} can't hold that: ${thrown.message}`);
  }
}

function writeFields(
  message: Message,
  places: readonly { readonly path: ReturnType<typeof parsePath>; readonly value: Value }[],
): Message {
  const body = places.reduce((written, { path, value }) => {
    const computed = value(message);
    return updateAt(written, path, () => computed, true);
  }, jsonBody(message));
  return withJsonBody(message, body);
}

function asAttribute(name: string, value: Json): Attribute {
  if (typeof value === "string") return text(value);
  const isWritten = value !== null && !Array.isArray(value) && !isObject(value);
  if (isWritten) return text(JSON.stringify(value));
  throw new TransformError("EXPRESSION", `attribute ${name} can't hold what its expression gave: text was expected`);
}

const textExpected = () => refusal("cel must be the text of an expression");

const refusal = (message: string) => new ConfigError([{ severity: "error", code: "OPTIONS", message }]);
