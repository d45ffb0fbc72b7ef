import { describe, expect, it } from "vitest";
import { devOutput } from "../../../infra/cli/dev-output.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import { parseFabric } from "../../../shared/fabric/read.ts";

const compiled = compile(
  parseFabric(
    `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-project, region: europe-west1 }
endpoints: { orders: { sqs: orders }, order-feed: { pubsub: order-feed } }
hops: { there: { from: orders, to: order-feed } }
`,
    "fabric.yaml",
  ),
);
const [link] = compiled.links;

/** An output, and the lines that it has printed. */
function output(json: boolean, interactive = false, columns = 100) {
  const lines: string[] = [];
  const terminal = {
    out: (line: string) => void lines.push(line),
    written: async () => {},
    err: () => {},
    interactive,
    columns: 80,
    keyboard: false,
    environment: {},
    folder: ".",
    input: async () => Buffer.alloc(0),
    ended: new AbortController().signal,
  };
  return { lines, tell: devOutput(compiled, terminal, { json, once: true, size: () => ({ columns, rows: 20 }) }) };
}

const servers = { sqsEndpoint: "http://127.0.0.1:1", pubsubHost: "127.0.0.1:2" };

describe("devOutput for programs", () => {
  it("makes the ready line the first, whatever was said before, and gives every line its event", () => {
    const { lines, tell } = output(true);
    tell.note("made a secret");
    if (link !== undefined) tell.line(link, "starts");
    expect(lines).toEqual([]);
    tell.ready(servers, { links: [] });
    tell.refused("orders.ndjson", 3, "the line is not JSON");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        ready: true,
        event: "ready",
        fabric: "shop",
        sqs: { endpoint: "http://127.0.0.1:1" },
        pubsub: { host: "127.0.0.1:2" },
        links: [],
      },
      { event: "note", text: "made a secret" },
      { event: "log", link: "shop/there", line: "starts" },
      { event: "refused", file: "orders.ndjson", line: 3, reason: "the line is not JSON" },
    ]);
  });

  it("says in the end what came before a start that failed", () => {
    const { lines, tell } = output(true);
    tell.note("made a secret");
    tell.end();
    expect(lines).toEqual(['{"event":"note","text":"made a secret"}']);
  });
});

describe("devOutput for people", () => {
  it("names the file and the line of what is refused, and closes with a line per feed", () => {
    const { lines, tell } = output(false);
    tell.refused("orders.ndjson", 3, "the line is not JSON");
    tell.close([], [{ file: "orders.ndjson", to: "orders", sent: 2, refused: 1, unsent: 0, isRead: true }]);
    expect(lines[0]).toBe("orders.ndjson:3: refused: the line is not JSON");
    expect(lines[1]?.split("\n").at(-1)).toBe("orders.ndjson -> orders: 2 lines sent, 1 refused");
  });

  it("takes its bars back from the left edge before it says anything", () => {
    const { lines, tell } = output(false, true);
    tell.progress([ACCOUNT], false);
    tell.progress([ACCOUNT], false);
    tell.note("ending");
    tell.close([ACCOUNT], []);
    const bar = expect.stringMatching(/^shop\/there {2}/);
    expect(lines.slice(0, 3)).toEqual([bar, expect.stringContaining(wiped("shop/there  ")), wiped("ending")]);
    expect(lines[3]).toMatch(/^\n/);
  });
});

const DELIVERY = {
  event: "delivery",
  link: "shop/there",
  outcome: "dead",
  receipt: "1",
  id: "7",
  code: "NOT_JSON",
  error: "TransformError",
  reason: "the body is not JSON",
};

describe("what is longer than a terminal is wide", () => {
  const LONG = `made for this run only: ${"HOPSPAN_SECRET_A_KEY, ".repeat(5)}set them to keep them`;

  it("is broken between words on a terminal, and where a run can be looked at, never within a command", () => {
    const { lines, tell } = output(false, true, 60);
    tell.note(LONG);
    tell.ready(servers, { links: [] });
    const rows = lines.join("\n").split("\n");
    expect(rows.filter(({ length }) => length > 60)).toEqual([]);
    expect(lines[0]?.replaceAll(/\s+/g, " ")).toBe(LONG);
    expect(rows.filter((row) => row.includes("npx hopspan send ENDPOINT"))).toHaveLength(1);
  });

  it("stays one line where there is no terminal", () => {
    const { lines, tell } = output(false, false, 60);
    tell.note(LONG);
    expect(lines).toEqual([LONG]);
  });
});

describe("a dead letter", () => {
  it.each([
    [
      "a short line on a terminal",
      false,
      true,
      "shop/there: dead: NOT_JSON: the body is not JSON (7): npx hopspan receive orders.dead",
    ],
    ["the function's own line in a log", false, false, `shop/there: ${JSON.stringify(DELIVERY)}`],
  ])("is %s", (_, json, interactive, said) => {
    const { lines, tell } = output(json, interactive);
    if (link !== undefined) tell.line(link, JSON.stringify(DELIVERY));
    expect(lines).toEqual([said]);
  });

  it("is the function's own line for programs, also on a terminal", () => {
    const { lines, tell } = output(true, true);
    tell.ready(servers, { links: [] });
    if (link !== undefined) tell.line(link, JSON.stringify(DELIVERY));
    expect(JSON.parse(lines[1] ?? "")).toEqual({ event: "log", link: "shop/there", line: JSON.stringify(DELIVERY) });
  });
});

const wiped = (text: string) => `\r\u001b[1A\u001b[J${text}`;
const ACCOUNT = {
  link: "shop/there",
  in: 3,
  delivered: 1,
  dropped: 0,
  dead: 0,
  inFlight: 2,
  retried: 0,
  duplicates: 0,
  gap: 0,
  missing: 0,
};

/** What a function, a file or a broker may bring in. */
const NASTY = "a\u001b[2Jb\u009b1mc\rd\u007f\nforged line";

describe.each([
  ["programs", true],
  ["people", false],
])("devOutput for %s", (_, json) => {
  it("lets nothing that others have written do anything to a terminal", () => {
    const { lines, tell } = output(json);
    tell.ready({ sqsEndpoint: `http://127.0.0.1:1/${NASTY}`, pubsubHost: NASTY }, { links: [] });
    tell.note(NASTY);
    if (link !== undefined) tell.line(link, NASTY);
    tell.refused(NASTY, 3, NASTY);
    tell.close([], [{ file: NASTY, to: "orders", sent: 2, refused: 1, unsent: 0, isRead: true, failure: NASTY }]);
    const all = lines.join("\n");
    expect(all).toContain("\\u001b[2J");
    expect(all).not.toMatch(/[^\P{Cc}\n]|^forged line/mu);
  });
});

describe("devOutput of a run with faults", () => {
  const counts = [{ fault: "down at orders", seen: 12, injected: 3 }];

  it("tells in columns how often each has struck", () => {
    const { lines, tell } = output(false);
    tell.faults(counts);
    expect(lines).toEqual(["faults injected, of what each was for\n  down at orders  3 of 12"]);
  });

  it("tells programs in an event", () => {
    const { lines, tell } = output(true);
    tell.ready(servers, { links: [] });
    tell.faults(counts);
    expect(JSON.parse(lines[1] ?? "")).toEqual({ event: "faults", faults: counts });
  });
});
