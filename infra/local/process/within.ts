// Waits for something, but not for ever.

/** The promise's own end, or, when `ms` pass before it, what `late` gives. Leaves no timer behind. */
export async function within<Value>(ms: number, promise: Promise<Value>, late: () => Value): Promise<Value> {
  const { promise: over, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms, undefined);
  try {
    const first = await Promise.race([promise.then((value) => ({ value })), over]);
    return first === undefined ? late() : first.value;
  } finally {
    clearTimeout(timer);
  }
}
