import { describe, expect, it } from "vitest";
import { bars } from "../../../infra/cli/bars.ts";
import { wipe } from "../../../infra/cli/screen.ts";

function aFoot(size: { columns?: number; rows?: number }) {
  const printed: string[] = [];
  return {
    printed,
    ...bars(
      (text) => void printed.push(text),
      () => size,
    ),
  };
}

describe("lines at the foot of a terminal", () => {
  it("are drawn in place of the last ones, and give way to what is said", () => {
    const { printed, draw, say } = aFoot({ columns: 40, rows: 10 });
    draw(["a", "b"]);
    draw(["c", "d"]);
    say("ending");
    say("ended");
    expect(printed).toEqual(["a\nb", `${wipe(2)}c\nd`, `${wipe(2)}ending`, "ended"]);
  });

  it("take as many rows as they are long, whatever their colours", () => {
    const { printed, draw, say } = aFoot({ columns: 10, rows: 10 });
    draw([`\u001b[36m${"x".repeat(10)}\u001b[39m`, "y".repeat(11), ""]);
    say("ending");
    expect(printed.at(-1)).toBe(`${wipe(4)}ending`);
  });

  it("are as many as there is room for, and the last one tells of the rest", () => {
    const { printed, draw } = aFoot({ columns: 40, rows: 5 });
    const lines = ["a", "b", "c", "d", "e"];
    draw(lines);
    draw(lines);
    expect(printed).toEqual(["a\nb\nc\nand 2 more", `${wipe(4)}a\nb\nc\nand 2 more`]);
  });

  it("are drawn also where nothing is known of the terminal", () => {
    for (const size of [{}, { columns: 0, rows: 0 }]) {
      const { printed, draw, say } = aFoot(size);
      draw(["x".repeat(81)]);
      say("ending");
      expect(printed.at(-1)).toBe(`${wipe(2)}ending`);
    }
  });
});
