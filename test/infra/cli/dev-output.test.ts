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
function output(json: boolean) {
  const lines: string[] = [];
  const terminal = {
    out: (line: string) => void lines.push(line),
    err: () => {},
    interactive: false,
    columns: 80,
    keyboard: false,
    environment: {},
    folder: ".",
    input: async () => Buffer.alloc(0),
    ended: new AbortController().signal,
  };
  return { lines, tell: devOutput(compiled, terminal, { json, once: true }) };
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
});
