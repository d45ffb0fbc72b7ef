// Trace context in its two dialects: W3C's `traceparent` and the `AWSTraceHeader` of X-Ray.

/**
 * `Root=1-TIME-ID;Parent=SPAN;Sampled=1` for a W3C `traceparent` of version 00, nothing for any other text.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function toAwsTrace(traceparent: string): string | undefined {
  const match = /^00-([0-9a-f]{8})([0-9a-f]{24})-([0-9a-f]{16})-0([01])$/.exec(traceparent);
  if (match === null) return undefined;
  const [, time, rest, span, sampled] = match;
  return `Root=1-${time}-${rest};Parent=${span};Sampled=${sampled}`;
}

/** The W3C form of an X-Ray header that has a root and a parent, in any order; nothing for any other text. */
export function toTraceparent(awsTraceHeader: string): string | undefined {
  const fields = new Map(
    awsTraceHeader
      .split(";")
      .map((field) => [field.slice(0, field.indexOf("=")).trim(), field.slice(field.indexOf("=") + 1).trim()]),
  );
  const root = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/.exec(fields.get("Root") ?? "");
  const parent = /^[0-9a-f]{16}$/.exec(fields.get("Parent") ?? "");
  if (root === null || parent === null) return undefined;
  return `00-${root[1]}${root[2]}-${parent[0]}-${fields.get("Sampled") === "1" ? "01" : "00"}`;
}
