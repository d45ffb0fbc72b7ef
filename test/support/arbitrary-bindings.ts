// Binding files of KubeMQ Bridges as somebody may have written them, with names as odd as KubeMQ allows.

import fc from "fast-check";
import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify } from "yaml";

/** What every token holds. */
export const SECRET = "s3cr3t-t0ken";

const FAMILIES = ["queue", "events", "events-store", "command", "query"] as const;
const ADDRESSES = ["a:50000", "kubemq-b-grpc.kubemq.svc.cluster.local:50000", "localhost:30501", "localhost:30502"];
const address = fc.constantFrom(...ADDRESSES);
const channel = fc.oneof(
  fc.constantFrom("orders", "Orders", "orders.eu", "orders_eu", "e.*", "events.>", "goog", "a", "é", "true", "x--y"),
  fc.stringMatching(/^[a-z0-9._-]{1,60}$/),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((text) => /[^\s,;:]/.test(text)),
);
const channels = fc.array(channel, { minLength: 1, maxLength: 3 }).map((names) => names.join(","));
const number = (least: number, most: number) => fc.oneof(fc.integer({ min: least, max: most }), fc.constant("many"));
/** Each key there or not. */
const some = <Of extends Record<string, fc.Arbitrary<unknown>>>(of: Of) => fc.record(of, { requiredKeys: [] });

const common = { address, client_id: fc.constant("me"), auth_token: fc.constant(SECRET), colour: fc.constant("red") };
const source = fc
  .tuple(channel, some({ ...common, group: fc.constant("g"), sources: number(1, 9), max_reconnects: number(1, 9) }))
  .map(([name, rest]) => ({ channel: name, ...rest }));
const target = (family: string) =>
  some({
    ...common,
    [/command|query/.test(family) ? "default_channel" : "channels"]: channels,
    expiration_seconds: number(1, 99),
    max_receive_count: number(1, 9),
  });
const properties = some({
  log_level: fc.constant("debug"),
  retry_attempts: number(1, 2_000),
  retry_delay_milliseconds: number(0, 1_000_000),
  retry_max_jitter_milliseconds: number(1, 1_000),
  retry_delay_type: fc.constantFrom("back-off", "fixed", "random"),
  rate_per_second: number(0, 200_000),
  "load-balancing": fc.constantFrom("true", "false"),
});
const binding = fc.tuple(fc.constantFrom(...FAMILIES), fc.constantFrom(...FAMILIES)).chain(([from, to]) =>
  fc.record({
    properties,
    sources: fc.record({
      kind: fc.constantFrom(`source.${from}`, `kubemq.${from}`),
      name: fc.constant("s"),
      connections: fc.array(source, { minLength: 1, maxLength: 3 }),
    }),
    targets: fc.record({
      kind: fc.constant(`target.${to}`),
      name: fc.constant("t"),
      connections: fc.array(target(to), { minLength: 1, maxLength: 3 }),
    }),
  }),
);

/** A file, and which of its clusters stand for which cloud. */
export const arbitraryBindings = fc
  .record({
    bindings: fc.array(binding, { minLength: 1, maxLength: 6 }),
    given: fc.array(fc.constantFrom("aws", "google", "nobody"), { minLength: 4, maxLength: 4 }),
  })
  .map(({ bindings, given }) => {
    const text = stringify({ bindings: bindings.map((each, at) => ({ name: `Binding ${at}`, ...each })) });
    const to = (cloud: string) => new Set(ADDRESSES.filter((each, at) => given[at] === cloud && text.includes(each)));
    return { text, clouds: { aws: to("aws"), google: to("google") } };
  });

/** Keys that a fabric is made of, wholly or where they are numbers that fit. */
const MADE =
  /^(bindings|name|properties|sources|targets|kind|connections|address|channels?|default_channel|load-balancing|retry_attempts|retry_delay_milliseconds|retry_delay_type|rate_per_second)$/;

/** A key and the line and column that a note of it has to name, and the binding that it is of. */
interface Key {
  readonly key: string;
  readonly place: string;
  readonly binding: string;
}

/** Every other key of a file's bindings. */
export function keysOf(text: string): readonly Key[] {
  const lines = new LineCounter();
  const bindings = parseDocument(text, { lineCounter: lines }).get("bindings");
  return isSeq(bindings) ? bindings.items.flatMap((each, at) => keysWithin(each, `Binding ${at}`, lines)) : [];
}

function keysWithin(top: unknown, binding: string, lines: LineCounter): readonly Key[] {
  const within = (node: unknown): readonly Key[] => {
    if (isSeq(node)) return node.items.flatMap(within);
    if (!isMap(node)) return [];
    return node.items.flatMap(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : "";
      const { line, col } = lines.linePos(isScalar(key) ? (key.range?.[0] ?? 0) : 0);
      // `sources` is also a number of readers.
      const isMade = MADE.test(name) && !(name === "sources" && isScalar(value));
      return [...(isMade ? [] : [{ key: name, place: `${line}:${col}`, binding }]), ...within(value)];
    });
  };
  return within(top);
}
