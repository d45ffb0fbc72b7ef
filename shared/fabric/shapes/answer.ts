// What a comparison of two shapes comes to, and how several answers become one.

/**
 * `misfit`: some value of the first is refused by the second, and where `isTotal` every one is. `undecided`: nobody can tell
 * from what the schemas say. `at` is the path of the field, empty for the whole body.
 */
export type Answer =
  | { readonly kind: "fits" }
  | { readonly kind: "misfit"; readonly at: string; readonly why: string; readonly isTotal: boolean }
  | { readonly kind: "undecided"; readonly at: string; readonly why: string };

/** All of it is accepted. */
export const FITS: Answer = { kind: "fits" };

/** Some value is refused, but not every one. */
export const misfit = (why: string): Answer => ({ kind: "misfit", at: "", why, isTotal: false });

/** Every value is refused. */
export const stranger = (why: string): Answer => ({ kind: "misfit", at: "", why, isTotal: true });

/** Nobody can tell. */
export const undecided = (why: string): Answer => ({ kind: "undecided", at: "", why });

/** All must hold: the first misfit, else the first doubt. What one of them refuses always, all do. */
export function every(answers: readonly Answer[]): Answer {
  const misfits = answers.filter(({ kind }) => kind === "misfit");
  const total = misfits.find((answer) => answer.kind === "misfit" && answer.isTotal);
  return total ?? misfits[0] ?? answers.find(({ kind }) => kind === "undecided") ?? FITS;
}

/** One for each of several kinds of values, which must all fit: total only where none of them ever does. */
export function each(answers: readonly Answer[]): Answer {
  const isTotal = answers.every((answer) => answer.kind === "misfit" && answer.isTotal);
  return isTotal ? every(answers) : partly(every(answers));
}

/** What is found in a place that a value may lack is never total. */
export const partly = (answer: Answer): Answer =>
  answer.kind === "misfit" && answer.isTotal ? { ...answer, isTotal: false } : answer;

/** The answer of a field or an item, as that of what holds it. */
export function within(step: string, answer: Answer): Answer {
  if (answer.kind === "fits") return answer;
  const { at } = answer;
  return { ...answer, at: at === "" || at.startsWith("[") ? `${step}${at}` : `${step}.${at}` };
}
