// Several transforms between zod schemas as one, whose types the compiler holds against each other.

import type { z } from "zod";
import type { DefinedTransform } from "./define-transform.ts";
import { inOrder } from "./parts/in-order.ts";

type Step = DefinedTransform<z.ZodType, z.ZodType>;
type Steps = readonly [Step, ...Step[]];

/** What a value is once it has been written as JSON and read again. */
export type Written<Value> = Value extends Date
  ? string
  : Value extends bigint
    ? number
    : Value extends object
      ? { [Name in keyof Value]: Written<Value[Name]> }
      : Value;

/** Stands in the place of a step that does not take what the one before it gives: the compiler shows both. */
interface Misfit<Gives, Takes> {
  readonly doesNotTake: { readonly given: Gives; readonly taken: Takes };
}

type Fitting<Given, Next extends Step> = [Written<Given>] extends [z.input<Next["input"]>]
  ? Next
  : Misfit<Written<Given>, z.input<Next["input"]>>;

type Following<Given, Rest> = Rest extends readonly [infer Next extends Step, ...infer More]
  ? readonly [Fitting<Given, Next>, ...Following<z.output<Next["output"]>, More>]
  : readonly [];

type Joined<All extends Steps> = All extends readonly [infer First extends Step, ...infer Rest]
  ? readonly [First, ...Following<z.output<First["output"]>, Rest>]
  : never;

type Last<All extends Steps> = All extends readonly [...unknown[], infer One extends Step] ? One : Step;

/**
 * One transform, without options, that runs `steps` in their order: what one drops or splits, the next never sees or sees
 * apart. It does not compile where a step does not take what the one before gives, as JSON has it. Its step throws as that of
 * the first that refuses.
 */
export function chain<const All extends Steps>(
  ...steps: All & Joined<All>
): DefinedTransform<All[0]["input"], Last<All>["output"]> {
  const parts: readonly Step[] = steps;
  const [first = steps[0]] = parts;
  const { output } = parts.at(-1) ?? first;
  const described = parts.flatMap(({ options: { description } }) => (description === undefined ? [] : [description]));
  return {
    input: first.input,
    output,
    options: { ...first.options, ...(described.length === 0 ? {} : { description: described.join(" Then: ") }) },
    create: (options, tools) => inOrder(parts.map(({ create }) => create(options, tools))),
  };
}
