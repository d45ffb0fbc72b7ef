// A path in a command that is to be typed.

/** A path as a shell reads it back. */
export const quoted = (path: string): string =>
  /^[\w./@:+,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
