import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError, SinkError } from "../../../shared/core/errors.ts";
import { jsonLog } from "../../../shared/core/log.ts";
import type { Attribute, Message } from "../../../shared/core/message.ts";
import type { Outcome, SendResult } from "../../../shared/core/ports.ts";
import { aLink } from "../../support/a-link.ts";
import { aBudget, aDelivery } from "../../support/a-message.ts";

const busy = new SinkError("BUSY", "the target is busy", true, new Error("cause"));
const damaged = new DecodeError("HEADER", "the header is damaged");

function logged(outcomes: readonly Outcome[]): readonly unknown[] {
  const lines: string[] = [];
  jsonLog("shop/orders", { write: (line) => lines.push(line) })(outcomes, 12);
  return lines.map((line) => JSON.parse(line));
}

describe("jsonLog", () => {
  it("writes a line for what did not simply succeed, then the summary", () => {
    const outcomes: readonly Outcome[] = [
      { receipt: "r1", id: "m1", kind: "relayed", messages: 3 },
      { receipt: "r2", id: "m2", kind: "dropped" },
      { receipt: "r3", attempt: 2, kind: "dead", error: damaged },
      { receipt: "r4", id: "m4", kind: "retry", error: busy },
    ];
    const delivery = { event: "delivery", link: "shop/orders" };
    expect(logged(outcomes)).toEqual([
      {
        ...delivery,
        outcome: "dead",
        receipt: "r3",
        attempt: 2,
        code: "HEADER",
        error: "DecodeError",
        reason: "the header is damaged",
      },
      {
        ...delivery,
        outcome: "retry",
        receipt: "r4",
        id: "m4",
        code: "BUSY",
        error: "SinkError",
        reason: "the target is busy",
      },
      {
        event: "summary",
        link: "shop/orders",
        invocations: 1,
        received: 4,
        relayed: 1,
        dropped: 1,
        dead: 1,
        retry: 1,
        settled: 3,
        messages: 3,
        elapsedMs: 12,
      },
    ]);
  });

  it("says of what could not be buried both why not, and why it is dead", () => {
    const [line] = logged([{ receipt: "r1", id: "m1", kind: "retry", error: busy, unburied: damaged }]);
    expect(line).toEqual({
      event: "delivery",
      link: "shop/orders",
      outcome: "retry",
      receipt: "r1",
      id: "m1",
      code: "BUSY",
      error: "SinkError",
      reason: "the target is busy",
      unburied: { code: "HEADER", error: "DecodeError", reason: "the header is damaged" },
    });
  });

  it("cuts what a sender may have chosen, and shows its controls instead of doing them", () => {
    const long = `a\u001b[31m\n${"x".repeat(100_000)}`;
    const error = new DecodeError("X", `message ${long} is bad`);
    const [line] = logged([{ receipt: long, id: long, kind: "retry", error, unburied: error }]);
    const id = `a\\u001b[31m\\n${"x".repeat(293)}…`;
    const reason = `message a\\u001b[31m\\n${"x".repeat(1_985)}…`;
    const said = { code: "X", error: "DecodeError", reason };
    const delivery = { event: "delivery", link: "shop/orders", outcome: "retry" };
    expect(line).toEqual({ ...delivery, receipt: id, id, ...said, unburied: said });
  });

  it("keeps every line on one line", () => {
    const lines: string[] = [];
    const error = new DecodeError("X", "two\nlines\u2028here");
    jsonLog("l", { write: (line) => lines.push(line) })([{ receipt: "a\nb", kind: "dead", error }], 0);
    expect(lines).toHaveLength(2);
    expect(lines.filter((line) => /[\n\r]/.test(line))).toEqual([]);
  });
});

/** Long and odd enough that it can't occur in a line by chance, in any form that a line might give it. */
const secret = fc.uuid().map((uuid) => `secret-${uuid}`);
const attribute: fc.Arbitrary<Attribute> = secret.map((value) => ({ type: "String", value }));
const hushed = fc.record({
  body: secret.map((text) => Buffer.from(text)),
  attributes: fc
    .dictionary(fc.constantFrom("a", "b", "hopspan"), attribute)
    .map((each) => new Map(Object.entries(each))),
  orderingKey: secret,
  tenant: secret,
  deduplicationId: secret,
  traceHeader: secret,
});
type Hushed = Pick<Message, "body" | "attributes"> &
  Record<"orderingKey" | "tenant" | "deduplicationId" | "traceHeader", string>;
const secretsOf = ({ body, attributes, ...keys }: Hushed) => [
  Buffer.from(body).toString(),
  Buffer.from(body).toString("base64"),
  ...Object.values(keys),
  ...[...attributes.values()].map(({ value }) => value),
];
const troubles = ["none", "open", "open-odd", "transform", "loop", "busy", "bad", "sink", "bury"] as const;

describe("the log", () => {
  it("never holds a body, an attribute's value or an ordering key, whatever goes wrong", async () => {
    const parcel = fc.record({ message: hushed, trouble: fc.constantFrom(...troubles) });
    await fc.assert(
      fc.asyncProperty(fc.array(parcel, { minLength: 1, maxLength: 8 }), async (parcels) => {
        const troubleOf = ({ id }: Message) => parcels[Number(id.split("-")[1])]?.trouble ?? "none";
        const fate = (message: Message): SendResult => {
          const trouble = troubleOf(message);
          if (trouble === "sink") throw new Error(message.orderingKey);
          if (trouble === "none") return { kind: "sent" };
          return { kind: "refused", error: new SinkError("NO", "refused", trouble === "busy", message) };
        };
        const link = aLink(
          {
            transform: (message) => {
              if (troubleOf(message) === "transform") throw new TypeError(Buffer.from(message.body).toString());
              return [message];
            },
            deadLetters: {
              put: async ({ receipt }) => {
                if (parcels[Number(receipt)]?.trouble === "bury")
                  throw new Error(parcels[Number(receipt)]?.message.tenant);
              },
            },
          },
          fate,
        );
        const event = parcels.map(({ message, trouble }, at) => {
          const trail = trouble === "loop" ? ["fabric/link"] : [];
          const delivery = aDelivery(`${at}`, {
            lane: message.orderingKey,
            raw: message,
            message: { ...message, trail },
          });
          const thrown = new (trouble === "open" ? SyntaxError : Error)(`unexpected ${message.orderingKey}`);
          const open = () => {
            throw trouble === "open" ? new DecodeError("BODY", "the body is no JSON", thrown) : thrown;
          };
          return trouble.startsWith("open") ? { ...delivery, open } : delivery;
        });
        await link.run(event, aBudget());
        const whole = link.journal.lines.join("\n");
        expect(parcels.flatMap(({ message }) => secretsOf(message)).filter((each) => whole.includes(each))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
