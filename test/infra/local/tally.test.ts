import { describe, expect, it } from "vitest";
import { readLine, tally } from "../../../infra/local/tally.ts";
import { summarize } from "../../../shared/core/summary.ts";

const summary = summarize("a/b", [{ receipt: "r", id: "m", kind: "relayed", messages: 2 }], 4);
const line = JSON.stringify(summary);

describe("tally", () => {
  it("adds up the summaries of each link", () => {
    const counts = tally();
    const more = { ...summary, received: 3, relayed: 1, dropped: 1, retry: 1, settled: 2 };
    for (const each of [summary, more]) counts.add(each);
    expect(counts.of("a/b")).toEqual({ relayed: 2, dropped: 1, dead: 0, retried: 1, messages: 4 });
    expect(counts.of("a/none")).toEqual({ relayed: 0, dropped: 0, dead: 0, retried: 0, messages: 0 });
  });
});

describe("readLine", () => {
  it("reads the summary of its link, and nothing beside it", () => {
    expect(readLine("a/b", line)).toEqual({ summary, rest: "" });
  });

  it("reads it behind what a transform has printed without a line break", () => {
    expect(readLine("a/b", `working... {"event":"summary"? ${line}`)).toEqual({
      summary,
      rest: 'working... {"event":"summary"? ',
    });
  });

  it.each([
    ["another line of the log", '{"event":"delivery","code":"HELD"}'],
    ["plain text", "oops {"],
    ["a list", "[1]"],
    ["a summary without figures", '{"event":"summary","link":"a/b"}'],
    ["a summary of another link", JSON.stringify({ ...summary, link: "a/c" })],
    ["a figure that is none", JSON.stringify({ ...summary, relayed: "1" })],
    ["a figure below nothing", JSON.stringify({ ...summary, relayed: -1, dropped: 2 })],
    ["figures that don't add up", JSON.stringify({ ...summary, received: 7 })],
    ["a summary that is cut off", line.slice(0, -1)],
  ])("takes %s for text", (_, text) => {
    expect(readLine("a/b", text)).toEqual({ rest: text });
  });
});
