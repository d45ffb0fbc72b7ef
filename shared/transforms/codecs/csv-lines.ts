// The fields of CSV text: by the library where there are quotes, and else by hand: calling the library takes longer than a line.

import { parse } from "csv-parse/sync";
import { TransformError } from "../../core/errors.ts";

/**
 * The fields of each line, with the same result either way; a byte order mark is skipped, and so are empty lines unless
 * `keepsEmpty`, for lines of one field. Throws `TransformError` CSV for a quote that is out of place.
 */
export const csvLines = (text: string, delimiter: string, keepsEmpty: boolean): readonly (readonly string[])[] =>
  text.includes('"') ? quotedLines(text, delimiter, keepsEmpty) : plainLines(text, delimiter, keepsEmpty);

/** What the library makes of it. Throws as `csvLines`. */
export function quotedLines(text: string, delimiter: string, keepsEmpty: boolean): readonly (readonly string[])[] {
  try {
    return parse(text, {
      delimiter,
      bom: true,
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: true,
      skip_empty_lines: !keepsEmpty,
    });
  } catch {
    // Without the cause: it quotes the line.
    throw new TransformError("CSV", "the body is not CSV: a quote is out of place");
  }
}

function plainLines(text: string, delimiter: string, keepsEmpty: boolean): readonly (readonly string[])[] {
  const bare = text.startsWith("\ufeff") ? text.slice(1) : text;
  const lines = bare.split(/\r?\n/);
  // Behind the last line's end there is no other line.
  if (lines.at(-1) === "") lines.pop();
  return (keepsEmpty ? lines : lines.filter((line) => line !== "")).map((line) => line.split(delimiter));
}
