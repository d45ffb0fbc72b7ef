// Columns that stand under each other.

/** Rows of as many cells each; the first column and those named lean left, all others right. */
export function table(rows: readonly (readonly string[])[], left: readonly number[] = [0]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, at) => (left.includes(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
