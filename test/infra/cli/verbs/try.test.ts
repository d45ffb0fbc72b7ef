import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../../../infra/cli/main.ts";
import { asMessage } from "../../../../infra/cli/trial/as-message.ts";
import { exampleSecrets } from "../../../../infra/cli/trial/example-secrets.ts";
import { traceHop } from "../../../../infra/cli/trial/trace.ts";
import { traceLines } from "../../../../infra/cli/trial/trace-lines.ts";
import type { Fabric, Hop } from "../../../../shared/fabric/fabric.ts";
import { aFabric, queue, topic } from "../../../shared/fabric/a-fabric.ts";
import { aTerminal } from "../../../support/a-terminal.ts";
import { ROOT, runCommand, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const fabric = join(folder, "fabric.yaml");
writeFileSync(
  fabric,
  `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-analytics, region: europe-west1 }
endpoints:
  orders: { sqs: orders }
  web: { pubsub: web-orders }
  returns: { sqs: returns }
  desk: { sqs: desk }
  audit: { pubsub: audit }
  rows: { pubsub: rows, schema: order-row }
  more: { pubsub: more, schema: order-row }
  bin: { sqs: bin }
hops:
  pair: { from: bin, to: web, transforms: [split], batch: { maxMessages: 2 } }
  assign:
    from: [orders, web]
    transforms: [{ keep-when: has(body.items) }, { split: { at: items, as: item } }]
    route: [{ when: body.item > 1, to: desk }, { when: body.item < 0, to: audit }]
  copy: { from: returns, to: [rows, bin], validate: out }
  share: { from: audit, toOneOf: [{ endpoint: rows }, { endpoint: more }], validate: out }
`,
);

/** What the verb says within this process, of the fabric above where no other is named: exit code and lines. */
async function tried([hop, ...more]: readonly string[], parts: Parameters<typeof aTerminal>[0] = {}) {
  const { terminal, out, err } = aTerminal({ folder, ...parts });
  const named = hop === undefined ? [] : more[0]?.endsWith(".yaml") ? [hop] : [hop, fabric];
  const code = await main(["try", ...named, ...more], terminal);
  return { code, lines: out.flatMap((text) => text.split("\n")), err };
}
const file = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
const retail = join(ROOT, "examples/retail/fabric.yaml");
const placedAt = "2026-01-05T08:00:00.000Z";
const anOrder = { orderId: "o-1", placedAt, currency: "EUR", customer: { id: "c-1", country: "DE" }, items: [] };
const aRow = {
  ...{ order_id: "o-1", status: "PAID", customer_id: "c-1", country: "DE", currency: "EUR" },
  ...{ line_count: 0, item_count: 0, total_cents: 0, placed_at: placedAt },
};

/** The way of a body through the one hop of a fabric that nobody has checked. */
async function tracedLines(unchecked: Fabric, body: string): Promise<readonly string[]> {
  const hop = [...unchecked.hops.values()][0] as Hop;
  const of = { fabric: unchecked, hop, from: hop.from[0] ?? "", tools: exampleSecrets({}) };
  return (await traceHop(of, asMessage({ body }, 1))).flatMap((each) => traceLines(each, { hop, colours: false }));
}

describe("hopspan try", () => {
  it("shows the message after each step, and where it ends, as a command", async () => {
    const body = JSON.stringify({ ...anOrder, status: "PAID", card: { number: "4111" } });
    expect(await runCommand(folder, ["try", "export-orders", retail, "--key", "c-1", "--body", body])).toEqual({
      code: 0,
      out: [
        "link retail/export-orders",
        `  ${body}`,
        '  key "c-1"',
        '  validate "order" (the source asks for it)',
        "    unchanged",
        '  keep-when "body.status == \\"PAID\\""',
        "    unchanged",
        '  redact {"fields":["card.number"]}',
        `    ${JSON.stringify({ ...anOrder, status: "PAID", card: {} })}`,
        '    key "c-1"',
        '  redact {"fields":["customer.email"],"with":{"hash":"pseudonym-key"}}',
        "    unchanged",
        "  order-to-row",
        `    ${JSON.stringify(aRow)}`,
        '    key "c-1"',
        "  to order-feed",
        "relayed: 1 to order-feed",
        "",
      ].join("\n"),
      err: "",
    });
  });

  it("ends with 1 where a step refuses the message, with the reason", async () => {
    const { code, out } = await runCommand(folder, ["try", "export-orders", retail], '{"orderId":"o-1"}');
    expect([code, out.split("\n").slice(2, -1)]).toEqual([
      1,
      [
        '  validate "order" (the source asks for it)',
        "    dead: SCHEMA: the body does not fit schema order at status: string was expected",
        "dead: SCHEMA: the body does not fit schema order at status: string was expected",
      ],
    ]);
  });

  it("ends with 0 where the message is dropped, and takes it from standard input", async () => {
    const body = JSON.stringify({ ...anOrder, status: "NEW" });
    const { code, out } = await runCommand(folder, ["try", "export-orders", retail], body);
    expect([code, out.split("\n").slice(1, -1)]).toEqual([
      0,
      [
        `  ${body}`,
        '  validate "order" (the source asks for it)',
        "    unchanged",
        '  keep-when "body.status == \\"PAID\\""',
        "    dropped",
        "dropped: nothing leaves the hop",
      ],
    ]);
  });

  it("shows a split as a tree, each part with its branch and why, behind an inner queue too", async () => {
    const { code, lines } = await tried(["assign", "--body", '{"items":[2,-1]}', "-a", "n:Number=1"]);
    expect([code, lines]).toEqual([
      0,
      [
        "link shop/assign.orders.split",
        '  {"items":[2,-1]}',
        '  attributes n (Number) "1"',
        '  keep-when "has(body.items)"',
        "    unchanged",
        '  split {"at":"items","as":"item"}',
        "    2 messages",
        '    ├ {"item":2}',
        '    │ attributes n (Number) "1"',
        "    │ to the inner queue shop/assign.orders.queues",
        "    │   link shop/assign.orders.queues",
        "    │     route: branch 1 of 2, since body.item > 1",
        "    │     to desk",
        '    └ {"item":-1}',
        '      attributes n (Number) "1"',
        "      to the inner queue shop/assign.orders.topics",
        "        link shop/assign.orders.topics",
        "          route: branch 2 of 2, since body.item < 0",
        "          to audit",
        "relayed: 1 to desk, 1 to audit",
      ],
    ]);
  });

  it("says which link takes what, and which part no branch takes, whose whole is given up", async () => {
    const { code, lines } = await tried(["assign", "--from", "web", "--body", '{"items":[2,-1,0]}']);
    expect(code).toBe(1);
    const marks = /^ *[│├└]? *(link|to|dead|another|route|relayed)/;
    expect(lines.filter((line) => marks.test(line)).map((line) => line.replace(/^[ │├└]*/, ""))).toEqual([
      "link shop/assign.web.queues",
      "route: branch 1 of 2, since body.item > 1",
      "to desk",
      "another link of the hop takes it",
      "dead: NO_ROUTE: no branch of the route takes the message",
      "link shop/assign.web.topics",
      "another link of the hop takes it",
      "route: branch 2 of 2, since body.item < 0",
      "to audit",
      "another link of the hop takes it",
      "dead: NO_ROUTE: no branch of the route takes the message; relayed: 1 to desk, 1 to audit",
    ]);
    const broken = await tried(["assign", "--from", "web", "--body", '{"items":[2,"x"]}']);
    const fates = broken.lines.filter((line) => /not sent|dead|another/.test(line));
    const dead = /^dead: EXPRESSION: .* no such overload/;
    expect([broken.code, fates.map((line) => line.replace(/^[ │├└]*/, ""))]).toEqual([
      1,
      [
        "not sent: another part of the message is given up, and with it the whole",
        expect.stringMatching(dead),
        "another link of the hop takes it",
        expect.stringMatching(dead),
        expect.stringMatching(dead),
      ],
    ]);
  });

  it("shows what a target alone asks for, with the choice that led there", async () => {
    const { code, lines } = await tried(["copy", "--body", "[]"]);
    expect([
      code,
      lines.slice(0, 2),
      lines.filter((line) => /validate|dead|to /.test(line)).map((line) => line.trim()),
    ]).toEqual([
      1,
      ["link shop/copy.split", "  []"],
      [
        "├ to the inner queue shop/copy.rows",
        '│     validate "order-row" (the target asks for it)',
        expect.stringMatching(/^│ {7}dead: /),
        "└ to the inner queue shop/copy.bin",
        "to bin",
        expect.stringMatching(/^dead: .*; relayed: 1 to bin$/),
      ],
    ]);
    const shared = await tried(["share", "--body", "{}", "--key", "k"]);
    expect(shared.lines).toEqual([
      "link shop/share",
      "  {}",
      '  key "k"',
      expect.stringMatching(/^ {2}toOneOf: target [12] of 2, by its key "k"$/),
      '  validate "order-row" (the target asks for it)',
      expect.stringMatching(/^ {4}dead: /),
      expect.stringMatching(/^dead: /),
    ]);
  });

  it("shows which part of a message travels in that of another", async () => {
    const { code, lines } = await tried(["pair", "--body", "[1,2,3]"]);
    expect([code, lines.slice(1)]).toEqual([
      0,
      [
        "  [1,2,3]",
        "  split",
        "    3 messages",
        "    ├ 1",
        "    │ batch: 2 messages as one",
        "    │   [1,2]",
        "    │ to web",
        "    ├ 2",
        "    │ joined to one before it",
        "    └ 3",
        "      batch: alone",
        "        [3]",
        "      to web",
        "relayed: 2 to web",
      ],
    ]);
  });

  it("shows what is joined before its target judges it, and each event before it is joined", async () => {
    const ends = { a: topic("aaa"), rows: { ...queue("rows"), schema: "order-row" } };
    // The check would refuse this hop, since no list is such a row.
    const hop = { from: "a", to: "rows", transforms: ["split"], validate: "out", batch: { maxMessages: 2 } };
    const whole = await tracedLines(aFabric(ends, { h: hop }), "[1,2]");
    expect(whole.slice(2)).toEqual([
      "  split",
      "    2 messages",
      "    ├ 1",
      // What is refused together is tried alone.
      "    │ batch: alone",
      "    │   [1]",
      '    │ validate "order-row" (the target asks for it)',
      expect.stringMatching(/^ {4}│ {3}dead: SCHEMA: /),
      "    └ 2",
      "      batch: alone",
      "        [2]",
      '      validate "order-row" (the target asks for it)',
      expect.stringMatching(/^ {8}dead: SCHEMA: /),
    ]);
    const events = { e: { ...topic("eee"), format: "cloudevents" }, d: { ...queue("d"), format: "cloudevents" } };
    const joining = { from: "e", to: "d", transforms: ["split"], batch: { maxMessages: 2 } };
    const event = { specversion: "1.0", id: "E", source: "/s", type: "t" };
    const part = (at: number) =>
      JSON.stringify({ ...event, id: `E.${at}`, datacontenttype: "application/json", data: at + 1 });
    const batch = await tracedLines(aFabric(events, { h: joining }), JSON.stringify({ ...event, data: [1, 2] }));
    expect(batch.slice(7, 16)).toEqual([
      "    ├ 1",
      expect.stringContaining('ce-id "E.0"'),
      expect.stringMatching(/to-cloudevents .* \(the target asks for it\)$/),
      `    │   ${part(0)}`,
      '    │   attributes content-type "application/cloudevents+json"',
      "    │ batch: 2 messages as one",
      `    │   [${part(0)},${part(1)}]`,
      '    │   attributes content-type "application/cloudevents-batch+json"',
      "    │ to d",
    ]);
  });

  it("shows each event of a split by the id that it is sent with", async () => {
    const path = join(folder, "events.yaml");
    writeFileSync(
      path,
      `
fabric: f
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-analytics, region: europe-west1 }
endpoints: { e: { pubsub: eee, format: cloudevents }, d: { sqs: d, format: cloudevents } }
hops: { h: { from: e, to: d, transforms: [split] } }
`,
    );
    const event = JSON.stringify({ specversion: "1.0", id: "E", source: "/s", type: "t", data: [1, 2] });
    const { lines } = await tried(["h", path, "--body", event]);
    expect(lines.flatMap((line) => /"id":"(E[^"]*)"/.exec(line)?.[1] ?? [])).toEqual(["E", "E.0", "E.1"]);
  });

  it("shows bodies that are no text in base64, and nothing that a terminal would obey", async () => {
    file("body.bin", Buffer.from([0xff, 0x00]));
    const binary = await tried(["return-scores", retail, "--body", "@body.bin"]);
    expect(binary.lines).toEqual([
      "link retail/return-scores",
      "  base64 /wA=",
      "  to score-inbox",
      "relayed: 1 to score-inbox",
    ]);
    const evil = await tried([
      "return-scores",
      retail,
      "--body",
      "a\u001b[2J\nb",
      "-a",
      "\u009b=\u001b",
      "--key",
      "\n",
    ]);
    expect(evil.lines.join("")).not.toMatch(/\p{Cc}/u);
    const coloured = await tried(["return-scores", retail, "--body", ""], { interactive: true });
    expect(coloured.lines[0]).toBe("\u001b[1mlink retail/return-scores\u001b[22m");
    expect(coloured.lines[1]).toBe("  an empty body");
  });

  it("prints the whole way as one JSON line on demand", async () => {
    const { code, lines } = await tried(["assign", "--from", "web", "--body", '{"items":[2]}', "--json"]);
    const { links, ...rest } = JSON.parse(lines.join("\n")) as { links: readonly object[] };
    expect([code, rest]).toEqual([
      0,
      { hop: "assign", from: "web", outcome: "relayed", arrived: { desk: 1 }, errors: [] },
    ]);
    const message = { id: "example:1", trail: [], sentAt: 0, attributes: {} };
    const body = (text: string) => ({ ...message, body: Buffer.from(text).toString("base64") });
    expect(links[0]).toEqual({
      link: "shop/assign.web.queues",
      message: body('{"items":[2]}'),
      next: {
        kind: "step",
        step: "keep-when",
        part: "hop",
        options: "has(body.items)",
        became: [
          {
            message: body('{"items":[2]}'),
            next: {
              kind: "step",
              step: "split",
              part: "hop",
              options: { at: "items", as: "item" },
              became: [
                {
                  message: body('{"item":2}'),
                  next: { kind: "sent", ways: [{ to: "desk", branch: 1, when: "body.item > 1" }] },
                },
              ],
            },
          },
        ],
      },
    });
  });

  it.each<[readonly string[], string]>([
    [[], "try which hop? usage: npx hopspan try HOP [FILE] --body TEXT"],
    [["asign"], "hop asign is not there: did you mean assign?"],
    [["assign", "--from", "audit"], "hop assign does not come from audit: --from takes orders or web"],
    [["assign", "--body", "@none.json"], "none.json can't be read (ENOENT)"],
    [["assign", "-a", "n:Number=x"], "attribute n: a Number must be a decimal number"],
    [["assign", "more"], "try takes one fabric file, not also more"],
  ])("refuses %j", async (words, said) => {
    expect(await tried(words)).toEqual({
      code: 2,
      lines: [],
      err: [`hopspan: ${said}`],
    });
  });
});
