// Work that is put off until somebody needs it, and done once: what most instances of a function never load.

/** Begins at the first call; everybody shares the one result, also where it is a failure. */
export function onFirstCall<Result>(begin: () => Promise<Result>): () => Promise<Result> {
  let begun: Promise<Result> | undefined;
  return () => {
    begun ??= begin();
    return begun;
  };
}
