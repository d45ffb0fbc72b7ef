import { describe, expect, it } from "vitest";
import { onScreen, wipe } from "../../../infra/cli/screen.ts";

const COLOURED = "\u001b[31mred\u001b[39m";

describe("what reaches the terminal", () => {
  it("holds our own colours and what takes lines back, where it is one", () => {
    expect(onScreen(`${wipe(3)}${COLOURED}`, true)).toBe(`${wipe(3)}${COLOURED}`);
    expect(onScreen(COLOURED, false)).toBe("\\u001b[31mred\\u001b[39m");
  });

  it.each([
    ["a cleared screen", "\u001b[2J", "\\u001b[2J"],
    ["a title", "\u001b]0;mine\u0007", "\\u001b]0;mine\\u0007"],
    ["the escape in one character", "\u009b2J", "\\u009b2J"],
    ["a line written over", "done\rfail", "done\\rfail"],
    ["lines taken back that are not ours", "\u001b[3A\u001b[J", "\\u001b[3A\\u001b[J"],
  ])("shows %s instead of doing it", (_, text, shown) => {
    expect([onScreen(text, true), onScreen(text, false)]).toEqual([shown, shown]);
  });

  it("keeps line ends, tabs and letters of all kinds", () => {
    expect(onScreen("a\n\tб 日本 👩‍👩‍👧 x", false)).toBe("a\n\tб 日本 👩‍👩‍👧 x");
  });

  it("takes lines back from the left edge, where a Ctrl-C may stand", () => {
    expect([wipe(0), wipe(2)]).toEqual(["", "\r\u001b[2A\u001b[J"]);
  });
});
